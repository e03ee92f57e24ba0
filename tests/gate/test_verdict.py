"""Who may train: every answer, alone and after a mistake, and what no sequence of answers can do."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from imu_hinge.gate import texts
from imu_hinge.gate.questions import NO, PAINS, QUESTIONS, YES
from imu_hinge.gate.verdict import MISTAKE, OVERRIDE, TRAIN, UNANSWERED, Answer, Verdict, standing, verdict
from tests.gate.answers import DUE, given, said

LIMIT = 5
AT_FIVE = Verdict(
    "Not today, unless a trainer decides otherwise.",
    "c",
    "Pain 5; the start limit is 5. The limit is a setting; the 5 it starts with has no clinical source.",
)
MISSING = texts.UNANSWERED


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, TRAIN),
        ({"a1": "yes"}, Verdict("Do not train. Get medical help now.", "a1")),
        ({"a2": "yes"}, Verdict("Do not train. See a professional first.", "a2")),
        ({"b": "yes"}, Verdict("Let it calm down first. Not today.", "b", texts.ACUTE_PAIN)),
        ({"c": "4"}, TRAIN),
        ({"c": "5"}, AT_FIVE),
        ({"d": "yes"}, Verdict("Do not place a sensor there. Ask a doctor first.", "d")),
        ({"a1": ""}, Verdict(MISSING, "a1")),
        ({"a2": ""}, Verdict(MISSING, "a2")),
        ({"b": ""}, Verdict(MISSING, "b")),
        ({"b": UNANSWERED}, Verdict(MISSING, "b")),
        ({"b": "maybe"}, Verdict(MISSING, "b")),
        ({"c": ""}, TRAIN),
        ({"c": UNANSWERED}, TRAIN),
        ({"d": ""}, TRAIN),
        ({"a1": "yes", "a2": "yes", "b": "yes", "c": "9"}, Verdict(texts.GET_HELP, "a1")),
        ({"a1": "", "b": "yes"}, Verdict(texts.CALM_DOWN, "b", texts.ACUTE_PAIN)),
    ],
)
def test_every_answer_has_its_verdict(changed: dict[str, str], expected: Verdict) -> None:
    assert verdict(DUE, given(**changed), LIMIT) == expected


@pytest.mark.parametrize("limit", range(1, 11))
def test_pain_stands_in_the_way_from_the_start_limit_on(limit: int) -> None:
    trains = [verdict(DUE, given(c=pain), limit).may_train for pain in PAINS]
    assert trains == [int(pain) < limit for pain in PAINS]


def test_what_is_not_due_is_not_missing() -> None:
    assert verdict(DUE[3:], said("c 2"), LIMIT).may_train


@pytest.mark.parametrize(
    ("words", "held"),
    [
        (["a1 yes", "a1 mistake", "a1 no"], {"a1": "no"}),
        (["a1 yes", "a1 no"], {"a1": "yes"}),
        (["a1 no", "a1 mistake"], {}),
        (["a1 no", "b mistake"], {"a1": "no"}),
        (["a1 no", "a1 mistake", "a1 yes"], {"a1": "yes"}),
    ],
)
def test_an_answer_holds_until_it_is_called_a_mistake(words: list[str], held: dict[str, str]) -> None:
    assert {question: answer.value for question, answer in standing(said(*words)).items()} == held


@pytest.mark.parametrize(
    ("override", "trains"),
    [
        (Answer("c", OVERRIDE, "Anna K.", "walks well, slept badly"), True),
        (Answer("c", OVERRIDE, "Anna K.", ""), False),
        (Answer("c", OVERRIDE, "", "walks well"), False),
    ],
)
def test_only_a_trainer_with_name_and_reason_overrides_pain(override: Answer, trains: bool) -> None:
    assert verdict(DUE, (*given(c="7"), override), LIMIT).may_train is trains


@pytest.mark.parametrize("question", ["a1", "a2", "b", "d"])
def test_an_override_of_anything_else_changes_nothing(question: str) -> None:
    refused = given(**{question: "yes"})
    override = Answer(question, OVERRIDE, "Anna K.", "walks well")
    assert verdict(DUE, (*refused, override), LIMIT) == verdict(DUE, refused, LIMIT)


@pytest.mark.parametrize("question", QUESTIONS)
def test_only_pain_is_offered_to_the_trainer(question: str) -> None:
    refused = verdict(DUE, given(**{question: "9" if question == "c" else "yes"}), LIMIT)
    assert not refused.may_train
    assert refused.overridable is (question == "c")


def test_an_override_ends_when_the_number_was_a_mistake() -> None:
    override = Answer("c", OVERRIDE, "Anna K.", "walks well")
    again = (*given(c="7"), override, *said("c mistake", "c 8"))
    assert verdict(DUE, again, LIMIT).question == "c"


ANSWERS = st.builds(
    Answer,
    st.sampled_from(list(QUESTIONS)),
    st.sampled_from([YES, NO, UNANSWERED, OVERRIDE, MISTAKE, *PAINS]),
    st.sampled_from(["", "Anna K."]),
    st.sampled_from(["", "walks well"]),
)


def last_word(answers: list[Answer], question: str) -> list[str]:
    """Plain answers to this question since its last mistake."""
    own = [one.value for one in answers if one.question == question]
    since = own[len(own) - own[::-1].index(MISTAKE) :] if MISTAKE in own else own
    return [value for value in since if value != OVERRIDE]


@drawn(st.lists(ANSWERS, max_size=30), st.integers(1, 10))
def test_no_sequence_of_answers_gets_around_a_red_flag_or_strong_pain(answers: list[Answer], limit: int) -> None:
    trains = verdict(DUE, answers, limit).may_train
    for question in ("a1", "a2", "b"):
        plain = last_word(answers, question)
        assert not trains or plain[0] == NO
    assert not trains or last_word(answers, "d")[:1] != [YES]


@pytest.mark.parametrize(
    ("answer", "argument"),
    [
        (Answer("a1", NO), "a1 no"),
        (Answer("c", "10"), "c 10"),
        (Answer("a2", MISTAKE), "a2 mistake"),
        (Answer("c", UNANSWERED), "c unanswered"),
        (Answer("c", OVERRIDE, "Anna K.", "walks well"), "c override by Anna K.: walks well"),
    ],
)
def test_every_answer_is_kept_as_a_command(answer: Answer, argument: str) -> None:
    assert answer.command == ("gate", argument)
