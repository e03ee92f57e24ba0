"""Days and assessments: what a session was for, the parts of a day, the captures of an assessment."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('training', 'posture', 'assessment')"
_SECONDS = (
    *("tall", "lean", "bent", "deep", "back"),
    *("standing", "sitting", "walking", "bending", "lying", "not_worn", "unknown"),
    "slumped",
)


def upgrade() -> None:
    """Everything that was kept before is training."""
    with op.batch_alter_table("session") as session:
        session.add_column(sa.Column("kind", sa.Text()))
    op.execute("UPDATE session SET kind = 'training'")
    with op.batch_alter_table("session") as session:
        session.alter_column("kind", existing_type=sa.Text(), nullable=False)
        session.create_check_constraint(op.f("ck_session_kind"), _KINDS)
    _create_parts()
    _create_captures()


def downgrade() -> None:
    """Days and assessments stay as sessions without sets; recordings have all of them."""
    op.drop_table("capture")
    op.drop_table("posture_part")
    with op.batch_alter_table("session") as session:
        session.drop_constraint(op.f("ck_session_kind"), type_="check")
        session.drop_column("kind")


def _int(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), **{"nullable": False, **options})


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text())


def _of_session(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_session_id")
    return sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=name, ondelete="CASCADE")


def _create_parts() -> None:
    op.create_table(
        "posture_part",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("date", sa.String(10), nullable=False),
        sa.Column("origin_s", sa.Float(), nullable=False),
        _int("seconds"),
        _int("known_s"),
        *(_int(f"{name}_s") for name in _SECONDS),
        _int("changes"),
        *(_int(f"bends_{how}") for how in ("hip", "back", "unknown")),
        _int("reminded"),
        sa.Column("day", sa.JSON(), nullable=False),
        sa.Column("reminders", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_posture_part")),
        _of_session("posture_part"),
    )


def _create_captures() -> None:
    op.create_table(
        "capture",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        _int("n"),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("test", sa.Text(), nullable=False),
        _int("capture", nullable=True),
        sa.Column("t_ns", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("t_start_ns", "t_peak_ns", "t_end_ns")),
        *(sa.Column(f"{name}_deg", sa.Float()) for name in ("value", "pelvis", "thorax", "lumbar", "lateral")),
        sa.Column("hinge_share", sa.Float()),
        _int("pain", nullable=True),
        _text("reason"),
        _text("remedy"),
        sa.PrimaryKeyConstraint("session_id", "n", name=op.f("pk_capture")),
        _of_session("capture"),
        sa.CheckConstraint("fate IN ('kept', 'dropped', 'refused')", name=op.f("ck_capture_fate")),
    )
