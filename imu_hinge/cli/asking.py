"""The questions before a session, asked in a plain terminal: one line in, one answer."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from imu_hinge.cli.sources import LIVE, say
from imu_hinge.gate import texts
from imu_hinge.gate.interview import Interview, begin
from imu_hinge.gate.questions import NO, PAINS, YES, YES_NO, Question
from imu_hinge.gate.verdict import NOT_ASKED, UNANSWERED, Verdict
from imu_hinge.station.settings import Settings, keep_settings, load_settings, settings_path

_YES_NO = {"y": YES, "yes": YES, "n": NO, "no": NO}
_HEARD = {YES_NO: _YES_NO, PAINS: {**{pain: pain for pain in PAINS}, "": UNANSWERED}}
"""Answers of a question -> what may be typed -> the answer."""
_BACK, _TRAINER = "b", "t"
NEVER_REFUSES = frozenset({"posture"})
"""Commands that look on and ask for nothing."""
NO_LIMIT = max(map(int, PAINS)) + 1
"""No pain stands in the way of those."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking."""

    settings: Settings
    """With the days of what need not be asked again; the caller saves them."""
    commands: tuple[tuple[str, str], ...] = ()
    """Name and argument of what is to be said into the session, in order."""
    refused: str = ""
    """Why there is no session, already said; the exit code is 1. Empty where it may begin."""


def asked_before(command: str, kind: str) -> Asked:
    """The questions before `command` where it is fed by real sensors (`kind`), answered in the terminal; remembered."""
    settings = load_settings(settings_path())
    if kind != LIVE:
        return Asked(settings)
    asked = ask(command, settings, date.today().isoformat())
    if asked.settings != settings and (problem := keep_settings(asked.settings, settings_path())):
        say(problem)
    return asked


def pain_limit_before(command: str, settings: Settings) -> int:
    """From this pain on `command` does not begin."""
    return NO_LIMIT if command in NEVER_REFUSES else settings.pain_start_limit


def ask(command: str, settings: Settings, today: str) -> Asked:
    """Asks what is due before `command` (`today`: ISO date); without a terminal it says so and asks nothing.

    A command of `NEVER_REFUSES` begins in any case: what stands in the way is said.
    """
    if not sys.stdin.isatty():
        print(f"imu-hinge: {texts.NOT_ASKED}", file=sys.stderr)
        return Asked(settings, (NOT_ASKED,))
    refuses = command not in NEVER_REFUSES
    begun = begin(command, settings.gate_answered, today, pain_limit_before(command, settings))
    try:
        ended = _ended(begun, _contested if refuses else _told)
    except (EOFError, KeyboardInterrupt):
        _say("", texts.UNANSWERED)
        return Asked(settings, refused=texts.UNANSWERED)
    kept = replace(settings, gate_answered=ended.remembered(settings.gate_answered, today))
    return Asked(kept, ended.commands, ended.verdict.words if refuses else "")


Refused = Callable[[Interview, Verdict], Interview | None]
"""What follows where an answer stands in the way; None: it is over."""


def _ended(interview: Interview, refused: Refused) -> Interview:
    """The interview with all answers. Raises EOFError or KeyboardInterrupt where the person leaves."""
    while following := _next(interview, refused):
        interview = following
    return interview


def _next(interview: Interview, refused: Refused) -> Interview | None:
    """After one more line from the person; None when it is over."""
    now = interview.now
    if isinstance(now, Question):
        return _answered(interview, now)
    return None if now.may_train else refused(interview, now)


def _told(interview: Interview, verdict: Verdict) -> None:
    """It is said, and goes on."""
    _say("", verdict.words)


def _answered(interview: Interview, question: Question) -> Interview:
    """The same interview where the line was no answer: it is asked again."""
    _say("", f"{_place(interview, question)}  {question.words}", *(f"- {item}" for item in question.items))
    typed = _line(f"{_hint(question)}; {_BACK} {texts.MISTAKE}: ").lower()
    if typed == _BACK:
        return interview.back()
    answer = _HEARD[question.answers].get(typed)
    return interview.answer(answer) if answer else interview


def _contested(interview: Interview, refused: Verdict) -> Interview | None:
    """None where the refusal is taken."""
    _say("", refused.words, *filter(None, [refused.detail]))
    by_trainer = f"; {_TRAINER} {texts.BY_TRAINER}" if refused.overridable else ""
    typed = _line(f"Enter {texts.LEAVE}; {_BACK} {texts.MISTAKE}{by_trainer}: ").lower()
    if typed == _BACK:
        return interview.back()
    if typed == _TRAINER and refused.overridable:
        return interview.overridden(_line(f"{texts.TRAINER_NAME}: "), _line(f"{texts.TRAINER_REASON}: "))
    return interview if typed else None


def _place(interview: Interview, question: Question) -> str:
    return f"{interview.due.index(question) + 1} of {len(interview.due)}"


def _hint(question: Question) -> str:
    if question.answers == PAINS:
        return f"0 to 10; Enter {texts.NO_NUMBER}"
    return f"y {texts.ONE_OR_MORE}; n {texts.NONE_OF_THESE}" if question.items else "y yes; n no"


def _line(prompt: str) -> str:
    _say(prompt, end="")
    try:
        return input().strip()
    except UnicodeDecodeError:
        return "?"


def _say(*lines: str, end: str = "\n") -> None:
    """To standard error, for standard output may be read by another program; unless only that is a terminal."""
    stream = sys.stdout if sys.stdout.isatty() and not sys.stderr.isatty() else sys.stderr
    print(*lines, sep="\n", end=end, file=stream, flush=True)
