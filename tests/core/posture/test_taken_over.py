"""The calibration of an earlier part of the day: used at once after a short gap, else when something bears it out."""

import math
from dataclasses import replace

from imu_hinge.core.posture.taken_over import SOON_S
from imu_hinge.core.restoring import RESTORE, Restored, text_of
from imu_hinge.model.inputs import Command
from tests.core.folds import GUIDED
from tests.core.posture.wearing import START, Told, stay, steps, told, word

KEPT = Restored(calibration=GUIDED, zero_deg=(0.0, 0.0), walk_deg=(2.0, 3.0), sure=True)
LONG_S = SOON_S + 1.0


def restore(kept: Restored, gap_s: float) -> Command:
    return word(0.0, RESTORE, text_of(replace(kept, gap_s=gap_s)))


def reasons(day: Told) -> set[str]:
    return {reason for posed in day.posed for reason in posed.reasons}


def test_after_a_short_gap_the_day_goes_on_at_once() -> None:
    assert told(START, restore(KEPT, SOON_S)).states() == {"standing"}


def test_after_a_long_gap_nothing_is_told_until_a_stance() -> None:
    day = told(stay(30) + stay(60), restore(KEPT, LONG_S), word(30.0, "stance"))
    assert day.states(0, 30) == {"unknown"} and reasons(day) == {"check_stance"}
    assert day.warned == ["stance_zeroed"]
    assert day.states(40) == {"standing"}


def test_a_walk_as_on_earlier_walks_bears_it_out() -> None:
    day = told(stay(20) + steps(12, thorax=3.0, pelvis=2.0) + stay(30), restore(KEPT, LONG_S))
    assert day.states(0, 20) == {"unknown"}
    assert day.states(35) == {"standing"}


def test_a_walk_that_looks_otherwise_does_not() -> None:
    day = told(stay(20) + steps(12, thorax=12.0, pelvis=2.0) + stay(30), restore(KEPT, LONG_S))
    assert reasons(day) == {"check_stance"} and day.states() == {"unknown"}


def test_without_an_earlier_walk_one_close_to_the_stance_will_do() -> None:
    never = replace(KEPT, walk_deg=(math.nan, math.nan))
    near, far = (stay(20) + steps(12, thorax=thorax, pelvis=2.0) + stay(30) for thorax in (8.0, 14.0))
    assert "standing" in told(near, restore(never, LONG_S)).states()
    assert told(far, restore(never, LONG_S)).states() == {"unknown"}


def test_a_calibration_that_was_in_doubt_stays_so_after_a_short_gap() -> None:
    assert reasons(told(START, restore(replace(KEPT, sure=False), 1.0))) == {"check_stance"}


def test_the_zero_of_a_stance_is_taken_over_too() -> None:
    day = told(stay(40, thorax=12.0, pelvis=6.0), restore(replace(KEPT, zero_deg=(6.0, 12.0)), 1.0))
    assert {str(posed.zone) for posed in day.posed} == {"tall"}


def test_what_is_kept_is_what_was_taken_over() -> None:
    day = told(START, restore(replace(KEPT, zero_deg=(6.0, 12.0)), 1.0))
    kept = day.stage.kept(GUIDED)
    assert kept is not None
    assert (kept.zero_deg, kept.walk_deg, kept.sure) == ((6.0, 12.0), (2.0, 3.0), True)


def test_the_zero_is_as_old_as_it_is_and_no_reminder_comes_the_earlier_for_it() -> None:
    old, unsaid = (told(stay(30), restore(replace(KEPT, zeroed_s=zeroed_s), 1.0)).stage for zeroed_s in (-1200, None))
    assert (old.stance.zeroed_s, unsaid.stance.zeroed_s) == (-1200, 0)
    assert old.reminding.waits == unsaid.reminding.waits == "calibrated"
    kept = old.kept(GUIDED)
    assert kept is not None and kept.zeroed_s == -1200
    anew = told(stay(30), restore(replace(KEPT, zeroed_s=-1200), 1.0), word(10.0, "stance")).stage
    assert anew.stance.zeroed_s == 12


def test_nothing_is_kept_while_a_new_calibration_is_under_way() -> None:
    assert told(stay(20), word(5.0, "calibrate")).stage.kept(GUIDED) is None
