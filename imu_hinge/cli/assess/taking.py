"""Limits proposed after an assessment, taken or left in a plain terminal."""

import sys
from collections.abc import Callable

from imu_hinge.core.assess import LimitProposal
from imu_hinge.model.errors import HingeError
from imu_hinge.view.assess.lines import limit_words
from imu_hinge.view.assess.outcome import Outcome

NOT_ASKED = "no terminal to answer at: no limit is taken"
_YES = frozenset({"y", "yes"})


def ask_limits(outcome: Outcome, take: Callable[[LimitProposal], str], tell: Callable[[str], None]) -> None:
    """Asks for each; `take` keeps one and says what became of it. Nothing but `y` takes one."""
    if not outcome.proposals:
        return
    if outcome.keeping or not sys.stdin.isatty():
        tell(outcome.keeping or NOT_ASKED)
        return
    for proposal in outcome.proposals:
        tell(limit_words(proposal))
        try:
            answer = input("take it? y takes it, Enter leaves it: ")
        except (EOFError, KeyboardInterrupt):
            tell("no more limits are taken")
            return
        tell(_taken(proposal, take) if answer.strip().lower() in _YES else "left as it is")


def _taken(proposal: LimitProposal, take: Callable[[LimitProposal], str]) -> str:
    try:
        return take(proposal)
    except HingeError as error:
        return str(error)
