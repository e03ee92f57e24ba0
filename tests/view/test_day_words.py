"""Words of a day: nothing is left without, none of them blames."""

from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.catalogue.posture import stays
from imu_hinge.cli.posture.lines import Words
from imu_hinge.core.posture import SNOOZES_MIN, Hold, Reminding, Stance
from imu_hinge.core.posture.bends import Counted
from imu_hinge.core.posture.trust import REFUSED
from imu_hinge.model.events import PostureChanged, PostureReminder, PostureState, SensorWarning, Zone
from imu_hinge.model.inputs import Command, Placement
from imu_hinge.model.plural import counted
from imu_hinge.view import day_words, posture_words
from imu_hinge.view.snapshot import Calibrating, Sensor
from imu_hinge.view.words import Lines, note_words
from tests.tui.days import REMINDING, TALL, TODAY
from tests.wording import forbidden

S = 1_000_000_000
WAITS = [
    "paused",
    "not_known",
    "state",
    "set",
    "stance",
    "calibrated",
    "after_set",
    "seat_left",
    "apart",
    "hour",
    "quiet_hours",
    "muted",
    "snoozed",
]
REASONS = [
    "no_data",
    "not_calibrated",
    "check_stance",
    "no_sacrum",
    "no_thoracic",
    "sacrum_moved",
    "thoracic_moved",
    "sacrum_unsettled",
    "thoracic_unsettled",
    "sacrum_uncalibrated",
    "thoracic_uncalibrated",
    "still",
    "paused",
]
DOCUMENT = (Path(__file__).parents[2] / "docs/posture.md").read_text(encoding="utf-8")


def line(event: PostureChanged | PostureReminder | SensorWarning) -> str | None:
    return Lines(load_exercise("band_hinge")).line(event)


def changed(state: PostureState, zone: Zone | None, slumped: bool | None, *reasons: str) -> PostureChanged:
    return PostureChanged(t_ns=72 * S, state=state, zone=zone, slumped=slumped, reasons=reasons)


def reminder(fate: str, cue: str) -> PostureReminder:
    return PostureReminder(t_ns=130 * S, reminder="lean", fate=fate, since_ns=10 * S, held_s=120.0, cue=cue)


def test_a_change_of_posture_is_one_line() -> None:
    assert line(changed(PostureState.STANDING, Zone.LEAN, False)) == "72.0  posture  standing  lean"
    assert line(changed(PostureState.SITTING, Zone.TALL, True)) == "72.0  posture  probably sitting  tall  slumped"
    unknown = line(changed(PostureState.UNKNOWN, Zone.TALL, None, "no_sacrum"))
    assert unknown == "72.0  posture  unknown  tall  no sacrum sensor, so no low back"


def test_a_reminder_says_what_was_held_and_what_became_of_it() -> None:
    given = line(reminder("given", "time to stand tall"))
    assert given == "130.0  reminder  standing, leaning  2:00  time to stand tall"
    assert line(reminder("snoozed", "")) == "130.0  reminder  standing, leaning  2:00  not said: snoozed"


def test_how_a_stance_went_is_told_with_its_detail() -> None:
    taken = SensorWarning(t_ns=S, id="stance_zeroed", placement=None, detail="pelvis by +2, thorax by -1 deg")
    assert line(taken) == "1.0  sensor  stance taken  pelvis by +2, thorax by -1 deg"
    assert note_words(taken) == "stance taken: pelvis by +2, thorax by -1 deg"
    shifted = SensorWarning(t_ns=S, id="stance_shift", placement=Placement.SACRUM, detail="walking +8 deg from before")
    assert note_words(shifted) == "sacrum sensor: walking +8 deg from before"


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_words(reason: str) -> None:
    words = posture_words.reason_words(reason)
    assert "_" not in words and (words != reason or reason == "paused")
    assert forbidden(words) == []
    assert reason in DOCUMENT or reason.split("_", 1)[1] in DOCUMENT


@pytest.mark.parametrize("waits", WAITS)
def test_why_none_comes_has_words(waits: str) -> None:
    words = day_words.next_words(replace(TALL, reminding=replace(REMINDING, waits=waits, snoozed_s=61)))
    assert words and "_" not in words and "{" not in words
    assert forbidden(words) == []
    assert ("snoozed for another 1:01" in words) == (waits in ("snoozed", "apart", "hour"))


@pytest.mark.parametrize("waits", ["apart", "hour"])
def test_a_reminder_of_before_only_puts_the_next_one_off(waits: str) -> None:
    reminding = replace(REMINDING, waits=waits, snoozed_s=0)
    assert "in 1:10" in day_words.next_words(replace(TALL, reminding=reminding))


def test_without_a_stay_there_is_no_next_one() -> None:
    assert day_words.next_words(replace(TALL, reminding=replace(REMINDING, next=None))) == "none: no stay is under way"


def test_a_snooze_and_mute_outlast_what_else_keeps_reminders_back() -> None:
    snoozed, muted = replace(REMINDING, snoozed_s=272), replace(REMINDING, muted=True)

    def beside(reminding: Reminding, waits: str) -> str:
        return day_words.outlasting_words(replace(TALL, reminding=replace(reminding, waits=waits)))

    assert {beside(snoozed, waits) for waits in ("not_known", "calibrated", "state")} == {"snoozed 4:32"}
    assert {beside(muted, waits) for waits in ("not_known", "calibrated", "apart")} == {"muted"}
    assert beside(snoozed, "snoozed") == beside(snoozed, "apart") == beside(muted, "muted") == ""
    assert beside(REMINDING, "not_known") == ""


def test_what_only_a_calibration_helps_names_the_key() -> None:
    doubted = replace(TALL, stance=Stance(zeroed_s=9100, since_s=None, wanted="stance_shift"), too_far=True)
    assert "shift+c" in day_words.sentence(doubted) and "c checks" not in day_words.sentence(doubted)
    waiting = replace(doubted, reminding=replace(REMINDING, waits="stance"))
    assert day_words.next_words(waiting) == "none until it is calibrated anew: C"


def test_a_calibration_under_way_says_what_it_asks_and_one_not_taken_why() -> None:
    wanted = Stance(zeroed_s=None, since_s=None, wanted="calibrate")

    def told(calibrating: Calibrating) -> str:
        return day_words.sentence(replace(TALL, stance=wanted, session=replace(TALL.session, calibrating=calibrating)))

    assert told(Calibrating(step="hold")) == "calibration under way: stand tall and still, arms down"
    assert told(Calibrating(refused="stand still")) == "calibration not taken: stand still; shift+c begins again"
    assert told(Calibrating()) == "calibrate: shift+c begins"


def test_a_stance_too_far_off_is_told_with_the_remedy_of_the_place() -> None:
    far = SensorWarning(t_ns=S, id="stance_refused", placement=None, detail=REFUSED["far"])
    assert posture_words.remedied(far, "do this") == replace(
        far, detail="a sensor sits too far from where it was: do this"
    )
    moved = replace(far, detail=REFUSED["moved"])
    assert posture_words.remedied(moved, "do this") is moved
    words = Words(load_exercise("band_hinge")).event(0.0, far)
    assert words is not None and words.endswith("where it was: end with Ctrl-C and start with --calibrate")


def test_snoozes_go_round() -> None:
    chosen, seen = 0, []
    for _ in range(4):
        chosen = day_words.next_snooze(chosen)
        seen.append(chosen)
    assert tuple(seen) == (*SNOOZES_MIN, SNOOZES_MIN[0])


@pytest.mark.parametrize(
    ("wanted", "words"),
    [("calibrate", "calibrate"), ("check_stance", "were off: c checks"), ("stance_shift", "seems to have shifted")],
)
def test_what_the_wearer_is_to_do_is_said(wanted: str, words: str) -> None:
    asked = replace(TALL, stance=Stance(zeroed_s=9100, since_s=None, wanted=wanted))
    assert words in day_words.sentence(asked)
    assert forbidden(day_words.sentence(asked)) == []


def test_the_most_urgent_is_said_first() -> None:
    reminded = replace(TALL, reminded="time to move")
    assert day_words.sentence(reminded) == "reminder: time to move"
    assert day_words.sentence(replace(reminded, told="note kept")) == "note kept"
    asked = replace(reminded, told="note kept", stance=Stance(zeroed_s=1, since_s=11_550, wanted=""))
    assert day_words.sentence(asked).endswith("5 s left")
    assert day_words.sentence(TALL) == ""
    assert day_words.sentence(replace(TALL, read=0.4)).endswith("40 %")


def test_why_nothing_is_heard_is_said_as_the_link_says_it() -> None:
    unheard = replace(TALL, now=None)
    assert day_words.sentence(unheard) == posture_words.reason_words("no_data")
    sensors = {Placement.SACRUM: Sensor(), Placement.THORACIC: Sensor(detail="Bluetooth is off: switch it on")}
    told = replace(unheard, session=replace(TALL.session, sensors=sensors))
    assert day_words.sentence(told) == "Bluetooth is off: switch it on"
    assert day_words.sentence(replace(told, now=TALL.now)) == ""


def test_angles_have_a_direction() -> None:
    assert TALL.now is not None
    back = replace(TALL.now, thorax_deg=-12, lumbar_deg=-3)
    assert day_words.now_words(back) == ("standing", "trunk 12 deg back", "low back 3 deg arched")
    assert day_words.now_words(replace(back, thorax_deg=0, lumbar_deg=None)) == ("standing", "trunk 0 deg")


def test_numbers_with_their_names() -> None:
    assert day_words.longest_words(TODAY) == "lean 6:10 at 10:42"
    assert day_words.longest_words(replace(TODAY, longest={"bent": Hold(90_000, 65)})) == "bent 1:05 at 01:00"
    assert day_words.longest_words(replace(TODAY, longest={})) == "-"
    assert day_words.bends_words(replace(TODAY, bends=Counted(1, 2, 3))) == "1 hip, 2 back, 3 unknown"
    assert day_words.reminders_words({}) == "none"
    assert day_words.stance_age(TALL) == "41 min ago"
    assert day_words.stance_age(replace(TALL, stance=Stance(zeroed_s=11_530, since_s=None, wanted=""))) == "30 s ago"


@pytest.mark.parametrize(
    ("name", "argument", "words"),
    [
        ("snooze", "5", "snoozed for 5 min: reminders are recorded, not said"),
        ("mute", "on", "muted: recorded, not said"),
        ("mute", "off", "reminders are said again"),
        ("pause", "on", ""),
        ("pause", "off", "the day goes on"),
        ("delay", "lean 180", "standing, leaning: after 3 min"),
        ("delay", "lean soon", ""),
        ("calibration", "{}", ""),
    ],
)
def test_words_of_the_wearer_are_answered(name: str, argument: str, words: str) -> None:
    assert day_words.said_words(Command(0, name, argument), ()) == words


@pytest.mark.parametrize(
    ("seconds", "of_s", "words"),
    [(420, 780, "7 of 13 min"), (780, 1560, "13 of 26 min"), (1800, 7200, "15 min of every hour")],
)
def test_what_is_told_of_an_hour_wants_an_hour(seconds: int, of_s: int, words: str) -> None:
    assert day_words.hourly_words(seconds, of_s) == words


def test_one_is_not_many() -> None:
    assert [counted(count, "bend") for count in (0, 1, 2)] == ["0 bends", "1 bend", "2 bends"]


def test_what_a_day_asks_for_itself_is_no_warning_of_it() -> None:
    assert [posture_words.is_of_day(warning) for warning in ("low_rate", "stance_shift")] == [False, True]


def test_rows_of_the_catalogue_keep_their_titles() -> None:
    assert [posture_words.stay_words(stay.id) for stay in stays()] == [stay.title for stay in stays()]
    assert posture_words.stay_words("other") == "other"
    assert [posture_words.delay_words(one) for one in (30, 90, 120)] == ["30 s", "90 s", "2 min"]
