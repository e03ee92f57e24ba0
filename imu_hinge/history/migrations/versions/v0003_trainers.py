"""What a trainer needs: whom a consent names, events with numbers, orders, plans and levels."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CONSENT = ("scopes", "trainers")
_TABLES = ("level", "plan", "command", "inbox_conflict", "inbox", "inbox_mark", "delivery", "outbox")


def upgrade() -> None:
    """Consents that were given before name no trainer: nothing is published on their strength."""
    for column in _CONSENT:
        with op.batch_alter_table("consent") as consent:
            consent.add_column(sa.Column(column, sa.JSON()))
        op.execute(f"UPDATE consent SET {column} = '[]'")
        with op.batch_alter_table("consent") as consent:
            consent.alter_column(column, existing_type=sa.JSON(), nullable=False)
    _create_outgoing()
    _create_incoming()
    _create_orders()
    _create_aims()


def downgrade() -> None:
    """What was published and what arrived is lost here; sessions, notes and pain scores stay."""
    for table in _TABLES:
        op.drop_table(table)
    with op.batch_alter_table("consent") as consent:
        for column in _CONSENT:
            consent.drop_column(column)


def _text(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), **{"nullable": False, **options})


def _big(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), **{"nullable": False, **options})


def _int(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _uuid(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), **{"nullable": False, **options})


def _pk(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _of_client(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_client_id")
    return sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=name, ondelete="CASCADE")


def _by(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["author_id"], ["author.id"], name=op.f(f"fk_{table}_author_id"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _create_outgoing() -> None:
    op.create_table(
        "outbox",
        _uuid("client_id"),
        _text("epoch"),
        _big("seq"),
        _text("id"),
        _uuid("session_id", nullable=True),
        _big("at_ns"),
        _text("type"),
        _json("body"),
        _pk("outbox", "client_id", "epoch", "seq"),
        _of_client("outbox"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "delivery",
        _uuid("client_id"),
        _text("trainer"),
        _text("epoch"),
        _big("acked_seq"),
        _big("at_ns"),
        _pk("delivery", "client_id", "trainer", "epoch"),
        _of_client("delivery"),
    )


def _create_incoming() -> None:
    op.create_table(
        "inbox_mark",
        _uuid("client_id"),
        _text("epoch"),
        _big("from_seq"),
        _big("held"),
        _big("at_ns"),
        _pk("inbox_mark", "client_id", "epoch"),
        _of_client("inbox_mark"),
    )
    for table, key in (("inbox", ("seq",)), ("inbox_conflict", ("seq", "id"))):
        op.create_table(
            table,
            _uuid("client_id"),
            _text("epoch"),
            _big("seq"),
            _text("id"),
            _big("arrived_at_ns"),
            _big("t_ms"),
            _text("session", nullable=True),
            _text("type"),
            _json("body"),
            _pk(table, "client_id", "epoch", *key),
            _of_client(table),
            sqlite_with_rowid=False,
        )
    _index("inbox", "client_id", "session")
    _index("inbox", "type", "arrived_at_ns")


def _create_orders() -> None:
    op.create_table(
        "command",
        _uuid("client_id"),
        _text("side"),
        _text("id"),
        _text("trainer"),
        _text("kind"),
        _json("body"),
        _big("created_at_ns"),
        _int("sent_count"),
        _big("sent_at_ns", nullable=True),
        _big("answered_at_ns", nullable=True),
        _text("result", nullable=True),
        _pk("command", "client_id", "side", "id"),
        _of_client("command"),
        _check("command", "side", "side IN ('made', 'received')"),
    )


def _create_aims() -> None:
    op.create_table(
        "plan",
        _uuid("client_id"),
        _text("exercise"),
        _int("sets"),
        _int("reps"),
        _uuid("author_id"),
        _big("at_ns"),
        _pk("plan", "client_id", "exercise"),
        _of_client("plan"),
        _by("plan"),
    )
    op.create_table(
        "level",
        _uuid("id"),
        _uuid("client_id"),
        _int("level"),
        _uuid("author_id"),
        _text("reason"),
        _big("at_ns"),
        _pk("level", "id"),
        _of_client("level"),
        _by("level"),
        _check("level", "level", "level BETWEEN 1 AND 4"),
    )
    _index("level", "client_id", "at_ns")
