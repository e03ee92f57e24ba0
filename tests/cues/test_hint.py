"""A set that is not what it was: one quiet word at most, and a sentence until it ends."""

from typing import Any

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.progression.ticks import Aim
from imu_hinge.core.quality import Quality
from imu_hinge.cues.cue import Cue, Mode, Sort, rank
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.dose import Dose
from imu_hinge.cues.hint import hint_words, pace_words
from imu_hinge.cues.modes import heard
from imu_hinge.cues.planned import PLAN, Planned, plan_argument
from imu_hinge.model.events import RepStatus
from tests.cues.scenes import Moment, at, calibrated, done, ended, hear, look, started, word

SLOW: dict[str, Any] = {"concentric_peak_dps": 60.0, "cautions": ("speed_loss",)}
FLAT: dict[str, Any] = {"hinge_share": 0.5, "faults": ("low_hinge_share",)}
ROUND: dict[str, Any] = {"lumbar_flexion_peak_deg": 33.0, "faults": ("lumbar_flexion",)}
END_S = 60.0
RDL = load_exercise("band_rdl")


def changing(changes: dict[str, Any], reps: int = 9, start_s: float = 10.0, index: int = 1) -> list[Moment]:
    """Four repetitions, and `changes` in those that follow; each takes four seconds."""
    moments = [at(start_s, started(start_s, index))]
    for number in range(1, reps + 1):
        later: dict[str, Any] = changes if number > 4 else {}
        moments.append(at(start_s + 4 * number, done(start_s + 4 * number, number, set_index=index, **later)))
    return [*moments, at(start_s + 50, ended(start_s + 50, reps, index=index))]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (SLOW, "slowing, last ones"),
        (FLAT, "less from the hips, last ones"),
        (ROUND, "rounding more, last ones"),
    ],
)
def test_the_second_repetition_past_the_limit_is_told_once(changes: dict[str, Any], words: str) -> None:
    said = hear(changing(changes))
    assert [(cue.t_ns / 1e9, cue.words) for cue in said.cues if cue.sort is Sort.HINT] == [(34.0, words)]


def test_in_the_next_set_it_may_be_told_again() -> None:
    assert len(hear([*changing(SLOW), *changing(SLOW, start_s=100.0, index=2)]).words(Sort.HINT)) == 2


def test_it_ends_nothing_and_gives_way_to_all_that_is_more_urgent() -> None:
    hint, count, fault = (Cue(t_ns=0, sort=sort) for sort in (Sort.HINT, Sort.REP, Sort.FAULT))
    assert rank(hint) > rank(count) > rank(fault)
    assert hear(changing(SLOW)).words(Sort.REST) == ["rest, nine"]


@pytest.mark.parametrize(
    ("mode", "tone", "words"),
    [(Mode.OFF, False, False), (Mode.TONES, True, False), (Mode.COUNTS, True, False), (Mode.ALL, True, True)],
)
def test_its_words_are_heard_where_all_words_are(mode: Mode, tone: bool, words: bool) -> None:
    found = heard(mode, Cue(t_ns=0, sort=Sort.HINT, words="slowing, last ones"))
    assert (found.tone, found.words) == (tone, words)


@pytest.mark.parametrize("dose", [Dose.SILENT, Dose.SUMMARY])
def test_where_no_fault_is_told_it_is_kept_back(dose: Dose) -> None:
    cues = Cues(RDL, dose)
    assert hear(changing(SLOW), cues).words(Sort.HINT) == []
    assert [cue.words for cue in cues.withheld] == ["slowing, last ones"]


def test_it_is_news_for_a_moment_only() -> None:
    late = [
        (at(item.t_ns / 1e9 + 5.0)[0], step) if step.events and item.t_ns > 30e9 else (item, step)
        for item, step in changing(SLOW)
    ]
    assert hear(late).words(Sort.HINT) == []


def test_what_a_new_calibration_finds_in_the_past_is_not_spoken() -> None:
    again = at(34.1, calibrated(34.1), *(done(10 + 4 * n, n, **SLOW) for n in (5, 6)))
    steady = changing({}, reps=6)
    assert hear([*steady[:-1], again]).words(Sort.HINT) == []


def test_the_planned_repetitions_are_finished_in_peace() -> None:
    """A hint with the last planned repetition would come too late."""
    plan = word(0.0, PLAN, plan_argument(Planned(Aim("band_rdl", 3, 6))))
    assert hear([plan, *changing(SLOW)]).words(Sort.HINT) == []


@pytest.mark.parametrize(
    "changes",
    [{**SLOW, "status": RepStatus.UNSURE}, {**SLOW, "valid": False}, {}],
    ids=["unsure", "not valid", "steady"],
)
def test_without_sure_reasons_it_is_silent(changes: dict[str, Any]) -> None:
    assert hear(changing(changes)).words(Sort.HINT) == []
    assert not any("last ones" in banner.line for _, banner in look(changing(changes)))


def test_the_sentence_stands_until_the_set_ends_below_no_word() -> None:
    seen = [(t_s, banner) for t_s, banner in look(changing(SLOW)) if "slowing" in banner.line]
    assert [(t_s, banner.word) for t_s, banner in seen] == [(34.0, "")]
    assert seen[0][1].line == "slowing, last ones: 25 % slower than reps 1 to 4"
    assert look(changing(SLOW))[-1][1].word == "REST"


def test_the_words_say_against_what() -> None:
    assert hint_words(Quality()) == ""
    assert pace_words(-0.1) == "10 % quicker"
