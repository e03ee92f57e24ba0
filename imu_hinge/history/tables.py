"""The tables of the history. Statements are Core statements that SQLite and PostgreSQL both take.

Keys are UUIDs made here, so that two machines' histories merge without a clash. `*_at_ns` are ns since 1970 UTC,
`t_*_ns` ns of session time; JSON is stored and read whole. What a person said (edits, notes, pains, consents, limits)
hangs on the client and on session time, never on rows that a new fold replaces (sets, reps, rejected movements,
calibrations, parts of days, captures).
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from imu_hinge.core.summary import MEASURES
from imu_hinge.history.columns import METADATA as METADATA
from imu_hinge.history.columns import by, key, ns, of, of_session, one_of, words
from imu_hinge.history.kind_tables import CAPTURE as CAPTURE
from imu_hinge.history.kind_tables import POSTURE_PART as POSTURE_PART
from imu_hinge.history.transport import TRANSPORT as TRANSPORT
from imu_hinge.model.kinds import Kind

CLIENT = Table(
    "client",
    METADATA,
    key(),
    Column("pseudonym", Text, nullable=False, unique=True),
    Column("display_name", Text),  # the only place of a name
    Column("birth_year", Integer),
    Column("own_max_lumbar_deg", Float),
    Column("cautions", Text, nullable=False),
    Column("keep_recordings_days", Integer),
    ns("created_at_ns"),
    ns("archived_at_ns", nullable=True),
)

AUTHOR = Table(
    "author",
    METADATA,
    key(),
    Column("name", Text, nullable=False),
    one_of("kind", "wearer", "trainer", "program"),
    UniqueConstraint("name", "kind"),
)

CONSENT = Table(
    "consent",
    METADATA,
    key(),
    of("client"),
    one_of("purpose", "keep", "watch", "research"),
    Column("text_version", Text, nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("language", Text, nullable=False),
    by(),  # who recorded it
    ns("granted_at_ns"),
    ns("until_ns", nullable=True),
    ns("withdrawn_at_ns", nullable=True),
    words("scopes"),  # of `watch`: what a broker may carry
    words("trainers"),  # of `watch`: to whose accounts
    Index(None, "client_id"),
)

ACCESS = Table(
    "access",
    METADATA,
    key(),
    of("client"),
    by(),
    ns("at_ns"),
    one_of("what", "shown", "exported", "watched", "edited"),
    Index(None, "client_id", "at_ns"),
)

SESSION = Table(
    "session",
    METADATA,
    key(),  # About.session_id
    of("client"),
    Column("recording_id", Uuid, nullable=False, unique=True),
    Column("recording_path", Text, nullable=False),  # under the folder of recordings, else absolute; empty: gone
    Column("recording_sha256", String(64), nullable=False),  # empty while it is recorded
    Column("source", Text, nullable=False),
    one_of("kind", *Kind, default=Kind.TRAINING.value),
    Column("exercise", Text, nullable=False),
    Column("profile_sha256", String(64), nullable=False),
    Column("software", Text, nullable=False),
    ns("started_at_ns"),
    Column("utc_offset_min", Integer, nullable=False),
    ns("origin_ns"),  # session time of the first sample
    ns("duration_ns"),
    ns("ended_at_ns", nullable=True),  # null: it runs, or crashed
    Column("end_reason", Text, nullable=False),  # closed, disk_full, healed; empty while it runs
    Column("damage", JSON, nullable=False),
    one_of("verify_state", "not_run", "same", "different"),
    Column("lost_samples", Integer, nullable=False),
    Column("warnings", JSON, nullable=False),
    Index(None, "client_id", "started_at_ns"),
    Index(None, "client_id", "source", "started_at_ns"),
    Index(None, "started_at_ns"),
)

PROFILE = Table(
    "profile",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("exercise", Text, nullable=False),  # TOML, as in a recording
    Column("faults", JSON, nullable=False),  # TOML by id
)
"""Limits in force, each once: verdicts can be given again when a recording is gone. Of no client."""

CALIBRATION = Table(
    "calibration",
    METADATA,
    of_session(),
    Column("n", Integer, primary_key=True, autoincrement=False),
    ns("t_ns"),
    Column("status", Text, nullable=False),
    Column("quality", Float, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("upright_known", Boolean, nullable=False),
    Column("thorax_rom_deg", Float),
    Column("own_max_lumbar_deg", Float),
    sqlite_with_rowid=False,
)

MIDDLES = tuple(f"{measure}_median" for measure in MEASURES)
"""Columns of a set that hold the middle of a measure over its sure repetitions."""

TRAINING_SET = Table(
    "training_set",
    METADATA,
    of_session(),
    Column("n", Integer, primary_key=True, autoincrement=False),  # SetSummary.index
    Column("side", Text),
    ns("t_start_ns"),
    ns("t_end_ns"),
    Column("ended", Boolean, nullable=False),
    *(
        Column(name, Integer, nullable=False)
        for name in ("counted_by_program", "counted", "unsure", "good", "close", "past", "not_judged", "rows")
    ),
    *(Column(name, Float) for name in MIDDLES),
    Column("lumbar_flexion_peak_deg_largest", Float),
    Column("time_under_tension_s", Float, nullable=False),
    Column("speed_loss", Float),
    Column("lockout_missed", Integer, nullable=False),
    Column("faults", JSON, nullable=False),
    Column("cautions", JSON, nullable=False),
    sqlite_with_rowid=False,
)

REP = Table(
    "rep",
    METADATA,
    of_session(),
    Column("id", Integer, primary_key=True, autoincrement=False),  # Rep.id; a row is what the fold said, whole
    Column("set_index", Integer, nullable=False),
    Column("index", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("side", Text),
    ns("t_start_ns"),
    ns("t_bottom_ns"),
    ns("t_end_ns"),
    *(Column(name, Float) for name in MEASURES),
    Column("rows", Integer, nullable=False),
    Column("faults", JSON, nullable=False),
    Column("cautions", JSON, nullable=False),
    Column("not_judged", JSON, nullable=False),
    Column("valid", Boolean, nullable=False),
    Column("reasons", JSON, nullable=False),
    ForeignKeyConstraint(
        ["session_id", "set_index"], ["training_set.session_id", "training_set.n"], ondelete="CASCADE"
    ),
    sqlite_with_rowid=False,
)

REJECTED = Table(
    "rejected",
    METADATA,
    of_session(),
    Column("n", Integer, primary_key=True, autoincrement=False),
    ns("t_ns"),
    Column("rep_id", Integer),
    ns("t_start_ns"),
    ns("t_bottom_ns"),
    ns("t_end_ns"),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)

REP_EDIT = Table(
    "rep_edit",
    METADATA,
    key(),
    of("session"),
    Column("n", Integer, nullable=False),  # place in the journal of the session
    ns("at_ns"),
    by(),
    Column("action", Text, nullable=False),
    ns("t_bottom_ns", nullable=True),  # the movement it is about; null: the whole session
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "session_id", "n"),
)

PAIN = Table(
    "pain",
    METADATA,
    key(),  # of one that was recorded: made from the recording, so that reading it again adds none
    of("client"),
    of("session", nullable=True),
    ns("at_ns"),
    ns("t_ns", nullable=True),
    Column("score", Integer, CheckConstraint("score BETWEEN 0 AND 10", name="score"), nullable=False),
    one_of("moment", "before", "during", "after", "next_day"),
    ns("arrived_at_ns", nullable=True),  # here; null: when it was given
    Index(None, "client_id", "at_ns"),
    Index(None, "session_id"),
)

NOTE = Table(
    "note",
    METADATA,
    key(),
    of("client"),
    of("session", nullable=True),
    ns("t_ns", nullable=True),  # of the moment it is about
    by(),
    ns("at_ns"),
    ns("edited_at_ns", nullable=True),
    Column("text", Text, nullable=False),
    Column("client_may_see", Boolean, nullable=False),
    Index(None, "client_id", "at_ns"),
    Index(None, "session_id"),
)

CLIENT_LIMIT = Table(
    "client_limit",
    METADATA,
    of("client", primary_key=True),
    Column("fault", Text, primary_key=True),
    Column("caution", Float, nullable=False),  # in the unit of the fault
    Column("limit", Float, nullable=False),
    by(),
    ns("at_ns"),
)

COPY = Table(
    "copy",
    METADATA,
    key(),
    of("client", nullable=True),  # null: of all clients
    one_of("kind", "export", "report", "backup"),
    Column("path", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    ns("at_ns"),
    Index(None, "client_id"),
)

SETTING = Table("setting", METADATA, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

PLAN = Table(
    "plan",
    METADATA,
    of("client", primary_key=True),
    Column("exercise", Text, primary_key=True),
    Column("sets", Integer, nullable=False),
    Column("reps", Integer, nullable=False),
    by(),
    ns("at_ns"),
)

LEVEL = Table(
    "level",
    METADATA,
    key(),
    of("client"),
    Column("level", Integer, CheckConstraint("level BETWEEN 1 AND 4", name="level"), nullable=False),
    by(),
    Column("reason", Text, nullable=False),
    ns("at_ns"),
    Index(None, "client_id", "at_ns"),
)

REPLACED = (CALIBRATION, TRAINING_SET, REP, REJECTED, POSTURE_PART, CAPTURE)
"""What a new fold of the recording replaces; everything else was said by a person, or is what the rest hangs on."""
