"""The sentences a trainer reads of a whole session, and of words that come from elsewhere."""

import json
from functools import cache

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.session import Session
from imu_hinge.model.events import (
    FaultRaised,
    Level,
    RepCompleted,
    RepRejected,
    RepRevised,
    RepStatus,
    SensorWarning,
    Step,
)
from imu_hinge.model.inputs import Command, Placement, Tick
from imu_hinge.view.board import Board
from imu_hinge.view.feed import Sentences, command_sentence
from imu_hinge.view.seat import Watching
from imu_hinge.view.stillness import Heard
from imu_hinge.view.wall import Person, Presence
from imu_hinge.virtual.scenarios import SCENARIOS
from tests.made import S, completed, rep, set_ended

RDL = load_exercise("band_rdl")
ANNA = Person(client="c-1", number=1, name="Anna K.")
OVER = FaultRaised(
    t_ns=9 * S, fault="lumbar_flexion", level=Level.FAULT, set_index=1, rep_index=6, value=19.0, limit=18.0, cue=""
)
ROUNDED = {"faults": ("lumbar_flexion",), "lumbar_flexion_peak_deg": 24.2}


def told(*events: object, count: int = 3) -> list[str]:
    sentences = Sentences(RDL)
    steps = [Step(frames=None, events=(event,)) for event in events]  # type: ignore[arg-type]
    return [words for step in steps for words in sentences.step(Tick(0), step, count)]


def test_a_fault_is_told_with_the_repetition_its_peak_and_the_limit() -> None:
    assert told(OVER, completed(6, **ROUNDED)) == ["rep 6 rounded, 24 deg (limit 18)"]


def test_a_repetition_inside_the_limits_is_not_worth_a_line() -> None:
    assert told(completed(1), completed(2)) == []


def test_a_repetition_is_told_when_it_is_firm_and_again_only_when_it_changes() -> None:
    provisional = RepCompleted(t_ns=S, rep=rep(6, status=RepStatus.PROVISIONAL, **ROUNDED))
    firm = RepRevised(t_ns=S, rep=rep(6, **ROUNDED), reason="confirmed")
    worse = RepRevised(
        t_ns=S, rep=rep(6, **{**ROUNDED, "faults": ("lumbar_flexion", "incomplete_lockout")}), reason="lockout"
    )
    assert told(provisional, firm, firm, worse) == [
        "rep 6 rounded, 24 deg",
        "rep 6 rounded, 24 deg; not back at the top",
    ]


def test_what_was_told_is_taken_back() -> None:
    gone = RepRejected(t_ns=S, rep_id=6, t_start_ns=0, t_bottom_ns=1, t_end_ns=2, reason="walking")
    assert told(completed(6, **ROUNDED), gone, gone) == ["rep 6 rounded, 24 deg", "a rep was taken back"]
    assert told(completed(6, **ROUNDED), completed(6)) == ["rep 6 rounded, 24 deg", "rep 6 inside the limits after all"]


def test_a_caution_is_called_close() -> None:
    near = {"cautions": ("lumbar_flexion",), "lumbar_flexion_peak_deg": 15.1}
    assert told(completed(7, **near)) == ["rep 7 close: rounded, 15 deg"]


@pytest.mark.parametrize(
    ("warning", "placement", "detail", "words"),
    [
        ("sensor_silent", "thoracic", "", "thoracic sensor lost, counting paused at 3"),
        ("sensor_silent", "sacrum", "", "sacrum sensor lost, the low back is not judged"),
        ("sensor_back", "thoracic", "3.2 s missing", "thoracic sensor back, 3.2 s missing"),
        ("battery_low", "thoracic", "battery 12 %: charge it", "thoracic sensor battery 12 %"),
        ("sensor_moved", "sacrum", "calibrate again", "sacrum sensor moved: calibrate again"),
    ],
)
def test_sensors_are_told_with_what_it_means(warning: str, placement: str, detail: str, words: str) -> None:
    event = SensorWarning(t_ns=S, id=warning, placement=Placement(placement), detail=detail)
    assert told(event) == [words]


def test_how_the_wearer_stands_is_between_wearer_and_screen() -> None:
    assert told(SensorWarning(t_ns=S, id="stance_note", placement=None, detail="you lean")) == []


def test_the_end_of_a_set_is_told() -> None:
    assert told(set_ended(7, 1, index=2, side="left")) == ["set 2 left ended: 8 reps, 1 unsure"]


@pytest.mark.parametrize(
    ("name", "argument", "words"),
    [
        ("pain", "", "stopped"),
        ("pain", "6", "pain 6"),
        ("note", "pad slips", "wrote: pad slips"),
        ("start_set", "", ""),
        ("note", "", ""),
        ("trainer_note", json.dumps({"by": "anna", "text": "{look} up"}), "anna noted: {look} up"),
        ("trainer_stop", json.dumps({"by": "anna", "reason": "slips"}), "anna asked to stop: slips"),
        ("trainer_stop", json.dumps({"by": "anna", "reason": ""}), "anna asked to stop"),
        ("trainer_exercise", json.dumps({"by": "anna", "exercise": "band_rdl"}), "anna proposed band_rdl"),
        ("trainer_stop", "no JSON", "a trainer stop"),
        ("trainer_note", json.dumps({"by": "anna"}), "a trainer note"),
        ("unwatched", "", "does not want to be watched"),
    ],
)
def test_words_of_wearer_and_trainer(name: str, argument: str, words: str) -> None:
    assert command_sentence(Command(S, name, argument)) == words


@cache
def watched() -> tuple[Watching, list[str]]:
    """A wearer who rounds the back, from the first sample to the end."""
    wearer, heard = SCENARIOS["rounding"].wearer(101), Heard()
    fold = Session(wearer.script.sets[0].exercise, sample_tap=heard.tap)
    watching = Watching(ANNA, fold, heard)
    said: list[str] = []
    for item in [*wearer.inputs(), Command(round(wearer.end_s * S), "end")]:
        watching.receive(item, fold.feed(item))
        said += watching.drain()
    return watching, said


def test_a_session_is_told_repetition_by_repetition() -> None:
    watching, said = watched()
    snapshot = watching.snapshot
    past = [one.index for one in snapshot.sets[-1].reps if one.faults]
    assert past
    assert [words for words in said if words.startswith("rep") and "rounded" in words and "limit" in words]
    assert said[-1].startswith("set 1 ended")


def test_a_session_that_is_over_is_a_client_who_left() -> None:
    watching, _ = watched()
    assert (watching.seat().presence, watching.seat().person) == (Presence.LEFT, ANNA)


def test_words_of_the_station_stand_in_the_feed_and_are_given_once() -> None:
    heard = Heard()
    watching = Watching(ANNA, Session("band_rdl", sample_tap=heard.tap), heard)
    watching.tell("recording to x")
    assert (watching.drain(), watching.drain(), watching.seat().presence) == (["recording to x"], [], Presence.HERE)


def test_the_feed_has_the_newest_line_first_and_forgets_the_oldest() -> None:
    board = Board(now_s=lambda: 7.0, most=2)
    for words in ("a", "b", "c"):
        board.post("c-1", words)
    assert [(line.id, line.at_s, line.words) for line in board.lines()] == [(3, 7.0, "c"), (2, 7.0, "b")]
