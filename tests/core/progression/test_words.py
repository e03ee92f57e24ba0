"""The words of every proposal: figures, what is missing, and nothing that judges or alarms."""

from dataclasses import replace

from imu_hinge.core.progression import (
    DECIDE,
    Aim,
    Facts,
    SetDone,
    Standing,
    level_words,
    proposal_words,
    propose,
    reason_lines,
    standing_lines,
    step_words,
)
from imu_hinge.core.progression.ticks import ticks
from tests.core.progression.histories import decision, facts, made_of, ready, run, session, told
from tests.wording import forbidden


def painful(level: int) -> Facts:
    days = run(level, 1)
    return facts(*days, level=level, scores=told(days[0], 1, 6))


def test_a_level_is_told_with_its_exercise() -> None:
    assert level_words(2) == "level 2, split stance hinge"


def test_each_proposal_has_its_words() -> None:
    declined = ready(decisions=(decision(60, 3), decision(0.5, 3, "after the holidays")))
    known = (ready(1), facts(level=2), painful(3), painful(1), declined)
    assert [proposal_words(propose(one)) for one in known] == [
        "on to level 2, split stance hinge",
        "stay on level 2",
        "one level easier, level 2, split stance hinge",
        "rest, and talk it over with a trainer",
        "stay on level 3, as was decided (after the holidays), until the next session or new pain",
    ]


def test_each_proposal_has_a_word_for_a_table() -> None:
    known = (ready(1), facts(level=2), painful(3), painful(1))
    assert [step_words(propose(one)) for one in known] == ["on to 2", "stay", "back to 2", "rest"]


def test_reasons_have_figures_and_what_is_needed() -> None:
    days = [*run(3)]
    days[0] = session(1, made_of(14, past=6))
    assert reason_lines(propose(facts(*days))) == ["reps in form: 6 more days of training"]
    assert "reps in form: 100 %, at least 85 % of those that were judged" in reason_lines(propose(ready()))
    assert reason_lines(propose(painful(3))) == [
        "rise of the newest pain: 5, proposed from 2 on",
        "newest pain: 6, proposed from 5 on",
    ]
    assert reason_lines(propose(facts(*run(4), level=4))) == ["this is the last level"]


def test_a_share_is_not_told_as_reached_before_it_is() -> None:
    days = [*run(3)]
    days[0] = session(1, made_of(847, past=153))
    found = next(one for one in propose(facts(*days)).up if one.id == "form_share")
    assert (found.figure_words, found.met) == ("84 %", False)


def test_a_page_has_level_proposal_who_decides_and_today() -> None:
    plan = ticks([Aim("band_rdl", 3, 8)], [SetDone("band_rdl", None, 8)])
    lines = standing_lines(Standing(proposal=propose(ready()), ticks=plan))
    assert lines[0] == "level 3, band rdl; proposed: on to level 4, rdl row"
    assert lines[-2:] == [DECIDE, "today, band rdl: 1 of 3 sets, 8 of 24 reps"]
    assert standing_lines(Standing(proposal=None)) == ["no level yet"]


def test_no_word_judges_or_alarms() -> None:
    known = [replace(one, scores=scores) for one in (ready(), painful(1), painful(3)) for scores in (one.scores, ())]
    pages = [standing_lines(Standing(proposal=propose(one))) for one in (*known, facts(level=2), ready(2))]
    every = [row.words for one in known for row in (*propose(one).up, *propose(one).back)]
    assert forbidden(" ".join([*every, *(line for page in pages for line in page)])) == []
