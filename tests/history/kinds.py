"""Hand-made sessions that are no training: a part of a day, and an assessment."""

from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from imu_hinge.core.posture import Column, PostureDay
from imu_hinge.core.posture.bends import Counted
from imu_hinge.core.posture.holds import Hold
from imu_hinge.history.captures import DROPPED, KEPT, REFUSED, Capture
from imu_hinge.history.rows import Client, Said, SessionRow
from imu_hinge.model.events import PostureReminder, PostureState, Zone
from imu_hinge.model.kinds import Kind
from tests.history.made import SAID, session_of
from tests.made import S

NINE_S = 9 * 3600
"""Second of the day at which the parts begin."""
DAY = PostureDay(
    seconds=3600,
    known_s=3400,
    by_zone_s={Zone.TALL: 2000, Zone.LEAN: 1000, Zone.BENT: 300, Zone.DEEP: 50, Zone.BACK: 50},
    by_state_s={PostureState.STANDING: 1400, PostureState.SITTING: 2000, PostureState.UNKNOWN: 200},
    slumped_s=700,
    unknown_s={"no_data": 200},
    longest={"slumped": Hold(NINE_S + 600, 700), "lean": Hold(NINE_S + 1800, 240)},
    changes=12,
    bends=Counted(hip=3, back=2, unknown=1),
    reminders={"given": 1, "snoozed": 1},
    strip=tuple(
        Column(start_s=float(NINE_S + 300 * n), seconds={(Zone.TALL, Zone.LEAN, PostureState.SITTING)[n % 3]: 300})
        for n in range(12)
    ),
)
REMINDERS = (
    PostureReminder(t_ns=1300 * S, reminder="slumped", fate="given", since_ns=600 * S, held_s=700.0, cue="Sit tall"),
    PostureReminder(t_ns=2040 * S, reminder="lean", fate="snoozed", since_ns=1800 * S, held_s=240.0, cue=""),
)
SAID_DAY = Said(sets=(), calibrations=SAID.calibrations, rejected=(), day=DAY, reminders=REMINDERS)


def captured(test: str, number: int, value_deg: float, **changes: Any) -> Capture:
    at_ns = 10 * number * S
    values: dict[str, Any] = {
        "fate": KEPT,
        "test": test,
        "capture": number,
        "t_ns": at_ns + 5 * S,
        "t_start_ns": at_ns,
        "t_peak_ns": at_ns + 2 * S,
        "t_end_ns": at_ns + 4 * S,
        "value_deg": value_deg,
        "pelvis_deg": 0.6 * value_deg,
        "thorax_deg": value_deg,
        "lumbar_deg": 0.4 * value_deg,
        "lateral_deg": 1.5,
        "hinge_share": 0.6,
    }
    return Capture(**{**values, **changes})


CAPTURES = (
    captured("flexion", 1, 91.5),
    captured("flexion", 2, 93.25, pain=2),
    captured("flexion", 3, 60.0, fate=DROPPED),
    Capture(fate=REFUSED, test="flexion", t_ns=45 * S, reason="moved", remedy="Stand still first.", pain=1),
    captured("flexion", 3, 92.0),
)
SAID_ASSESSED = Said(sets=(), calibrations=SAID.calibrations, rejected=(), captures=CAPTURES)


def posture_of(db: Connection, client: Client, said: Said = SAID_DAY, **changes: Any) -> SessionRow:
    """A part of a day that is in the history, without a recording."""
    return _session(db, client, said, Kind.POSTURE, changes)


def assessment_of(db: Connection, client: Client, said: Said = SAID_ASSESSED, **changes: Any) -> SessionRow:
    """An assessment that is in the history, without a recording."""
    return _session(db, client, said, Kind.ASSESSMENT, changes)


def _session(db: Connection, client: Client, said: Said, kind: Kind, changes: dict[str, Any]) -> SessionRow:
    ids = {"id": uuid4(), "recording_id": uuid4(), "recording_path": "", "recording_sha256": ""}
    return session_of(db, client, said, **{**ids, "kind": kind.value, **changes})
