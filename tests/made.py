"""Hand-made events and movements for tests that need no virtual wearer."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.model.events import Rep, RepCompleted, RepStatus, SetEnded

S = 1_000_000_000
SAMPLES_HEADER = "t_s,placement,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps"

REP = Rep(
    id=1,
    set_index=1,
    index=1,
    status=RepStatus.COUNTED,
    side=None,
    t_start_ns=8 * S,
    t_bottom_ns=9 * S,
    t_end_ns=10 * S,
    pelvis_rom_deg=54.1,
    thorax_rom_deg=62.0,
    lumbar_flexion_peak_deg=9.3,
    lumbar_flexion_peak_pct=17.9,
    hinge_share=0.87,
    lockout_pelvis_deg=1.2,
    lockout_thorax_deg=0.8,
    eccentric_s=0.8,
    pause_s=0.3,
    concentric_s=0.7,
    concentric_peak_dps=80.0,
    rows=0,
    faults=(),
    cautions=(),
    not_judged=(),
    valid=True,
    reasons=(),
)


def rep(number: int, **changes: Any) -> Rep:
    """The n-th repetition of set 1: two seconds long, four seconds after the one before."""
    shift = (number - 1) * 4 * S
    times = {name: getattr(REP, name) + shift for name in ("t_start_ns", "t_bottom_ns", "t_end_ns")}
    return replace(REP, id=number, index=number, **{**times, **changes})


def completed(number: int, **changes: Any) -> RepCompleted:
    made = rep(number, **changes)
    return RepCompleted(t_ns=made.t_end_ns, rep=made)


def set_ended(counted: int, unsure: int = 0, index: int = 1, **changes: Any) -> SetEnded:
    values = {"t_ns": 60 * S, "t_start_ns": 8 * S, "t_end_ns": 40 * S, "side": None, "reason": "standing", **changes}
    return SetEnded(set_index=index, counted=counted, unsure=unsure, **values)


def bends_csv(path: Path, bends: int = 3, rate_hz: int = 50) -> Path:
    """A plain CSV: still for 6 s, then forward bends of 60 deg (pelvis 30 deg) every 4 s, then still for 12 s."""
    t_s = np.arange((6 + 4 * bends + 12) * rate_hz) / rate_hz
    phase = np.where((t_s > 6) & (t_s < 6 + 4 * bends), np.clip((t_s - 6) % 4 / 3, 0, 1), 0)
    bent = (1 - np.cos(2 * np.pi * phase)) / 2
    rows = [
        row for place, deg in (("sacrum", 30), ("thoracic", 60)) for row in _rows(place, t_s, np.radians(deg) * bent)
    ]
    path.write_text("\n".join([SAMPLES_HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def bends_of_shares(
    path: Path, bends: Sequence[tuple[float, float]], silent_s: tuple[float, float] = (0.0, 0.0), rate_hz: int = 50
) -> Path:
    """The same with bends of 3 s that begin when `bends` says, in s, each with its share of the pelvis.

    Nothing comes from the sacrum in `silent_s`.
    """
    t_s = np.arange(round((bends[-1][0] + 14) * rate_hz)) / rate_hz
    courses = [60 * (1 - np.cos(2 * np.pi * np.clip((t_s - at_s) / 3, 0, 1))) / 2 for at_s, _ in bends]
    pelvis = sum(share * course for (_, share), course in zip(bends, courses, strict=True))
    heard = (t_s <= silent_s[0]) | (t_s >= silent_s[1])
    sacrum = list(_rows("sacrum", t_s, np.radians(pelvis)))
    rows = [*compress(sacrum, heard), *_rows("thoracic", t_s, np.radians(sum(courses)))]
    path.write_text("\n".join([SAMPLES_HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def _rows(place: str, t_s: Array, tilt: Array) -> Iterator[str]:
    rate = np.gradient(tilt, t_s)
    for t, angle, turn in zip(t_s.tolist(), tilt.tolist(), rate.tolist(), strict=True):
        yield f"{t!r},{place},{-9.81 * math.sin(angle)!r},0.0,{9.81 * math.cos(angle)!r},0.0,{turn!r},0.0"
