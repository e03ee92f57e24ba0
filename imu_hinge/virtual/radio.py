"""The way of a device's values to the station: connection events, retransmission, loss, doubles, lost links."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from imu_hinge.model.arrays import Array, Bools
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.device import Sent
from imu_hinge.virtual.sensor import Spans

_HANDLING_S = 0.0015
"""From the connection event to the receiver's call-back, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Radio:
    """How the air treats the frames of both sensors. Spans and shares are those of the station's view."""

    batch: int = 5
    """Samples per frame."""
    rotation: bool = True
    """Whether frames carry the cumulative quaternion."""
    interval_s: float = 0.03
    """Connection interval, 7.5 to 50 ms."""
    retry: float = 0.03
    """Share of connection events in which nothing comes through: what waited goes with the next one."""
    jitter_s: float = 0.003
    """Mean extra delay inside the receiver."""
    loss: float = 0.0
    """Share of frames lost one by one."""
    bursts_per_min: float = 0.0
    burst_frames: float = 8.0
    """Mean length of a burst."""
    doubles: float = 0.0
    """Share of frames that are delivered twice."""
    dropouts_s: Mapping[Placement, Spans] = field(default_factory=dict)
    """Spans in which the link is lost and nothing arrives."""


PERFECT_RADIO = Radio(retry=0.0, jitter_s=0.0, interval_s=0.0075)


def deliver(sent: list[Sent], radio: Radio, spans: Spans, rng: np.random.Generator) -> list[Sent]:
    """What arrives of the data frames, each at its time of arrival; `spans` are the link's dropouts."""
    n = len(sent)
    ready = np.array([s.t_s for s in sent])
    kept = (rng.random(n) >= radio.loss) & ~_in_bursts(ready, radio, rng)
    for start, end in spans:
        kept &= (ready < start) | (ready >= end)
    arrival = _arrival(ready, radio, rng)
    doubled = rng.random(n) < radio.doubles
    arrived = []
    for i in np.flatnonzero(kept).tolist():
        arrived.append(Sent(float(arrival[i]), sent[i].characteristic, sent[i].payload))
        if doubled[i]:
            arrived.append(Sent(float(arrival[i]) + 0.0005, sent[i].characteristic, sent[i].payload))
    return arrived


def _in_bursts(ready: Array, radio: Radio, rng: np.random.Generator) -> Bools:
    lost = np.zeros(len(ready), bool)
    minutes = (ready[-1] - ready[0]) / 60 if len(ready) else 0.0
    for _ in range(int(rng.poisson(radio.bursts_per_min * minutes))):
        start = int(rng.integers(len(ready)))
        lost[start : start + 1 + int(rng.poisson(radio.burst_frames - 1))] = True
    return lost


def _arrival(ready: Array, radio: Radio, rng: np.random.Generator) -> Array:
    """(n,) times at the station, never falling: the next connection event that comes through, and handling."""
    phase = float(rng.uniform(0, radio.interval_s))
    events = np.ceil((ready - phase) / radio.interval_s).astype(np.int64)
    through = np.flatnonzero(rng.random(int(events.max(initial=0)) + 1000) >= radio.retry)
    taken = through[np.searchsorted(through, events)]
    handling = _HANDLING_S + rng.exponential(1.0, len(ready)) * radio.jitter_s
    return np.maximum.accumulate(phase + taken * radio.interval_s + handling)
