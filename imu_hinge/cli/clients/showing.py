"""`clients show`: all that is known of one client."""

import argparse
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from imu_hinge.cli.clients import planning
from imu_hinge.cli.clients.levelling import level_words
from imu_hinge.cli.clients.noted import dicts_of, lines_of
from imu_hinge.cli.output import aligned, print_json
from imu_hinge.cli.people import add_who, by_id, named, note_access
from imu_hinge.cli.told import ago, day, title
from imu_hinge.core.progression import Proposal, proposal_words
from imu_hinge.history.accesses import accesses
from imu_hinge.history.consents import PURPOSES, holds
from imu_hinge.history.database import Connection, open_history
from imu_hinge.history.glances import Watched, watched
from imu_hinge.history.inbox import anything
from imu_hinge.history.levels import level
from imu_hinge.history.limits import limits
from imu_hinge.history.notes import notes
from imu_hinge.history.plans import plan
from imu_hinge.history.progress import proposals
from imu_hinge.history.rows import Access, Author, Client, ClientLimit, LevelRow, Note, PlanRow
from imu_hinge.history.sessions import SessionLine, sessions
from imu_hinge.history.told_pains import ToldPain, told_pains
from imu_hinge.history.trends import SIMULATED
from imu_hinge.model.plural import counted
from imu_hinge.recording import default_folder
from imu_hinge.station.settings import load_settings, settings_path
from imu_hinge.view.words import UNKNOWN, number, spaced

EXAMPLE = "clients show Ann"
ELSEWHERE = "agreed on their own machine"
WATCHED = "watched"
"""What a look through a broker is called."""
_DAY_NS = 86_400 * 1_000_000_000
_PAINS = 5
"""So many of the last scores are shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a client but the sessions themselves."""

    client: Client
    now_ns: int
    authors: dict[object, Author]
    held: tuple[str, ...]
    """Purposes the client agrees to now."""
    limits: list[ClientLimit]
    notes: list[Note]
    pains: list[ToldPain]
    """None of the virtual wearer."""
    accesses: list[Access]
    recorded: list[SessionLine]
    """All sessions, also of the virtual wearer, newest first."""
    plan: list[PlanRow]
    level: LevelRow | None
    proposal: Proposal | None
    """None where nobody chose a level."""
    watched: Watched
    """Over a broker, from this machine."""
    elsewhere: bool
    """Whether anything arrived from the client's own machine."""

    @property
    def sessions(self) -> list[SessionLine]:
        """Without those of the virtual wearer."""
        return [line for line in self.recorded if line.session.source != SIMULATED]

    @property
    def simulated(self) -> int:
        """Sessions of the virtual wearer, here and watched."""
        return len(self.recorded) - len(self.sessions) + self.watched.simulated

    @property
    def origins(self) -> dict[UUID, int]:
        """Session -> session time of its first sample, ns."""
        return {line.session.id: line.session.origin_ns for line in self.recorded}

    @property
    def kept_too_long(self) -> int:
        """Recordings that are there and older than agreed."""
        days = self.client.keep_recordings_days
        if days is None:
            return 0
        old = (one.session for one in self.recorded if one.session.started_at_ns < self.now_ns - days * _DAY_NS)
        return sum(bool(one.recording_path) and (default_folder() / one.recording_path).exists() for one in old)


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `show`."""
    add_who(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints what is known, and notes that somebody looked."""
    now_ns = time.time_ns()
    with open_history() as history:
        with history.reading() as db:
            known = _known(db, named(db, arguments.who), now_ns)
        note_access(history, known.client, "shown", now_ns)
    if arguments.json:
        print_json(_as_dict(known))
    else:
        print("\n".join(_page(known)))
    return 0


def _known(db: Connection, client: Client, now_ns: int) -> Known:
    held = tuple(purpose for purpose in PURPOSES if holds(db, client, purpose, now_ns))
    told = (limits(db, client), notes(db, client), told_pains(db, client), accesses(db, client), sessions(db, client))
    limit = load_settings(settings_path()).pain_start_limit
    aims = (plan(db, client), level(db, client), proposals(db, now_ns, [client], limit).get(client.id))
    arrived = (watched(db, client).get(client.id, Watched()), anything(db, client))
    return Known(client, now_ns, by_id(db), held, *told, *aims, *arrived)


def _page(known: Known) -> list[str]:
    one = known.client
    rows = [
        ("born", str(one.birth_year or UNKNOWN)),
        ("added", day(one.created_at_ns)),
        ("agrees to", _held(known)),
        ("own maximum", number(one.own_max_lumbar_deg, 0, " deg of lumbar flexion")),
        ("to mind", one.cautions or UNKNOWN),
        ("level", _level(known)),
        ("proposed", proposal_words(known.proposal) if known.proposal else UNKNOWN),
        ("sessions", _sessions(known)),
        ("pain", ", ".join(f"{pain.score} on {day(pain.at_ns)}" for pain in known.pains[-_PAINS:]) or UNKNOWN),
        ("keeps", _kept(known)),
        ("shown", f"to others: {counted(sum(one.what != WATCHED for one in known.accesses), 'time')}"),
        ("watched", _watched_by(known)),
    ]
    return [title(one), *aligned(rows, "  "), *_plan(known), *_limits(known), *_notes(known)]


def _level(known: Known) -> str:
    one = known.level
    if one is None:
        return UNKNOWN
    return f"{level_words(one.level)}, since {day(one.at_ns)}{f': {one.reason}' if one.reason else ''}"


def _plan(known: Known) -> list[str]:
    lines = planning.lines_of(known.plan, known.authors)
    return ["plan for a session", *lines] if lines else []


def _sessions(known: Known) -> str:
    virtual = f"; {counted(known.simulated, 'session')} of the virtual wearer" if known.simulated else ""
    return _real_sessions(known) + virtual


def _real_sessions(known: Known) -> str:
    last = known.sessions[0].session.started_at_ns if known.sessions else None
    if not known.watched.sessions:
        return f"{len(known.sessions)}, {ago(last, known.now_ns)}" if known.sessions else ago(None, known.now_ns)
    here = f"{len(known.sessions)} here, {ago(last, known.now_ns)}; " if known.sessions else ""
    of = known.watched
    return (
        f"{here}watched through the broker: {counted(of.sessions, 'session')}, last {ago(of.last_at_ns, known.now_ns)}"
    )


def _held(known: Known) -> str:
    """What arrives of a client was agreed to where it comes from, and is not noted here."""
    elsewhere = [ELSEWHERE] if known.elsewhere and "watch" not in known.held else []
    return ", ".join([*known.held, *elsewhere]) or "nothing"


def _watchers(known: Known) -> dict[str, list[int]]:
    """Who watched through a broker -> when, oldest first."""
    times: dict[str, list[int]] = defaultdict(list)
    for one in known.accesses:
        if one.what == WATCHED and one.author_id in known.authors:
            times[known.authors[one.author_id].name].append(one.at_ns)
    return times


def _watched_by(known: Known) -> str:
    said = (
        f"by {name} ({counted(len(at), 'time')}), last {ago(at[-1], known.now_ns)}"
        for name, at in _watchers(known).items()
    )
    return "; ".join(said) or "by nobody through a broker"


def _kept(known: Known) -> str:
    days = known.client.keep_recordings_days
    if days is None:
        return "recordings without a limit"
    old = known.kept_too_long
    more = f"; {counted(old, 'recording')} older than that: `sessions list --json` says where" if old else ""
    return f"recordings for {counted(days, 'day')}{more}"


def _limits(known: Known) -> list[str]:
    rows = [(spaced(one.fault), f"early {one.caution:g}", f"limit {one.limit:g}") for one in known.limits]
    return ["limits of their own", *aligned(rows, "  ")] if rows else []


def _notes(known: Known) -> list[str]:
    lines = lines_of(known.notes, known.authors, known.origins)
    return ["notes", *lines] if lines else []


def _as_dict(known: Known) -> dict[str, Any]:
    one = known.client
    return {
        "client": one.pseudonym,
        "name": one.display_name,
        "birth_year": one.birth_year,
        "own_max_lumbar_deg": one.own_max_lumbar_deg,
        "cautions": one.cautions,
        "keep_recordings_days": one.keep_recordings_days,
        "kept_too_long": known.kept_too_long,
        "archived": one.archived_at_ns is not None,
        "agrees_to": list(known.held),
        "level": known.level.level if known.level else None,
        "plan": planning.dicts_of(known.plan),
        "sessions": [str(line.session.id) for line in known.sessions],
        "simulated_sessions": known.simulated,
        "limits": [{"fault": limit.fault, "caution": limit.caution, "limit": limit.limit} for limit in known.limits],
        "notes": dicts_of(known.notes, known.authors, known.origins),
        "pains": [asdict(pain) for pain in known.pains],
        "agrees_elsewhere": known.elsewhere,
        "watched_sessions": known.watched.sessions,
        "last_watched_at_ns": known.watched.last_at_ns,
        "looked_at": len(known.accesses),
        "watched_by": [{"name": name, "times": len(at), "last_at_ns": at[-1]} for name, at in _watchers(known).items()],
    }
