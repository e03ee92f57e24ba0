"""Every sentence that can be said follows the wording rule, and numbers are words."""

import pytest

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.core.guided_table import GuidedStep
from imu_hinge.core.refusals import REMEDIES
from imu_hinge.cues import shown
from imu_hinge.cues.banners import word_list
from imu_hinge.cues.spoken import STEPS, number, phrases, rest, rest_summed
from imu_hinge.model.inputs import Placement
from tests.wording import forbidden


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "zero"),
        (1, "one"),
        (13, "thirteen"),
        (20, "twenty"),
        (21, "twenty one"),
        (30, "thirty"),
        (99, "ninety nine"),
        (100, "100"),
        (1000, "1000"),
    ],
)
def test_numbers(n: int, words: str) -> None:
    assert number(n) == words


def test_no_two_numbers_sound_the_same() -> None:
    assert len({number(n) for n in range(200)}) == 200


@pytest.mark.parametrize("exercise", exercise_ids())
def test_every_sentence_follows_the_wording_rule(exercise: str) -> None:
    said = [*phrases(load_exercise(exercise)), rest(8)]
    said += [rest_summed(8, 2, fault.title) for fault in load_exercise(exercise).faults]
    lines = [banner.line for banner in shown.ALL] + [shown.lost_line(frozenset(Placement), frozenset())]
    assert forbidden("\n".join([*said, *lines, *word_list()])) == []


@pytest.mark.parametrize("exercise", exercise_ids())
def test_phrases_hold_every_cue_and_its_explanation_once(exercise: str) -> None:
    said = phrases(load_exercise(exercise))
    assert len(set(said)) == len(said)
    cued = [fault for fault in load_exercise(exercise).faults if fault.cue]
    assert {text for fault in cued for text in (fault.cue, fault.explanation)} <= set(said)
    assert sum("calibration not taken: " in text for text in said) == len(REMEDIES)


def test_every_step_of_the_calibration_that_waits_for_the_wearer_has_a_sentence_and_a_word() -> None:
    waiting = {step.value for step in GuidedStep} - {"done"}
    assert set(STEPS) == set(shown.ASKED) == waiting


def test_a_word_has_at_most_five_capitals() -> None:
    assert all(word.isalpha() and word.isupper() and len(word) <= 5 for word in word_list() if word)
    assert {"ARCH", "HIPS", "TALL", "EASE", "EVEN", "TEMPO", "LOST", "MOVED", "DISK", "STOP"} <= set(word_list())
