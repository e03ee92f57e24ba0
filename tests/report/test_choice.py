"""What to look after next time, and the two repetitions that show it."""

from dataclasses import replace
from typing import Any

import pytest

from imu_hinge.model.events import CalibrationRefused
from imu_hinge.report.choice import pair, sentence
from tests.made import S
from tests.report.made import BEND, CLOSE, CONTENTS, NOT_JUDGED, PAST, UNSURE, a_set
from tests.wording import forbidden


def test_the_trainers_words_come_first() -> None:
    said = sentence(replace(CONTENTS, note="Hips back first."))
    assert (said.words, said.whose) == ("Hips back first.", "your trainer")


def test_without_them_the_most_frequent_fault_explains_itself() -> None:
    said = sentence(CONTENTS)
    assert said.words.startswith("Keep the arch: let the bend come from the crease of the hips")
    assert said.whose == "suggested by this session: rounded in 1 of 6 reps"


def test_what_is_only_close_is_told_as_that() -> None:
    assert sentence(replace(CONTENTS, sets=(a_set(1, {}, CLOSE),))).whose == (
        "suggested by this session: close to rounded in 1 of 2 reps"
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sets": (a_set(1, {}, {}),)}, "All inside your limits. Same again."),
        ({"sets": (a_set(1, {}, UNSURE),)}, "Some reps could not be judged: data were missing."),
        ({"sets": (a_set(1, NOT_JUDGED),)}, "Some reps could not be judged: data were missing."),
        ({"sets": (a_set(1, {"faults": ("tempo",)}),)}, "Most often: off tempo."),
        ({"exercise": BEND}, "Counted and measured; this assessment judges nothing."),
        ({"sets": ()}, "No reps were counted."),
        ({"sets": (), "refused": CalibrationRefused(t_ns=S, reason="x", remedy="stand still")}, "Stand still."),
    ],
)
def test_every_session_gets_a_sentence(changes: dict[str, Any], words: str) -> None:
    said = sentence(replace(CONTENTS, **changes))
    assert said.words == words
    assert forbidden(said.words) == []


@pytest.mark.parametrize(
    ("changes", "score"),
    [
        ({"pains": ((2 * S, 1), (70 * S, 6))}, 6),
        ({"pains": ((70 * S, 6), (130 * S, 2))}, 6),
        ({"pains": ((70 * S, 2), (150 * S, 5))}, 5),
        ({"pains": ((70 * S, 2),), "pain_next_day": 7}, 7),
        ({"pains": ((70 * S, 3),), "pain_limit": 3}, 3),
    ],
    ids=["in a set", "less later", "after", "the day after", "a lower limit"],
)
@pytest.mark.parametrize("sets", [(a_set(1, {}), a_set(2, {})), (a_set(1, PAST), a_set(2, {}))], ids=["inside", "past"])
def test_pain_from_the_start_limit_on_comes_before_what_the_reps_suggest(
    sets: Any, changes: dict[str, Any], score: int
) -> None:
    said = sentence(replace(CONTENTS, sets=sets, **changes))
    assert said.words == f"Pain {score} was noted. Talk it over with a trainer before you go on."
    assert forbidden(said.words) == []
    assert sentence(replace(CONTENTS, note="Rest.", **changes)).words == "Rest."


@pytest.mark.parametrize("pains", [((2 * S, 6), (70 * S, 2)), ((70 * S, 9), (72 * S, 2)), ((70 * S, 4),)])
def test_pain_before_the_session_a_score_that_was_changed_and_a_low_one_are_none_of_it(pains: Any) -> None:
    sets = (a_set(1, {}), a_set(2, {}))
    assert sentence(replace(CONTENTS, sets=sets, pains=pains)).words == "All inside your limits. Same again."


def test_the_best_is_the_good_one_with_the_smallest_peak() -> None:
    chosen = pair(CONTENTS)
    assert chosen.best is not None and (chosen.best.set_index, chosen.best.index) == (1, 3)


def test_the_one_to_work_on_has_the_most_frequent_fault() -> None:
    little = {"faults": ("low_hinge_share",), "lumbar_flexion_peak_deg": 20.0}
    most = {**little, "lumbar_flexion_peak_deg": 22.0}
    chosen = pair(replace(CONTENTS, sets=(a_set(1, {}, little, most, PAST),)))
    assert chosen.other is not None and chosen.other.index == 3
    assert chosen.other_name == "to work on"


def test_where_all_are_good_the_other_one_has_the_largest_peak() -> None:
    chosen = pair(replace(CONTENTS, sets=(a_set(1, {}, {"lumbar_flexion_peak_deg": 12.0}, {}),)))
    assert chosen.other is not None and chosen.other.index == 2
    assert chosen.other_name == "largest peak"


@pytest.mark.parametrize("changes", [(), (UNSURE,), (NOT_JUDGED, NOT_JUDGED)])
def test_what_was_not_measured_is_never_shown_as_an_example(changes: tuple[dict[str, Any], ...]) -> None:
    chosen = pair(replace(CONTENTS, sets=(a_set(1, *changes),) if changes else ()))
    assert (chosen.best, chosen.other) == (None, None)


def test_a_single_repetition_stands_alone() -> None:
    good, rounded = (pair(replace(CONTENTS, sets=(a_set(1, change),))) for change in ({}, PAST))
    assert good.best is not None and good.other is None
    assert rounded.best is None and rounded.other is not None
