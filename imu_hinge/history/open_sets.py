"""Sets that were watched over a broker and have no end: what is known of them, from their repetitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from imu_hinge.history.transport import INBOX
from imu_hinge.model.events import RepStatus

_ENDED, _REJECTED = "SetEnded", "RepRejected"
_SAID = ("RepCompleted", "RepRevised")
_KNOWN = (RepStatus.COUNTED, RepStatus.UNSURE)
"""Repetitions that a set has; others may still become none."""
_Key = tuple[UUID, str]
"""Client and session."""


class OpenSet(NamedTuple):
    """One with repetitions."""

    side: str | None
    counted: int
    unsure: int
    past: int
    """Repetitions past a limit."""


class _Rep(NamedTuple):
    set_index: int
    side: str | None
    status: str
    past: bool


@dataclass(slots=True)
class _Session:
    reps: dict[int, _Rep] = field(default_factory=dict)
    """By id, as last said."""
    ended: set[int] = field(default_factory=set)
    """Sets whose numbers came with their end."""


def open_sets(
    db: Connection, sessions: Sequence[_Key], *asked: ColumnElement[bool]
) -> Mapping[_Key, Sequence[OpenSet]]:
    """By client and session, of these sessions, from the events `asked` for.

    One question for each: they are few, and a question about all of them would look through everything that arrived.
    """
    found = {key: _Session() for key in sessions}
    rows = select(INBOX.c.type, INBOX.c.body).order_by(INBOX.c.epoch, INBOX.c.seq)
    for (client_id, session), one in found.items():
        of_it = (INBOX.c.client_id == client_id, INBOX.c.session == session)
        for kind, body in db.execute(rows.where(*of_it, *asked)):
            _take(one, kind, body if isinstance(body, dict) else {})
    return {key: _sets(one) for key, one in found.items()}


def _take(one: _Session, kind: str, body: Mapping[str, Any]) -> None:
    """What an event changes; it came from another machine, and may hold anything."""
    rep = body.get("rep")
    if kind == _ENDED and type(index := body.get("set_index")) is int:
        one.ended.add(index)
    elif kind == _REJECTED and type(ident := body.get("rep_id")) is int:
        one.reps.pop(ident, None)
    elif kind in _SAID and isinstance(rep, dict) and type(ident := rep.get("id")) is int:
        one.reps[ident] = _rep(rep)


def _rep(rep: Mapping[str, Any]) -> _Rep:
    index, side = rep.get("set_index"), rep.get("side")
    return _Rep(
        set_index=index if type(index) is int else 0,
        side=side if isinstance(side, str) else None,
        status=str(rep.get("status")),
        past=bool(rep.get("faults")),
    )


def _sets(one: _Session) -> list[OpenSet]:
    known = [rep for rep in one.reps.values() if rep.status in _KNOWN and rep.set_index not in one.ended]
    indexes = sorted({rep.set_index for rep in known})
    return [_set([rep for rep in known if rep.set_index == index]) for index in indexes]


def _set(reps: Sequence[_Rep]) -> OpenSet:
    return OpenSet(
        side=reps[0].side,
        counted=sum(rep.status == RepStatus.COUNTED for rep in reps),
        unsure=sum(rep.status == RepStatus.UNSURE for rep in reps),
        past=sum(rep.past for rep in reps),
    )
