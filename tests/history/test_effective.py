from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.core.summary import summarise
from imu_hinge.history.effective import effective, excluded, exercise_in_force, rep_at, standing
from imu_hinge.history.rows import Edit, Said
from imu_hinge.model.events import Rep, RepStatus
from imu_hinge.view.totals import totals
from tests.history.made import EXERCISE, NOW_NS, REPS, SAID
from tests.made import S, rep, set_ended

SESSION, AUTHOR = uuid4(), uuid4()


def edit(n: int, action: str, t_bottom_ns: int | None = None, **after: Any) -> Edit:
    return Edit(
        id=uuid4(),
        session_id=SESSION,
        n=n,
        at_ns=NOW_NS,
        author_id=AUTHOR,
        action=action,
        t_bottom_ns=t_bottom_ns,
        before={},
        after=after,
        reason="",
    )


def undo(n: int, other: Edit) -> Edit:
    return edit(n, "undo", edit=str(other.id))


def bottoms(reps: Iterable[Rep]) -> list[int]:
    return [rep.t_bottom_ns for rep in reps]


FIRST, SECOND, THIRD = bottoms(REPS)


def test_without_corrections_it_is_what_the_program_said() -> None:
    assert effective(SAID, ()) == SAID.sets
    assert excluded(SAID, ()) == ()


def test_an_excluded_repetition_does_not_count_and_can_be_seen() -> None:
    out = edit(1, "exclude", SECOND)
    (one,) = effective(SAID, [out])
    assert (one.counted, one.faults) == (2, {})
    assert one.spreads["lumbar_flexion_peak_deg"].largest == 11.0
    assert (one.t_start_ns, one.t_end_ns, one.ended) == (8 * S, 40 * S, True)
    assert excluded(SAID, [out]) == (REPS[1],)


def test_a_set_without_repetitions_is_none() -> None:
    out = [edit(n, "exclude", t_ns) for n, t_ns in enumerate((FIRST, SECOND, THIRD), start=1)]
    assert effective(SAID, out) == ()


def test_undone_corrections_do_not_hold_and_undoing_can_be_undone() -> None:
    out, side = edit(1, "exclude", FIRST), edit(2, "side", SECOND, side="left")
    taken_back = undo(3, side)
    assert standing([out, side, taken_back]) == (out,)
    assert standing([out, side, taken_back, undo(4, taken_back)]) == (out, side)
    assert standing([out, side, taken_back, undo(4, out)]) == ()


def test_the_order_of_the_journal_counts_and_not_the_clock() -> None:
    first = edit(1, "status", FIRST, status="unsure")
    second = replace(edit(2, "status", FIRST, status="counted"), at_ns=NOW_NS - 5 * S)
    assert effective(SAID, [second, first]) == SAID.sets


def test_status_side_and_one_fault_can_be_changed() -> None:
    (one,) = effective(
        SAID,
        [
            edit(1, "status", FIRST, status="unsure"),
            edit(2, "clear_fault", SECOND, fault="lumbar_flexion"),
            *(edit(n, "side", t_ns, side="left") for n, t_ns in enumerate((FIRST, SECOND, THIRD), start=3)),
        ],
    )
    assert (one.counted, one.unsure, one.faults, one.side) == (2, 1, {}, "left")
    assert one.reps[1].lumbar_flexion_peak_deg == 31.5
    assert totals([one], EXERCISE).good == 2


def test_a_set_keeps_its_side_while_one_of_its_repetitions_is_of_it() -> None:
    left = tuple(replace(one, side="left") for one in REPS)
    said = replace(SAID, sets=(summarise(1, left, "left", set_ended(3)),))
    assert effective(said, [edit(1, "side", FIRST, side="right")])[0].side == "left"


def test_restored_is_what_the_program_had() -> None:
    changed = [edit(1, "status", FIRST, status="unsure"), edit(2, "exclude", FIRST)]
    assert effective(SAID, [*changed, edit(3, "restore", FIRST)]) == SAID.sets


def test_an_added_movement_counts_and_is_never_called_good() -> None:
    more = edit(1, "add", 27 * S, set_index=1, side=None, t_start_ns=26 * S, t_end_ns=28 * S)
    (one,) = effective(SAID, [more])
    added = one.reps[-1]
    assert (added.index, added.t_bottom_ns, added.lumbar_flexion_peak_deg, added.valid) == (4, 27 * S, None, False)
    assert added.id < 0
    assert (totals([one], EXERCISE).good, totals([one], EXERCISE).not_judged) == (2, 1)
    assert effective(SAID, [more, edit(2, "restore", 27 * S)]) == SAID.sets


def test_a_movement_can_be_added_in_a_set_of_its_own() -> None:
    more = edit(1, "add", 52 * S, set_index=2, side="right", t_start_ns=51 * S, t_end_ns=53 * S)
    assert [(one.index, one.counted, one.side) for one in effective(SAID, [more])] == [(1, 3, None), (2, 1, "right")]


def test_corrections_hold_for_what_a_later_fold_says_of_the_same_movements() -> None:
    moved = (
        replace(one, id=one.id + 7, t_start_ns=one.t_start_ns - 200, t_bottom_ns=one.t_bottom_ns + S // 3)
        for one in REPS
    )
    again = replace(SAID, sets=(summarise(1, tuple(moved), None, set_ended(3)),))
    (one,) = effective(again, [edit(1, "exclude", FIRST), edit(2, "clear_fault", SECOND, fault="lumbar_flexion")])
    assert (one.counted, one.faults) == (2, {})


def test_a_correction_of_what_a_later_fold_does_not_see_changes_nothing() -> None:
    fewer = replace(SAID, sets=(summarise(1, REPS[:2], None, set_ended(2)),))
    edits = [edit(1, "exclude", THIRD), edit(2, "status", THIRD, status="unsure")]
    assert effective(fewer, edits) == fewer.sets


def test_of_two_movements_at_one_time_the_nearer_is_meant() -> None:
    late = rep(2, t_start_ns=REPS[0].t_end_ns)
    said = Said(sets=(summarise(1, (REPS[0], late), None, None),), calibrations=(), rejected=())
    found = rep_at(said, (), REPS[0].t_end_ns)
    assert found == REPS[0]


def test_the_exercise_in_force_is_the_last_that_was_named() -> None:
    first, second = edit(1, "exercise", exercise="rdl_row"), edit(2, "exercise", exercise="band_hinge")
    assert exercise_in_force([first, second]) == "band_hinge"
    assert exercise_in_force([first, second, undo(3, second)]) == "rdl_row"
    assert exercise_in_force([]) is None
    assert effective(SAID, [first]) == SAID.sets


ANY_EDIT: st.SearchStrategy[tuple[str, dict[str, Any]]] = st.one_of(
    st.tuples(st.just("exclude"), st.just({})),
    st.tuples(st.just("restore"), st.just({})),
    st.tuples(st.just("status"), st.builds(dict, status=st.sampled_from(["counted", "unsure"]))),
    st.tuples(st.just("side"), st.builds(dict, side=st.sampled_from(["left", "right", None]))),
    st.tuples(st.just("clear_fault"), st.just({"fault": "lumbar_flexion"})),
)


@given(st.lists(st.tuples(ANY_EDIT, st.sampled_from([FIRST, SECOND, THIRD])), max_size=8))
def test_whatever_is_done_it_can_be_undone_step_by_step(asked: list[tuple[tuple[str, dict[str, Any]], int]]) -> None:
    journal: list[Edit] = []
    states = [effective(SAID, journal)]
    for (action, after), t_ns in asked:
        journal.append(edit(len(journal) + 1, action, t_ns, **after))
        states.append(effective(SAID, journal))
    for state in reversed(states):
        assert effective(SAID, journal) == state
        assert sum(one.counted + one.unsure for one in state) + len(excluded(SAID, journal)) == len(REPS)
        if standing(journal):
            journal.append(undo(len(journal) + 1, standing(journal)[-1]))


def test_a_repetition_keeps_its_id_whatever_is_corrected() -> None:
    (one,) = effective(SAID, [edit(1, "side", FIRST, side="left"), edit(2, "exclude", SECOND)])
    assert [(rep.id, rep.index, rep.status) for rep in one.reps] == [
        (1, 1, RepStatus.COUNTED),
        (3, 3, RepStatus.COUNTED),
    ]
