"""The questions before a session, as data: what is asked, how often, by whom, and what an answer in the way says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from imu_hinge.gate import texts

YES, NO = "yes", "no"
YES_NO = (YES, NO)
"""The answers of all questions but that for pain."""
PAINS = tuple(str(pain) for pain in range(11))
"""Pain from 0 (none) to 10."""


class Often(StrEnum):
    """A question is asked again when this much time has begun."""

    DAY = "day"
    SESSION = "session"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the gate. `yes`, or a number at the start limit, stands in the way of a session."""

    id: str
    words: str
    items: tuple[str, ...]
    """What is asked for together; `yes` is one or more of them. Empty where the words say it all."""
    answers: tuple[str, ...]
    often: Often
    refusal: str
    """What is said when the answer stands in the way."""
    detail: str = ""
    """What the refusal rests on, or adds; may name `pain` and `limit`."""
    needed: bool = True
    """Whether there is no session without an answer."""


QUESTIONS: Mapping[str, Question] = {
    one.id: one
    for one in (
        # red flags after NHS Greater Glasgow and Clyde, lower back, and NCBI Bookshelf NBK52120, table A34364
        Question("a1", texts.SIGNS, texts.SIGNS_ITEMS, YES_NO, Often.DAY, texts.GET_HELP),
        Question("a2", texts.HISTORY, texts.HISTORY_ITEMS, YES_NO, Often.DAY, texts.SEE_SOMEONE),
        Question("b", texts.ACUTE, (), YES_NO, Often.DAY, texts.CALM_DOWN, texts.ACUTE_PAIN),
        Question("c", texts.PAIN_NOW, (), PAINS, Often.SESSION, texts.TOO_MUCH, texts.START_LIMIT, needed=False),
        # after the manual of another maker's back sensors (Valedo)
        Question("d", texts.PLACE, texts.PLACE_ITEMS, YES_NO, Often.MONTH, texts.NOT_THERE, needed=False),
    )
}
"""By id, in the order in which they are asked."""

ASKED_BY: Mapping[str, tuple[str, ...]] = {"live": tuple(QUESTIONS), "assess": tuple(QUESTIONS), "posture": ("c", "d")}
"""Command -> its questions. `posture` says what the verdict says and goes on."""

OVERRIDABLE = "c"
"""The one question whose verdict a trainer may override, with name and reason."""
