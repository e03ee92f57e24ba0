"""Clients under pseudonyms, and the list of them."""

import secrets
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, select, update

from imu_hinge.history.rows import ME, Client
from imu_hinge.history.stored import add, add_new, chosen, made, one_line, read, values
from imu_hinge.history.tables import CLIENT, PAIN, SESSION
from imu_hinge.model.errors import UsageError

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base32: nothing that is read as something else."""
_PREFIX, _LENGTH = "c-", 8
_BORN = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """A client in the list of clients."""

    client: Client
    sessions: int
    last_session_at_ns: int | None
    """Start of the last session."""
    last_pain: int | None
    last_pain_at_ns: int | None


def add_client(db: Connection, *, display_name: str | None, birth_year: int | None, now_ns: int) -> Client:
    """A new client under a new pseudonym. Raises UsageError for a name of another client, or no year of birth."""
    if display_name is not None:
        display_name = _free(db, one_line("name", display_name))
    new = _new(_new_pseudonym(db), display_name, _checked_year(birth_year), now_ns)
    add(db, CLIENT, new)
    return new


def client(db: Connection, who: str) -> Client:
    """By pseudonym, the beginning of one (with or without `c-`), or name; raises UsageError unless it is one client."""
    wanted = who.strip().casefold()
    if found := read(db, Client, select(CLIENT).where(CLIENT.c.pseudonym == wanted)):
        return found[0]
    everyone = read(db, Client, select(CLIENT).order_by(CLIENT.c.pseudonym))
    named = [one for one in everyone if wanted and (one.display_name or "").casefold() == wanted]
    start = wanted.removeprefix(_PREFIX)
    begun = [one for one in everyone if start and one.pseudonym.startswith(_PREFIX + start)]
    return chosen(named or begun, "client", who, "see `imu-hinge clients list`")


def clients(db: Connection) -> list[ClientLine]:
    """All of them, by pseudonym."""
    held = (
        select(SESSION.c.client_id, func.count().label("sessions"), func.max(SESSION.c.started_at_ns).label("last"))
        .group_by(SESSION.c.client_id)
        .subquery()
    )
    pains = select(PAIN).where(PAIN.c.client_id == CLIENT.c.id).order_by(PAIN.c.at_ns.desc()).limit(1)
    lines = (
        select(
            CLIENT,
            held.c.sessions,
            held.c.last,
            pains.with_only_columns(PAIN.c.score).scalar_subquery().label("score"),
            pains.with_only_columns(PAIN.c.at_ns).scalar_subquery().label("score_at_ns"),
        )
        .outerjoin(held, held.c.client_id == CLIENT.c.id)
        .order_by(CLIENT.c.pseudonym)
    )
    return [
        ClientLine(
            client=made(Client, row),
            sessions=row["sessions"] or 0,
            last_session_at_ns=row["last"],
            last_pain=row["score"],
            last_pain_at_ns=row["score_at_ns"],
        )
        for row in db.execute(lines).mappings()
    ]


def changed_client(db: Connection, client: Client, **columns: Any) -> Client:
    """Changes columns of a client; returns it as it is then. Raises UsageError for a wrong name or year."""
    if columns.get("display_name") is not None:
        columns["display_name"] = _free(db, one_line("name", columns["display_name"]), besides=client)
    _checked_year(columns.get("birth_year"))
    changed = replace(client, **columns)
    db.execute(update(CLIENT).where(CLIENT.c.id == client.id).values(values(changed)))
    return changed


def client_of(db: Connection, pseudonym: str, now_ns: int) -> Client:
    """The client of this pseudonym, made without a name when absent; raises UsageError for what is no pseudonym."""
    asked = select(CLIENT).where(CLIENT.c.pseudonym == pseudonym)
    if not (found := read(db, Client, asked)):
        add_new(db, CLIENT, values(_new(_checked(pseudonym), None, None, now_ns)))
        found = read(db, Client, asked)
    return found[0]


def is_pseudonym(text: str) -> bool:
    """Whether a client may be called so."""
    letters = text.removeprefix(_PREFIX)
    return letters != text and len(letters) == _LENGTH and not set(letters) - set(_LETTERS)


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
        raise UsageError(
            f"{pseudonym!r} is no pseudonym of a client; expected {_PREFIX} and {_LENGTH} letters or digits"
        )
    return pseudonym


def _new_pseudonym(db: Connection) -> str:
    taken = set(db.execute(select(CLIENT.c.pseudonym)).scalars())
    while True:
        name = _PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        if name not in taken and name != ME:
            return name


def _free(db: Connection, name: str, besides: Client | None = None) -> str:
    """A name is how a client is asked for, so it is given once."""
    for other in read(db, Client, select(CLIENT)):
        if other != besides and name.casefold() in (other.pseudonym, (other.display_name or "").casefold()):
            raise UsageError(f"{name!r} is {other.pseudonym} already; choose a name that tells them apart")
    return name


def _checked_year(year: int | None) -> int | None:
    if year is not None and year not in _BORN:
        raise UsageError(f"year of birth {year}: expected {_BORN.start} to {_BORN.stop - 1}")
    return year
