"""Histories of people on a level: sessions of sixteen repetitions in form, pain told before and after."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from imu_hinge.catalogue import load_exercise, texts
from imu_hinge.core.summary import SetSummary, summarise
from imu_hinge.history.levels import set_level
from imu_hinge.history.pains import add_pain
from imu_hinge.history.profiles import save_profile
from imu_hinge.history.rows import Client, Said, SessionRow
from imu_hinge.history.sessions import save_said, save_session
from imu_hinge.model.events import Rep
from tests.history.made import DAY_NS, NOW_NS, session_row, trainer
from tests.made import rep, set_ended


def set_of(index: int, reps: Sequence[Rep], side: str | None = None) -> SetSummary:
    placed = tuple(replace(one, id=100 * index + one.id, set_index=index, side=side) for one in reps)
    ended = set_ended(len(placed), index=index, side=side)
    return summarise(index, placed, side, ended)


def trained(
    db: Connection,
    client: Client,
    days_ago: float,
    sets: Sequence[SetSummary] | None = None,
    *,
    pain: tuple[int, int] | None = (1, 1),
    now_ns: int = NOW_NS,
    **changes: Any,
) -> SessionRow:
    """Sixteen repetitions in form of `band_rdl` unless told otherwise."""
    exercise = load_exercise(changes.get("exercise", "band_rdl"))
    started_at_ns = now_ns - round(days_ago * DAY_NS)
    profile = save_profile(db, texts(exercise.id))
    row = session_row(client.id, **{"started_at_ns": started_at_ns, "profile_sha256": profile, **changes})
    save_session(db, row)
    said = Said(sets=tuple(sets or [set_of(1, [rep(n) for n in range(1, 17)])]), calibrations=(), rejected=())
    save_said(db, row.id, said, exercise)
    for moment, score in zip(("before", "after"), pain or (), strict=False):
        add_pain(db, client, score, moment, row.started_at_ns + (moment == "after"), session=row)
    return row


def on_level(
    db: Connection, client: Client, level: int, days_ago: float = 50, reason: str = "", now_ns: int = NOW_NS
) -> None:
    set_level(db, client, level, trainer(db), reason, now_ns - round(days_ago * DAY_NS))


def ready(db: Connection, client: Client, days: int = 6, **changes: Any) -> list[SessionRow]:
    """All that the fourth level asks for, the newest session first."""
    on_level(db, client, 3, now_ns=changes.get("now_ns", NOW_NS))
    return [trained(db, client, 1 + 3 * n, **changes) for n in range(days)]
