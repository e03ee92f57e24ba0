"""The contents of a page, made by hand: two sets, one repetition past the limit, one close, one unsure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.summary import SetSummary, summarise
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import Calibrated, Rep, RepStatus
from imu_hinge.report.contents import Contents, Earlier, Origin, Point
from tests.made import S, rep

RDL, SPLIT, BEND = (load_exercise(name) for name in ("band_rdl", "split_stance_hinge", "forward_bend"))
PAST = {"faults": ("lumbar_flexion",), "lumbar_flexion_peak_deg": 34.6, "hinge_share": 0.5}
CLOSE = {"cautions": ("lumbar_flexion",), "lumbar_flexion_peak_deg": 25.2}
UNSURE = {"status": RepStatus.UNSURE, "valid": False, "lumbar_flexion_peak_deg": None, "reasons": ("no_pelvis",)}
NOT_JUDGED = {"lumbar_flexion_peak_deg": None, "not_judged": tuple(fault.id for fault in RDL.faults)}

CALIBRATED = Calibrated(
    t_ns=6 * S,
    status="guided",
    quality=0.93,
    reasons=(),
    upright_known=True,
    thorax_rom_deg=60.0,
    own_max_lumbar_deg=None,
)
ORIGIN = Origin(
    who="c-7k2m9xq4",
    start=datetime(2026, 5, 12, 18, 4, tzinfo=UTC),
    recording_id="0b9a61f2-0000-4000-8000-000000000000",
    software="imu_hinge 0.2.0",
    source="live",
)


def a_set(index: int, *changes: dict[str, Any], side: str | None = None) -> SetSummary:
    """One repetition for each of the changes; those of set n begin at minute n."""
    reps = tuple(_rep(index, number, side, change) for number, change in enumerate(changes, 1))
    return summarise(index, reps, side, None)


def _rep(index: int, number: int, side: str | None, changes: dict[str, Any]) -> Rep:
    made = rep(number, set_index=index, side=side)
    shift = index * 60 * S
    times = {name: getattr(made, name) + shift for name in ("t_start_ns", "t_bottom_ns", "t_end_ns")}
    return replace(made, id=100 * index + number, **{**times, **changes})


def frames_of(sets: tuple[SetSummary, ...]) -> Records:
    """A bend of the pelvis by 50 deg, and of the low back as far as was measured, in each repetition."""
    blocks = [_bend(rep) for one in sets for rep in one.reps if rep.lumbar_flexion_peak_deg is not None]
    return np.concatenate([np.empty(0, FRAME), *blocks])


def _bend(one: Rep) -> Records:
    rows = np.zeros(141, FRAME)
    rows["t_ns"] = one.t_start_ns + np.arange(-20, 121) * 20_000_000
    bent = np.sin(np.clip((rows["t_ns"] - one.t_start_ns) / (one.t_end_ns - one.t_start_ns), 0, 1) * np.pi)
    rows["pelvis_tilt"] = np.radians(50.0) * bent
    rows["lumbar_flexion"] = np.radians(one.lumbar_flexion_peak_deg or 0.0) * bent
    rows["thorax_tilt"], rows["valid"] = rows["pelvis_tilt"] + rows["lumbar_flexion"], True
    return rows


SETS = (a_set(1, {}, PAST, {"lumbar_flexion_peak_deg": 8.1}), a_set(2, {}, CLOSE, UNSURE))
CONTENTS = Contents(
    exercise=RDL,
    sets=SETS,
    origin=ORIGIN,
    origin_ns=S,
    duration_s=151.0,
    frames=frames_of(SETS),
    calibrated=CALIBRATED,
    lost_samples=12,
    pains=((2 * S, 2), (150 * S, 3)),
)
EARLIER = Earlier(day=date(2026, 5, 5), reps=8, good=6, past=0, peak_deg=30.0)
TREND = (
    Point(day=date(2026, 5, 5), value_deg=24.0, pain_after=3),
    Point(day=date(2026, 5, 12), value_deg=9.3, pain_after=None),
)
WITH_HISTORY = replace(CONTENTS, earlier=EARLIER, trend=TREND, note="Hips back first.", corrections=("1 left out",))
