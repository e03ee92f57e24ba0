"""One card for each state a client can be in."""

from dataclasses import replace

import pytest

from imu_hinge.catalogue import Exercise
from imu_hinge.core.progression.ticks import Aim, SetDone
from imu_hinge.core.summary import SetSummary
from imu_hinge.cues.planned import Planned as PlannedToday
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.view.cards import Card, Need, Pip, card_of, heads, hidden_words
from imu_hinge.view.plan import sets_done
from imu_hinge.view.signals import Signal
from imu_hinge.view.snapshot import Sensor, Snapshot, Stage
from imu_hinge.view.today import today
from imu_hinge.view.verdicts import Verdict
from imu_hinge.view.wall import Planned, Presence, Seat
from tests.made import S
from tests.tui.made import PAST, RDL, SENSORS, SPLIT, UNSURE, a_set
from tests.tui.walls import (
    CLOSE_TO,
    GOOD,
    LOST,
    LOW,
    OPEN,
    PAST_LIMIT,
    RESTING,
    SIX,
    STOPPED,
    lifting,
    seat,
)


def card(snapshot: Snapshot | None, **changes: object) -> Card:
    return card_of(seat(1, snapshot, "Anna", **changes))


@pytest.mark.parametrize(
    ("snapshot", "need", "glyph", "words"),
    [
        (LOST, Need.LOST, "?", "THORACIC LOST 9 s, count paused"),
        (STOPPED, Need.STOPPED, "!", "STOPPED, pain 6"),
        (PAST_LIMIT, Need.PAST, "✗", "ARCH 24 deg, 2 of last 3"),
        (CLOSE_TO, Need.CLOSE, "~", "close ARCH 15 deg, 2 of last 3"),
        (LOW, Need.BATTERY, "~", "THORACIC battery 12 %"),
        (GOOD, Need.WORKING, "●", "good"),
        (RESTING, Need.RESTING, "=", "resting"),
        (replace(RESTING, stage=Stage.READY), Need.RESTING, "=", "ready"),
        (None, Need.AWAY, "-", "nothing came yet"),
    ],
)
def test_each_state_has_its_need_its_glyph_and_its_sentence(
    snapshot: Snapshot | None, need: Need, glyph: str, words: str
) -> None:
    seen = card(snapshot)
    assert (seen.need, seen.glyph, seen.words) == (need, glyph, words)


def test_what_is_most_urgent_is_said_where_several_things_hold() -> None:
    everything = replace(PAST_LIMIT, sensors=LOST.sensors, stopped_ns=STOPPED.stopped_ns, pains=STOPPED.pains)
    assert card(everything).need is Need.LOST
    assert card(replace(everything, sensors=LOW.sensors)).need is Need.STOPPED
    assert card(replace(PAST_LIMIT, sensors=LOW.sensors)).need is Need.PAST


def test_a_sacrum_sensor_that_is_lost_leaves_the_counting() -> None:
    silent = {**SENSORS, Placement.SACRUM: replace(SENSORS[Placement.SACRUM], age_s=1.4)}
    assert card(replace(GOOD, sensors=silent)).words == "SACRUM LOST 1 s, back not judged"


def test_both_sensors_are_told_together_and_a_link_that_never_gave_data_has_no_time() -> None:
    gone = dict.fromkeys(Placement, Sensor(state=LinkState.LOST))
    assert card(replace(GOOD, sensors=gone)).words == "BOTH SENSORS LOST, count paused"


def test_a_sensor_that_is_lost_between_sets_is_seen_and_needs_nobody() -> None:
    seen = card(replace(RESTING, sensors=LOST.sensors))
    assert seen.need is Need.RESTING
    assert seen.pips == (Pip(Signal.FRESH, 78), Pip(Signal.SILENT, None))


@pytest.mark.parametrize(
    ("presence", "stage", "need", "words"),
    [
        (Presence.SILENT, Stage.SET, Need.LOST, "NO DATA in a set, silent 3 s"),
        (Presence.AWAY, Stage.SET, Need.LOST, "NO DATA in a set, offline"),
        (Presence.SILENT, Stage.REST, Need.AWAY, "NO DATA, silent 3 s"),
        (Presence.LEFT, Stage.REST, Need.AWAY, "session over: 16 reps"),
    ],
)
def test_a_connection_that_is_gone_matters_in_a_set(presence: Presence, stage: Stage, need: Need, words: str) -> None:
    seen = card(replace(RESTING, stage=stage), presence=presence, silent_s=3.7)
    assert (seen.need, seen.words) == (need, words)


@pytest.mark.parametrize(
    ("exercise", "sets", "words", "sets_done"),
    [
        (RDL, (a_set(1, 1),), "session over: 1 rep", 0),
        (RDL, (a_set(1, 6, rep2=UNSURE, rep4=UNSURE, rep5=UNSURE),), "session over: 6 reps, 3 unsure", 1),
        (SPLIT, (a_set(1, 6, side="left"), a_set(2, 6, side="right")), "session over: 12 reps", 2),
        (RDL, (a_set(1, 8), a_set(2, 3, ended=False)), "session over: 8 reps", 1),
        (RDL, (a_set(1, 3, ended=False),), "left", 0),
    ],
    ids=["one, broken off", "unsure ones", "a set on each side", "a set that never ended", "no set that ended"],
)
def test_a_session_that_is_over_tells_the_repetitions_of_its_ended_sets(
    exercise: Exercise, sets: tuple[SetSummary, ...], words: str, sets_done: int
) -> None:
    over = card(replace(RESTING, exercise=exercise, sets=sets), presence=Presence.LEFT)
    assert (over.words, over.sets_done) == (words, sets_done)


@pytest.mark.parametrize("presence", [Presence.SILENT, Presence.AWAY, Presence.LEFT])
def test_the_rest_clock_of_a_client_who_is_not_heard_does_not_stand_still(presence: Presence) -> None:
    assert (card(RESTING).rest_s, card(RESTING, presence=presence).rest_s) == (48, None)


def test_a_rise_of_pain_is_told_while_the_client_goes_on() -> None:
    seen = card(replace(GOOD, pains=((0, 3), (S, 5))))
    assert (seen.need, seen.words, seen.pain) == (Need.STOPPED, "PAIN 5, was 3", 5)


def test_the_pain_of_before_today_stands_on_the_card_and_calls_nobody() -> None:
    before = seat(1, GOOD)
    seen = card_of(replace(before, person=replace(before.person, pain=7)))
    assert (seen.need, seen.pain) == (Need.WORKING, 7)


def test_not_back_at_the_top_is_marked_as_past_the_limit_and_ranks_as_close() -> None:
    seen = card(lifting(OPEN, 4, rep4={"faults": ("incomplete_lockout",)}))
    assert (seen.need, seen.glyph, seen.words) == (Need.CLOSE, "✗", "TALL")


def test_the_fault_of_the_last_repetition_is_forgotten_with_the_next_good_one() -> None:
    assert card(lifting(OPEN, 4, rep3=PAST)).need is Need.WORKING


def test_dots_are_the_verdicts_in_order() -> None:
    seen = card(lifting(OPEN, 3, rep2=PAST, rep3=UNSURE))
    assert seen.dots == (Verdict.GOOD, Verdict.PAST, Verdict.UNSURE)
    assert (seen.words, seen.glyph) == ("unsure", "?")


def test_a_number_that_may_be_taken_back_says_so() -> None:
    seen = card(replace(OPEN, sets=(), count=0, provisional=2))
    assert (seen.count, seen.provisional, seen.words) == (2, True, "set begun")


def test_the_plan_of_this_exercise_stands_beside_what_was_done() -> None:
    seen = card(RESTING)
    assert (seen.of, seen.sets_done, seen.sets_of, seen.rest_s) == (8, 2, 3, 48)


def test_a_plan_of_another_exercise_says_nothing_here() -> None:
    one = seat(1, RESTING)
    other = replace(one.person, planned=(Planned("rdl_row", 4, 10),))
    assert (card_of(replace(one, person=other)).of, card_of(replace(one, person=other)).sets_of) == (None, None)


def test_without_a_plan_a_set_on_each_side_is_one() -> None:
    sets = (a_set(1, 8, side="left"), a_set(2, 8, side="right"), a_set(3, 8, side="left"))
    assert sets_done(replace(RESTING, exercise=SPLIT, sets=sets)) == 1


def test_sets_of_the_plan_are_those_that_the_wearers_screen_ticks_off() -> None:
    sets = (a_set(1, 8, side="left"), a_set(2, 8, side="right"), a_set(3, 3, side="left"), a_set(4, 8, side="right"))
    resting, plan = replace(RESTING, exercise=SPLIT, sets=sets), Planned(SPLIT.id, 4, 8)
    assert sets_done(resting, plan) == 3
    told = PlannedToday(Aim(SPLIT.id, 4, 8), (SetDone(SPLIT.id, "left", 8),) * 3)
    assert sets_done(replace(resting, today=today(sets, SPLIT, told)), plan) == 4


def test_the_header_counts_the_states_and_hidden_cards_are_told() -> None:
    cards = [card_of(one) for one in SIX]
    assert list(heads(cards)) == sorted(heads(cards))
    assert heads(cards)[Need.LOST] == 1
    assert hidden_words(cards) == "6 more, 1 link lost, 1 past the limit, 1 close, 1 low battery"
    assert hidden_words([]) == ""


def test_a_seat_that_does_not_change_gives_an_equal_card() -> None:
    older = replace(GOOD, t_ns=GOOD.t_ns + 90_000_000)
    assert card(GOOD) == card(older)
    assert isinstance(hash(card(GOOD)), int)


def test_a_client_who_never_came_keeps_the_number() -> None:
    assert card_of(Seat(person=seat(9, None, "Ivo").person)).number == 9
