"""Who trains: a client of the history, or whoever was not named."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from imu_hinge.cli.about import NOBODY
from imu_hinge.cli.sources import Limits, say
from imu_hinge.history.wording import YOURSELF
from imu_hinge.model.errors import HistoryError, UsageError


@dataclass(frozen=True, slots=True)
class Who:
    """A wearer as a session needs to know one."""

    pseudonym: str = NOBODY
    limits: Limits = field(default_factory=dict)
    """Those that hold in place of the catalogue's."""


def who(named: str | None, keeps: bool) -> Who:
    """The client of this pseudonym or name; without a name whoever trains here, whatever becomes of the history.

    Raises UsageError for an unknown client, or one who has not agreed to being recorded when the session `keeps`
    something; HistoryError when the history of a named client cannot be opened.
    """
    if named is not None and named.strip().casefold() not in YOURSELF:
        return _client(named, keeps)
    from imu_hinge.history.glance import may_have_limits

    if not may_have_limits(NOBODY):
        return Who()
    try:
        return _client(NOBODY, False)
    except HistoryError as error:
        say(f"without limits of your own: {error}")
        return Who()
    except UsageError:  # nothing was kept of you yet
        return Who()


def _client(named: str, keeps: bool) -> Who:
    from imu_hinge.history.clients import client
    from imu_hinge.history.consents import holds
    from imu_hinge.history.database import open_history
    from imu_hinge.history.limits import limits

    with open_history() as history, history.reading() as db:
        found = client(db, named)
        if keeps and found.pseudonym != NOBODY and not holds(db, found, "keep", time.time_ns()):
            raise UsageError(
                f"{found.pseudonym} has not agreed to being recorded: `imu-hinge clients consent {found.pseudonym} "
                "keep` notes it when it is given; --no-record keeps nothing"
            )
        own: Mapping[str, tuple[float, float]] = {one.fault: (one.caution, one.limit) for one in limits(db, found)}
    return Who(found.pseudonym, own)
