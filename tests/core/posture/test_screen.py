"""What a screen asks for: how long, what comes next, or why nothing can."""

import pytest

from imu_hinge.core.posture import Posture, PostureSettings, Reminding, Stance
from imu_hinge.model.events import PostureState, SetStarted, Zone
from imu_hinge.model.inputs import COMMANDS
from tests.core.motions import Course
from tests.core.posture.wearing import START, S, rigid, stay, steps, told, word

LEAN = (14.0, 8.0)


def test_before_the_first_second_nothing_is_known() -> None:
    stage = Posture(PostureSettings(delays_s={"lean": 60.0}, muted=True))
    assert stage.now is None
    assert stage.stance == Stance(zeroed_s=None, since_s=None, wanted="calibrate")
    assert stage.reminding == Reminding(
        muted=True,
        snoozed_s=0,
        delays_s={"slumped": 1200.0, "bent": 60.0, "lean": 60.0, "unchanged": 1800.0},
        next=None,
        waits="not_known",
    )


def test_state_and_zone_have_lasted_each_for_its_own_time() -> None:
    stage = told(stay(20) + stay(40, *LEAN)).stage
    assert stage.now is not None
    assert (stage.now.state, stage.now.zone) == (PostureState.STANDING, Zone.LEAN)
    assert (stage.state_s, stage.zone_s) == (60, 39)


def test_the_next_reminder_comes_when_it_was_said_to() -> None:
    before = told(START + stay(100, *LEAN)).stage
    assert before.reminding.next == ("lean", 21)
    assert before.reminding.waits == ""
    assert told(START + stay(100 + 21, *LEAN)).reminders == [("lean", 191, "given")]


def test_after_a_reminder_the_spacing_counts_too() -> None:
    reminding = told(START + stay(200, *LEAN)).stage.reminding
    assert (reminding.waits, reminding.next) == ("apart", ("lean", 521))
    assert [second for _, second, _ in told(START + stay(722, *LEAN)).reminders] == [191, 791]
    assert told(START + stay(2000, *LEAN)).stage.reminding.waits == "hour"


WAITS = {
    "paused": (stay(30), word(75, "pause", "on")),
    "not_known": (rigid(30, 5, 5),),
    "state": (steps(30),),
    "set": (stay(30), SetStarted(t_ns=80 * S, set_index=1, exercise="band_rdl", side=None)),
    "muted": (stay(30), word(75, "mute", "on")),
    "snoozed": (stay(30), word(75, "snooze", "5")),
}


@pytest.mark.parametrize("why", WAITS)
def test_it_says_why_no_reminder_can_come(why: str) -> None:
    course, *said = WAITS[why]
    assert isinstance(course, Course)
    assert told(START + course, *said).stage.reminding.waits == why  # type: ignore[arg-type]  # the rest are words


def test_quiet_hours_and_the_minute_after_the_calibration_are_told_as_well() -> None:
    assert told(START, settings=PostureSettings(quiet=((0.0, 600.0),))).stage.reminding.waits == "quiet_hours"
    assert told(stay(30)).stage.reminding.waits == "calibrated"


def test_a_snooze_counts_down() -> None:
    assert told(START + stay(50), word(60, "snooze", "1")).stage.reminding.snoozed_s == 1
    assert told(START + stay(60), word(60, "snooze", "1")).stage.reminding.snoozed_s == 0


def test_how_old_the_stance_is_and_that_a_new_one_is_waited_for() -> None:
    assert told(stay(30), word(10, "stance")).stage.stance == Stance(zeroed_s=12, since_s=None, wanted="")
    assert told(stay(10) + steps(20), word(20, "stance")).stage.stance.since_s == 20


def test_sensors_that_were_off_and_a_shift_want_a_stance() -> None:
    off = told(stay(10) + rigid(140, 30, 30) + stay(20)).stage.stance
    assert (off.wanted, off.doubted) == ("check_stance", False)
    slipped = steps(15, 3, 14) + stay(10, 0, 12)
    shifted = told(START + steps(15) + stay(10) + slipped + slipped).stage.stance
    assert (shifted.wanted, shifted.doubted) == ("stance_shift", True)


def test_in_a_pause_nothing_is_looked_at_and_afterwards_all_is_as_before() -> None:
    course = START + stay(100, *LEAN) + stay(60)
    day = told(course, word(100, "pause", "on"), word(200, "pause", "off"))
    assert (day.day.unknown_s, day.reminders) == ({"paused": 100}, [])
    assert (day.posed[150].zone, day.posed[-1].zone) == (None, Zone.TALL)
    assert told(course, word(100, "pause", "please")).day.unknown_s == {}


def test_every_command_of_the_day_has_its_row() -> None:
    assert {"stance", "snooze", "mute", "delay", "pause"} <= COMMANDS.keys()
