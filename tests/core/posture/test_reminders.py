"""When staying is spoken of, and when not."""

import pytest

from imu_hinge.core.posture import PostureSettings
from imu_hinge.model.events import SetEnded, SetStarted
from tests.core.motions import Course, pair, silent
from tests.core.posture.wearing import START, S, rigid, stay, steps, told, word

LEAN, BENT, SLUMPED = (14.0, 8.0), (35.0, 25.0), (1.0, -20.0)
QUICK = PostureSettings(delays_s={"slumped": 60.0, "unchanged": 120.0})
SET = SetStarted(t_ns=60 * S, set_index=1, exercise="band_rdl", side=None)
DONE = SetEnded(t_ns=250 * S, set_index=1, t_start_ns=0, t_end_ns=0, side=None, reason="idle", counted=3, unsure=0)


def test_leaning_for_two_minutes_is_reminded_of_and_less_is_not() -> None:
    assert told(START + stay(125, *LEAN)).reminders == [("lean", 191, "given")]
    assert told(START + stay(115, *LEAN) + stay(60)).reminders == []


def test_bent_for_a_minute_is_reminded_of() -> None:
    assert [name for name, _, _ in told(START + stay(65, *BENT)).reminders] == ["bent"]


def test_many_bends_of_15_s_never_are() -> None:
    assert told(START + (stay(15, *BENT) + stay(15)) * 10).reminders == []


def test_slumped_for_20_minutes_is_reminded_of() -> None:
    ((name, second, fate),) = told(START + stay(1215, *SLUMPED)).reminders
    assert (name, fate) == ("slumped", "given")
    assert 1270 <= second <= 1285


def test_sitting_upright_is_not_slumped() -> None:
    assert told(START + stay(100, 0, -12), settings=PostureSettings(delays_s={"slumped": 60.0})).reminders == []


def test_an_unchanged_position_is_reminded_of_and_a_change_begins_anew() -> None:
    assert [name for name, _, _ in told(START + stay(60), settings=QUICK).reminders] == ["unchanged"]
    moving = (stay(50) + stay(15, 7, 7)) * 4
    assert told(moving, settings=QUICK).reminders == []


@pytest.mark.parametrize("between", [steps(14), stay(14, 40, 35)], ids=["walk", "change"])
def test_a_walk_or_a_change_of_position_begins_anew(between: Course) -> None:
    assert told(START + stay(100, *LEAN) + between + stay(100, *LEAN)).reminders == []


def test_a_moment_elsewhere_does_not() -> None:
    assert len(told(START + stay(60, *LEAN) + stay(5, 6, 4) + stay(60, *LEAN)).reminders) == 1


SILENT = {
    "walking": steps(200, *LEAN),
    "lying": stay(200, -88, -80),
    "on a table": rigid(200, 14, 8),
    "tall and moving": (stay(40) + stay(12, 8, 8)) * 4,
}


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_said_while(name: str) -> None:
    assert told(START + SILENT[name]).reminders == []


def test_nothing_is_said_in_a_set_nor_right_after_it() -> None:
    course = START + stay(300, *LEAN)
    assert [second for _, second, _ in told(course, SET, DONE).reminders] == [262]


def test_nothing_is_said_with_one_sensor() -> None:
    rows = pair(START + stay(200, *LEAN))
    assert told(type(rows)(rows.t_ns, silent(rows.sacrum), rows.thoracic)).reminders == []


def test_nothing_is_said_in_the_first_minute_after_a_calibration() -> None:
    settings = PostureSettings(delays_s={"lean": 30.0})
    assert [second for _, second, _ in told(stay(2) + stay(100, *LEAN), settings=settings).reminders] == [62]


def test_reminders_are_ten_minutes_apart_and_four_an_hour() -> None:
    seconds = [second for _, second, _ in told(START + stay(4200, *LEAN)).reminders]
    assert seconds == [191, 791, 1391, 1991, 3791]


def test_a_snooze_records_and_does_not_give() -> None:
    course = START + stay(1000, *LEAN)
    assert told(course, word(80, "snooze", "5")).reminders == [("lean", 191, "snoozed"), ("lean", 791, "given")]


@pytest.mark.parametrize("argument", ["", "2", "-5", "five", "5 5"])
def test_a_snooze_of_another_length_changes_nothing(argument: str) -> None:
    assert told(START + stay(125, *LEAN), word(80, "snooze", argument)).reminders == [("lean", 191, "given")]


def test_the_next_part_of_a_day_goes_on_with_the_snooze_and_the_spacing() -> None:
    before = told(START + stay(300, *LEAN), word(150, "snooze", "30"))
    assert before.reminders == [("lean", 191, "snoozed")]
    after = told(START + stay(2000, *LEAN), word(0, "reminded", before.stage.reminded(begun_s=400.0)))
    assert after.reminders == [("lean", 391, "snoozed"), ("lean", 991, "snoozed"), ("lean", 1591, "given")]


@pytest.mark.parametrize("argument", ["", "[]", "{}", '{"snoozed_until_s": null, "recent_s": 3}', "1e999"])
def test_what_tells_nothing_of_the_part_before_changes_nothing(argument: str) -> None:
    assert told(START + stay(125, *LEAN), word(0, "reminded", argument)).reminders == [("lean", 191, "given")]


def test_muted_reminders_are_recorded_without_words() -> None:
    course = START + stay(1000, *LEAN)
    assert [fate for *_, fate in told(course, word(1, "mute", "on"), word(500, "mute", "off")).reminders] == [
        "muted",
        "given",
    ]


def test_quiet_hours_are_those_of_the_day_and_may_pass_midnight() -> None:
    night = ((22 * 3600.0, 6 * 3600.0),)
    for origin_h, fate in ((23, "quiet_hours"), (2, "quiet_hours"), (12, "given")):
        settings = PostureSettings(quiet=night, origin_s=origin_h * 3600.0)
        assert told(START + stay(125, *LEAN), settings=settings).reminders == [("lean", 191, fate)]


def test_a_delay_can_be_set_by_a_word() -> None:
    course = START + stay(290, *LEAN)
    assert [second for _, second, _ in told(course, word(1, "delay", "lean 240")).reminders] == [311]
    assert [second for _, second, _ in told(course, word(1, "delay", "lean 2")).reminders] == [191]


def test_the_day_counts_what_was_given_and_what_was_recorded() -> None:
    day = told(START + stay(1400, *LEAN), word(80, "snooze", "5")).day
    assert day.reminders == {"snoozed": 1, "given": 2}
