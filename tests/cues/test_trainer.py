"""A trainer asks to stop: seen and heard before everything else, until the wearer goes on."""

import json

import numpy as np
import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.cues.banner import Banner, Tint
from imu_hinge.cues.banners import Banners
from imu_hinge.cues.cue import Sort
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.trainer import TrainerWord, trainer_word
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Event, FaultRaised, Level, SensorWarning, SetStarted, Step
from imu_hinge.model.inputs import Command, Input, Placement, Tick
from tests.made import S, completed, set_ended

RDL = load_exercise("band_rdl")
STOP = Command(10 * S, "trainer_stop", json.dumps({"by": "anna", "reason": "the band is torn"}))
STARTED = SetStarted(t_ns=5 * S, set_index=1, exercise="band_rdl", side=None)
FAULT = FaultRaised(
    t_ns=11 * S, fault="lumbar_flexion", level=Level.FAULT, set_index=1, rep_index=2, value=25.0, limit=18.0,
    cue="keep the arch",
)  # fmt: skip
SLIP = SensorWarning(t_ns=11 * S, id="sensor_moved", placement=Placement.SACRUM, detail="")


def step(*events: Event) -> Step:
    return Step(np.empty(0, FRAME), events)


def banner_after(*inputs: tuple[Input, Step]) -> Banner:
    banners = Banners(RDL)
    return [banners.step(item, said) for item, said in inputs][-1]


def heard(*inputs: tuple[Input, Step]) -> list[tuple[Sort, str]]:
    cues = Cues(RDL)
    return [(cue.sort, cue.words) for item, said in inputs for cue in cues.step(item, said)]


def test_it_is_shown_with_who_asks_and_why() -> None:
    banner = banner_after((STOP, step()))
    assert (banner.word, banner.tint) == ("STOP", Tint.BAD)
    assert banner.line == "anna asks you to stop: the band is torn; starting a set goes on"


@pytest.mark.parametrize(
    "later",
    [(Tick(11 * S), step(FAULT)), (Tick(11 * S), step(SLIP)), (Command(11 * S, "not_recording", "disk full"), step()),
     (Command(11 * S, "pain"), step()), (Tick(900 * S), step()), (Command(11 * S, "end_set"), step(set_ended(2)))],
    ids=["fault", "slip", "disk", "pain", "time", "end of the set"],
)  # fmt: skip
def test_nothing_takes_its_place(later: tuple[Input, Step]) -> None:
    assert banner_after((STOP, step(STARTED)), later) == banner_after((STOP, step()))


@pytest.mark.parametrize("word", ["start_set", "calibrate", "end"])
def test_the_wearer_goes_on_or_ends(word: str) -> None:
    assert banner_after((STOP, step()), (Command(20 * S, word), step())).word != "STOP"


def started(t_s: float) -> tuple[Input, Step]:
    return Tick(round(t_s * S)), step(STARTED)


def counted(t_s: float) -> tuple[Input, Step]:
    return Tick(round(t_s * S)), step(completed(1, t_end_ns=round(t_s * S)))


@pytest.mark.parametrize(
    ("later", "stands"),
    [
        ([started(12)], True),
        ([started(13)], False),
        ([started(12), counted(14)], False),
        ([counted(14)], True),
    ],
    ids=["at once", "a set by itself", "a repetition of that set", "a repetition of the open set"],
)
def test_a_set_that_begins_by_itself_ends_it_once_it_was_seen(later: list[tuple[Input, Step]], stands: bool) -> None:
    assert (banner_after((STOP, step()), *later).word == "STOP") == stands


def test_the_counts_of_that_set_are_heard() -> None:
    assert (Sort.REP, "one") in heard((STOP, step()), started(20), counted(21))


def test_stop_is_said_once_and_nothing_about_form_or_counts_after_it() -> None:
    assert heard(
        (Tick(5 * S), step(STARTED)),
        (STOP, step()),
        (Tick(11 * S), step(FAULT)),
        (Tick(12 * S), step(completed(1, t_end_ns=12 * S))),
    ) == [(Sort.STOPPED, "stop")]


def test_asked_again_it_is_said_again() -> None:
    assert heard((STOP, step()), (STOP, step())) == [(Sort.STOPPED, "stop")] * 2


def test_after_it_counts_are_heard_again() -> None:
    said = heard(
        (STOP, step()),
        (Command(20 * S, "start_set"), step(STARTED)),
        (Tick(30 * S), step(completed(1, t_end_ns=30 * S))),
    )
    assert (Sort.REP, "one") in said


@pytest.mark.parametrize(
    ("argument", "understood"),
    [
        ("", TrainerWord("your trainer")),
        ('{"by": "anna", "reason": "x"}', TrainerWord("anna", "x")),
        ('{"by": 7, "reason": ["x"], "set_reps": true}', TrainerWord("your trainer")),
        ('{"by": "an\\u001b[31mna", "text": "a\\n\\u202eb"}', TrainerWord("an [31mna", "a b")),
        ("{", None),
        ("[]", None),
        ("[" * 100_000, None),
    ],
)
def test_whatever_the_argument_is_nothing_breaks(argument: str, understood: TrainerWord | None) -> None:
    assert trainer_word(Command(0, "trainer_stop", argument)) == understood


def test_other_commands_are_no_words_of_a_trainer() -> None:
    assert trainer_word(Command(0, "note", '{"by": "anna"}')) is None
