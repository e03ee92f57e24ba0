"""The two-second stance: what it zeroes anew, when it is refused, and how a shift is noticed."""

import numpy as np
import pytest

from imu_hinge.model.events import PostureState, SensorWarning, Zone
from imu_hinge.model.inputs import Placement
from tests.core.motions import bend
from tests.core.posture.wearing import START, S, rigid, stay, steps, told, word


def test_a_stance_takes_the_present_tilts_as_upright() -> None:
    crept = stay(10, 12, 7)
    day = told(stay(5) + crept + stay(20, 12, 7), word(15, "stance"))
    assert (day.posed[12].zone, day.posed[-1].zone) == (Zone.LEAN, Zone.TALL)
    assert abs(day.posed[-1].at.pelvis_deg) < 0.5
    assert [e.detail for e in day.of(SensorWarning)] == ["pelvis by +7, thorax by +12 deg"]


REFUSED = {
    "nobody stands still": (stay(5) + (bend() + stay(0.5)) * 10, "no stand"),
    "a seat": (stay(30, 0, -20), "looks like a seat"),
    "a sensor far off": (stay(30, 40, 5), "calibrate again"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_stance_is_refused_with_a_remedy(name: str) -> None:
    course, remedy = REFUSED[name]
    (warning,) = told(course, word(6, "stance")).of(SensorWarning)
    assert warning.id == "stance_refused"
    assert remedy in warning.detail


def test_a_stance_after_steps_may_look_like_a_seat() -> None:
    slipped = steps(10, 3, -14) + stay(12, 0, -16)
    assert told(stay(10) + slipped, word(21, "stance")).warned == ["stance_zeroed"]


def test_it_waits_until_the_tilts_have_settled() -> None:
    settling = stay(12, 3, 3)
    settling.rows[:300, 0] += np.linspace(2.0, 0.0, 300)
    day = told(stay(5) + settling, word(5, "stance"))
    (zeroed,) = [e for e in day.of(SensorWarning) if e.id == "stance_zeroed"]
    assert zeroed.t_ns > 10 * S


def test_sensors_put_on_again_are_known_after_a_stance() -> None:
    course = stay(10) + rigid(140, 30, 30) + stay(20, 6, 5)
    day = told(course, word(155, "stance"))
    assert (day.posed[-1].state, day.posed[-1].zone) == (PostureState.STANDING, Zone.TALL)


def test_a_slip_shows_in_the_second_walk_after_it_and_reminders_wait_for_a_stance() -> None:
    walked = steps(15) + stay(10)
    slipped = steps(15, 3, 14) + stay(10, 0, 12)
    day = told(START + walked + slipped + slipped + stay(200, 14, 20))
    shifts = [(e.id, e.placement) for e in day.of(SensorWarning)]
    assert shifts == [("stance_shift", Placement.SACRUM)]
    assert day.reminders == []
    again = told(START + walked + slipped + slipped + stay(15, 0, 12) + stay(200, 14, 20), word(150, "stance"))
    assert [name for name, *_ in again.reminders] == ["lean"]


def test_walks_alike_say_nothing() -> None:
    assert told(START + (steps(15) + stay(10)) * 5).warned == []


def test_what_the_fold_says_of_the_stand_itself_is_healed_by_it() -> None:
    moved = SensorWarning(t_ns=27 * S, id="sensor_moved", placement=Placement.SACRUM, detail="")
    day = told(stay(10) + stay(30, 0, 16), moved, word(20, "stance"))
    assert day.posed[-1].state is PostureState.STANDING
