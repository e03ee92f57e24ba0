"""A calibration taken over from an earlier part of the day: one line of text that says it to the last bit."""

import json
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from imu_hinge.core.mount import Calibration, Mount

RESTORE = "restore"
"""The command whose argument is the text of a `Restored`."""
KEPT = "calibration"
"""The command by which a session notes for later ones what is in use; it has no effect on the fold."""
_SQUARE = 1e-6
"""Axes further from right-handed and orthonormal are none."""

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Restored:
    """How the sensors sat when it was last known."""

    calibration: Calibration
    zero_deg: Pair
    """Tilt of pelvis and thorax, from the calibrated stance, that counts as upright; NaN where nothing is known."""
    walk_deg: Pair
    """Their tilts in the walk that others are compared with; NaN before the first one."""
    sure: bool
    """Whether nothing spoke against it when it was kept: no sensor off the body, moved or shifted."""
    gap_s: float = 0.0
    """Time since then in which nobody looked."""
    zeroed_s: int | None = None
    """Second of session time at which the zero was taken, below 0 before the session; None: from when it is restored.

    It says how old the zero is, and nothing is judged by it.
    """

    def later(self, begun_s: float, gap_s: float) -> "Restored":
        """For a session that begins `begun_s` after the one that kept it, of them `gap_s` more unseen."""
        zeroed_s = None if self.zeroed_s is None else self.zeroed_s - round(begun_s)
        return replace(self, gap_s=self.gap_s + max(0.0, gap_s), zeroed_s=zeroed_s)


def text_of(restored: Restored) -> str:
    """JSON; `restored_of` gives the same values."""
    c = restored.calibration
    values = {
        "status": c.status,
        "quality": c.quality,
        "reasons": c.reasons,
        "sacrum": _axes(c.sacrum),
        "thoracic": _axes(c.thoracic),
        "upright_known": c.upright_known,
        "thorax_rom_rad": c.thorax_rom_rad,
        "own_max_lumbar_rad": c.own_max_lumbar_rad,
        "tilt_only": c.tilt_only,
        "zero_deg": [_known(tilt) for tilt in restored.zero_deg],
        "walk_deg": [_known(tilt) for tilt in restored.walk_deg],
        "sure": restored.sure,
        "gap_s": restored.gap_s,
        "zeroed_s": restored.zeroed_s,
    }
    return json.dumps(values, separators=(",", ":"), allow_nan=False)


def restored_of(text: str) -> Restored | None:
    """The inverse of `text_of`; None for any other text."""
    try:
        return _restored(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _restored(values: dict[str, Any]) -> Restored:
    thoracic = _mount(values["thoracic"])
    if thoracic is None:
        raise ValueError("without the thorax nothing can be told")
    calibration = Calibration(
        status=str(values["status"]),
        quality=_number(values["quality"]),
        reasons=tuple(map(str, values["reasons"])),
        sacrum=_mount(values["sacrum"]),
        thoracic=thoracic,
        upright_known=bool(values["upright_known"]),
        thorax_rom_rad=_maybe(values["thorax_rom_rad"]),
        own_max_lumbar_rad=_maybe(values["own_max_lumbar_rad"]),
        tilt_only=tuple(map(str, values["tilt_only"])),
    )
    return Restored(
        calibration=calibration,
        zero_deg=_pair(values["zero_deg"]),
        walk_deg=_pair(values["walk_deg"]),
        sure=bool(values["sure"]),
        gap_s=_number(values["gap_s"]),
        zeroed_s=_second(values.get("zeroed_s")),
    )


def _axes(mount: Mount | None) -> list[list[float]] | None:
    return None if mount is None else mount.axes.tolist()


def _mount(rows: Any) -> Mount | None:
    if rows is None:
        return None
    axes = np.array(rows, dtype=np.float64)
    square = axes.shape == (3, 3) and np.abs(axes @ axes.T - np.eye(3)).max() < _SQUARE
    if not square or np.linalg.det(axes) < 0:
        raise ValueError("these are no axes of a sensor")
    return Mount(axes)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _pair(values: Any) -> Pair:
    pelvis, thorax = (math.nan if value is None else _number(value) for value in values)
    return pelvis, thorax


def _maybe(value: Any) -> float | None:
    return None if value is None else _number(value)


def _second(value: Any) -> int | None:
    return None if value is None else round(_number(value))


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no number")
    return number
