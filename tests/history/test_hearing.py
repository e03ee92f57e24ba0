"""What is written down during a session, by the wearer and by trainers; it may come from anywhere."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.history.hearing import NOTE_LETTERS, Hearing, SaidNote
from imu_hinge.history.wording import NAME_LETTERS, is_plain
from imu_hinge.model.inputs import Command


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


@given(by=st.text(), text=st.text())
def test_whatever_is_written_is_plain_then(by: str, text: str) -> None:
    for note in heard(of_trainer(by=by, text=text), ("note", text)):
        assert is_plain(note.text) and is_plain(note.trainer or "") and note.text
