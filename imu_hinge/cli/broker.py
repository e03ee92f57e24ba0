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
from imu_hinge.cli.sources import SIMULATED, say
from imu_hinge.cli.texts import paragraph
from imu_hinge.export.extras import needing
from imu_hinge.model.errors import UsageError
from imu_hinge.view.snapshot import Watched

if TYPE_CHECKING:
    from imu_hinge.history.rows import Consent
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
    from imu_hinge.remote.accounts import exposed, load_account

    account = load_account(text, "client", pseudonym)
    if words := exposed(text):
        say(words)
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


@dataclass(frozen=True, slots=True)
class _Question:
    """What a wearer has to agree to before a session is published."""

    pseudonym: str
    url: str
    trainers: tuple[str, ...]
    """Accounts that the broker delivers to: all of them receive what is sent."""
    standing: "Consent | None"
    """What is agreed to already; what it narrows stays so."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """What would be sent; all where nothing narrower was agreed to."""
        from imu_hinge.history.consents import SCOPES

        return (self.standing and self.standing.scopes) or SCOPES

    @property
    def until_ns(self) -> int | None:
        """When the consent ends by itself."""
        return self.standing.until_ns if self.standing else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Trainers whom the wearer did not agree to."""
        agreed = self.standing.trainers if self.standing else ()
        return tuple(one for one in self.trainers if one not in agreed)

    @property
    def answered(self) -> bool:
        """Whether there is nothing to ask."""
        return bool(self.trainers) and not self.missing


def check_consent(trainers: Sequence[str], pseudonym: str, url: str, asks: bool) -> None:
    """Asks for the wearer's consent where there is none to these trainers; raises UsageError where it is not given.

    All of them have to be agreed to, for the broker lets each of them read what is sent; the scopes and the end of a
    consent that stands are kept.
    """
    from imu_hinge.history.authors import default_author
    from imu_hinge.history.clients import client, me
    from imu_hinge.history.consents import grant, watch_of
    from imu_hinge.history.database import open_history

    with open_history() as history:
        with history.writing() as db:
            wearer = me(db, time.time_ns()) if pseudonym == NOBODY else client(db, pseudonym)
            asked = _Question(pseudonym, url, tuple(trainers), watch_of(db, wearer, time.time_ns()))
        if asked.answered:
            return
        if not asks:
            raise UsageError(_not_asked(asked))
        if not _agreed(asked):
            raise UsageError("--broker: not agreed to; without --broker nobody watches")
        with history.writing() as db:
            who, scopes, until_ns = default_author(db, "wearer"), asked.scopes, asked.until_ns
            grant(db, wearer, "watch", who, time.time_ns(), until_ns=until_ns, scopes=scopes, trainers=trainers)


def _names(trainers: Sequence[str]) -> str:
    return ",".join(one.removeprefix("t-") for one in trainers)


def _not_asked(asked: _Question) -> str:
    names, narrowed = _names(asked.trainers), asked.standing and asked.standing.scopes
    scopes = f" --scopes {','.join(narrowed)}" if narrowed else ""
    return (
        f"--broker: the account lets {names} read what is sent, and there is no consent to being watched by "
        f"{_names(asked.missing)}; `imu-hinge clients consent {asked.pseudonym} watch --trainers {names}{scopes}` "
        "notes it when it is given"
    )


def _agreed(asked: _Question) -> bool:
    """The very words that are kept, in the terminal; only yes is yes."""
    from imu_hinge.history.consents import wording

    told = f"Sent while you train, as listed with this consent: {', '.join(asked.scopes)}."
    stop = "On the live screen w stops it for the session; `imu-hinge clients consent` takes it back for good."
    stream = sys.stderr if sys.stderr.isatty() else sys.stdout
    watched = (f"Watched by {_names(asked.trainers)} through {asked.url}", *_new_ones(asked))
    lines = ("", *watched, "", *map(paragraph, (wording("watch").text, told, stop)))
    print(*lines, "Agree? y yes; n no: ", sep="\n", end="", file=stream, flush=True)
    try:
        return input().strip().lower() in _YES
    except (EOFError, KeyboardInterrupt, UnicodeDecodeError):
        return False


def _new_ones(asked: _Question) -> tuple[str, ...]:
    """Who is asked about, where others were agreed to before."""
    agreed = [one for one in asked.trainers if one not in asked.missing]
    return (f"You agreed to {_names(agreed)} before; asked is about {_names(asked.missing)}",) if agreed else ()


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
