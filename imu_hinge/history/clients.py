"""Clients under pseudonyms, and the list of them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, func, select, update

from imu_hinge.history.pains import of_nobody
from imu_hinge.history.pseudonyms import LIKE_ONE, ME, PREFIX, SHAPE, new_pseudonym
from imu_hinge.history.pseudonyms import is_pseudonym as is_pseudonym
from imu_hinge.history.rows import Client
from imu_hinge.history.stored import add, add_new, chosen, made, read, values
from imu_hinge.history.tables import CLIENT, PAIN, SESSION
from imu_hinge.history.told_pains import ToldPain, last_arrived
from imu_hinge.history.trends import SIMULATED
from imu_hinge.history.wording import YOURSELF, any_lines, one_line
from imu_hinge.model.errors import UsageError

_BORN_FROM = 1900
_RANGES = {
    "own_max_lumbar_deg": ("largest own lumbar flexion", 10, 120, "deg"),
    "keep_recordings_days": ("keep recordings for", 1, 36_500, "days"),
}
"""Column -> what it is, what it is at least and at most, its unit. Backs bend 40 to 70 deg; 36,500 days are a life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """A client in the list of clients."""

    client: Client
    sessions: int
    """In this history, none of the virtual wearer; nor are the last session and the last pain."""
    simulated: int
    """Sessions of the virtual wearer."""
    last_session_at_ns: int | None
    """Start of the last session."""
    last_pain: int | None
    """Also of a session that was only watched."""
    last_pain_at_ns: int | None


def add_client(db: Connection, *, display_name: str | None, birth_year: int | None, now_ns: int) -> Client:
    """A new client under a new pseudonym. Raises UsageError for a name of another client, or no year of birth."""
    if display_name is not None:
        display_name = _free(db, checked_name(display_name))
    check_numbers({"birth_year": birth_year}, now_ns)
    new = _new(new_pseudonym(_taken(db)), display_name, birth_year, now_ns)
    add(db, CLIENT, new)
    return new


def _taken(db: Connection) -> frozenset[str]:
    return frozenset(db.scalars(select(CLIENT.c.pseudonym)))


def client(db: Connection, who: str) -> Client:
    """By pseudonym (with or without `c-`), name, the beginning of one, or as YOURSELF; raises UsageError for others."""
    wanted = who.strip().casefold()
    wanted = ME if wanted in YOURSELF else wanted
    if found := read(db, Client, select(CLIENT).where(CLIENT.c.pseudonym == wanted)):
        return found[0]
    if wanted == ME:
        raise UsageError("nothing is kept of you yet: `imu-hinge live` records a session")
    everyone = read(db, Client, select(CLIENT).order_by(CLIENT.c.pseudonym))
    named = [one for one in everyone if wanted and (one.display_name or "").casefold() == wanted]
    start = wanted.removeprefix(PREFIX)
    begun = [one for one in everyone if start and _begins(one, start, wanted)]
    return chosen(named or begun, "client", who, "see `imu-hinge clients list`")


def _begins(one: Client, start: str, wanted: str) -> bool:
    return one.pseudonym.startswith(PREFIX + start) or (one.display_name or "").casefold().startswith(wanted)


def clients(db: Connection) -> list[ClientLine]:
    """All of them, by pseudonym."""
    real = SESSION.c.source != SIMULATED
    arrived = last_arrived(db)
    counts = (
        func.count().filter(real).label("sessions"),
        func.count().filter(~real).label("simulated"),
        func.max(SESSION.c.started_at_ns).filter(real).label("last"),
    )
    held = select(SESSION.c.client_id, *counts).group_by(SESSION.c.client_id).subquery()
    pains = select(PAIN).where(PAIN.c.client_id == CLIENT.c.id, ~of_nobody()).order_by(PAIN.c.at_ns.desc()).limit(1)
    lines = (
        select(
            CLIENT,
            held.c.sessions,
            held.c.simulated,
            held.c.last,
            pains.with_only_columns(PAIN.c.score).scalar_subquery().label("score"),
            pains.with_only_columns(PAIN.c.at_ns).scalar_subquery().label("score_at_ns"),
        )
        .outerjoin(held, held.c.client_id == CLIENT.c.id)
        .order_by(CLIENT.c.pseudonym)
    )
    return [_line(row, arrived.get(row["id"])) for row in db.execute(lines).mappings()]


def _line(row: RowMapping, arrived: ToldPain | None) -> ClientLine:
    pain, at_ns = row["score"], row["score_at_ns"]
    if arrived and (at_ns is None or arrived.at_ns >= at_ns):
        pain, at_ns = arrived.score, arrived.at_ns
    return ClientLine(
        client=made(Client, row),
        sessions=row["sessions"] or 0,
        simulated=row["simulated"] or 0,
        last_session_at_ns=row["last"],
        last_pain=pain,
        last_pain_at_ns=at_ns,
    )


def changed_client(db: Connection, client: Client, **columns: Any) -> Client:
    """Changes columns of a client; returns it as it is then. Raises UsageError for a wrong name, text or number."""
    if columns.get("display_name") is not None:
        columns["display_name"] = _free(db, checked_name(columns["display_name"]), besides=client)
    if "cautions" in columns:
        columns["cautions"] = any_lines("cautions", columns["cautions"])
    check_numbers(columns, time.time_ns())
    changed = replace(client, **columns)
    db.execute(update(CLIENT).where(CLIENT.c.id == client.id).values(values(changed)))
    return changed


def client_known_as(db: Connection, pseudonym: str) -> Client | None:
    """The client of this very pseudonym; None where there is none."""
    found = read(db, Client, select(CLIENT).where(CLIENT.c.pseudonym == pseudonym))
    return found[0] if found else None


def client_of(db: Connection, pseudonym: str, now_ns: int) -> Client:
    """The client of this pseudonym, made without a name when absent; raises UsageError for what is no pseudonym."""
    asked = select(CLIENT).where(CLIENT.c.pseudonym == pseudonym)
    if not (found := read(db, Client, asked)):
        add_new(db, CLIENT, values(_new(_checked(pseudonym), None, None, now_ns)))
        found = read(db, Client, asked)
    return found[0]


def alone_with(db: Connection, client: Client) -> None:
    """Whoever else asks for this client waits until this transaction is over; SQLite has one writer anyway."""
    db.execute(select(CLIENT.c.id).where(CLIENT.c.id == client.id).with_for_update())


def me(db: Connection, now_ns: int) -> Client:
    """Whoever trains here without having been added as a client."""
    return client_of(db, ME, now_ns)


def _new(pseudonym: str, name: str | None, year: int | None, now_ns: int) -> Client:
    return Client(
        id=uuid4(),
        pseudonym=pseudonym,
        display_name=name,
        birth_year=year,
        own_max_lumbar_deg=None,
        cautions="",
        keep_recordings_days=None,
        created_at_ns=now_ns,
        archived_at_ns=None,
    )


def _checked(pseudonym: str) -> str:
    if not is_pseudonym(pseudonym):
        raise UsageError(f"{pseudonym!r} is no pseudonym of a client; expected {SHAPE}")
    return pseudonym


def _free(db: Connection, name: str, besides: Client | None = None) -> str:
    """A name is how a client is asked for, so it is given once."""
    for other in read(db, Client, select(CLIENT)):
        if other != besides and name.casefold() in (other.pseudonym, (other.display_name or "").casefold()):
            raise UsageError(f"{name!r} is {other.pseudonym} already; choose a name that tells them apart")
    return name


def checked_name(name: str, what: str = "name") -> str:
    """What a client may be called; raises UsageError for what is no name, or stands for somebody already."""
    name = one_line(what, name)
    if name.casefold() in YOURSELF or LIKE_ONE.fullmatch(name.casefold()):
        raise UsageError(f"{what} {name!r}: stands for yourself or for a pseudonym; choose another name")
    return name


def check_numbers(columns: Mapping[str, Any], now_ns: int) -> None:
    """Raises UsageError where one of these columns of a client cannot be so."""
    year, this_year = columns.get("birth_year"), datetime.fromtimestamp(now_ns // 1_000_000_000, UTC).year
    if year is not None and not _BORN_FROM <= year <= this_year:
        raise UsageError(f"year of birth {year}: expected {_BORN_FROM} to {this_year}")
    for name, (what, least, most, unit) in _RANGES.items():
        if (value := columns.get(name)) is not None and not least <= value <= most:
            raise UsageError(f"{what} {value:g} {unit}: expected {least} to {most}")
