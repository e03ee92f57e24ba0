"""Cues about form: which sort, at most one in a repetition, and how much of them each dose lets through."""

from collections.abc import Sequence

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.cues.cue import Sort
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.dose import Dose
from imu_hinge.model.events import FaultRaised, Level
from tests.cues.scenes import FAULTS, Moment, at, calibrated, done, ended, hear, raised, rejected, rows, started

FORM = (Sort.FAULT, Sort.TALL)


def faulty_set(index: int, reps: int = 8, faulty: Sequence[int] = range(1, 9)) -> list[Moment]:
    """A set in which these repetitions are past their limit, one every four seconds."""
    t0_s = 100.0 * index
    moments = [at(t0_s, started(t0_s, index))]
    for n in range(1, reps + 1):
        t_s, faults = t0_s + 4 * n, ("lumbar_flexion",) if n in faulty else ()
        moments += [at(t_s, raised(t_s, rep_index=n, set_index=index))] if faults else []
        told = done(t_s + 1, n, id=100 * index + n, set_index=index, faults=faults)
        moments += [at(t_s + 1, told)]
    return [*moments, at(t0_s + 60, ended(t0_s + 60, counted=reps, index=index))]


@pytest.mark.parametrize(
    ("fault", "sort", "words"),
    [
        ("lumbar_flexion", Sort.FAULT, "keep the arch"),
        ("low_hinge_share", Sort.FAULT, "hips back"),
        ("arch_lost", Sort.FAULT, "keep the arch"),
        ("row_arch_lost", Sort.FAULT, "keep the arch"),
        ("incomplete_lockout", Sort.TALL, "stand tall"),
        ("not_tall", Sort.TALL, "stand tall"),
        ("forward_lean", Sort.TALL, "stand tall"),
        ("overextension", Sort.FAULT, "ease off at the top"),
    ],
)
def test_every_fault_has_its_sort_and_its_words(fault: str, sort: Sort, words: str) -> None:
    heard = hear([at(1, raised(1, fault)), at(5, raised(5, fault, rep_index=2))], Cues(load_exercise("rdl_row")))
    assert heard.said == [(1, sort, words), (5, sort, words)]


@pytest.mark.parametrize("fault", ["shallow", "speed_loss"])
def test_nobody_is_told_to_go_deeper_or_faster(fault: str) -> None:
    assert hear([at(1, raised(1, fault))]).cues == []


def test_a_caution_is_not_said() -> None:
    assert hear([at(1, raised(1, level=Level.CAUTION))]).cues == []


def test_what_the_coach_keeps_to_itself_is_not_said() -> None:
    silent = FaultRaised(
        t_ns=1, fault="arch_lost", level=Level.FAULT, set_index=1, rep_index=1, value=20.0, limit=12.0, cue=""
    )
    assert hear([at(1, silent)]).cues == []


def test_one_cue_in_a_repetition_even_if_two_are_given() -> None:
    scene = [at(1, raised(1), raised(1, "not_tall")), at(2, raised(2, "forward_lean")), at(5, raised(5, rep_index=2))]
    assert hear(scene).words(*FORM) == ["keep the arch", "keep the arch"]


def test_a_movement_that_was_none_does_not_use_up_the_cue_of_the_next() -> None:
    heard = hear([at(1, raised(1)), at(2, rejected(2, None, "not_a_hinge")), at(5, raised(5))])
    assert len(heard.words(*FORM)) == 2


THREE_SETS = [*faulty_set(1), *faulty_set(2), *faulty_set(3)]


@pytest.mark.parametrize(
    ("dose", "per_set"),
    [
        (Dose.EVERY, [8, 8, 8]),
        (Dose.PAST_ONLY, [8, 8, 8]),
        (Dose.EVERY_NTH, [3, 3, 3]),
        (Dose.FADING, [8, 4, 0]),
        (Dose.SUMMARY, [0, 0, 0]),
        (Dose.SILENT, [0, 0, 0]),
    ],
)
def test_how_many_of_eight_faults_each_dose_tells(dose: Dose, per_set: list[int]) -> None:
    cues = Cues(load_exercise("band_rdl"), dose)
    told = hear(THREE_SETS, cues)
    times_s = [cue.t_ns / 1e9 for cue in told.cues if cue.sort in FORM]
    assert [sum(100 * n <= t < 100 * n + 100 for t in times_s) for n in (1, 2, 3)] == per_set
    assert len(cues.withheld) == 24 - sum(per_set)


def test_every_nth_leaves_two_repetitions_between() -> None:
    scene = faulty_set(1, faulty=(2, 3, 4, 6, 7, 8))
    told = hear(scene, Cues(load_exercise("band_rdl"), Dose.EVERY_NTH)).times_s(Sort.FAULT)
    assert [(t - 100) / 4 for t in told] == [2, 6]


def test_every_second_fault_is_counted_in_faults() -> None:
    scene = [*faulty_set(1, faulty=()), *faulty_set(2, faulty=(2, 3, 4, 6, 7, 8))]
    told = hear(scene, Cues(load_exercise("band_rdl"), Dose.FADING)).times_s(Sort.FAULT)
    assert [(t - 200) / 4 for t in told] == [2, 4, 7]


def test_what_is_withheld_is_known_in_its_own_words() -> None:
    cues = Cues(load_exercise("band_rdl"), Dose.SILENT)
    hear(faulty_set(1, faulty=(2, 5)), cues)
    assert [(cue.t_ns / 1e9, cue.sort, cue.words) for cue in cues.withheld] == [
        (108, Sort.FAULT, "keep the arch"),
        (120, Sort.FAULT, "keep the arch"),
    ]


def test_the_first_cue_of_a_session_is_explained_at_the_next_rest_and_only_there() -> None:
    rests = hear([*faulty_set(1), *faulty_set(2)]).words(Sort.REST)
    assert [FAULTS["lumbar_flexion"].explanation in one for one in rests] == [True, False]


@pytest.mark.parametrize(
    ("dose", "rest", "counts"),
    [
        (Dose.EVERY, "rest, eight", 8),
        (Dose.PAST_ONLY, "rest, eight", 8),
        (Dose.EVERY_NTH, "rest, eight", 8),
        (Dose.FADING, "rest, eight", 8),
        (Dose.SUMMARY, "rest, two of eight: rounded", 8),
        (Dose.SILENT, "rest, eight", 0),
    ],
)
def test_counts_and_the_end_of_the_set_under_each_dose(dose: Dose, rest: str, counts: int) -> None:
    heard = hear(faulty_set(1, faulty=(3, 4)), Cues(load_exercise("band_rdl"), dose))
    (said,) = heard.words(Sort.REST)
    assert said.removesuffix(f". {FAULTS['lumbar_flexion'].explanation}") == rest
    assert len(heard.words(Sort.REP)) == counts


def test_each_sum_is_about_its_own_set() -> None:
    scene = [*faulty_set(1, faulty=(3, 4)), *faulty_set(2, faulty=(5,))]
    heard = hear(scene, Cues(load_exercise("band_rdl"), Dose.SUMMARY))
    assert heard.words(Sort.REST) == ["rest, two of eight: rounded", "rest, one of eight: rounded"]


def test_a_set_without_faults_has_no_sum() -> None:
    heard = hear(faulty_set(1, faulty=()), Cues(load_exercise("band_rdl"), Dose.SUMMARY))
    assert heard.words(Sort.REST) == ["rest, eight"]


def test_the_sum_is_about_the_most_frequent_fault_that_has_a_cue() -> None:
    reps = [
        done(1, 1, faults=("low_hinge_share", "shallow")),
        done(2, 2, faults=("low_hinge_share", "shallow")),
        done(3, 3, faults=("lumbar_flexion", "shallow")),
    ]
    scene = [*(at(one.t_ns / 1e9, one) for one in reps), at(9, ended(9, counted=3))]
    heard = hear(scene, Cues(load_exercise("band_rdl"), Dose.SUMMARY))
    assert heard.words(Sort.REST) == ["rest, two of three: little hinge"]


@pytest.mark.parametrize(("dose", "ticks"), [(dose, dose in (Dose.EVERY, Dose.FADING)) for dose in Dose])
def test_which_doses_tick_near_the_limit(dose: Dose, ticks: bool) -> None:
    scene = [
        at(1, calibrated(1)),
        at(10, raised(10, level=Level.CAUTION)),
        *(at(t / 10 + 0.1, frames=rows(t / 10, 75.0, 50.0)) for t in range(100, 110)),
    ]
    heard = hear(scene, Cues(load_exercise("band_rdl"), dose))
    assert bool(heard.times_s(Sort.NEAR)) is ticks
