"""Arithmetic on rows of vectors; component formulas only, so that a row's result never depends on its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from imu_hinge.model.arrays import Array, Bools

Rows = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


TIE_RAD = 1e-9
"""Angles closer than this count as equal: far above rounding, far below any sensor."""


def dot(a: Array, b: Array) -> Array:
    """(n,) inner products of (n, 3) rows with (n, 3) rows or one (3,) vector."""
    return np.asarray(a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1] + a[..., 2] * b[..., 2])


def norm(a: Array) -> Array:
    """(n,) lengths of (n, 3) rows."""
    return np.asarray(np.sqrt(dot(a, a)))


def unit(a: Array) -> Array:
    """The same directions with length 1; NaN where the length is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(a / norm(a)[..., None])


def angle(a: Array, b: Array) -> Array:
    """(n,) angles in rad between unit rows and unit rows or one unit vector."""
    return np.asarray(np.arccos(np.clip(dot(a, b), -1.0, 1.0)))


def known_or_zero(a: Array) -> Array:
    """The same with 0 in place of NaN."""
    return np.asarray(np.where(np.isnan(a), 0.0, a))


def across(a: Array, axis: Array) -> Array:
    """(n, 3) parts of the rows that are perpendicular to the unit vector `axis`."""
    return np.asarray(a - dot(a, axis)[..., None] * axis)


def middle(a: Array) -> Array:
    """(3,) unit vector amid (n, 3) rows that point roughly one way: the mean of the half nearest to their mean.

    Unlike a median of components it does not depend on how the axes lie.
    """
    off = angle(a, unit(a.mean(axis=0)))
    return unit(a[off <= np.median(off) + TIE_RAD].mean(axis=0))


def principal(rows: Array) -> tuple[Array, float]:
    """(3,) main axis of (n, 3) rows about zero, sign arbitrary, and its share of the sum of squares."""
    values, vectors = np.linalg.eigh(np.einsum("ni,nj->ij", rows, rows))
    total = float(values.sum())
    return vectors[:, -1], float(values[-1]) / total if total > 0 else 0.0


def frame(up: Array, left: Array) -> Array:
    """(3, 3) right-handed segment axes, rows x anterior, y left, z up: `up` exact, `left` made perpendicular to it."""
    y = unit(across(left, up))
    return np.stack([np.cross(y, up), y, up])


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Stretches of consecutive rows: `start` included, `stop` excluded."""

    start: Rows
    stop: Rows

    def __len__(self) -> int:
        return len(self.start)

    def only(self, keep: Bools) -> "Runs":
        """The stretches where `keep` holds."""
        return Runs(self.start[keep], self.stop[keep])


def runs(mask: Bools, at_least: int = 1) -> Runs:
    """Stretches of rows where `mask` holds, `at_least` rows long."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    found = Runs(edges[::2], edges[1::2])
    return found.only(found.stop - found.start >= at_least)


def total(parts: Sequence[Array]) -> Array:
    """Their sum, one after another: the order of addition does not depend on how many rows there are."""
    return reduce(np.add, parts)
