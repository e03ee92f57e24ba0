"""The numbers of several sets together."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.summary import SetSummary, summarise
from imu_hinge.model.events import RepStatus
from imu_hinge.view.advice import most_frequent
from imu_hinge.view.noise import within_noise
from imu_hinge.view.pains import pain_after, pain_before
from imu_hinge.view.totals import together, totals, words
from imu_hinge.view.verdicts import Verdict, verdict_of
from tests.made import S, rep

RDL, BEND = load_exercise("band_rdl"), load_exercise("forward_bend")
PAST = {"faults": ("lumbar_flexion",), "lumbar_flexion_peak_deg": 23.4}
CLOSE = {"cautions": ("lumbar_flexion",), "lumbar_flexion_peak_deg": 15.1}
UNSURE = {"status": RepStatus.UNSURE, "lumbar_flexion_peak_deg": 40.0}
NOT_JUDGED = {"not_judged": tuple(fault.id for fault in RDL.faults), "lumbar_flexion_peak_deg": None}


def a_set(index: int, *changes: dict[str, Any], side: str | None = None) -> SetSummary:
    reps = (rep(number, **{"set_index": index, "side": side, **change}) for number, change in enumerate(changes, 1))
    return summarise(index, tuple(reps), side, None)


def test_nothing_is_all_zeros() -> None:
    none = totals([], RDL)
    assert (none.sets, none.reps, none.peak_deg, none.peak_at) == (0, 0, None, None)
    assert words(none) == "0 reps"


def test_repetitions_are_the_counted_and_the_unsure_and_each_has_one_verdict() -> None:
    found = totals([a_set(1, {}, PAST, UNSURE), a_set(2, {}, CLOSE, NOT_JUDGED)], RDL)
    assert (found.sets, found.reps, found.counted, found.unsure) == (2, 6, 5, 1)
    assert (found.good, found.close, found.past, found.not_judged) == (2, 1, 1, 1)
    assert found.good + found.close + found.past + found.unsure + found.not_judged == found.reps


def test_an_exercise_without_faults_judges_nothing() -> None:
    found = totals([a_set(1, {}, UNSURE)], BEND)
    assert (found.good, found.close, found.past, found.not_judged) == (0, 0, 0, 0)
    assert words(found) == "2 reps, 1 unsure"


def test_the_peak_is_the_first_largest_of_what_is_sure() -> None:
    found = totals([a_set(1, {}, PAST), a_set(3, UNSURE, PAST, {"lumbar_flexion_peak_deg": 50.0, "valid": False})], RDL)
    assert (found.peak_deg, found.peak_at) == (23.4, (1, 2))


KINDS = st.sampled_from([{}, PAST, CLOSE, UNSURE, NOT_JUDGED, {"faults": ("shallow",), "rows": 2}, {"side": "left"}])
SESSIONS = st.lists(st.lists(KINDS, min_size=1, max_size=4), max_size=5)


@settings(max_examples=40)
@given(SESSIONS, st.integers(0, 5), st.integers(0, 5))
def test_the_numbers_of_parts_together_are_those_of_the_whole(
    session: list[list[dict[str, Any]]], first: int, second: int
) -> None:
    sets = [a_set(index, *changes) for index, changes in enumerate(session, 1)]
    low, high = sorted((first, second))
    parts = [totals(part, RDL) for part in (sets[:low], sets[low:high], sets[high:])]
    whole = totals(sets, RDL)
    assert together(parts) == together([together(parts[:2]), parts[2]]) == together([parts[0], together(parts[1:])])
    assert together(parts) == whole
    assert [list(one) for one in (together(parts).faults, together(parts).sides)] == [
        list(one) for one in (whole.faults, whole.sides)
    ]


@settings(max_examples=40)
@given(SESSIONS)
def test_the_numbers_are_those_of_all_repetitions_counted_one_by_one(session: list[list[dict[str, Any]]]) -> None:
    sets = [a_set(index, *changes) for index, changes in enumerate(session, 1)]
    reps = [one for made in sets for one in made.reps]
    found, verdicts = totals(sets, RDL), [verdict_of(one, RDL) for one in reps]
    sure = [one for one in reps if one.valid and one.status is RepStatus.COUNTED]
    peaks = [deg for one in sure if (deg := one.lumbar_flexion_peak_deg) is not None]
    assert (found.sets, found.reps, found.rows) == (len(sets), len(reps), sum(one.rows for one in reps))
    assert (found.good, found.past) == (verdicts.count(Verdict.GOOD), verdicts.count(Verdict.PAST))
    assert found.peak_deg == max(peaks, default=None)
    assert sum(found.sides.values()) == sum(one.side is not None for one in reps)


def test_the_most_frequent_fault_of_all_sets_comes_first() -> None:
    shallow = {"faults": ("shallow",)}
    found = totals([a_set(1, PAST, shallow, shallow), a_set(2, PAST, PAST, CLOSE)], RDL)
    assert list(found.faults.items()) == [("lumbar_flexion", 3), ("shallow", 2)]
    assert list(found.cautions.items()) == [("lumbar_flexion", 1)]


def test_sides_and_rows_are_counted() -> None:
    found = totals([a_set(1, {"rows": 2}, {"rows": 1}, side="right"), a_set(2, {}, side="left")], RDL)
    assert (found.rows, dict(found.sides)) == (3, {"left": 1, "right": 2})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([{}], "1 rep: 1 good"),
        ([{}, {}, PAST, CLOSE, UNSURE], "5 reps: 2 good, 1 close, 1 past the limit, 1 unsure"),
        ([{}, NOT_JUDGED], "2 reps: 1 good, 1 not judged"),
        ([UNSURE, UNSURE], "2 reps, 2 unsure"),
        ([NOT_JUDGED], "1 rep"),
    ],
)
def test_the_numbers_in_words(changes: list[dict[str, Any]], said: str) -> None:
    assert words(totals([a_set(1, *changes)], RDL)) == said


def test_the_numbers_as_json() -> None:
    told = json.loads(json.dumps(totals([a_set(1, {}, PAST)], RDL).to_dict()))
    assert told["reps"] == 2 and told["peak_at"] == [1, 2] and told["faults"] == {"lumbar_flexion": 1}


def test_a_fault_past_the_limit_comes_before_one_that_is_close() -> None:
    def asked(faults: dict[str, int], cautions: dict[str, int]) -> str | None:
        fault = most_frequent(faults, cautions, RDL)
        return fault.id if fault else None

    assert asked({"not_tall": 1}, {"lumbar_flexion": 9}) == "not_tall"
    assert asked({}, {"lumbar_flexion": 9}) == "lumbar_flexion"
    assert asked({"of_a_later_version": 3}, {}) is None


def test_a_pain_score_belongs_to_the_start_or_to_the_set_before_it() -> None:
    sets = [a_set(1, {}), summarise(2, (rep(9, set_index=2),), None, None)]
    scores = [(0, 2), (7 * S, 4), (20 * S, 5), (30 * S, 6), (60 * S, 1)]
    assert pain_before(sets, scores) == 2
    assert [pain_after(sets, scores, position) for position in (0, 1)] == [6, 1]
    assert pain_before(sets, scores[2:]) is None
    assert pain_after(sets, scores[:1], 1) is None
    assert pain_before([], scores) == 2


@pytest.mark.parametrize(("change_deg", "noise"), [(0.0, True), (-8.0, True), (8.1, False), (-12.0, False)])
def test_small_changes_between_days_say_nothing(change_deg: float, noise: bool) -> None:
    assert within_noise(change_deg) is noise
