"""From answers to whether a session may begin."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from imu_hinge.gate import texts
from imu_hinge.gate.questions import OVERRIDABLE, YES, Question

COMMAND = "gate"
"""Name of the Command under which everything said here is recorded."""
NOT_ASKED = (COMMAND, "not asked")
"""Recorded where nobody could answer."""
UNANSWERED, MISTAKE, OVERRIDE = "unanswered", "mistake", "override"


@dataclass(frozen=True, slots=True)
class Answer:
    """Something said about one question."""

    question: str
    value: str
    """One of the question's answers, UNANSWERED, MISTAKE (takes the one before back) or OVERRIDE."""
    by: str = ""
    reason: str = ""
    """Who overrides, and why; an override without either is none."""

    @property
    def command(self) -> tuple[str, str]:
        """Name and argument of the Command that keeps it with the session."""
        why = f" by {self.by}: {self.reason}" if self.value == OVERRIDE else ""
        return COMMAND, f"{self.question} {self.value}{why}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a session may begin."""

    words: str = ""
    """What is said when it may not; empty when it may."""
    question: str = ""
    """Whose answer stands in the way."""
    detail: str = ""
    """What the words rest on, or what they do not say; may be empty."""

    @property
    def may_train(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.words

    @property
    def overridable(self) -> bool:
        """Whether a trainer may decide otherwise."""
        return self.question == OVERRIDABLE


TRAIN = Verdict()


def standing(answers: Iterable[Answer]) -> Mapping[str, Answer]:
    """The answers in force by question: the first that was not taken back as a mistake, or a full override."""
    held: dict[str, Answer] = {}
    for answer in answers:
        if answer.value == MISTAKE:
            held.pop(answer.question, None)
        elif answer.value != OVERRIDE:
            held.setdefault(answer.question, answer)
        elif answer.question == OVERRIDABLE and answer.by and answer.reason:
            held[answer.question] = answer
    return held


def refusal(due: Sequence[Question], answers: Iterable[Answer], start_limit: int) -> Verdict | None:
    """The first answer that stands in the way; None while there is none. `start_limit`: pain from which it does."""
    held = standing(answers)
    for question in due:
        if question.id in held and _stops(held[question.id].value, start_limit):
            detail = question.detail.format(pain=held[question.id].value, limit=start_limit)
            return Verdict(question.refusal, question.id, detail)
    return None


def verdict(due: Sequence[Question], answers: Sequence[Answer], start_limit: int) -> Verdict:
    """Whether a session may begin when no more is answered than this."""
    held = standing(answers)
    missing = [one for one in due if one.needed and (one.id not in held or held[one.id].value not in one.answers)]
    without = Verdict(texts.UNANSWERED, missing[0].id) if missing else TRAIN
    return refusal(due, answers, start_limit) or without


def _stops(value: str, start_limit: int) -> bool:
    return value == YES or (value.isdecimal() and int(value) >= start_limit)
