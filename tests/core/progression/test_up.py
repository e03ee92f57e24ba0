"""Every rule to go on: it holds just at its number, and does not just beyond."""

from dataclasses import replace
from typing import Any

import pytest

from imu_hinge.catalogue.progression import rules_of
from imu_hinge.core.progression import Counts, Facts, Kind, Proposal, Score, propose
from tests.core.progression.histories import DAY_NS, NOW_NS, facts, made_of, ready, run, session, told


def unmet(found: Proposal) -> list[str]:
    return [one.id for one in found.up if not one.met]


def one_session_is(whole: Counts, **changes: Any) -> Facts:
    """The second of six days of level 3."""
    days = [*run()]
    days[1] = session(4, whole, **changes)
    return facts(*days)


@pytest.mark.parametrize(("level", "to_level"), [(1, 2), (2, 3), (3, 4)])
def test_who_has_everything_is_proposed_the_next_level(level: int, to_level: int) -> None:
    found = propose(ready(level))
    assert (found.kind, found.level, found.to_level) == (Kind.UP, level, to_level)
    assert found.reasons == found.up and unmet(found) == [] and found.missing == ()


def test_on_the_last_level_there_is_nothing_to_go_on_to() -> None:
    found = propose(facts(*run(4, 9), level=4))
    assert (found.kind, found.to_level, found.up, found.missing) == (Kind.STAY, 4, (), ())


def test_pain_in_a_day_or_in_a_test_of_movement_stops_no_set() -> None:
    """The level of it counts."""
    known = ready()
    calm = Score(NOW_NS - 2 * DAY_NS, 1, "during", "an assessment")
    assert propose(replace(known, scores=(*known.scores, calm))).kind is Kind.UP
    for of in ("", known.sessions[0].id):
        in_set = replace(calm, session=of)
        assert unmet(propose(replace(known, scores=(*known.scores, in_set)))) == ["pain_stops"]
    assert "pain_most" in unmet(propose(replace(known, scores=(*known.scores, replace(calm, score=4)))))


def test_days_of_training_are_counted_not_sessions() -> None:
    two_on_a_day = replace(session(1.1, made_of(16)), day=run()[0].day)
    found = propose(facts(*run(days=5), two_on_a_day))
    assert (found.kind, unmet(found)) == (Kind.STAY, ["sessions", "pain_told"])
    assert found.missing[0] == "days of training: 1 more day of training"


def test_a_session_of_another_exercise_or_broken_off_neither_counts_nor_breaks_the_row() -> None:
    least = int(rules_of(3).looked_at["reps"].value)
    other, short = session(2, made_of(1, past=15), level=1), session(2, made_of(1, past=least - 2))
    assert propose(facts(*run(), other, short)).kind is Kind.UP
    assert propose(facts(*run(days=5), other, short)).kind is Kind.STAY
    assert propose(facts(*run(), session(2, made_of(1, past=least - 1)))).kind is Kind.STAY


def test_sessions_of_long_ago_are_not_looked_at() -> None:
    days = int(rules_of(3).looked_at["days"].value)
    five, late, early = run(days=5), session(days, made_of(16)), session(days + 0.01, made_of(16))
    assert propose(facts(*five, late)).kind is Kind.UP
    assert unmet(propose(facts(*five, early))) == ["sessions", "pain_told"]


@pytest.mark.parametrize(("ago", "kind"), [(10.9, Kind.UP), (11, Kind.STAY)])
def test_the_newest_session_is_not_too_long_ago(ago: float, kind: Kind) -> None:
    found = propose(facts(*(session(ago + n, made_of(16)) for n in range(6))))
    assert (found.kind, unmet(found)) == (kind, [] if kind is Kind.UP else ["recent_days"])


@pytest.mark.parametrize(
    ("just", "below", "rule"),
    [
        (made_of(17, past=3), made_of(16, past=3), "form_share"),
        (made_of(20, missed=3), made_of(19, missed=3), "lockout_share"),
        (made_of(16, unseen=4), made_of(15, unseen=4), "seen_share"),
    ],
)
def test_a_share_holds_at_its_number_and_not_below(just: Counts, below: Counts, rule: str) -> None:
    assert propose(one_session_is(just)).kind is Kind.UP
    found = propose(one_session_is(below))
    assert (found.kind, unmet(found)) == (Kind.STAY, [rule])
    assert found.missing[0].endswith("5 more days of training")  # the one since then stands


@pytest.mark.parametrize(("share", "kind"), [(0.65, Kind.UP), (0.649, Kind.STAY), (None, Kind.STAY)])
def test_the_hinge_is_told_by_its_middle_and_has_to_be_known(share: float | None, kind: Kind) -> None:
    found = propose(one_session_is(made_of(16), hinge_share=share))
    assert (found.kind, unmet(found)) == (kind, [] if kind is Kind.UP else ["hinge_share"])


def test_a_lockout_that_could_not_be_judged_is_not_reached() -> None:
    blind = replace(made_of(16), tops=0)
    found = propose(one_session_is(blind))
    assert (found.kind, unmet(found)) == (Kind.STAY, ["lockout_share"])
    assert "not known" in found.reasons[0].words


@pytest.mark.parametrize(
    ("left", "right", "rules"),
    [
        (made_of(8), made_of(8), []),
        (made_of(9), made_of(7), ["side_reps"]),
        (made_of(16), made_of(0), ["side_reps"]),
        (made_of(8, past=2), made_of(10), []),
        (made_of(7, past=2), made_of(10), ["form_share"]),
        (made_of(8, missed=2), made_of(10), ["lockout_share"]),
    ],
)
def test_in_split_stance_each_side_is_looked_at(left: Counts, right: Counts, rules: list[str]) -> None:
    whole = Counts(**{name: getattr(left, name) + getattr(right, name) for name in Counts.__slots__})
    newest = replace(session(1, whole, 2), left=left, right=right)
    assert unmet(propose(facts(newest, *run(2, 4)[1:], level=2))) == rules


def with_scores(*scores: Score) -> Facts:
    known = ready()
    return replace(known, scores=(*known.scores, *scores))


def score(days_ago: float, value: int, moment: str = "next_day") -> Score:
    return Score(NOW_NS - round(days_ago * DAY_NS), value, moment, "")


@pytest.mark.parametrize(("value", "rules"), [(3, []), (4, ["pain_most"])])
def test_pain_is_at_most_its_number(value: int, rules: list[str]) -> None:
    known = ready()
    level = tuple(replace(one, score=value) for one in known.scores)
    assert unmet(propose(replace(known, scores=level))) == rules


def test_pain_is_below_the_start_limit_that_the_trainer_set() -> None:
    known = ready(start_limit=2)
    assert propose(known).kind is Kind.UP
    assert unmet(propose(replace(known, start_limit=1))) == ["pain_most"]


@pytest.mark.parametrize(("value", "rules"), [(2, []), (3, ["pain_rise"])])
def test_pain_has_not_risen_by_what_is_told_in_a_session(value: int, rules: list[str]) -> None:
    found = propose(with_scores(score(12.5, value)))
    assert (found.kind, unmet(found)) == (Kind.STAY if rules else Kind.UP, rules)
    if rules:
        assert found.missing == ("largest rise of pain: 16 days until it is no longer looked at",)


def test_a_set_stopped_for_pain_keeps_the_level() -> None:
    assert unmet(propose(with_scores(score(2, 1, "during")))) == ["pain_stops"]
    assert propose(with_scores(score(2, 1, "after"))).kind is Kind.UP


@pytest.mark.parametrize("kept", ["before", "after"])
def test_an_answer_that_is_missing_keeps_the_level_and_is_told(kept: str) -> None:
    known = ready()
    newest = max(known.sessions, key=lambda one: one.at_ns)
    found = propose(
        replace(known, scores=tuple(one for one in known.scores if one.session != newest.id or one.moment == kept))
    )
    assert (found.kind, unmet(found)) == (Kind.STAY, ["pain_told"])
    assert found.missing == ("days with pain told: 6 more days of training with both answers",)


def test_without_any_answer_nothing_is_proposed_neither_on_nor_back() -> None:
    found = propose(replace(ready(), scores=()))
    assert (found.kind, unmet(found)) == (Kind.STAY, ["pain_told", "pain_most", "pain_rise", "pain_stops"])


@pytest.mark.parametrize(("first", "second", "kind"), [(0, 1, Kind.UP), (1, 0, Kind.STAY)])
def test_of_two_sessions_of_a_day_the_last_word_is_needed(first: int, second: int, kind: Kind) -> None:
    """Whether pain was told after the first, after the second."""
    days = run()
    again = replace(days[0], id="again", at_ns=days[0].at_ns + DAY_NS // 24)
    kept = [*told(days[0])[: 1 + first], *([told(again)[1]] if second else [])]
    scores = (*kept, *(one for day in days[1:] for one in told(day)))
    assert propose(facts(*days, again, scores=scores)).kind is kind


def test_who_begins_is_told_what_is_missing_in_numbers() -> None:
    found = propose(facts(level=1))
    assert found.kind is Kind.STAY and len(found.missing) == len(found.up)
    assert found.missing[:3] == (
        "days of training: 4 more days of training",
        "days since the last one: 1 more day of training",
        "reps in form: 4 more days of training",
    )
