"""Sensors that tell no time: what was lost is found from arrivals alone, and samples are placed where they belong."""

import json
from pathlib import Path

import numpy as np
import pytest

from imu_hinge.core.clock import DeviceClock
from imu_hinge.core.counting import COUNTED_CLOCK, Counting
from imu_hinge.core.session import Session
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.thingy52.codec import CONFIG, RAW, encode_config, encode_raw
from imu_hinge.sensors.thingy52.sequences import WANTED

PERIOD_NS = 10_000_000
SAMPLES = 4
VECTORS = Path(__file__).parents[1] / "sensors/vendor.json"


def packet(first: int) -> Decoded:
    """Four samples in a notification, as WitMotion sends them at 100 Hz."""
    rows = np.zeros((SAMPLES, 3))
    return Decoded((), (), first, first * PERIOD_NS, PERIOD_NS, rows, rows, None, counted=True)


def placed(arrivals_ns: list[int]) -> tuple[list[int], list[int]]:
    """Full index of the first sample of each packet, and the session time given to its last one."""
    counting, clock = Counting(), DeviceClock(COUNTED_CLOCK)
    indices, times = [], []
    for number, arrival_ns in enumerate(arrivals_ns):
        for one, at_ns in counting.take(packet(SAMPLES * number), arrival_ns, clock):
            last_ns = one.device_ns + (SAMPLES - 1) * PERIOD_NS
            clock.observe(last_ns, at_ns)
            indices.append(one.index)
            times.append(int(clock.to_session(np.array([last_ns]))[0]))
    return indices, times


def link(seconds: float, interval_s: float, pace: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """When the last sample of each packet was measured and when it arrives, s: at connection events, 5 % one later."""
    chance = np.random.default_rng(seed)
    measured = (np.arange(round(seconds * 25)) * SAMPLES + 3) * 0.01 * (1 + pace)
    events = np.ceil(measured / interval_s) + (chance.random(len(measured)) < 0.05)
    return measured, np.maximum.accumulate(events * interval_s) + 1e-6 * np.arange(len(measured))


@pytest.mark.parametrize("pace", [-0.011, 0.0, 0.007])
@pytest.mark.parametrize("interval_s", [0.015, 0.0475])
def test_nothing_is_missed_on_an_ordinary_link_and_the_clocks_own_rate_is_found(interval_s: float, pace: float) -> None:
    measured, arrives = link(90.0, interval_s, pace, seed=7)
    indices, times = placed([round(1e9 * t) for t in arrives])
    assert indices == [SAMPLES * number for number in range(len(measured))]
    late = np.array(times) * 1e-9 - measured
    assert np.ptp(late[500:]) < interval_s


@pytest.mark.parametrize("lost", [0, 3, 20, 60])
@pytest.mark.parametrize("at_s", [2.0, 12.0, 40.0])
def test_after_a_silence_the_samples_go_where_they_belong(at_s: float, lost: int) -> None:
    """The link stands still; the first `lost` packets are more than the sensor could hold, the rest comes at once."""
    measured, arrives = link(60.0, 0.03, 0.005, seed=3)
    first = int(np.searchsorted(arrives, at_s))
    end_s = measured[first + lost] + 0.35
    arrives = np.maximum(arrives, np.where(np.arange(len(arrives)) >= first, end_s, 0.0)) + 1e-6 * np.arange(
        len(arrives)
    )
    kept = np.delete(np.arange(len(arrives)), np.s_[first : first + lost])
    indices, times = placed([round(1e9 * t) for t in arrives[kept]])
    assert abs(indices[-1] - SAMPLES * kept[-1]) <= 2
    misplaced = np.array(times) * 1e-9 - measured[kept][: len(times)]
    assert np.abs(misplaced[first:] - np.median(misplaced[:first])).max() < 0.045


def test_samples_that_vanish_without_a_silence_are_noticed_within_a_second() -> None:
    measured, arrives = link(60.0, 0.015, 0.0, seed=5)
    kept = np.delete(np.arange(len(arrives)), np.s_[1000:1002])
    indices, _ = placed([round(1e9 * t) for t in arrives[kept]])
    noticed = next(at for at, index in enumerate(indices) if index == SAMPLES * kept[at] and at >= 1000)
    assert measured[kept[noticed]] - measured[1000] < 1.2


def test_a_published_stall_of_239_ms_cost_about_eleven_samples() -> None:
    (trace,) = json.loads(VECTORS.read_text(encoding="utf-8"))["traces"]
    indices, _ = placed([round(1e6 * t) for t in trace["arrival_ms"]])
    assert 9 <= indices[-1] - SAMPLES * (len(indices) - 1) <= 13


def thingy(start_s: float, seconds: float) -> list[Packet]:
    """One sensor's notifications at 100 Hz, its settings read before them: from there it counts from 0 again."""
    still = encode_raw(np.array([0.0, 0.0, 9.81, 0.0, 0.0, 0.0]))
    times = [round(1e9 * start_s) + PERIOD_NS * k for k in range(round(100 * seconds))]
    config = Packet(times[0], Placement.THORACIC, "thingy52", encode_config(WANTED), CONFIG)
    return [config, *(Packet(t_ns, Placement.THORACIC, "thingy52", still, RAW) for t_ns in times)]


def test_what_is_missing_until_the_sensor_counts_anew_is_told_by_the_time_that_passed() -> None:
    fold = Session("band_rdl")
    for packet_ in [*thingy(1.0, 5.0), *thingy(16.0, 3.0)]:
        fold.feed(packet_)
    stats = fold.sensors()[Placement.THORACIC]
    assert stats.gaps == 1
    assert stats.lost_samples == pytest.approx(1000, abs=10)
