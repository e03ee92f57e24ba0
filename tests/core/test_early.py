"""What is known of a repetition is told while it lasts: little hinge on the way up, a lockout that does not come."""

import numpy as np
import pytest

from imu_hinge.core.motion import GRID_NS
from imu_hinge.model.events import Event, FaultRaised, Level, PhaseChanged, RepCompleted, RepRevised
from tests.core.folds import judged, kinds, latest
from tests.core.motions import Course, bend, hold

FOLDED, HINGED = (62.0, 26.0), (62.0, 52.0)
"""Thorax and pelvis at the bottom: a stoop, and a hinge."""
REST = hold(2.5)


def way(start: tuple[float, float], stop: tuple[float, float], seconds: float) -> Course:
    """Thorax and pelvis from one pose to another along a half cosine."""
    share = (1 - np.cos(np.linspace(0.0, np.pi, round(seconds * 50)))) / 2
    rows = np.zeros((len(share), 5))
    for i in (0, 1):
        rows[:, i] = start[i] + (stop[i] - start[i]) * share
    return Course(rows)


def lift(bottom: tuple[float, float], top: tuple[float, float] = (0.0, 0.0)) -> Course:
    """Down, half a second at the bottom, up."""
    return way((0, 0), bottom, 1.4) + hold(0.5, *bottom) + way(bottom, top, 1.4)


def raised(events: list[Event], fault: str) -> list[FaultRaised]:
    return [event for event in kinds(events, FaultRaised) if event.fault == fault]


def after_s(told: FaultRaised, frame: int) -> float:
    """From a frame of the course to what was told."""
    return (told.t_ns // GRID_NS - 50 - frame) / 50


def test_little_hinge_is_told_on_the_way_up() -> None:
    said = judged(lift(FOLDED) + REST)
    (told,) = raised(said, "low_hinge_share")
    driving, done = (
        next(e.t_ns for e in kinds(said, PhaseChanged) if e.phase == "driving"),
        kinds(said, RepCompleted)[0].t_ns,
    )
    assert driving <= told.t_ns < done - 0.4e9
    assert (told.level, told.rep_index) == (Level.FAULT, 1)
    assert "low_hinge_share" in kinds(said, RepCompleted)[0].rep.faults


def test_what_was_told_on_the_way_is_not_told_again() -> None:
    said = judged((lift(FOLDED) + REST) * 2)
    assert [told.rep_index for told in raised(said, "low_hinge_share")] == [1, 2]


def test_a_pelvis_that_follows_late_has_its_time() -> None:
    """The thorax has left the bottom when the pelvis still goes on, which makes a hinge of it."""
    turn = way((62.0, 30.0), (45.0, 33.0), 0.16) + way((45.0, 33.0), (42.0, 44.0), 0.12)
    said = judged(way((0, 0), (62.0, 30.0), 1.4) + turn + way((42.0, 44.0), (0, 0), 0.9) + REST, size=1)
    assert raised(said, "low_hinge_share") == []


def test_a_way_up_too_quick_for_it_is_judged_at_its_end() -> None:
    said = judged(way((0, 0), FOLDED, 1.4) + way(FOLDED, (0, 0), 0.3) + REST)
    assert [told.rep_index for told in raised(said, "low_hinge_share")] == [1]


def test_a_movement_that_is_none_is_not_judged_on_its_way() -> None:
    """A crunch without the pelvis comes up again: no repetition, no cue."""
    assert raised(judged(lift((40.0, 3.0)) + REST), "low_hinge_share") == []


@pytest.mark.parametrize(("seconds", "told"), [(0.7, False), (1.5, True)])
def test_a_lockout_that_does_not_come_is_told_while_the_wearer_stands_there(seconds: float, told: bool) -> None:
    """The wearer rests at 20 deg, and then stands up after all."""
    short = (20.0, 20.0)
    course = lift(HINGED, short) + hold(seconds, *short)
    said = judged(course + way(short, (0, 0), 0.8) + REST)
    found = [event for event in raised(said, "incomplete_lockout") if event.level is Level.FAULT]
    assert len(found) == told
    assert all(0.8 < after_s(event, 165) < 1.1 for event in found)
    assert all(("incomplete_lockout" in rep.faults) == told for rep in latest(said))


@pytest.mark.parametrize("seconds", [0.3, 1.5])
def test_a_missing_lockout_is_told_once_of_its_own_repetition(seconds: float) -> None:
    """The wearer rests at 20 deg, and turns down again."""
    short = (20.0, 20.0)
    course = lift(HINGED, short) + hold(seconds, *short) + way(short, HINGED, 1.2) + way(HINGED, (0, 0), 1.2)
    assert [event.rep_index for event in raised(judged(course + REST), "incomplete_lockout")] == [1]


def test_the_lockout_is_known_a_second_after_the_way_up() -> None:
    said = judged(lift(HINGED) + REST)
    (known,) = [event for event in kinds(said, RepRevised) if event.reason == "lockout"]
    assert 0.9 < (known.t_ns - known.rep.t_end_ns) / 1e9 < 1.1


def test_a_pelvis_sensor_that_hangs_is_no_missing_lockout() -> None:
    """The thorax stands upright over a pelvis that nobody can have."""
    said = judged(lift(HINGED, (0.0, 55.0)) + hold(2.0, 0.0, 55.0) + REST)
    (rep,) = latest(said)
    assert raised(said, "incomplete_lockout") == []
    assert "incomplete_lockout" in rep.not_judged
    assert rep.lockout_pelvis_deg is None


def test_a_hold_at_the_top_counts_from_when_the_trunk_came_to_rest() -> None:
    """0.3 s of `not_tall`, though it takes 0.08 s to see that the trunk rests."""
    top = (16.0, 0.0)
    said = judged(lift(HINGED, top) + hold(2.0, *top) + way(top, (0, 0), 0.8) + REST)
    assert [after_s(told, 165) < 0.2 for told in raised(said, "not_tall")] == [True, True]


@pytest.mark.parametrize("size", [1, 7, 30])
def test_the_same_is_told_at_the_same_times_in_any_cut(size: int) -> None:
    short = (20.0, 20.0)
    course = lift(FOLDED) + hold(1.0) + lift(HINGED, short) + hold(1.5, *short) + way(short, HINGED, 1.2)
    course = course + way(HINGED, (0, 0), 1.2) + bend(62.0, 26.0, 1.0) + REST
    assert judged(course, size=size) == judged(course)
