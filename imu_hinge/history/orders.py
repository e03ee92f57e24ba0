"""What trainers ask of clients through a broker, on both sides: as it was made, and as it was received."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, delete, select, update

from imu_hinge.history.rows import Client
from imu_hinge.history.stored import add_new, made_exactly
from imu_hinge.history.transport import ORDER

Side = Literal["made", "received"]
"""On the machine of the trainer, and on that of the client; one machine may be both."""
KEPT_NS = 7 * 86_400 * 1_000_000_000
"""So long an order is known again when it comes once more, ns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One order; the columns of the table `command`."""

    client_id: UUID
    side: Side
    id: str
    trainer: str
    """Account of whoever asks."""
    kind: str
    body: Mapping[str, Any]
    created_at_ns: int
    """When it was made, or received."""
    sent_count: int
    sent_at_ns: int | None
    answered_at_ns: int | None
    result: str | None
    """`accepted`, `refused: ...`, `expired`; None: there is no answer yet."""


def made(
    db: Connection, client: Client, order_id: str, trainer: str, kind: str, body: Mapping[str, Any], now_ns: int
) -> bool:
    """A trainer asks: kept until it is answered. False, and nothing changed, where the id is there already."""
    return add_new(db, ORDER, _row(client, "made", order_id, trainer, kind, body, now_ns))


def received(
    db: Connection, client: Client, order_id: str, trainer: str, kind: str, body: Mapping[str, Any], now_ns: int
) -> bool:
    """A client is asked; False where the order was received before, and must not be carried out again.

    Orders that were answered longer ago than KEPT_NS are forgotten.
    """
    old = (ORDER.c.side == "received", ORDER.c.answered_at_ns < now_ns - KEPT_NS)
    db.execute(delete(ORDER).where(ORDER.c.client_id == client.id, *old))
    return add_new(db, ORDER, _row(client, "received", order_id, trainer, kind, body, now_ns))


def sent(db: Connection, client: Client, order_id: str, now_ns: int) -> None:
    """An order that was made went out once more."""
    values = {"sent_count": ORDER.c.sent_count + 1, "sent_at_ns": now_ns}
    db.execute(update(ORDER).where(*_is(client, "made", order_id)).values(values))


def answered(db: Connection, client: Client, side: Side, order_id: str, result: str, now_ns: int) -> bool:
    """The first answer counts; False for a later one, and for one to an order that is not known."""
    open_one = (*_is(client, side, order_id), ORDER.c.answered_at_ns.is_(None))
    return db.execute(update(ORDER).where(*open_one).values(answered_at_ns=now_ns, result=result)).rowcount > 0


def order(db: Connection, client: Client, side: Side, order_id: str) -> OrderRow | None:
    """One order; None where it is not known."""
    row = db.execute(select(ORDER).where(*_is(client, side, order_id))).mappings().first()
    return None if row is None else made_exactly(OrderRow, row)


def open_orders(db: Connection, side: Side, client: Client | None = None) -> list[OrderRow]:
    """Those without an answer, of one client or of all, oldest first."""
    of = () if client is None else (ORDER.c.client_id == client.id,)
    chosen = select(ORDER).where(ORDER.c.side == side, ORDER.c.answered_at_ns.is_(None), *of)
    return [
        made_exactly(OrderRow, row) for row in db.execute(chosen.order_by(ORDER.c.created_at_ns, ORDER.c.id)).mappings()
    ]


def _is(client: Client, side: Side, order_id: str) -> tuple[Any, ...]:
    return ORDER.c.client_id == client.id, ORDER.c.side == side, ORDER.c.id == order_id


def _row(
    client: Client, side: Side, order_id: str, trainer: str, kind: str, body: Mapping[str, Any], now_ns: int
) -> dict[str, Any]:
    asked = {"client_id": client.id, "side": side, "id": order_id, "trainer": trainer, "kind": kind, "body": body}
    return {**asked, "created_at_ns": now_ns, "sent_count": 0}
