"""Sessions of the virtual wearer through the fold, as a station would record them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from matching import Matched, match

from imu_hinge.core.session import Session
from imu_hinge.core.summary import Summary
from imu_hinge.model.arrays import FRAME, Array, Records
from imu_hinge.model.events import Calibrated, CalibrationRefused, Event, RepRejected
from imu_hinge.virtual import Truth, Wearer
from imu_hinge.virtual.scripts import EXERCISES, SCRIPTS, fault_session

BIAS_DPS, RATE_ERROR, WOBBLE_DEG, LOSS, BATCH = 10.0, 0.05, 0.6, 0.05, 10
LONG_BATCH = 20
OWN_MAX_DEG = 50.0

Script = Callable[[int], Wearer]


@dataclass(frozen=True, slots=True)
class Job:
    """One session to be scored."""

    group: str
    """`ordinary`, `hard`, `fault` and `long` are calibrated by guidance, `automatic` is not."""
    script: str
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class SetFrames:
    """The error of lumbar flexion in the valid frames from the first start to the last end of one set, deg."""

    frames: int
    errors: Array


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a session came to."""

    job: Job
    exercise: str
    duration_s: float
    own_max_lumbar_deg: float
    matched: Matched
    frames: tuple[SetFrames, ...]
    """By true set."""
    calibration: tuple[float, tuple[str, ...]] | None
    """Quality and reasons of the first calibration."""
    calibrated: str
    """How: `guided`, `automatic`, or `none`."""
    refusals: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """Everything the fold said of a session."""

    truth: Truth
    frames: Records
    events: tuple[Event, ...]
    summary: Summary

    @property
    def rejected(self) -> list[RepRejected]:
        """Movements that were refused."""
        return [event for event in self.events if isinstance(event, RepRejected)]


def scripts() -> dict[str, Script]:
    """Every script by name; `fault_lumbar_flexion` with an own maximum that makes its fault a clear one."""
    rounding = partial(fault_session, "lumbar_flexion", person={"own_max_lumbar_deg": OWN_MAX_DEG})
    return {**SCRIPTS, "fault_lumbar_flexion": rounding}


def worn(script: str, seed: int) -> Wearer:
    """The session with the conditions of the target: any mounting, bias, rate error, wobble, drifting clocks."""
    wearer = scripts()[script](seed)
    rng = np.random.default_rng([seed, 41])
    setups = {
        placement: replace(
            setup,
            wobble_deg=WOBBLE_DEG,
            gyr_bias_dps=_bias(rng),
            rate_error=float(rng.uniform(-RATE_ERROR, RATE_ERROR)),
        )
        for placement, setup in wearer.setups.items()
    }
    return replace(wearer, setups=setups)


def _bias(rng: np.random.Generator) -> tuple[float, float, float]:
    direction = rng.normal(size=3)
    x, y, z = (direction / np.linalg.norm(direction) * rng.uniform(0.0, BIAS_DPS)).tolist()
    return x, y, z


def exercise_of(wearer: Wearer) -> str:
    """The profile a session is folded under."""
    sets = wearer.truth.sets
    return sets[0].exercise if sets else EXERCISES[0]


def folded(script: str, seed: int) -> Folded:
    """Everything said of one session; of frames given twice the later ones."""
    wearer = worn(script, seed)
    radio = replace(wearer.radio, loss=LOSS, batch=LONG_BATCH if script == "long" else BATCH)
    session, summary = Session(exercise_of(wearer)), Summary()
    events: list[Event] = []
    parts: list[Records] = []
    for item in wearer.inputs(radio):
        step = session.feed(item)
        events += step.events
        parts.append(step.frames)
    for event in events:
        summary.take(event)
    return Folded(wearer.truth, _latest(np.concatenate([*parts, np.empty(0, FRAME)])), tuple(events), summary)


def _latest(frames: Records) -> Records:
    backwards = frames[::-1]
    _, rows = np.unique(backwards["t_ns"], return_index=True)
    return np.asarray(backwards[rows])


def outcome(job: Job) -> Outcome:
    """A session, scored."""
    got = folded(job.script, job.seed)
    truth = got.truth
    calibrations = [event for event in got.events if isinstance(event, Calibrated)]
    first = calibrations[0] if calibrations else None
    return Outcome(
        job=job,
        exercise=truth.sets[0].exercise,
        duration_s=truth.duration_s,
        own_max_lumbar_deg=truth.own_max_lumbar_deg,
        matched=match(truth, got.summary.sets, got.rejected),
        frames=tuple(_set_frames(got, s.t_start_s, s.t_end_s) for s in truth.sets),
        calibration=(first.quality, first.reasons) if first else None,
        calibrated=first.status if first else "none",
        refusals=tuple(event.reason for event in got.events if isinstance(event, CalibrationRefused)),
        warnings=tuple(warning.id for warning in got.summary.warnings),
    )


def _set_frames(got: Folded, start_s: float, end_s: float) -> SetFrames:
    t = got.frames["t_ns"]
    inside = got.frames[(t >= start_s * 1e9) & (t <= end_s * 1e9)]
    valid = inside[inside["valid"]]
    true = got.truth.tilts_at(valid["t_ns"]).lumbar if len(valid) else np.empty(0)
    return SetFrames(len(inside), np.degrees(valid["lumbar_flexion"] - true).astype(np.float32))
