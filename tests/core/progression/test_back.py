"""Every rule to go back: it fires just at its number, and does not just below; and what people decided holds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from imu_hinge.core.progression import Facts, Kind, Proposal, Score, propose
from tests.core.progression.histories import DAY_NS, NOW_NS, decision, facts, made_of, ready, run, session, told


def fired(found: Proposal) -> list[str]:
    return [one.id for one in found.back if one.met]


def scored(*pairs: tuple[int, int], **changes: Any) -> Facts:
    """Sessions in form, the newest last, with pain before and after each."""
    days = [session(1 + 3 * n, made_of(16)) for n in range(len(pairs))][::-1]
    scores = tuple(one for day, (before, after) in zip(days, pairs, strict=True) for one in told(day, before, after))
    return facts(*days, scores=scores, **changes)


def given_at(days_ago: float, score: int) -> Score:
    """Outside of any session."""
    return Score(NOW_NS - round(days_ago * DAY_NS), score, "next_day", "")


@pytest.mark.parametrize(
    ("pairs", "rules"),
    [
        ([(1, 2)], []),
        ([(1, 3)], ["pain_rise"]),
        ([(0, 0), (1, 1)], []),
        ([(0, 0), (2, 2)], ["pain_rise"]),
        ([(4, 2), (2, 4)], ["pain_rise"]),
        ([(0, 3), (3, 3)], []),
    ],
)
def test_a_rise_of_two_in_the_newest_session_or_since_the_one_before(
    pairs: list[tuple[int, int]], rules: list[str]
) -> None:
    found = propose(scored(*pairs))
    assert (found.kind, fired(found)) == (Kind.BACK if rules else Kind.STAY, rules)
    assert found.to_level == (2 if rules else 3)
    assert [one.id for one in found.reasons if one.met] == rules


def test_a_rise_on_the_day_after_counts() -> None:
    known = scored((1, 1))
    morning = Score(NOW_NS, 3, "next_day", "")
    assert fired(propose(replace(known, scores=(*known.scores, morning)))) == ["pain_rise"]


def test_a_rise_that_a_calm_session_followed_proposes_no_step_back_and_none_on() -> None:
    found = propose(scored((1, 3), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1)))
    assert (found.kind, fired(found), [one.id for one in found.up if not one.met]) == (Kind.STAY, [], ["pain_rise"])


@pytest.mark.parametrize(
    ("limit", "value", "rules"), [(None, 4, []), (None, 5, ["pain_limit"]), (4, 4, ["pain_limit"])]
)
def test_pain_at_the_start_limit(limit: int | None, value: int, rules: list[str]) -> None:
    found = propose(scored((value, value), start_limit=limit))
    assert (found.kind, fired(found)) == (Kind.BACK if rules else Kind.STAY, rules)


@pytest.mark.parametrize(
    ("in_form", "rules"),
    [
        ([16, 7, 7], ["form_sessions"]),
        ([16, 7, 8], []),
        ([7, 8, 7], []),
        ([7, 7, 16], []),
    ],
)
def test_two_sessions_in_a_row_with_less_than_half_in_form(in_form: Sequence[int], rules: list[str]) -> None:
    days = [session(9 - n, made_of(count, past=16 - count)) for n, count in enumerate(in_form)]
    found = propose(facts(*days))
    assert (found.kind, fired(found)) == (Kind.BACK if rules else Kind.STAY, rules)


def test_what_was_not_seen_or_not_answered_proposes_no_step_back() -> None:
    unseen = [session(1 + n, made_of(0, unseen=16)) for n in range(4)]
    found = propose(facts(*unseen, scores=()))
    assert (found.kind, fired(found)) == (Kind.STAY, [])


def test_on_the_first_level_rest_is_proposed() -> None:
    known = replace(ready(1), scores=tuple(one for day in run(1, 4) for one in told(day, 1, 6)))
    found = propose(known)
    assert (found.kind, found.level, found.to_level) == (Kind.REST, 1, 1)
    assert [one.id for one in found.reasons] == ["pain_rise", "pain_limit"]


# what people decided


def test_a_step_that_was_declined_is_not_proposed_until_something_is_new() -> None:
    known = ready()
    declined = replace(known, decisions=(*known.decisions, decision(0.5, 3, "after the holidays")))
    found = propose(declined)
    assert (found.kind, found.declined) == (Kind.STAY, "after the holidays")
    newest = session(0.2, made_of(16))
    later = replace(declined, sessions=(*known.sessions, newest), scores=(*known.scores, *told(newest)))
    found = propose(later)
    assert (found.kind, found.declined) == (Kind.UP, None)


def test_a_step_back_that_was_declined_waits_for_a_new_score_or_session() -> None:
    known = scored((1, 6))
    declined = replace(known, decisions=(*known.decisions, decision(0.5, 3, "slept on the floor")))
    assert propose(known).kind is Kind.BACK
    assert propose(declined).kind is Kind.STAY
    calm, same = (Score(NOW_NS, value, "next_day", "") for value in (2, 6))
    assert propose(replace(declined, scores=(*known.scores, calm))).kind is Kind.STAY
    again = propose(replace(declined, scores=(*known.scores, same)))
    assert (again.kind, fired(again), again.declined) == (Kind.BACK, ["pain_limit"], None)


@pytest.mark.parametrize("given", [0.6, 3, 12])
def test_pain_from_before_a_decision_that_is_told_after_it_is_new(given: float) -> None:
    """As when a recording of another machine is imported; whatever came between, nobody weighed it."""
    known = scored(*[(1, 1)] * 6)
    declined = replace(known, decisions=(*known.decisions, decision(0.5, 3, "a new band")))
    early = given_at(given, 6)
    late = replace(early, arrived_ns=NOW_NS - DAY_NS // 4)
    assert propose(replace(declined, scores=(*known.scores, early))).kind is Kind.STAY
    found = propose(replace(declined, scores=(*known.scores, late)))
    assert (found.kind, fired(found)) == (Kind.BACK, ["pain_rise", "pain_limit"])
    settled = (*declined.decisions, decision(0.1, 3, "talked it over"))
    assert propose(replace(declined, scores=(*known.scores, late), decisions=settled)).kind is Kind.STAY


def test_pain_from_before_a_level_was_left_that_is_told_after_it_is_new() -> None:
    known = scored(*[(1, 1)] * 6, decisions=(decision(60, 2), decision(0.5, 3)))
    late = replace(given_at(1.5, 6), arrived_ns=NOW_NS)
    assert propose(known).kind is Kind.STAY
    assert propose(replace(known, scores=(*known.scores, late))).to_level == 2


def test_without_a_decision_pain_counts_by_when_it_was_given() -> None:
    known = scored(*[(1, 1)] * 3)
    late = replace(given_at(5, 6), arrived_ns=NOW_NS)
    assert propose(replace(known, scores=(*known.scores, late))).kind is Kind.STAY


def test_right_after_a_decision_nothing_is_new() -> None:
    declined = scored((1, 6), decisions=(decision(60, 3), decision(0.5, 3, "slept on the floor")))
    assert [one.words.partition(",")[0] for one in propose(declined).back] == [
        "rise of the newest pain: none since the decision",
        "newest pain: none since the decision",
        "sessions out of form: none since the decision",
    ]
    assert [one.figure_words for one in propose(facts()).back] == ["not known", "not known", "0"]


def test_out_of_form_is_proposed_again_after_a_further_such_session_only() -> None:
    low = made_of(7, past=9)
    days = [session(9, low), session(8, low)]
    declined = facts(*days, decisions=(decision(60, 3), decision(7, 3, "a new band")))
    assert propose(declined).kind is Kind.STAY
    for newest, kind in ((low, Kind.BACK), (made_of(16), Kind.STAY)):
        assert propose(facts(*days, session(1, newest), decisions=declined.decisions)).kind is kind


def test_what_was_trained_before_a_level_was_left_does_not_count_for_its_second_time() -> None:
    again = ready(decisions=(decision(60, 3), decision(14.5, 2), decision(11.5, 3)))
    found = propose(again)
    assert (found.kind, found.up[0].figure) == (Kind.STAY, 4)


def test_what_was_trained_before_the_first_level_was_noted_counts() -> None:
    assert propose(ready(decisions=(decision(0.5, 3),))).kind is Kind.UP


def test_after_a_step_back_the_pain_that_led_to_it_proposes_no_further_one() -> None:
    known = scored((1, 6), decisions=(decision(60, 3), decision(0.5, 2)))
    assert (propose(known).kind, propose(known).level) == (Kind.STAY, 2)


def test_only_what_was_known_then_is_looked_at() -> None:
    known = ready(decisions=(decision(60, 3), decision(-1, 1)))
    assert propose(known).level == 3
    tomorrow = session(-1, made_of(1, past=15))
    assert propose(replace(known, sessions=(*known.sessions, tomorrow))).kind is Kind.UP
