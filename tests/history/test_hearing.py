"""What is written down during a session, by the wearer and by trainers; it may come from anywhere."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.history.hearing import NOTE_LETTERS, Hearing, SaidNote
from imu_hinge.history.wording import NAME_LETTERS, is_plain
from imu_hinge.model.events import AssessmentStep, Event, PostureChanged, PostureState, SetStarted
from imu_hinge.model.inputs import Command
from tests.made import completed, set_ended


def heard(*told: tuple[str, str]) -> tuple[SaidNote, ...]:
    hearing = Hearing()
    for t_ns, (name, argument) in enumerate(told):
        hearing.take(Command(t_ns, name, argument), ())
    return hearing.notes


def of_trainer(**told: object) -> tuple[str, str]:
    return "trainer_note", json.dumps(told)


def test_a_trainer_writes_a_note_about_a_moment() -> None:
    notes = heard(("note", "felt good"), of_trainer(by="anna", text="eyes ahead"), of_trainer(by="", text="slower"))
    assert notes == (SaidNote(0, "felt good"), SaidNote(1, "eyes ahead", "anna"), SaidNote(2, "slower", ""))


def test_a_wearer_and_a_trainer_may_write_at_the_same_moment() -> None:
    hearing = Hearing()
    for name, argument in (("note", "mine"), of_trainer(by="anna", text="hers"), of_trainer(by="bob", text="his")):
        hearing.take(Command(5, name, argument), ())
    assert [one.text for one in hearing.notes] == ["mine", "hers", "his"]


def test_nothing_a_terminal_obeys_is_kept() -> None:
    text = "a\x1b[2Jb\u202ec\u2066d\x00e\ud800f\ng\u2028h"
    (note,) = heard(of_trainer(by="an\u202ena\x07", text=text))
    assert (note.text, note.trainer) == ("a [2Jb c d e f g h", "an na")
    (own,) = heard(("note", text))
    assert own.text == note.text


def test_a_note_without_an_end_is_cut() -> None:
    (note,) = heard(of_trainer(by="a" * 500, text="x" * 100_000))
    assert (len(note.text), len(note.trainer or "")) == (NOTE_LETTERS, NAME_LETTERS)


@pytest.mark.parametrize(
    "argument",
    [
        "",
        "eyes ahead",
        "{",
        "[]",
        "7",
        "null",
        '"text"',
        '{"text": "x"}',
        '{"by": "anna"}',
        '{"by": 7, "text": "x"}',
        '{"by": "anna", "text": ["x"]}',
        '{"by": "anna", "text": null}',
        '{"by": "anna", "text": " \\u001b \\n"}',
        "[" * 100_000,
        '{"by": "anna", "text": ' + "9" * 5_000 + "}",
    ],
)
def test_what_is_no_note_of_a_trainer_is_none(argument: str) -> None:
    assert heard(("trainer_note", argument)) == ()


def moments(*told: Event | int) -> list[str]:
    """Moments of the pains; a number is a score, an event is what the fold says."""
    hearing = Hearing()
    for t_ns, one in enumerate(told):
        if isinstance(one, int):
            hearing.take(Command(t_ns, "pain", str(one)), ())
        else:
            hearing.take(None, (one,))
    return [pain.moment for pain in hearing.pains]


def of_a_set(*words: str) -> list[str]:
    """Moments of the pains said in a set that the first word ends, and at rest after it."""
    hearing, started = Hearing(), SetStarted(t_ns=0, set_index=1, exercise="band_rdl", side=None)
    hearing.take(None, (started, completed(1)))
    for t_ns, argument in enumerate(words):
        hearing.take(Command(t_ns, "pain", argument), () if t_ns else (set_ended(1),))
    return [pain.moment for pain in hearing.pains]


def test_the_first_score_after_a_stop_for_pain_is_of_the_set_that_it_ended() -> None:
    assert of_a_set("", "6", "3") == ["during", "after"]
    assert of_a_set("", "unanswered", "6") == ["during"]
    assert of_a_set("6", "3") == ["during", "after"]


def test_pain_told_at_rest_is_after_the_set() -> None:
    hearing = Hearing()
    hearing.take(None, (SetStarted(t_ns=0, set_index=1, exercise="band_rdl", side=None), completed(1), set_ended(1)))
    for argument in ("", "2"):
        hearing.take(Command(1, "pain", argument), ())
    assert [pain.moment for pain in hearing.pains] == ["after"]


def test_pain_in_an_assessment_is_told_before_while_and_after_its_tests() -> None:
    steps = [
        AssessmentStep(t_ns=0, test=test, stage=stage, capture=0, of=0)
        for test, stage in (("flexion", "stand"), ("flexion", "move"), ("", "done"))
    ]
    assert moments(1, steps[0], 2, steps[1], 3, steps[2], 4) == ["before", "during", "during", "after"]


def test_pain_in_a_day_of_posture_is_told_while_it_goes_on() -> None:
    begun = PostureChanged(t_ns=0, state=PostureState.UNKNOWN, zone=None, slumped=None, reasons=("no_data",))
    assert moments(1, begun, 2) == ["before", "during"]


@given(by=st.text(), text=st.text())
def test_whatever_is_written_is_plain_then(by: str, text: str) -> None:
    for note in heard(of_trainer(by=by, text=text), ("note", text)):
        assert is_plain(note.text) and is_plain(note.trainer or "") and note.text
