"""The tables of what goes between two machines: kept as it was sent, and in numbers that only those two understand."""

from sqlalchemy import JSON, Column, Index, Integer, Table, Text, Uuid

from imu_hinge.history.columns import METADATA, ns, number, of, one_of

OUTBOX = Table(
    "outbox",
    METADATA,
    of("client", primary_key=True),
    Column("epoch", Text, primary_key=True),
    number("seq", primary_key=True, autoincrement=False),  # 1, 2, 3, ... without a hole
    Column("id", Text, nullable=False),
    Column("session_id", Uuid),  # no key: it may be said before the session is kept
    ns("at_ns"),
    Column("type", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("consent_id", Uuid),  # no key: a consent goes with its client only; none for nobody's data
    sqlite_with_rowid=False,
)

DELIVERY = Table(
    "delivery",
    METADATA,
    of("client", primary_key=True),
    Column("trainer", Text, primary_key=True),  # account
    Column("epoch", Text, primary_key=True),
    number("acked_seq"),
    ns("at_ns"),
)

INBOX_MARK = Table(
    "inbox_mark",
    METADATA,
    of("client", primary_key=True),
    Column("epoch", Text, primary_key=True),
    number("from_seq"),
    number("held"),  # all from from_seq up to here are there
    ns("at_ns"),  # of the last arrival
)


def _arrived(name: str, *key: str) -> Table:
    return Table(
        name,
        METADATA,
        of("client", primary_key=True),
        Column("epoch", Text, primary_key=True),
        number("seq", primary_key=True, autoincrement=False),
        Column("id", Text, nullable=False, primary_key="id" in key),
        ns("arrived_at_ns"),
        number("t_ms"),  # by the clock of the sender
        Column("session", Text),
        Column("type", Text, nullable=False),
        Column("body", JSON, nullable=False),
        sqlite_with_rowid=False,
    )


INBOX = _arrived("inbox")
Index(None, INBOX.c.client_id, INBOX.c.session)
Index(None, INBOX.c.type, INBOX.c.arrived_at_ns)

INBOX_CONFLICT = _arrived("inbox_conflict", "id")
"""What came under a number that another event has already."""

ORDER = Table(
    "command",
    METADATA,
    of("client", primary_key=True),
    one_of("side", "made", "received", primary_key=True),
    Column("id", Text, primary_key=True),
    Column("trainer", Text, nullable=False),  # account
    Column("kind", Text, nullable=False),
    Column("body", JSON, nullable=False),
    ns("created_at_ns"),
    Column("sent_count", Integer, nullable=False),
    ns("sent_at_ns", nullable=True),
    ns("answered_at_ns", nullable=True),
    Column("result", Text),
)

TRANSPORT = (OUTBOX, DELIVERY, INBOX_MARK, INBOX, INBOX_CONFLICT, ORDER)
"""What goes between two machines, and belongs to this one: it is erased with its client, but not taken along."""
