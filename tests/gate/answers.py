"""Answers written short: `a1 yes`, `c 6`, `a1 mistake`."""

from imu_hinge.gate.questions import NO, QUESTIONS
from imu_hinge.gate.verdict import Answer

DUE = tuple(QUESTIONS.values())
FINE = {"a1": NO, "a2": NO, "b": NO, "c": "2", "d": NO}
"""What lets a session begin."""


def said(*words: str) -> tuple[Answer, ...]:
    return tuple(Answer(*one.split()) for one in words)


def given(**changed: str) -> tuple[Answer, ...]:
    """FINE, but for these; an empty answer is none."""
    return tuple(Answer(one, value) for one, value in {**FINE, **changed}.items() if value)
