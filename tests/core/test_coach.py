"""At most one cue a repetition, the same one at most three running, cautions never."""

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.coach import SAME_MOST, Coach
from imu_hinge.core.faults import Crossing
from imu_hinge.model.events import FaultRaised, Level
from tests.core.folds import judged, kinds
from tests.core.motions import bend, hold

BY_ID = {fault.id: fault for fault in load_exercise("band_rdl").faults}


def past(fault: str, level: Level = Level.FAULT) -> Crossing:
    return Crossing(0, BY_ID[fault], level, True, 99.0, 1.0)


def cued(coach: Coach, rep: int, *raised: Crossing) -> str | None:
    chosen = coach.choose(rep, raised)
    return None if chosen is None else chosen.fault.id


def test_the_first_row_of_the_catalogue_is_cued() -> None:
    assert cued(Coach(), 1, past("low_hinge_share"), past("lumbar_flexion")) == "lumbar_flexion"


def test_a_fault_comes_before_a_caution_of_an_earlier_row() -> None:
    assert cued(Coach(), 1, past("lumbar_flexion", Level.CAUTION), past("not_tall")) == "not_tall"


def test_a_caution_is_shown_and_not_said() -> None:
    assert cued(Coach(), 1, past("lumbar_flexion", Level.CAUTION)) is None


def test_one_cue_a_repetition() -> None:
    coach = Coach()
    assert cued(coach, 1, past("lumbar_flexion")) == "lumbar_flexion"
    assert cued(coach, 1, past("not_tall")) is None
    assert cued(coach, 2, past("not_tall")) == "not_tall"


def test_the_same_cue_three_times_running_then_silence_until_the_end_of_the_set() -> None:
    coach = Coach()
    said = [cued(coach, rep, past("lumbar_flexion")) for rep in range(1, 9)]
    assert said == ["lumbar_flexion"] * SAME_MOST + [None] * 5
    coach.new_set()
    assert cued(coach, 9, past("lumbar_flexion")) == "lumbar_flexion"


def test_another_cue_takes_the_place_of_a_silent_one() -> None:
    coach = Coach()
    for rep in (1, 2, 3):
        cued(coach, rep, past("lumbar_flexion"))
    assert cued(coach, 4, past("lumbar_flexion"), past("low_hinge_share")) == "low_hinge_share"


def test_a_repetition_without_the_fault_breaks_the_run() -> None:
    coach = Coach()
    said = [cued(coach, rep, past("lumbar_flexion")) for rep in (1, 2, 4, 5, 6)]
    assert said == ["lumbar_flexion"] * 5


def test_a_set_of_rounded_repetitions_is_cued_three_times() -> None:
    """A stoop passes two limits; one of them is cued, in the first three of six repetitions."""
    raised = kinds(judged((bend(62.0, 25.0) + hold(2.0)) * 6), FaultRaised)
    cues = [(one.rep_index, one.cue) for one in raised if one.cue == "keep the arch"]
    assert [rep for rep, _ in cues] == [1, 2, 3]
    assert all(not one.cue for one in raised if one.level is Level.CAUTION)
