"""What the history has to do with an assessment: the earlier one, and limits that somebody takes."""

import argparse
import shlex
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from imu_hinge.cli.sources import SIMULATED, say
from imu_hinge.core.assess import LimitProposal
from imu_hinge.history.wording import YOURSELF
from imu_hinge.model.errors import HingeError
from imu_hinge.view.assess.outcome import Earlier, Outcome

NOT_HIS = "Of a simulated wearer: shown only."
NO_CLIENT = (
    "Shown only, for no client was named. To keep them: `imu-hinge assess --client WHO` "
    "(`me` for yourself), or `imu-hinge clients limit WHO FAULT EARLY LIMIT`."
)

TO_TAKE = "To take a limit later:"


def keeping_words(named: str | None, source: str) -> str:
    """Why a proposed limit cannot be kept, and what to do; empty where it can. `source` as in About."""
    if source == SIMULATED:
        return NOT_HIS
    return "" if named else NO_CLIENT


def earlier_of(pseudonym: str, before_ns: int, tell: Callable[[str], None] = say) -> Earlier | None:
    """The last assessment of this client that began before (ns since 1970); `tell` hears why it cannot be read."""
    from imu_hinge.history.glance import may_have_assessments

    if not may_have_assessments(pseudonym):
        return None
    from imu_hinge.history.assessments import assessments_before
    from imu_hinge.history.clients import client_known_as
    from imu_hinge.history.database import open_history

    try:
        with open_history() as history, history.reading() as db:
            client = client_known_as(db, pseudonym)
            found = assessments_before(db, client, before_ns) if client else []
    except HingeError as error:
        tell(f"without a comparison: {error}")
        return None
    return Earlier(_day(found[-1].started_at_ns, found[-1].utc_offset_min), found[-1].results) if found else None


def _day(at_ns: int, utc_offset_min: int) -> str:
    there = timezone(timedelta(minutes=utc_offset_min))
    return datetime.fromtimestamp(at_ns // 1_000_000_000, UTC).astimezone(there).date().isoformat()


def commands(outcome: Outcome, named: str | None) -> list[str]:
    """How each proposed limit can be taken later, to be copied; none of a simulated wearer. `named`: as by --client.

    Ends with an empty line, where there is any.
    """
    if outcome.keeping == NOT_HIS or not outcome.proposals:
        return []
    who = shlex.quote(named or YOURSELF[0])
    told = [f"  imu-hinge clients limit {who} {one.fault} {one.caution:g} {one.limit:g}" for one in outcome.proposals]
    return [TO_TAKE, *told, ""]


def keep_limit(pseudonym: str, proposal: LimitProposal, said: argparse.Namespace) -> str:
    """Keeps it for this client, who must exist; what became of it, in words. Raises HingeError.

    `said` has --by and --as.
    """
    from imu_hinge.cli.people import speaker
    from imu_hinge.history.clients import client
    from imu_hinge.history.database import open_history
    from imu_hinge.history.limits import set_limit

    with open_history() as history, history.writing() as db:
        whom = client(db, pseudonym)
        author = speaker(db, said, whom)
        set_limit(db, whom, proposal.fault, proposal.caution, proposal.limit, author, time.time_ns())
    return f"taken for {whom.display_name or whom.pseudonym}: holds from the next session on"
