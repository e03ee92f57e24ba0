"""Whether the two sensors sit in each other's place: in a hinge the upper one has more to do."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.core.directions import Rows, Runs, angle, dot
from imu_hinge.core.motion import Motion, Pair
from imu_hinge.core.smooth import smoothed
from imu_hinge.model.arrays import Array


@dataclass(frozen=True, slots=True)
class SwapParams:
    """Measured on dev TrunkyXL: ratio 1.6 to 3.3, also with a loose pelvis sensor."""

    low_pass_hz: float = 3.0
    ratio: float = 0.8
    ratio_ask: float = 1.2
    range_deg: float = 5.0
    share: float = 2 / 3


def liveliness(past: Pair, bends: Runs, p: SwapParams) -> float:
    """Linear acceleration of the thorax over that of the pelvis in the bends, RMS; infinite where the pelvis rests."""
    heard = np.isfinite(past.sacrum.lin[:, 0]) & np.isfinite(past.thoracic.lin[:, 0])
    rows = [np.flatnonzero(heard[a:b]) + a for a, b in zip(bends.start, bends.stop, strict=True)]
    upper, lower = (power(m, np.concatenate(rows), p.low_pass_hz) for m in (past.thoracic, past.sacrum))
    return float(np.sqrt(upper / lower)) if lower > 0 else np.inf


def power(motion: Motion, rows: Rows, cutoff_hz: float) -> float:
    """Sum of squares of the low-passed linear acceleration over the rows."""
    smooth = smoothed(np.nan_to_num(motion.lin), cutoff_hz)[rows]
    return float(dot(smooth, smooth).sum())


def ranges(motion: Motion, up: Array, bends: Runs) -> Array:
    """(k,) how far, in rad, the segment leaves `up` (3,) in each bend; 0 where it is not heard."""
    away = np.nan_to_num(angle(motion.up_slow, up))
    return np.array([away[a:b].max() for a, b in zip(bends.start, bends.stop, strict=True)])


def pelvis_goes_further(pelvis_rad: Array, thorax_rad: Array, p: SwapParams) -> bool:
    """Whether the pelvis turned further than the thorax in most of the bends, at least two."""
    further = pelvis_rad > thorax_rad + np.radians(p.range_deg)
    return bool(further.sum() >= max(p.share * len(further), 2))
