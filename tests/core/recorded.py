"""Real recordings from ../shared/data, for tests only; nothing of them is kept here."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from vqf import VQF

from imu_hinge.core.motion import GRID_NS, Motion, Pair
from imu_hinge.core.mount import Mount
from imu_hinge.core.smooth import smoothed
from imu_hinge.model.arrays import Array

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needed = pytest.mark.skipif(not DATA.is_dir(), reason=f"real recordings are not there: {DATA}")


def trunkyxl() -> list[Path]:
    return sorted((DATA / "trunkyxl" / "dev").glob("*.npz"))


def cmu(name: str) -> Path:
    return DATA / "cmu_exercise" / "dev" / f"{name}.npz"


@cache
def load(path: Path) -> Pair:
    """Both sensors on the grid, oriented as the program does it, gaps left silent."""
    with np.load(path) as d:
        lower, upper = ("l5", "t10") if "t10_acc" in d else ("pelvis", "chest")
        rows = np.arange(int(np.ceil(d["t"][0] * 50)), int(d["t"][-1] * 50) + 1)
        lower_motion, upper_motion = (on_grid(rows / 50, d["t"], d[f"{s}_acc"], d[f"{s}_gyr"]) for s in (lower, upper))
        return Pair(rows.astype(np.int64) * GRID_NS, lower_motion, upper_motion)


def on_grid(grid: Array, t: Array, acc: Array, gyr: Array) -> Motion:
    """One sensor: a filter for every stretch without a gap, then the grid, then the 5 Hz low-pass."""
    period = float(np.median(np.diff(t)))
    out = {name: np.full((len(grid), 3), np.nan) for name in ("up", "up_slow", "gyr", "lin")}
    valid = np.zeros(len(grid), dtype=bool)
    for part in np.split(np.arange(len(t)), np.flatnonzero(np.diff(t) > 3.5 * period) + 1):
        inside = np.flatnonzero((grid >= t[part[0]] - 1e-9) & (grid <= t[part[-1]] + 1e-9))
        if len(part) < 20 or not len(inside):
            continue
        at = grid[inside]
        oriented = VQF(period).updateBatch(*(np.ascontiguousarray(v[part], dtype=float) for v in (gyr, acc)))
        w, x, y, z = oriented["quat6D"].T
        up = at_times(at, t[part], np.stack([2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], 1))
        up /= np.linalg.norm(up, axis=1, keepdims=True)
        slow = smoothed(up, 5.0)
        out["up"][inside], out["up_slow"][inside] = up, slow / np.linalg.norm(slow, axis=1, keepdims=True)
        out["gyr"][inside] = smoothed(at_times(at, t[part], gyr[part] - oriented["bias"]), 2.0)
        out["lin"][inside] = smoothed(at_times(at, t[part], acc[part]) - 9.81 * up, 5.0)
        valid[inside] = at > t[part[0]] + 1.0
    return Motion(**out, valid=valid)


def at_times(at: Array, t: Array, rows: Array) -> Array:
    return np.stack([np.interp(at, t, column) for column in rows.T], 1)


def start_up(motion: Motion) -> Array:
    up = np.median(motion.up_slow[:50], axis=0)
    return np.asarray(up / np.linalg.norm(up))


def forward_off_deg(mount: Mount) -> float:
    """Found left axis against the strap's nominal one in TrunkyXL, where it is -y of the sensor."""
    return float(np.degrees(np.arccos(np.clip(-mount.axes[1, 1], -1.0, 1.0))))
