"""What a trainer wants, and who watches, on the live screen."""

from dataclasses import replace

import pytest

from imu_hinge.cues.shown import STOP
from imu_hinge.tui.helping import help_text
from imu_hinge.view.snapshot import Asked, Proposal, Snapshot, Watched
from tests.tiers import sizes
from tests.tui.looking import look
from tests.tui.made import CALIBRATING, PAIN, RESTING, SET, STANDING, SUMMARY, WAITING

PROPOSED = Asked(proposal=Proposal("anna", "rdl_row", "Romanian deadlift with a row, left, 8 reps a set", "left"))
OFFER = "anna proposes Romanian deadlift with a row, left, 8 reps a set: enter takes it, esc leaves it"
STOPPED = Asked(stop="anna asks you to stop: the band is torn")
WATCHED = Watched("anna", "watched by anna")
UNWATCHED = Watched("", "not watched: the broker cannot be reached; 12 not yet with anna")


def stopped(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, asked=STOPPED, banner=replace(STOP, line=STOPPED.stop))


@pytest.mark.parametrize("snapshot", [RESTING, STANDING, WAITING, CALIBRATING])
def test_a_proposal_is_shown_between_sets_and_one_key_takes_it_one_leaves_it(snapshot: Snapshot) -> None:
    proposed = replace(snapshot, asked=PROPOSED)
    for size in ((80, 24), (120, 40), (200, 60)):
        assert OFFER in " ".join(" ".join(look(proposed, size)["asked"]).split())
    assert look(proposed, (80, 24), "enter").said == [("take_exercise", "")]
    assert look(proposed, (80, 24), "escape").said == [("leave_exercise", "")]


def test_in_a_set_enter_ends_the_set_and_nothing_is_taken() -> None:
    assert look(replace(SET, asked=PROPOSED), (80, 24), "enter", "escape").said == [("end_set", "")]


def test_space_begins_the_set_whatever_is_proposed() -> None:
    assert look(replace(RESTING, asked=PROPOSED), (80, 24), "space").said == [("start_set", "")]


def test_while_pain_is_asked_for_nothing_else_is_answered() -> None:
    said = look(replace(PAIN, asked=PROPOSED), (80, 24), "p", "escape").said
    assert said == [("pain", ""), ("pain", "unanswered")]


def test_escape_drops_the_note_being_written_first() -> None:
    assert look(replace(RESTING, asked=PROPOSED), (80, 24), "n", "a", "escape").said == []


@pytest.mark.parametrize("size", sizes([(80, 24), (50, 12), (120, 40), (200, 60)], 2))
@pytest.mark.parametrize("snapshot", [SET, RESTING, STANDING, WAITING, CALIBRATING])
def test_a_stop_takes_the_screen(snapshot: Snapshot, size: tuple[int, int]) -> None:
    seen = look(stopped(snapshot), size)
    assert seen.flooded
    assert not {"count", "reps", "page", "gauge", "share", "trace"} & set(seen.parts)
    assert len(seen["banner"]) >= size[1] - 7, "all but sensors, keys, and a score of pain at rest"
    assert "anna asks you to stop: the band is torn" in " ".join(" ".join(seen["banner"]).split())


def test_a_proposal_is_shown_beneath_a_stop_too() -> None:
    both = replace(stopped(RESTING), asked=replace(STOPPED, proposal=PROPOSED.proposal, note="anna: soft knees"))
    seen = look(both, (80, 24), "escape")
    assert OFFER in " ".join(" ".join(seen["asked"]).split()) and "soft knees" not in " ".join(seen["asked"])
    assert seen.said == [("leave_exercise", "")]


def test_a_note_is_read_at_rest() -> None:
    noted = replace(RESTING, asked=Asked(note="anna: [b]soft[/b] knees"))
    assert "anna: [b]soft[/b] knees" in look(noted, (80, 24))["asked"][0]
    assert "asked" not in look(replace(SET, asked=noted.asked), (80, 24)), "not in the set"


def test_of_a_long_note_its_beginning_is_shown() -> None:
    rows = look(replace(RESTING, asked=Asked(note="anna: " + "soft knees " * 300)), (80, 24))["asked"]
    assert rows[0].startswith(" anna: soft knees") and rows[-1].rstrip().endswith("…")


@pytest.mark.parametrize("size", sizes([(80, 24), (20, 6), (40, 12), (200, 60)], 2))
@pytest.mark.parametrize("snapshot", [SET, RESTING, STANDING, WAITING, CALIBRATING])
def test_who_watches_stands_there_all_the_time(snapshot: Snapshot, size: tuple[int, int]) -> None:
    assert "watched by anna" in look(replace(snapshot, watched=WATCHED), size)["watched"][0]
    assert "watched" not in look(snapshot, size), "nobody does"


def test_where_the_broker_is_gone_that_is_told_in_words() -> None:
    [row] = look(replace(SET, watched=UNWATCHED), (80, 24))["watched"]
    assert UNWATCHED.words in row


def test_one_key_ends_it() -> None:
    assert look(replace(SET, watched=WATCHED), (80, 24), "w").said == [("unwatched", "")]
    assert look(SET, (80, 24), "w").said == []
    assert "not to be watched any more" in help_text(replace(SET, watched=WATCHED))
    assert "watched" not in help_text(SET)
    assert "watched" not in look(replace(SUMMARY, watched=WATCHED), (80, 24))
