"""One asking from start to end."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from imu_hinge.gate.interview import Interview, begin
from imu_hinge.gate.questions import ASKED_BY, NO, PAINS, YES, Question
from imu_hinge.gate.verdict import UNANSWERED

DAY = "2026-07-14"
NEW = begin("live", {}, DAY, start_limit=5)


def asked(interview: Interview) -> str:
    """The id of the question that comes now; empty when none does."""
    return interview.now.id if isinstance(interview.now, Question) else ""


def answered(*values: str) -> Interview:
    interview = NEW
    for value in values:
        interview = interview.answer(value)
    return interview


def test_questions_come_one_after_another_until_the_wearer_may_train() -> None:
    interview, order = NEW, []
    while question := asked(interview):
        order.append(question)
        interview = interview.answer("3" if question == "c" else NO)
    assert order == ["a1", "a2", "b", "c", "d"]
    assert interview.verdict.may_train
    assert interview.commands == tuple(("gate", one) for one in ["a1 no", "a2 no", "b no", "c 3", "d no"])


def test_each_command_has_a_title_of_its_own_over_its_questions() -> None:
    titles = {command: begin(command, {}, DAY, start_limit=5).title for command in ASKED_BY}
    assert "train" in titles["live"] and "day" in titles["posture"]
    assert len(set(titles.values())) == len(ASKED_BY)


@pytest.mark.parametrize("before", range(3))
def test_nothing_more_is_asked_after_a_red_flag_or_strong_pain(before: int) -> None:
    refused = answered(*[NO] * before, YES)
    assert refused.now == refused.verdict
    assert not refused.verdict.may_train
    assert refused.answer(NO) is refused
    assert refused.overridden("Anna K.", "walks well").verdict == refused.verdict


def test_answered_by_mistake_asks_again_and_keeps_both_answers() -> None:
    again = answered(NO, YES).back()
    assert asked(again) == "a2"
    assert again.answer(NO).commands == tuple(("gate", one) for one in ["a1 no", "a2 yes", "a2 mistake", "a2 no"])


def test_mistakes_go_back_one_answer_each() -> None:
    assert [asked(answered(NO, NO, NO).back()), asked(answered(NO, NO, NO).back().back())] == ["b", "a2"]
    assert NEW.back() is NEW


def test_a_trainer_overrides_pain_with_name_and_reason() -> None:
    refused = answered(NO, NO, NO, "8")
    for by, reason in (("", "walks well"), ("Anna K.", "  ")):
        assert refused.overridden(by, reason) is refused
    overridden = refused.overridden("Anna  K.", "walks\nwell")
    assert asked(overridden) == "d"
    assert overridden.commands[-2:] == (("gate", "c 8"), ("gate", "c override by Anna K.: walks well"))


def test_pain_may_stay_without_a_number() -> None:
    assert answered(NO, NO, NO, UNANSWERED, NO).verdict.may_train


STEPS = st.lists(
    st.sampled_from([YES, NO, UNANSWERED, *PAINS]).map(lambda value: lambda interview: interview.answer(value))
    | st.just(Interview.back)
    | st.just(lambda interview: interview.overridden("Anna K.", "walks well")),
    max_size=30,
)


@drawn(STEPS)
def test_whatever_is_pressed_nothing_said_is_lost_and_only_no_opens_the_session(steps: list) -> None:  # type: ignore[type-arg]
    interview = NEW
    for step in steps:
        following = step(interview)
        assert following.commands[: len(interview.commands)] == interview.commands
        interview = following
    if interview.verdict.may_train:
        for question in ("a1", "a2", "b"):
            assert [one for one in interview.commands if one[1].startswith(f"{question} ")][-1][1] == f"{question} no"
