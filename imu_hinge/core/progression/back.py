"""What proposes the level before, row by row; one is enough. What is missing proposes nothing. Pure."""

from collections.abc import Sequence
from itertools import takewhile

from imu_hinge.core.progression.checks import AT_LEAST, Criterion, back_needs
from imu_hinge.core.progression.facts import Session
from imu_hinge.core.progression.looked import Looked


def _limit(looked: Looked) -> float:
    """The trainer's start limit, else that of the level's file."""
    limit = looked.facts.start_limit
    return back_needs("pain_limit")(looked) if limit is None else limit


def is_form_asked(looked: Looked) -> bool:
    """Whether sessions out of form may propose anything: not where the newest is decided on."""
    return looked.is_news or not looked.decided_ns


def out_of_form(looked: Looked) -> Sequence[Session]:
    """The newest sessions as long as each of them is out of form, the newest first."""
    least = back_needs("form_share")(looked)
    newest_first = reversed(looked.sessions)
    return list(takewhile(lambda one: (share := one.whole.form_share) is not None and share < least, newest_first))


def _sessions_out_of_form(looked: Looked) -> float | None:
    """So many of the newest sessions, one after the other; None where the newest is decided on."""
    return len(out_of_form(looked)) if is_form_asked(looked) else None


def _absent(looked: Looked) -> str:
    """Where nothing is new there is nothing to decide on."""
    return "none since the decision" if looked.decided_ns else "not known"


BACK: tuple[Criterion, ...] = (
    Criterion(
        id="pain_rise",
        title="rise of the newest pain",
        figure=lambda looked: looked.newest_rise,
        needed=back_needs("pain_rise"),
        holds=AT_LEAST,
        asks="proposed from {needed} on",
        absent=_absent,
    ),
    Criterion(
        id="pain_limit",
        title="newest pain",
        figure=lambda looked: max((one.score for one in looked.newest), default=None),
        needed=_limit,
        holds=AT_LEAST,
        asks="proposed from {needed} on",
        absent=_absent,
    ),
    Criterion(
        id="form_sessions",
        title="sessions out of form",
        figure=_sessions_out_of_form,
        needed=back_needs("form_sessions"),
        holds=AT_LEAST,
        asks="proposed from {needed} in a row on",
        absent=_absent,
    ),
)
