"""Which questions are due. Dates come in as ISO texts (2026-07-14): nothing here knows what day it is."""

from collections.abc import Callable, Iterable, Mapping

from imu_hinge.gate.questions import ASKED_BY, NO, QUESTIONS, Often, Question
from imu_hinge.gate.verdict import Answer, standing


def due(command: str, last: Mapping[str, str], today: str) -> tuple[Question, ...]:
    """The questions to ask before `command`; `last` holds when each was last answered with no."""
    asked = (QUESTIONS[one] for one in ASKED_BY[command])
    return tuple(one for one in asked if one.id not in last or _DUE[one.often](last[one.id], today))


def remembered(
    last: Mapping[str, str], asked: Iterable[Question], answers: Iterable[Answer], today: str
) -> Mapping[str, str]:
    """`last` with the questions answered with no today; any other answer is asked for again at the next start."""
    held = standing(answers)
    return {**last, **{one.id: today for one in asked if one.id in held and held[one.id].value == NO}}


def _another_day(last: str, today: str) -> bool:
    return last != today


def _a_month_later(last: str, today: str) -> bool:
    """The same day of the next month has come, or the clock went back."""
    (year, month, day), (this_year, this_month, this_day) = (map(int, one.split("-")) for one in (last, today))
    months = (this_year - year) * 12 + this_month - month
    return today < last or (months, this_day) >= (1, day)


_DUE: Mapping[Often, Callable[[str, str], bool]] = {
    Often.DAY: _another_day,
    Often.MONTH: _a_month_later,
    Often.SESSION: lambda last, today: True,
}
