"""What trainers want of the wearer, and for how long."""

import json
from typing import Any

import pytest

from imu_hinge.model.events import SetStarted
from imu_hinge.model.inputs import Command, Tick
from imu_hinge.view.asked import PROPOSAL_S, Asking
from imu_hinge.view.snapshot import Asked, Proposal
from imu_hinge.view.words import command_words
from tests.made import S

STARTED = SetStarted(t_ns=5 * S, set_index=1, exercise="band_rdl", side=None)


def word(name: str, t_s: float = 1, **fields: Any) -> Command:
    return Command(round(t_s * S), name, json.dumps({"by": "anna", **fields}))


PROPOSED = word("trainer_exercise", exercise="rdl_row", side="left", set_reps=8)


def test_a_note_is_there_until_the_set_after_it_begins() -> None:
    asking = Asking()
    asking.step(word("trainer_note", text="soft knees"), ())
    assert asking.asked.note == "anna: soft knees"
    asking.step(Tick(2 * S), (STARTED,))
    assert asking.asked.note == ""
    asking.step(word("trainer_note", text="in the set"), ())
    asking.step(Tick(60 * S), ())
    assert asking.asked.note == "anna: in the set", "read at the rest after it"


def test_a_proposal_waits_two_minutes() -> None:
    asking = Asking()
    asking.step(PROPOSED, ())
    assert asking.asked.proposal == Proposal(
        "anna", "rdl_row", "Romanian deadlift with a row, left, 8 reps a set", "left"
    )
    asking.step(Tick(round(PROPOSAL_S * S)), ())
    assert asking.asked.proposal
    asking.step(Tick(round((PROPOSAL_S + 1) * S)), ())
    assert asking.asked.proposal is None


@pytest.mark.parametrize("answer", ["take_exercise", "leave_exercise"])
def test_an_answer_ends_a_proposal(answer: str) -> None:
    asking = Asking()
    asking.step(PROPOSED, ())
    asking.step(Command(2 * S, answer), ())
    assert asking.asked.proposal is None


def test_what_is_no_exercise_here_is_not_proposed() -> None:
    asking = Asking()
    asking.step(word("trainer_exercise", exercise="levitation"), ())
    assert asking.asked.proposal is None


def test_a_stop_holds_until_the_wearer_goes_on() -> None:
    asking = Asking()
    asking.step(word("trainer_stop", reason="come here"), ())
    asking.step(Command(2 * S, "end_set"), ())
    assert asking.asked.stop == "anna asks you to stop: come here"
    asking.step(Command(3 * S, "start_set"), ())
    assert asking.asked.stop == ""


def test_of_a_stop_that_the_next_set_passed_by_a_note_stays() -> None:
    asking = Asking()
    asking.step(word("trainer_stop", reason="come here"), ())
    asking.step(Tick(9 * S), (STARTED,))
    assert asking.asked == Asked(note="anna asked you to stop")
    asking.step(Tick(60 * S), (STARTED,))
    assert asking.asked == Asked()


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (PROPOSED, "1.0  anna proposes Romanian deadlift with a row, left, 8 reps a set"),
        (word("trainer_note", text="soft\nknees"), "1.0  anna: soft knees"),
        (word("trainer_stop"), "1.0  anna asks you to stop"),
        (Command(S, "trainer_note", "{"), None),
    ],
)
def test_each_is_a_line_of_its_own_where_there_is_no_screen(command: Command, line: str | None) -> None:
    assert command_words(command) == line
