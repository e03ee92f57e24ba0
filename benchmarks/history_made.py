"""A large history made at random: its shape is that of a busy practice, its numbers mean nothing."""

import json
import random
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite

from imu_hinge.core.summary import MEASURES
from imu_hinge.history.database import History
from imu_hinge.history.tables import AUTHOR, CLIENT, LEVEL, MIDDLES, PAIN, REP, SESSION, TRAINING_SET

CLIENTS, SESSIONS, SETS, REPS = 1000, 200, 5, 12
DAY_NS, FIRST_NS = 86_400 * 10**9, 1_750_000_000 * 10**9
END_NS = FIRST_NS + SESSIONS * 2 * DAY_NS
"""After the last session of a whole one."""
BATCH = 200
"""Sessions put in at once."""
NOTHING, ROUNDED = json.dumps([]), json.dumps(["lumbar_flexion"])
Row = dict[str, Any]


def build(history: History, size: float, seeds: range) -> tuple[int, float]:
    """Fills an empty history, a part of it with its newest sessions; repetitions made, and the seconds it took."""
    chance, began, reps = random.Random(seeds.start), time.perf_counter(), 0
    with history.writing() as db:
        raw = db.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection), "built on SQLite only"
        author = {"id": _id(chance), "name": "somebody", "kind": "trainer"}
        _put(raw, AUTHOR, [author])
        clients = [_client(chance, n) for n in range(CLIENTS)]
        _put(raw, CLIENT, clients)
        _put(raw, LEVEL, [_level(chance, one, author) for one in clients])
        first = SESSIONS - round(SESSIONS * size)
        sessions = (_session(chance, one, n) for one in clients for n in range(first, SESSIONS))
        for some in _batches(sessions):
            sets = [_set(chance, one, n) for one in some for n in range(1, SETS + 1)]
            _put(raw, SESSION, some)
            _put(raw, TRAINING_SET, sets)
            _put(raw, PAIN, [_pain(chance, one, moment) for one in some for moment in ("before", "after")])
            reps += _put(raw, REP, (_rep(chance, one, n) for one in sets for n in range(1, REPS + 1)))
        raw.execute("ANALYZE")
    return reps, time.perf_counter() - began


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, BATCH)):
        yield some


def _put(raw: sqlite3.Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
    statement = str(insert(table).compile(dialect=sqlite.dialect(paramstyle="named")))
    return raw.executemany(statement, rows).rowcount


def _id(chance: random.Random) -> str:
    return UUID(int=chance.getrandbits(128), version=4).hex


def _client(chance: random.Random, n: int) -> Row:
    values = {"id": _id(chance), "pseudonym": f"c-{n:08d}", "cautions": "", "created_at_ns": FIRST_NS}
    return {**dict.fromkeys(CLIENT.columns.keys()), **values}


def _level(chance: random.Random, client: Row, author: Row) -> Row:
    about = {"client_id": client["id"], "author_id": author["id"], "at_ns": FIRST_NS}
    return {"id": _id(chance), **about, "level": 3, "reason": ""}


def _session(chance: random.Random, client: Row, n: int) -> Row:
    start = FIRST_NS + n * 2 * DAY_NS + chance.randrange(DAY_NS)
    return {
        "id": _id(chance),
        "client_id": client["id"],
        "recording_id": _id(chance),
        "recording_path": f"{client['pseudonym']}/{n}.mcap",
        "recording_sha256": "0" * 64,
        "source": "live",
        "kind": "training",
        "exercise": "band_rdl",
        "profile_sha256": "0" * 64,
        "software": "imu_hinge",
        "started_at_ns": start,
        "utc_offset_min": 60,
        "origin_ns": 0,
        "duration_ns": 1800 * 10**9,
        "ended_at_ns": start + 1800 * 10**9,
        "end_reason": "closed",
        "damage": NOTHING,
        "verify_state": "same",
        "lost_samples": chance.randrange(50),
        "warnings": NOTHING,
    }


def _set(chance: random.Random, session: Row, n: int) -> Row:
    peak = chance.gauss(12.0, 4.0)
    start = n * 300 * 10**9
    return {
        **{middle: chance.random() for middle in MIDDLES},
        "session_id": session["id"],
        "n": n,
        "side": None,
        "t_start_ns": start,
        "t_end_ns": start + REPS * 4 * 10**9,
        "ended": True,
        **dict.fromkeys(("counted_by_program", "counted", "good"), REPS),
        **dict.fromkeys(("unsure", "close", "past", "not_judged", "rows", "lockout_missed"), 0),
        "lumbar_flexion_peak_deg_median": peak,
        "lumbar_flexion_peak_deg_largest": peak + 4.0,
        "time_under_tension_s": 48.0,
        "speed_loss": chance.random() / 5,
        "faults": "{}",
        "cautions": "{}",
    }


def _rep(chance: random.Random, one: Row, n: int) -> Row:
    start = one["t_start_ns"] + n * 4 * 10**9
    return {
        **{measure: chance.random() * 40.0 for measure in MEASURES},
        "session_id": one["session_id"],
        "id": one["n"] * 100 + n,
        "set_index": one["n"],
        "index": n,
        "status": "counted",
        "side": None,
        "t_start_ns": start,
        "t_bottom_ns": start + 15 * 10**8,
        "t_end_ns": start + 3 * 10**9,
        "rows": 0,
        "faults": ROUNDED if chance.random() < 0.1 else NOTHING,
        "cautions": NOTHING,
        "not_judged": NOTHING,
        "valid": True,
        "reasons": NOTHING,
    }


def _pain(chance: random.Random, session: Row, moment: str) -> Row:
    return {
        "id": _id(chance),
        "client_id": session["client_id"],
        "session_id": session["id"],
        "at_ns": session["started_at_ns"],
        "t_ns": 0,
        "score": chance.randrange(5),
        "moment": moment,
        "arrived_at_ns": None,
    }
