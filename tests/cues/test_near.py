"""Ticks between the early limit and the limit; faster the closer, and nowhere else."""

import numpy as np
import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.cues.cue import Sort
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.limits import Limits, lumbar_limits
from imu_hinge.model.events import Level
from tests.cues.scenes import Heard, Moment, at, calibrated, cleared, ended, hear, raised, rows

LOW, HIGH = 22.5, 30.0
"""Limits of a wearer whose low back bends 50 deg at most."""
CAUTION = raised(10.0, level=Level.CAUTION)


def rounded(start_s: float, stop_s: float, lumbar_deg: float) -> list[Moment]:
    """Frames of a bent wearer, five at a time."""
    times = np.arange(start_s, stop_s, 0.1).tolist()
    return [at(t_s + 0.1, frames=rows(t_s, 50.0 + lumbar_deg, 50.0)) for t_s in times]


def near(*moments: Moment, exercise: str = "band_rdl") -> Heard:
    return hear([at(1, calibrated(1)), *moments], Cues(load_exercise(exercise)))


@pytest.mark.parametrize(
    ("lumbar_deg", "ticks_per_s"), [(LOW + 0.01, 2.0), ((LOW + HIGH) / 2, 6.0), (HIGH - 0.01, 10.0)]
)
def test_the_rate_rises_with_the_angle(lumbar_deg: float, ticks_per_s: float) -> None:
    ticks = near(at(10, CAUTION), *rounded(10, 15, lumbar_deg)).times_s(Sort.NEAR)
    assert len(ticks) == pytest.approx(5 * ticks_per_s, abs=0.15 * 5 * ticks_per_s)


@pytest.mark.parametrize("lumbar_deg", [LOW - 0.1, HIGH + 0.1, float("nan")])
def test_outside_of_the_two_limits_nothing_ticks(lumbar_deg: float) -> None:
    assert near(at(10, CAUTION), *rounded(10, 15, lumbar_deg)).times_s(Sort.NEAR) == []


def test_a_tick_has_no_words() -> None:
    assert set(near(at(10, CAUTION), *rounded(10, 11, 25.0)).words()) == {"calibrated, ready", ""}


def test_nothing_ticks_before_the_fold_says_so() -> None:
    """The hold time of the caution keeps a single shaky frame silent."""
    assert near(*rounded(8, 10, 25.0)).times_s(Sort.NEAR) == []


@pytest.mark.parametrize("end", [cleared(12), ended(12), raised(12), calibrated(12)])
def test_ticks_end_with(end: object) -> None:
    ticks = near(at(10, CAUTION), *rounded(10, 15, 25.0), at(12, end)).times_s(Sort.NEAR)  # type: ignore[arg-type]
    assert ticks
    assert ticks[-1] <= 12.0


def test_past_the_limit_the_ticks_wait_until_the_back_is_inside_both_limits() -> None:
    """Whoever was told already is not ticked at on the way up."""
    scene = [at(10, raised(10), CAUTION), *rounded(10, 12, 25.0), at(12, cleared(12))]
    assert near(*scene).times_s(Sort.NEAR) == []
    again = [at(13, raised(13, level=Level.CAUTION)), *rounded(13, 14, 25.0)]
    assert near(*scene, *again).times_s(Sort.NEAR)


def test_frames_that_come_late_are_not_ticked() -> None:
    late = [(at(t + 0.8)[0], step) for t, (_, step) in zip(np.arange(10, 12, 0.1), rounded(10, 12, 25.0), strict=True)]
    assert near(at(10, CAUTION), *late).times_s(Sort.NEAR) == []


def test_frames_given_again_are_not_ticked_again() -> None:
    once = near(at(10, CAUTION), *rounded(10, 10.4, 29.9)).times_s(Sort.NEAR)
    again = [at(10.45, frames=rows(10.0, 79.9, 50.0, n=20))]
    assert near(at(10, CAUTION), *rounded(10, 10.4, 29.9), *again).times_s(Sort.NEAR) == once


def test_other_faults_do_not_tick() -> None:
    assert near(at(10, raised(10, "arch_lost", Level.CAUTION)), *rounded(10, 12, 25.0)).times_s(Sort.NEAR) == []


@pytest.mark.parametrize(
    ("status", "own_max_deg", "limits"),
    [
        ("guided", 50.0, Limits(22.5, 30.0)),
        ("guided", 20.0, Limits(12.0, 18.0)),
        ("guided", None, Limits(23.0, 31.0)),
        ("automatic", None, Limits(29.0, 37.0)),
    ],
)
def test_the_limits_are_those_in_force(status: str, own_max_deg: float | None, limits: Limits) -> None:
    """45 and 60 % of the own range with floors of 12 and 18 deg; 6 deg wider when no stance was asked for."""
    found = lumbar_limits(load_exercise("band_rdl"), calibrated(1, status, own_max_lumbar_deg=own_max_deg))
    assert found is not None
    assert (found.caution_deg, found.fault_deg) == pytest.approx((limits.caution_deg, limits.fault_deg))


def test_an_exercise_that_is_not_judged_has_no_limits() -> None:
    assert lumbar_limits(load_exercise("forward_bend"), calibrated(1)) is None
