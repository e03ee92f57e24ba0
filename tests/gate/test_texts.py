"""The words of the gate."""

import pytest

from imu_hinge.gate import texts
from imu_hinge.gate.questions import QUESTIONS, Question
from tests.wording import forbidden

TEXTS = {
    name: value if isinstance(value, str) else "\n".join(value.values() if isinstance(value, dict) else value)
    for name, value in vars(texts).items()
    if name.isupper()
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_gate_speaks_by_the_wording_rule(name: str) -> None:
    assert forbidden(TEXTS[name]) == []


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_refusal_points_to_somebody_or_to_another_day(question: Question) -> None:
    assert any(way in question.refusal for way in ("help", "professional", "doctor", "Not today"))
