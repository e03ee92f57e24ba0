"""What holds for all histories."""

from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from imu_hinge.core.progression import Counts, Facts, Kind, Score, Session, propose
from imu_hinge.core.progression.looked import largest_rise
from tests.core.progression.histories import DAY_NS, decision, facts, made_of, session, told


@st.composite
def odd_sessions(draw: st.DrawFn, level: int) -> Session:
    """Most of them below what is asked for, in one way or several; some of another exercise, some long ago."""
    past, unseen, missed = (draw(st.sampled_from([0, 0, 1, 3, 12])) for _ in range(3))
    whole = made_of(draw(st.integers(missed, 32)), past, unseen, missed)
    share = draw(st.sampled_from([0.8, 0.66, 0.6, None]))
    of = draw(st.sampled_from([level, level, level, 1]))
    return session(draw(st.integers(0, 40)) + draw(st.sampled_from([0.1, 0.2])), whole, of, hinge_share=share)


@st.composite
def histories(draw: st.DrawFn) -> Facts:
    """Days of training in form, about as many as going on takes, and up to two odd sessions, scores and decisions."""
    level = draw(st.integers(1, 4))
    days = draw(st.lists(st.integers(1, 20), min_size=3, max_size=9, unique=True))
    odd = draw(st.lists(odd_sessions(level), max_size=2, unique_by=lambda one: one.at_ns))
    some = [*(session(ago, made_of(20), level) for ago in days), *odd]
    calm = [score for one in some for score in told(one)]
    for n in draw(st.lists(st.integers(0, len(calm) - 1), max_size=2)):
        calm[n] = replace(calm[n], score=draw(st.integers(0, 10)))
    dropped = draw(st.lists(st.sampled_from(calm), max_size=1))
    decisions = (decision(50, level), *(decision(ago, level, "no") for ago in draw(_DECLINED)))
    scores = tuple(one for one in calm if one not in dropped)
    return facts(*some, level=level, scores=scores, decisions=decisions)


_DECLINED = st.lists(st.floats(0, 45), max_size=1)


def good(level: int) -> st.SearchStrategy[Facts]:
    """Histories after which the next level is proposed."""
    days = st.lists(st.integers(1, 9), min_size=6, max_size=9, unique=True)
    return days.map(lambda ago: facts(*(session(one, made_of(20), level) for one in ago), level=level))


@given(histories())
def test_nobody_is_promoted_on_a_rise_of_pain(known: Facts) -> None:
    found = propose(known)
    first_ns = known.now_ns - 28 * 86_400_000_000_000
    scores = [one for one in sorted(known.scores) if one.at_ns >= first_ns]
    if largest_rise(scores) >= 2 or any(one.score > 3 for one in scores):
        assert found.kind is not Kind.UP


@given(st.integers(1, 3).flatmap(good), st.data())
def test_any_rise_anywhere_ends_a_promotion(known: Facts, data: st.DataObject) -> None:
    assert propose(known).kind is Kind.UP
    ago = data.draw(st.floats(0, 9))
    higher = Score(known.now_ns - int(ago * 86_400_000_000_000), data.draw(st.integers(3, 10)), "next_day", "")
    assume(any(one.at_ns < higher.at_ns for one in known.scores))
    assert propose(replace(known, scores=(*known.scores, higher))).kind is not Kind.UP


@given(histories(), st.integers(0, 40), st.integers(8, 24))
def test_a_session_below_the_criteria_never_lets_a_level_be_proposed(known: Facts, ago: int, past: int) -> None:
    before = propose(known)
    low = session(ago + 0.3, made_of(past, past=past), before.level)
    after = propose(replace(known, sessions=(*known.sessions, low), scores=(*known.scores, *told(low))))
    assert before.kind is Kind.UP or after.kind is not Kind.UP


@given(histories(), st.integers(0, 40), st.integers(0, 4))
def test_a_session_that_was_broken_off_never_lets_a_level_be_proposed(known: Facts, ago: int, past: int) -> None:
    before = propose(known)
    short = session(ago + 0.3, made_of(4, past=past), before.level)
    after = propose(replace(known, sessions=(*known.sessions, short)))
    assert before.kind is Kind.UP or after.kind is not Kind.UP


@given(histories(), st.data())
def test_a_session_that_was_worse_never_lets_a_level_be_proposed(known: Facts, data: st.DataObject) -> None:
    assume(known.sessions)
    n = data.draw(st.integers(0, len(known.sessions) - 1))
    one = known.sessions[n]
    lost = data.draw(st.integers(0, one.whole.in_form))
    worse = data.draw(st.sampled_from([_fewer_in_form, _more_missed, _fewer_seen]))(one.whole, lost)
    days = [*known.sessions]
    days[n] = replace(one, whole=worse)
    assert propose(known).kind is Kind.UP or propose(replace(known, sessions=tuple(days))).kind is not Kind.UP


def _fewer_in_form(whole: Counts, lost: int) -> Counts:
    return replace(whole, in_form=whole.in_form - lost, past=whole.past + lost)


def _more_missed(whole: Counts, lost: int) -> Counts:
    return replace(whole, tops_missed=min(whole.tops, whole.tops_missed + lost))


def _fewer_seen(whole: Counts, lost: int) -> Counts:
    return replace(whole, in_form=whole.in_form - lost, unseen=whole.unseen + lost)


@given(histories(), st.data())
def test_a_score_that_is_added_never_lets_a_level_be_proposed(known: Facts, data: st.DataObject) -> None:
    """But for the two answers of a session, which have to be there."""
    added = Score(*data.draw(st.tuples(_times(known), st.integers(0, 10))), "next_day", "", data.draw(_times(known)))
    before, after = propose(known), propose(replace(known, scores=(*known.scores, added)))
    assert before.kind is Kind.UP or after.kind is not Kind.UP


@given(histories(), st.integers(5, 10), st.data())
def test_strong_pain_that_is_told_after_a_decision_leads_back_whenever_it_was_given(
    known: Facts, score: int, data: st.DataObject
) -> None:
    decided_ns = max(one.at_ns for one in known.decisions if one.at_ns <= known.now_ns)
    assume(len(known.decisions) > 1)
    given_ns = data.draw(st.integers(known.now_ns - 28 * DAY_NS, max(decided_ns, known.now_ns - 28 * DAY_NS)))
    assume(given_ns <= decided_ns < known.now_ns)
    told_ns = data.draw(st.integers(decided_ns + 1, known.now_ns))
    late = Score(given_ns, score, data.draw(st.sampled_from(["before", "during", "after", "next_day"])), "", told_ns)
    assert propose(replace(known, scores=(*known.scores, late))).kind in (Kind.BACK, Kind.REST)


@given(histories(), st.data())
def test_the_order_in_which_pain_arrives_does_not_matter(known: Facts, data: st.DataObject) -> None:
    """Of what arrived since the decision; what was known then was weighed."""
    decided_ns = max(one.at_ns for one in known.decisions)
    assume(decided_ns < known.now_ns)
    since = st.integers(decided_ns + 1, known.now_ns)
    late = data.draw(st.sets(st.sampled_from(known.scores)))
    found = [
        propose(
            replace(
                known, scores=tuple(_arriving(one, data.draw(since)) if one in late else one for one in known.scores)
            )
        )
        for _ in range(2)
    ]
    assert found[0] == found[1]


def _arriving(one: Score, at_ns: int) -> Score:
    return replace(one, arrived_ns=at_ns)


def _times(known: Facts) -> st.SearchStrategy[int]:
    return st.integers(known.now_ns - 40 * DAY_NS, known.now_ns)


@given(histories())
def test_an_answer_that_is_missing_never_leads_a_step_on_or_back(known: Facts) -> None:
    silent = propose(replace(known, scores=()))
    assert silent.kind is not Kind.UP
    assert all(one.id == "form_sessions" for one in silent.back if one.met)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(known: Facts, random: Any) -> None:
    mixed = replace(
        known,
        sessions=tuple(random.sample(known.sessions, len(known.sessions))),
        scores=tuple(random.sample(known.scores, len(known.scores))),
        decisions=tuple(random.sample(known.decisions, len(known.decisions))),
    )
    assert propose(mixed) == propose(known)


@given(histories())
@settings(max_examples=200)
def test_a_step_is_one_level_and_has_reasons(known: Facts) -> None:
    found = propose(known)
    steps = {Kind.UP: 1, Kind.BACK: -1, Kind.STAY: 0, Kind.REST: 0}
    assert found.to_level - found.level == steps[found.kind] and 1 <= found.to_level <= 4
    assert found.reasons or found.kind is Kind.STAY
    assert all(one.words for one in found.reasons)
    assert all(not one.missing for one in found.up if one.met)
