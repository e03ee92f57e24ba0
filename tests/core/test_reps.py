"""Movements that are repetitions and movements that are none: each rule just over and just under."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from imu_hinge.model.events import RepCompleted, RepRejected, RepStatus
from tests.core.folds import GUIDED, S, judge, judged, kinds, latest, take
from tests.core.motions import Course, bend, hold, pair, swing, without


def outcome(course: Course, exercise: str = "band_rdl", armed: bool = True) -> str:
    """`counted`, the reason of the rejection, or nothing."""
    said = judged(course + hold(2.0), exercise, armed=armed)
    rejected = [e.reason for e in kinds(said, RepRejected)]
    return "counted" if kinds(said, RepCompleted) and not rejected else ", ".join(rejected)


def twisted(thorax: float, aside: float) -> Course:
    """A bend that also goes sideways."""
    return swing([thorax, 0.8 * thorax, aside, 0.0], 2.4)


def ramp(start: float, stop: float, seconds: float = 1.3) -> Course:
    """From one thorax tilt to another, the pelvis with 80 % of it."""
    share = (1 - np.cos(np.linspace(0, np.pi, round(seconds * 50)))) / 2
    thorax = start + (stop - start) * share
    zero = np.zeros_like(thorax)
    return Course(np.stack([thorax, 0.8 * thorax, zero, zero, zero], axis=1))


def held(seconds: float) -> Course:
    """A descent, a hold at the bottom and an ascent of 1.5 s each way."""
    return ramp(0.0, 62.0, 1.5) + hold(seconds, 62.0, 49.6) + ramp(62.0, 0.0, 1.5)


JUST = [
    ("small: 38 % of 62 deg is 24 deg", bend(25.0, 20.0), bend(22.5, 18.0), "small"),
    ("too fast: 0.7 s", bend(62.0, 50.0, 1.0), bend(62.0, 50.0, 0.66), "too_fast"),
    ("plane: 40 deg from forward", twisted(40.0, 37.0), twisted(36.0, 43.0), "plane"),
    ("no pelvis share: 18 %", bend(62.0, 13.0), bend(62.0, 9.5), "no_pelvis_share"),
    ("too slow: 14 s", held(10.5), held(13.0), "too_slow"),
]


@pytest.mark.parametrize(("fits", "reason"), [(row[1], row[3]) for row in JUST], ids=[row[0] for row in JUST])
def test_just_inside_is_counted(fits: Course, reason: str) -> None:
    assert outcome(fits) == "counted"


@pytest.mark.parametrize(("other", "reason"), [(row[2], row[3]) for row in JUST], ids=[row[0] for row in JUST])
def test_just_outside_says_why(other: Course, reason: str) -> None:
    assert outcome(other) == reason


def test_an_assessment_demands_no_hinge() -> None:
    assert outcome(bend(62.0, 0.0), "forward_bend") == "counted"
    assert outcome(bend(110.0, 50.0), "forward_bend") == "counted"


@pytest.mark.parametrize(("depth", "says"), [(27.0, "counted"), (22.0, "small")])
def test_an_assessment_asks_for_25_deg(depth: float, says: str) -> None:
    assert outcome(bend(depth, 10.0), "forward_bend") == says


@pytest.mark.parametrize(("pelvis", "says"), [(-2.0, "unconfirmed"), (-8.0, "from_seat")])
def test_a_movement_out_of_a_seat_is_none(pelvis: float, says: str) -> None:
    """Seated: the pelvis rolled back below -4 deg, the low back round above 8 deg; unless a set was started."""
    seat = hold(3.0, 6.0, pelvis)
    up = Course(np.linspace([6.0, pelvis, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0], 25))
    course = seat + bend(40.0, 30.0).leaning(6.0, pelvis) + up
    assert outcome(course, armed=False) == says
    assert outcome(course, armed=True) == "counted"


def test_silence_of_three_seconds_ends_a_movement() -> None:
    for seconds, says in ((2.8, []), (3.4, ["gap"])):
        course = hold(1.0) + swing([62.0, 50.0, 0.0, 0.0], 6.0) + hold(3.0)
        rows = slice(150, 150 + round(seconds * 50))
        silent = without(without(pair(course), "sacrum", rows), "thoracic", rows)
        one = judge()
        one.start_set()
        assert [e.reason for e in kinds(take(one, silent), RepRejected)] == says


def test_who_begins_bent_is_waited_for() -> None:
    one = judge("forward_bend")
    up = Course(np.linspace([60.0, 40.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0], 80))
    said = take(one, hold(1.0, 60.0, 40.0) + up + hold(1.0) + bend() + hold(2.0))
    assert [e.reason for e in kinds(said, RepRejected)] == ["began_bent"]
    assert len(kinds(said, RepCompleted)) == 1


def test_what_is_open_at_the_end_is_unfinished() -> None:
    down = Course(bend().rows[:60])
    assert outcome_at_end(down) == ["unfinished"]
    assert outcome_at_end(hold(1.0)) == []


def outcome_at_end(course: Course) -> list[str]:
    return [e.reason for e in kinds(judged(course), RepRejected)]


@pytest.mark.parametrize(("back_to", "count"), [(20.0, 3), (45.0, 1)])
def test_turning_half_way_up_counts_the_repetition_as_incomplete(back_to: float, count: int) -> None:
    """Three descents of 62 deg; between them the trunk comes up to 20 deg, or hardly at all."""
    down, up = ramp(0.0, 62.0), ramp(62.0, back_to)
    again = ramp(back_to, 62.0)
    course = down + up + again + up + again + ramp(62.0, 0.0) + hold(2.0)
    reps = latest(judged(course))
    assert len(reps) == count
    assert all(a.t_end_ns <= b.t_start_ns + S // 5 for a, b in pairwise(reps))


def test_the_times_of_a_repetition_are_those_of_the_movement() -> None:
    (rep,) = latest(judged(hold(1.0) + bend(62.0, 50.0, 2.4) + hold(3.0)))
    delayed = 0.045 * S
    assert rep.t_start_ns + delayed == pytest.approx(2.0 * S, abs=0.25 * S)
    assert rep.t_bottom_ns + delayed == pytest.approx(3.2 * S, abs=0.05 * S)
    assert rep.t_end_ns + delayed == pytest.approx(4.4 * S, abs=0.25 * S)


def test_a_wearer_with_a_smaller_range_is_followed() -> None:
    """Ten repetitions of 45 deg where 62 were calibrated: all are counted, then also one of 20 deg."""
    said = judged((bend(45.0, 36.0) + hold(1.0)) * 10 + bend(20.0, 16.0) + hold(2.0))
    assert len(kinds(said, RepCompleted)) == 11
    assert outcome(bend(20.0, 16.0)) == "small"


@pytest.mark.parametrize("missing", ["sacrum", "thoracic"])
def test_one_sensor_alone_counts_unsure(missing: str) -> None:
    calibration = replace(GUIDED, sacrum=None) if missing == "sacrum" else replace(GUIDED, thoracic=None)
    one = judge(calibration=calibration)
    one.start_set()
    said = take(one, without(pair((bend() + hold(1.5)) * 3), missing), calibration=calibration)
    reps = latest(said)
    assert [rep.status for rep in reps] == [RepStatus.UNSURE] * 3
    assert all(rep.lumbar_flexion_peak_deg is None and rep.hinge_share is None for rep in reps)
    assert all(("no_pelvis" if missing == "sacrum" else "no_thorax") in rep.reasons for rep in reps)


@pytest.mark.parametrize("size", [1, 7])
@pytest.mark.parametrize("other", [row[2] for row in JUST], ids=[row[3] for row in JUST])
def test_blocks_of_any_size_say_the_same(other: Course, size: int) -> None:
    course = bend() + hold(1.0) + other + hold(2.0)
    assert judged(course, size=size) == judged(course)
