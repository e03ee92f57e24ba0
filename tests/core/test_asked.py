"""Movements around a guided calibration: what was asked for is no set, and what was lifted meanwhile is not lost."""

from collections.abc import Sequence

import numpy as np
import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.calibrating import Calibrating, Decided
from imu_hinge.core.judging import Judging
from imu_hinge.core.motion import Pair, join
from imu_hinge.model.arrays import Records
from imu_hinge.model.events import (
    Calibrated,
    CalibrationRefused,
    CalibrationStep,
    Event,
    RepCompleted,
    RepRejected,
    RepStatus,
    SensorWarning,
    SetEnded,
)
from imu_hinge.model.inputs import Command, Placement
from imu_hinge.virtual.scripts import Options
from tests.core.folds import S, Told, kinds, latest, wearer, worn
from tests.core.motions import Course, bend, hold, pair, without
from tests.tiers import shortened

STAND = hold(8)
HINGES = (bend(55, 40) + hold(0.8)) * 3
UNLIKE = bend(100, 70) + hold(0.6) + bend(45, 32) + hold(0.6) + bend(46, 33)
FULL = bend(100, 55, 3.0)
FOLLOWED = STAND + HINGES + FULL + hold(4)
REST = hold(12)


def lifts(count: int, pause_s: float = 1.2) -> Course:
    """Repetitions as they follow one another in a set."""
    return (bend(62, 50, 3.0) + hold(pause_s)) * count


def lived(rows: Course | Pair, *words: tuple[float, str], exercise: str = "band_rdl", size: int = 50) -> list[Event]:
    """All that is said from `calibrate`, at the first row, to the end; words at their times in s."""
    both = pair(rows) if isinstance(rows, Course) else rows
    calibrating, judging, events = Calibrating(), Judging(load_exercise(exercise)), list[Event]()
    due = [Command(0, "calibrate"), *(Command(round(t_s * S), name) for t_s, name in words)]

    def decide(decided: Decided) -> None:
        events.extend(decided.events)
        if decided.calibration is not None:
            events.extend(judging.recalibrate(decided).events)

    for block in (both[a : a + size] for a in range(0, len(both), size)):
        while due and due[0].t_ns <= block.t_ns[0]:
            events += [*judging.command(due[0]), *calibrating.command(due.pop(0))]
        for piece, decided in calibrating.step(block):
            events += judging.step(piece).events
            decide(decided)
    calibrating.give_up()
    decide(calibrating.at_end())
    return [*events, *judging.end()]


def sets(events: Sequence[Event]) -> list[tuple[int, int]]:
    """Counted and unsure repetitions of each set."""
    return [(e.counted, e.unsure) for e in kinds(events, SetEnded)]


def refusals(events: Sequence[Event]) -> list[str]:
    return [e.reason for e in kinds(events, CalibrationRefused)]


def rejected(events: Sequence[Event]) -> list[str]:
    return [e.reason for e in kinds(events, RepRejected)]


def steps(events: Sequence[Event]) -> list[str]:
    return [e.step for e in kinds(events, CalibrationStep)]


def test_whoever_does_as_asked_hears_of_no_repetition_before_the_set() -> None:
    said = lived(FOLLOWED + hold(2) + lifts(3) + REST)
    assert [c.status for c in kinds(said, Calibrated)] == ["guided"]
    assert sets(said) == [(3, 0)]
    assert rejected(said) == []


@pytest.mark.parametrize("pause_s", [0.6, 1.2, 2.0, 3.5])
@pytest.mark.parametrize("count", [5, 6, 8])
def test_whoever_lifts_while_hinges_are_asked_for_loses_none(count: int, pause_s: float) -> None:
    said = lived(STAND + lifts(count, pause_s) + REST)
    assert sum(map(sum, sets(said))) == count
    assert len(sets(said)) == 1
    first = latest(said)[:3]
    assert all(rep.status is RepStatus.UNSURE and "calibrating" in rep.reasons for rep in first)


@pytest.mark.parametrize("pause_s", [1.2, 2.0])
def test_also_when_the_full_bend_is_left_out(pause_s: float) -> None:
    said = lived(STAND + lifts(6, pause_s) + REST, (2.0, "skip"))
    assert sets(said) == [(3, 3)]
    assert [c.status for c in kinds(said, Calibrated)] == ["guided"]


def test_also_with_the_thoracic_sensor_alone() -> None:
    assert sets(lived(without(pair(STAND + lifts(6) + REST), "sacrum"))) == [(0, 6)]


def test_whoever_never_holds_still_is_counted_when_the_time_for_it_is_over() -> None:
    said = lived(hold(1) + lifts(12) + hold(20))
    assert refusals(said) == ["moved_in_stance"]
    assert [sum(each) for each in sets(said)] == [12]


def test_lifting_up_to_the_end_is_told_at_the_end() -> None:
    said = lived(hold(1) + lifts(6) + hold(1))
    assert refusals(said) == []
    assert sets(said) == [(0, 6)]
    assert lived(hold(5))[-1] == CalibrationStep(t_ns=149 * S // 50, step="stance")


@pytest.mark.parametrize("course", [UNLIKE, UNLIKE + hold(6) + HINGES, UNLIKE + hold(20) + HINGES + FULL])
@pytest.mark.parametrize("exercise", ["band_rdl", "forward_bend"])
def test_hinges_of_a_refused_calibration_are_told_and_are_no_set(course: Course, exercise: str) -> None:
    said = lived(STAND + course + hold(25), exercise=exercise)
    assert refusals(said) == ["hinges_differ"]
    assert sets(said) == []
    assert set(rejected(said)) == {"calibrating"}
    assert len(rejected(said)) >= 3
    assert latest(said) == []


def test_a_set_some_time_after_a_refused_calibration_counts_from_three_on() -> None:
    said = lived(STAND + UNLIKE + hold(35) + lifts(3) + REST)
    assert sets(said) == [(3, 0)]
    assert rejected(said) == ["calibrating"] * 3


def test_a_movement_in_place_of_the_full_bend_that_was_none_is_told() -> None:
    said = lived(STAND + HINGES + bend(80, 65, 3.0) + hold(7) + lifts(4) + REST)
    assert rejected(said) == ["calibrating"] * 4
    assert sets(said) == [(4, 0)]


@pytest.mark.parametrize("at_s", [1.5, 10.5])
def test_a_set_begun_on_a_word_breaks_the_calibration_off_and_counts_at_once(at_s: float) -> None:
    said = lived(hold(at_s + 0.5) + lifts(3) + REST, (at_s, "start_set"))
    assert refusals(said) == ["set_begun"]
    assert sets(said) == [(3, 0)]
    assert rejected(said) == []


def test_the_sets_after_it_count_from_three_on() -> None:
    said = lived(hold(2) + lifts(3) + hold(2) + lifts(3) + REST, (1.5, "start_set"), (15.5, "end_set"))
    assert sets(said) == [(3, 0), (3, 0)]


def test_a_calibration_asked_for_again_forgets_what_was_judged() -> None:
    before = STAND + UNLIKE + hold(35) + lifts(3) + REST
    said = lived(before + FOLLOWED + hold(2) + lifts(3) + REST, (len(before.rows) / 50, "calibrate"))
    assert [c.status for c in kinds(said, Calibrated)][-1] == "guided"
    assert sets(said) == [(3, 0), (3, 0)]
    assert rejected(said) == ["calibrating"] * 3


def test_a_calibration_asked_for_again_before_it_was_done_loses_nothing() -> None:
    said = lived(hold(1) + lifts(6) + FOLLOWED + hold(2) + lifts(3) + REST, (26.5, "calibrate"))
    assert sets(said) == [(0, 6), (3, 0)]


def test_exchanged_sensors_are_learned_from_what_comes_after() -> None:
    wrong, right = pair(STAND + HINGES), pair(hold(20) + lifts(6) + REST, start=len((STAND + HINGES).rows))
    said = lived(join([Pair(wrong.t_ns, wrong.thoracic, wrong.sacrum), right]))
    assert refusals(said) == ["swapped"]
    assert sets(said) == [(6, 0)]


def test_a_sensor_put_in_place_before_the_stand_has_not_moved() -> None:
    rows = pair(hold(2) + STAND + lifts(6) + REST)
    rows.thoracic.gyr[20:60, 2] = np.radians(250.0)
    said = lived(rows)
    assert kinds(said, SensorWarning) == []
    assert [sum(each) for each in sets(said)] == [6]


def away(course: Course, placement: str, from_s: float, seconds: float) -> Pair:
    return without(pair(course), placement, slice(round(from_s * 50), round((from_s + seconds) * 50)))


@pytest.mark.parametrize("placement", list(Placement))
@pytest.mark.parametrize("from_s", [4.0, 8.4, 14.0, 17.0, 19.5])
def test_a_sensor_that_leaves_ends_it_with_the_reason_and_it_begins_again(placement: Placement, from_s: float) -> None:
    said = lived(away(FOLLOWED + hold(6) + FOLLOWED + hold(4) + lifts(3) + REST, placement, from_s, 4.0))
    assert refusals(said) == ["sensor_lost"]
    assert steps(said).count("hold") == 2
    assert [(c.status, c.reasons) for c in kinds(said, Calibrated)] == [("guided", ())]
    assert sets(said) == [(3, 0)]
    assert [e for e in kinds(said, RepCompleted) if e.rep.t_start_ns < 30 * S] == []


@pytest.mark.parametrize("placement", list(Placement))
@pytest.mark.parametrize("from_s", [4.0, 10.0])
def test_whoever_lifts_on_after_the_loss_loses_none(placement: Placement, from_s: float) -> None:
    said = lived(away(STAND + hold(12) + lifts(8) + REST, placement, from_s, 5.0))
    assert refusals(said)[0] == "sensor_lost"
    assert [sum(each) for each in sets(said)] == [8]


def test_a_sensor_that_comes_back_in_time_is_waited_for() -> None:
    said = lived(away(hold(6) + FOLLOWED, "sacrum", 1.0, 5.0))
    assert [(c.status, c.reasons) for c in kinds(said, Calibrated)] == [("guided", ())]
    assert refusals(said) == []


def test_a_sensor_that_does_not_come_back_is_told() -> None:
    assert refusals(lived(away(hold(40), "sacrum", 1.0, 39.0)))[0] == "sensor_lost"
    assert refusals(lived(away(hold(60), "sacrum", 5.0, 55.0)))[:2] == ["sensor_lost", "sensor_lost"]


@pytest.mark.parametrize("course", shortened([STAND + UNLIKE + hold(2) + lifts(6) + hold(25), STAND + lifts(6) + REST]))
def test_cuts_do_not_matter(course: Course) -> None:
    whole = lived(course, size=1 << 60)
    for size in (1, 37):
        assert lived(course, size=size) == whole


OPTIONS = Options(sets=1, reps=(6, 7), styles=("plain",), nuisance=False, full_bend=False, lead_s=6.0)


def unheard(placement: Placement, from_s: float, seconds: float) -> tuple[int, Told]:
    """A wearer who goes on by the clock whatever is asked for, while one sensor is away: repetitions, what was said."""
    one = wearer(seed=101, options=OPTIONS)
    samples: dict[Placement, Records] = dict(one.samples())
    t_s = samples[placement]["t_ns"] / S
    samples[placement] = samples[placement][(t_s < from_s) | (t_s > from_s + seconds)]
    return one.truth.rep_count, worn(one, samples)


@pytest.mark.parametrize(("from_s", "seconds"), shortened([(7.5, 6.0), (18.0, 8.0), (12.0, 6.0), (24.0, 4.0)], 2))
@pytest.mark.parametrize("placement", list(Placement))
def test_a_loss_in_the_guided_calibration_costs_no_repetition_and_makes_no_set(
    placement: Placement, from_s: float, seconds: float
) -> None:
    truth, told = unheard(placement, from_s, seconds)
    assert told.counts == [truth]
    assert "calibrating" in rejected(told.events)
