"""Tables of what sessions other than training hold; like repetitions they are replaced by a new fold."""

from sqlalchemy import JSON, Column, Float, Integer, String, Table, Text

from imu_hinge.history.columns import METADATA, ns, of_session, one_of

POSTURE_PART = Table(
    "posture_part",
    METADATA,
    of_session(),
    Column("date", String(10), nullable=False),  # of the wearer, at session time 0: 2026-03-14
    Column("origin_s", Float, nullable=False),  # second of that day at session time 0
    Column("seconds", Integer, nullable=False),
    Column("known_s", Integer, nullable=False),
    *(Column(f"{zone}_s", Integer, nullable=False) for zone in ("tall", "lean", "bent", "deep", "back")),
    *(
        Column(f"{state}_s", Integer, nullable=False)
        for state in ("standing", "sitting", "walking", "bending", "lying", "not_worn", "unknown")
    ),
    Column("slumped_s", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
    *(Column(f"bends_{how}", Integer, nullable=False) for how in ("hip", "back", "unknown")),
    Column("reminded", Integer, nullable=False),  # reminders that were given
    Column("day", JSON, nullable=False),  # PostureDay, whole
    Column("reminders", JSON, nullable=False),  # PostureReminder, each
)
"""A part of somebody's day: one recording. Sums stand as columns for questions over weeks."""

CAPTURE = Table(
    "capture",
    METADATA,
    of_session(),
    Column("n", Integer, primary_key=True, autoincrement=False),  # place in what was said
    one_of("fate", "kept", "dropped", "refused"),
    Column("test", Text, nullable=False),
    Column("capture", Integer),  # its number in the test; null: refused
    ns("t_ns"),
    ns("t_start_ns", nullable=True),
    ns("t_peak_ns", nullable=True),
    ns("t_end_ns", nullable=True),
    *(Column(f"{name}_deg", Float) for name in ("value", "pelvis", "thorax", "lumbar", "lateral")),
    Column("hinge_share", Float),
    Column("pain", Integer),
    Column("reason", Text),  # of a refusal
    Column("remedy", Text),
)
"""What was said of a movement of an assessment: captured, taken back, or refused."""
