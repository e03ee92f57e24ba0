"""Hand-made sessions: one of three repetitions, the second of them rounded."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from imu_hinge.catalogue import Exercise, load_exercise, texts
from imu_hinge.core.summary import summarise
from imu_hinge.history.authors import default_author
from imu_hinge.history.clients import add_client
from imu_hinge.history.profiles import save_profile
from imu_hinge.history.rows import Author, Client, Said, SessionRow
from imu_hinge.history.sessions import save_said, save_session
from imu_hinge.model.events import Calibrated, RepRejected
from tests.made import S, rep, set_ended

NOW_NS = 1_795_251_600_000_000_000
DAY_NS = 86_400 * S
EXERCISE: Exercise = load_exercise("band_rdl")

REPS = (rep(1), rep(2, faults=("lumbar_flexion",), lumbar_flexion_peak_deg=31.5), rep(3, lumbar_flexion_peak_deg=11.0))
SAID = Said(
    sets=(summarise(1, REPS, None, set_ended(3)),),
    calibrations=(
        Calibrated(
            t_ns=5 * S,
            status="guided",
            quality=0.91,
            reasons=("few_hinges",),
            upright_known=True,
            thorax_rom_deg=61.25,
            own_max_lumbar_deg=None,
        ),
    ),
    rejected=(
        RepRejected(
            t_ns=30 * S, rep_id=None, t_start_ns=26 * S, t_bottom_ns=27 * S, t_end_ns=28 * S, reason="too_shallow"
        ),
    ),
)


def somebody(db: Connection, name: str | None = None) -> Client:
    return add_client(db, display_name=name, birth_year=None, now_ns=NOW_NS)


def trainer(db: Connection) -> Author:
    return default_author(db, "trainer")


def session_row(client_id: UUID, **changes: Any) -> SessionRow:
    values: dict[str, Any] = {
        "id": uuid4(),
        "client_id": client_id,
        "recording_id": uuid4(),
        "recording_path": "c-7k2m9xq4/20261121T090000Z-0b9a61f2.mcap",
        "recording_sha256": "0" * 64,
        "source": "live",
        "kind": "training",
        "exercise": EXERCISE.id,
        "profile_sha256": "",
        "software": "imu_hinge 0.2.0",
        "started_at_ns": NOW_NS,
        "utc_offset_min": 60,
        "origin_ns": 120_000_000,
        "duration_ns": 60 * S,
        "ended_at_ns": NOW_NS + 60 * S,
        "end_reason": "closed",
        "damage": (),
        "verify_state": "not_run",
        "lost_samples": 3,
        "warnings": ({"t_s": 1.5, "id": "gyro_bias", "detail": "hold still"},),
    }
    return SessionRow(**{**values, **changes})


def session_of(db: Connection, client: Client, said: Said = SAID, **changes: Any) -> SessionRow:
    """A session that is in the history with all that was said."""
    profile = save_profile(db, texts(EXERCISE.id))
    row = session_row(client.id, **{"profile_sha256": profile, **changes})
    save_session(db, row)
    save_said(db, row.id, said, EXERCISE)
    return row
