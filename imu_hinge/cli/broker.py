"""`live --broker`: who may watch, the question whether they may, and what publishes the session."""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from imu_hinge import __version__
from imu_hinge.catalogue import Exercise
from imu_hinge.cli.about import NOBODY
from imu_hinge.cli.sources import SIMULATED
from imu_hinge.export.extras import needing
from imu_hinge.model.errors import UsageError
from imu_hinge.view.snapshot import Watched

if TYPE_CHECKING:
    from imu_hinge.remote.accounts import Account
    from imu_hinge.remote.publisher import Publisher

_YES = ("y", "yes")


@dataclass(frozen=True, slots=True)
class Broker:
    """Through what, and of whom, a session is published."""

    account: "Account"
    pseudonym: str
    url: str | None
    """Of the history that holds the outbox; None: this user's."""
    anybody: bool
    """A simulated wearer: nobody's data."""


def broker_of(text: str | None, kind: str, pseudonym: str, asks: bool, opened: ExitStack) -> Broker | None:
    """What `--broker` names, once the wearer has agreed to it; None where nobody watches.

    `kind` is that of the source; `asks`: whether the wearer can be asked here. Raises UsageError without consent, for
    an account of somebody else, and for a broker without an account.
    """
    if text is None:
        return None
    needing("remote", "imu_hinge.remote.pipe", "--broker")
    from imu_hinge.remote.accounts import load_account

    account = load_account(text, "client", pseudonym)
    if pseudonym not in (NOBODY, account.user):
        raise UsageError(f"--broker: this is the account of {account.user}, not of {pseudonym}; name that client")
    if kind == SIMULATED:
        return Broker(account, account.user, _short_lived(opened), anybody=True)
    check_consent(account.trainers, pseudonym, account.url, asks)
    return Broker(account, pseudonym, None, anybody=False)


def _short_lived(opened: ExitStack) -> str:
    """A history for nobody's data, gone with the session."""
    from imu_hinge.history.database import sqlite_url

    folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="imu-hinge-", ignore_cleanup_errors=True))
    return sqlite_url(Path(folder) / "history.db")


def check_consent(trainers: Sequence[str], pseudonym: str, url: str, asks: bool) -> None:
    """Asks for the wearer's consent where there is none to these trainers; raises UsageError where it is not given."""
    from imu_hinge.history.authors import default_author
    from imu_hinge.history.clients import client, me
    from imu_hinge.history.consents import grant, watch_of
    from imu_hinge.history.database import open_history

    with open_history() as history:
        with history.writing() as db:
            wearer = me(db, time.time_ns()) if pseudonym == NOBODY else client(db, pseudonym)
            consent = watch_of(db, wearer, time.time_ns())
        if consent is not None and trainers and set(trainers) <= set(consent.trainers):
            return
        if not asks:
            raise UsageError(_not_asked(trainers, pseudonym))
        if not _agreed(trainers, url):
            raise UsageError("--broker: not agreed to; without --broker nobody watches")
        with history.writing() as db:
            grant(db, wearer, "watch", default_author(db, "wearer"), time.time_ns(), trainers=trainers)


def _names(trainers: Sequence[str]) -> str:
    return ",".join(one.removeprefix("t-") for one in trainers)


def _not_asked(trainers: Sequence[str], pseudonym: str) -> str:
    return (
        f"--broker: there is no consent to being watched by {_names(trainers)}; `imu-hinge clients consent {pseudonym} "
        f"watch --trainers {_names(trainers)}` notes it when it is given"
    )


def _agreed(trainers: Sequence[str], url: str) -> bool:
    """The very words that are kept, in the terminal; only yes is yes."""
    from imu_hinge.history.consents import wording

    told = "Sent while you train: repetitions, angles, faults, pain scores, notes, and the state of the sensors."
    stop = "On the live screen w stops it for the session; `imu-hinge clients consent` takes it back for good."
    stream = sys.stderr if sys.stderr.isatty() else sys.stdout
    lines = ("", f"Watched by {_names(trainers)} through {url}", "", wording("watch").text, told, stop)
    print(*lines, "Agree? y yes; n no: ", sep="\n", end="", file=stream, flush=True)
    try:
        return input().strip().lower() in _YES
    except (EOFError, KeyboardInterrupt, UnicodeDecodeError):
        return False


class Watch:
    """The publisher of one session after another."""

    def __init__(self, broker: Broker | None, tell: Callable[[str], None]) -> None:
        self._broker, self._tell = broker, tell
        self._publisher: Publisher | None = None

    def begin(self, session: UUID, exercise: Exercise, say: Callable[[str, str], None]) -> "list[Publisher]":
        """The sinks that publish this session; none where nobody watches."""
        broker = self._broker
        if broker is None:
            return []
        from imu_hinge.remote.publisher import Publisher, Watching

        watching = Watching(
            account=broker.account,
            pseudonym=broker.pseudonym,
            session=session,
            exercise=exercise,
            software=f"imu_hinge {__version__}",
            url=broker.url,
            anybody=broker.anybody,
        )
        self._publisher = Publisher(watching, say, self._tell)
        return [self._publisher]

    def watched(self) -> Watched:
        """Who sees it, for the screen."""
        return self._publisher.watched if self._publisher else Watched()
