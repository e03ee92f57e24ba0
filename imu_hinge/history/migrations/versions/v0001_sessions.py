"""Everything but limits: clients, what they agreed to, sessions and what was said of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MEASURES = (
    "pelvis_rom_deg",
    "thorax_rom_deg",
    "lumbar_flexion_peak_deg",
    "lumbar_flexion_peak_pct",
    "hinge_share",
    "lockout_pelvis_deg",
    "lockout_thorax_deg",
    "eccentric_s",
    "pause_s",
    "concentric_s",
    "concentric_peak_dps",
)


def _text(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), **{"nullable": False, **options})


def _sum(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.String(64), **{"nullable": False, **options})


def _ns(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), **{"nullable": False, **options})


def _int(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), **{"nullable": False, **options})


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _bool(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _uuid(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), **{"nullable": False, **options})


def _pk(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _fk(table: str, parent: str, **options: Any) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{parent}_id")
    return sa.ForeignKeyConstraint([f"{parent}_id"], [f"{parent}.id"], name=name, **options)


def _of(table: str, parent: str) -> sa.ForeignKeyConstraint:
    return _fk(table, parent, ondelete="CASCADE")


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    """From nothing."""
    _create_people()
    _create_session()
    _create_said()
    _create_told()
    _create_rest()


def downgrade() -> None:
    """To nothing."""
    for table in _TABLES:
        op.drop_table(table)


_TABLES = (
    *("setting", "copy", "note", "pain", "rep_edit", "rejected", "rep", "training_set", "calibration", "profile"),
    *("session", "access", "consent", "author", "client"),
)
"""Children before parents."""


def _create_people() -> None:
    op.create_table(
        "client",
        _uuid("id"),
        _text("pseudonym"),
        _text("display_name", nullable=True),
        _int("birth_year", nullable=True),
        _text("cautions"),
        _int("keep_recordings_days", nullable=True),
        _ns("created_at_ns"),
        _ns("archived_at_ns", nullable=True),
        _pk("client", "id"),
        sa.UniqueConstraint("pseudonym", name=op.f("uq_client_pseudonym")),
    )
    op.create_table(
        "author",
        _uuid("id"),
        _text("name"),
        _text("kind"),
        _pk("author", "id"),
        _one_of("author", "kind", "wearer", "trainer", "program"),
        sa.UniqueConstraint("name", "kind", name=op.f("uq_author_name_kind")),
    )
    op.create_table(
        "consent",
        _uuid("id"),
        _uuid("client_id"),
        _text("purpose"),
        _text("text_version"),
        _sum("text_sha256"),
        _text("language"),
        _uuid("author_id"),
        _ns("granted_at_ns"),
        _ns("until_ns", nullable=True),
        _ns("withdrawn_at_ns", nullable=True),
        _pk("consent", "id"),
        _of("consent", "client"),
        _fk("consent", "author"),
        _one_of("consent", "purpose", "keep", "watch", "research"),
    )
    _index("consent", "client_id")
    op.create_table(
        "access",
        _uuid("id"),
        _uuid("client_id"),
        _uuid("author_id"),
        _ns("at_ns"),
        _text("what"),
        _pk("access", "id"),
        _of("access", "client"),
        _fk("access", "author"),
        _one_of("access", "what", "shown", "exported", "watched", "edited"),
    )
    _index("access", "client_id", "at_ns")


def _create_session() -> None:
    op.create_table(
        "session",
        _uuid("id"),
        _uuid("client_id"),
        _uuid("recording_id"),
        _text("recording_path"),
        _sum("recording_sha256"),
        _text("source"),
        _text("exercise"),
        _sum("profile_sha256"),
        _text("software"),
        _ns("started_at_ns"),
        _int("utc_offset_min"),
        _ns("origin_ns"),
        _ns("duration_ns"),
        _ns("ended_at_ns", nullable=True),
        _text("end_reason"),
        _json("damage"),
        _text("verify_state"),
        _int("lost_samples"),
        _json("warnings"),
        _pk("session", "id"),
        _of("session", "client"),
        _one_of("session", "verify_state", "not_run", "same", "different"),
        sa.UniqueConstraint("recording_id", name=op.f("uq_session_recording_id")),
    )
    _index("session", "client_id", "started_at_ns")
    _index("session", "started_at_ns")
    op.create_table("profile", _sum("sha256"), _text("exercise"), _json("faults"), _pk("profile", "sha256"))


def _create_said() -> None:
    op.create_table(
        "calibration",
        _uuid("session_id"),
        _int("n"),
        _ns("t_ns"),
        _text("status"),
        sa.Column("quality", sa.Float(), nullable=False),
        _json("reasons"),
        _bool("upright_known"),
        sa.Column("thorax_rom_deg", sa.Float()),
        sa.Column("own_max_lumbar_deg", sa.Float()),
        _pk("calibration", "session_id", "n"),
        _of("calibration", "session"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "training_set",
        _uuid("session_id"),
        _int("n"),
        _text("side", nullable=True),
        _ns("t_start_ns"),
        _ns("t_end_ns"),
        _bool("ended"),
        *(_int(name) for name in ("counted_by_program", "counted", "unsure", "good", "close", "past", "not_judged")),
        _int("rows"),
        *(sa.Column(f"{measure}_median", sa.Float()) for measure in _MEASURES),
        sa.Column("lumbar_flexion_peak_deg_largest", sa.Float()),
        sa.Column("time_under_tension_s", sa.Float(), nullable=False),
        sa.Column("speed_loss", sa.Float()),
        _int("lockout_missed"),
        _json("faults"),
        _json("cautions"),
        _pk("training_set", "session_id", "n"),
        _of("training_set", "session"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rep",
        _uuid("session_id"),
        _int("id"),
        _int("set_index"),
        _int("index"),
        _text("status"),
        _text("side", nullable=True),
        *(_ns(name) for name in ("t_start_ns", "t_bottom_ns", "t_end_ns")),
        *(sa.Column(measure, sa.Float()) for measure in _MEASURES),
        _int("rows"),
        *(_json(name) for name in ("faults", "cautions", "not_judged")),
        _bool("valid"),
        _json("reasons"),
        _pk("rep", "session_id", "id"),
        _of("rep", "session"),
        sa.ForeignKeyConstraint(
            ["session_id", "set_index"],
            ["training_set.session_id", "training_set.n"],
            name=op.f("fk_rep_session_id_set_index"),
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rejected",
        _uuid("session_id"),
        _int("n"),
        _ns("t_ns"),
        _int("rep_id", nullable=True),
        *(_ns(name) for name in ("t_start_ns", "t_bottom_ns", "t_end_ns")),
        _text("reason"),
        _pk("rejected", "session_id", "n"),
        _of("rejected", "session"),
        sqlite_with_rowid=False,
    )


def _create_told() -> None:
    op.create_table(
        "rep_edit",
        _uuid("id"),
        _uuid("session_id"),
        _int("n"),
        _ns("at_ns"),
        _uuid("author_id"),
        _text("action"),
        _ns("t_bottom_ns", nullable=True),
        _json("before"),
        _json("after"),
        _text("reason"),
        _pk("rep_edit", "id"),
        _of("rep_edit", "session"),
        _fk("rep_edit", "author"),
    )
    _index("rep_edit", "session_id", "n")
    op.create_table(
        "pain",
        _uuid("id"),
        _uuid("client_id"),
        _uuid("session_id", nullable=True),
        _ns("at_ns"),
        _ns("t_ns", nullable=True),
        _int("score"),
        _text("moment"),
        _pk("pain", "id"),
        _of("pain", "client"),
        _of("pain", "session"),
        sa.CheckConstraint("score BETWEEN 0 AND 10", name=op.f("ck_pain_score")),
        _one_of("pain", "moment", "before", "during", "after", "next_day"),
    )
    _index("pain", "client_id", "at_ns")
    _index("pain", "session_id")
    op.create_table(
        "note",
        _uuid("id"),
        _uuid("client_id"),
        _uuid("session_id", nullable=True),
        _ns("t_ns", nullable=True),
        _uuid("author_id"),
        _ns("at_ns"),
        _ns("edited_at_ns", nullable=True),
        _text("text"),
        _bool("client_may_see"),
        _pk("note", "id"),
        _of("note", "client"),
        _of("note", "session"),
        _fk("note", "author"),
    )
    _index("note", "client_id", "at_ns")
    _index("note", "session_id")


def _create_rest() -> None:
    op.create_table(
        "copy",
        _uuid("id"),
        _uuid("client_id", nullable=True),
        _text("kind"),
        _text("path"),
        _sum("sha256"),
        _ns("at_ns"),
        _pk("copy", "id"),
        _of("copy", "client"),
        _one_of("copy", "kind", "export", "report", "backup"),
    )
    _index("copy", "client_id")
    op.create_table("setting", _text("key"), _text("value"), _pk("setting", "key"))
