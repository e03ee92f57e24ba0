"""What is known of a session, from its repetitions."""

from typing import Any

from imu_hinge.core.progression import Counts, alike, session_of
from imu_hinge.core.progression.facts import counts
from imu_hinge.model.events import RepStatus
from tests.made import rep

UNSURE: dict[str, Any] = {"status": RepStatus.UNSURE}


def test_each_repetition_is_in_form_or_past_a_limit_or_not_seen() -> None:
    listed = [
        rep(1),
        rep(2, cautions=("lumbar_flexion",)),
        rep(3, faults=("low_hinge_share",)),
        rep(4, faults=("incomplete_lockout",)),
        rep(5, **UNSURE),
        rep(6, faults=("lumbar_flexion",), **UNSURE),
        rep(7, not_judged=("lumbar_flexion",)),
        rep(8, valid=False),
    ]
    found = counts(alike(listed))
    assert found == Counts(reps=8, in_form=2, past=2, unseen=4, tops=6, tops_missed=1)
    assert (found.form_share, found.seen_share) == (0.5, 0.5)


def test_a_top_that_could_not_be_judged_is_neither_reached_nor_missed() -> None:
    blind = counts(alike([rep(1, not_judged=("incomplete_lockout",))]))
    assert (blind.tops, blind.lockout_share, blind.form_share) == (0, None, 1.0)


def test_of_no_repetitions_nothing_is_known() -> None:
    none = Counts()
    assert (none.form_share, none.lockout_share, none.seen_share) == (None, None, None)
    assert session_of("a", 1, 1, "band_rdl", {}).hinge_share is None


def test_sides_are_counted_apart_and_the_hinge_is_told_by_its_middle() -> None:
    listed = [
        rep(1, side="left", hinge_share=0.9),
        rep(2, side="right", hinge_share=0.5, faults=("low_hinge_share",)),
        rep(3, side="right", hinge_share=0.7),
        rep(4, side=None, hinge_share=None),
        rep(5, side="left", hinge_share=0.1, **UNSURE),
    ]
    found = session_of("a", 1, 1, "split_stance_hinge", alike(listed))
    assert (found.left.reps, found.right.reps, found.whole.reps) == (2, 2, 5)
    assert (found.right.past, found.left.unseen, found.hinge_share) == (1, 1, 0.7)
