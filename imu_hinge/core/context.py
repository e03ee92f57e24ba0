"""What goes on around the repetitions: walking and sitting, seen on the grid whatever the cut."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from imu_hinge.core.angles import Angles
from imu_hinge.core.directions import known_or_zero, total
from imu_hinge.core.motion import GRID_NS
from imu_hinge.model.arrays import Array, Bools

FRAMES_PER_S = 10**9 // GRID_NS


@dataclass(frozen=True, slots=True)
class ContextParams:
    """All inferred from simulated sessions."""

    bin_frames: int = 10
    walk_bins: int = 8
    """1.6 s."""
    walk_rms_mps2: float = 0.9
    walk_crossings: tuple[int, int] = (4, 16)
    walk_bent: float = 0.3
    """Share of the wearer's range above which nobody walks."""
    seat_pelvis_deg: float = -4.0
    seat_lumbar_deg: float = 8.0
    seat_frames: int = round(0.4 * FRAMES_PER_S)
    before_frames: tuple[int, int] = (round(0.6 * FRAMES_PER_S), round(0.1 * FRAMES_PER_S))
    """The span before a movement over which a seat refuses it."""


class Walking:
    """Steps are heaves of the pelvis with the trunk up."""

    def __init__(self, bent_rad: float, params: ContextParams | None = None) -> None:
        self._p = params or ContextParams()
        self._bent_rad = bent_rad
        self._rest = np.empty((0, 2))
        self._bins = np.empty((0, 3))
        self._sign = 0.0

    def step(self, first: int, heave: Array, height: Array) -> list[int]:
        """Grid indices (ends of bins) at which the wearer has been walking; rows begin at grid index `first`."""
        p = self._p
        rows = np.concatenate([self._rest, known_or_zero(np.stack([heave, height], axis=1))])
        n = len(rows) // p.bin_frames
        self._rest = rows[n * p.bin_frames :]
        if not n:
            return []
        end = first + len(heave) - len(self._rest)
        bins = np.concatenate([self._bins, self._binned(rows[: n * p.bin_frames])])
        self._bins = bins[-(p.walk_bins - 1) :]
        walked = self._walked(bins)
        return [end - (len(walked) - 1 - i) * p.bin_frames - 1 for i in np.flatnonzero(walked).tolist()]

    def _binned(self, rows: Array) -> Array:
        """Per bin: mean square of the heave, its changes of sign, and the largest height."""
        heave, height = (rows[:, i].reshape(-1, self._p.bin_frames) for i in (0, 1))
        signs = np.sign(rows[:, 0])
        changes = (signs != np.concatenate([[self._sign], signs[:-1]])).reshape(heave.shape)
        self._sign = float(signs[-1])
        square = (heave * heave).sum(axis=1) / self._p.bin_frames
        return np.stack([square, changes.sum(axis=1), height.max(axis=1)], axis=1)

    def _walked(self, bins: Array) -> Bools:
        p = self._p
        if len(bins) < p.walk_bins:
            return np.zeros(0, dtype=bool)
        windows = sliding_window_view(bins, p.walk_bins, axis=0)
        power = windows[:, 0].sum(axis=1) / p.walk_bins
        crossings = windows[:, 1].sum(axis=1)
        low, high = p.walk_crossings
        calm = windows[:, 2].max(axis=1) < self._bent_rad
        return np.asarray((power > p.walk_rms_mps2**2) & (crossings >= low) & (crossings <= high) & calm)


class Sitting:
    """Pelvis rolled back and low back round: a guess, used only to refuse what looks like a repetition."""

    def __init__(self, params: ContextParams | None = None) -> None:
        self._p = params or ContextParams()
        self._run = 0
        self._past = np.zeros((self._p.before_frames[0], 2))

    def step(self, first: int, angles: Angles) -> tuple[list[bool], list[int]]:
        """Per row whether the wearer sat on average shortly before it, and the indices at which a seat is certain."""
        p = self._p
        known = (angles.valid_pelvis & angles.valid_thorax)[:, None]
        rows = np.where(known, np.stack([angles.pelvis, angles.lumbar], axis=1), 0.0)
        posture = (rows[:, 0] < np.radians(p.seat_pelvis_deg)) & (rows[:, 1] > np.radians(p.seat_lumbar_deg))
        return self._sat_before(rows), self._certain(first, posture)

    def _sat_before(self, rows: Array) -> list[bool]:
        far, close = self._p.before_frames
        past = np.concatenate([self._past, rows])
        self._past = past[-far:]
        if (past[:, 0] >= np.radians(self._p.seat_pelvis_deg)).all():
            return [False] * len(rows)
        mean = total([past[i : i + len(rows)] for i in range(far - close)]) / (far - close)
        seated = (mean[:, 0] < np.radians(self._p.seat_pelvis_deg)) & (mean[:, 1] > np.radians(self._p.seat_lumbar_deg))
        return list(seated.tolist())

    def _certain(self, first: int, posture: Bools) -> list[int]:
        if not posture.any():
            self._run = 0
            return []
        found = []
        for i, sits in enumerate(posture.tolist()):
            self._run = self._run + 1 if sits else 0
            if self._run == self._p.seat_frames:
                found.append(first + i)
        return found
