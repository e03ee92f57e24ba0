"""Lines and areas as dots: eight to a cell with braille, one with ASCII. Pure."""

import numpy as np
import numpy.typing as npt

from imu_hinge.model.arrays import Array, Bools

Places = npt.NDArray[np.intp]
"""Rows or columns of dots."""

_DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], dtype=np.uint32)
"""The bit of each of the 4 by 2 dots of a braille cell (Unicode 6.3, block 2800)."""
_BRAILLE = 0x2800


def dots_of(ascii_only: bool) -> tuple[int, int]:
    """Dots of a cell: rows and columns."""
    return (1, 1) if ascii_only else (_DOTS.shape[0], _DOTS.shape[1])


def height(values: Array, rows: int, bottom: float, top: float) -> Places:
    """The row of dots of each value, from the top; values outside are at the edge."""
    share = (top - values) / (top - bottom)
    return np.clip(share * rows, 0, rows - 1).astype(np.intp)


def level(value: float, rows: int, bottom: float, top: float) -> int:
    """The row of one value."""
    return int(height(np.array([value]), rows, bottom, top)[0])


def filled(at: Places, low: Places, high: Places, rows: int, columns: int) -> Bools:
    """(rows, columns) bool: in each of the columns `at` the dots from `low` to `high`, both from the top, inclusive."""
    grid = np.zeros((rows, columns), dtype=bool)
    y = np.arange(rows)[:, None]
    grid[:, at] = (y >= low) & (y <= high)
    return grid


def joined(at: Places, low: Places, high: Places) -> None:
    """Lets each column begin next to where the one before it ended, so that steep parts have no holes; in place."""
    beside = np.flatnonzero(np.diff(at) == 1) + 1
    above, below = low[beside - 1] - 1, high[beside - 1] + 1
    low[beside] = np.minimum(low[beside], below)
    high[beside] = np.maximum(high[beside], above)


def written(grid: Bools, ascii_only: bool, mark: str = "*") -> list[str]:
    """The rows of cells; `mark` is what a dot is in ASCII."""
    return _ascii(grid, mark) if ascii_only else _braille(grid)


def _braille(grid: Bools) -> list[str]:
    rows, columns = grid.shape[0] // 4, grid.shape[1] // 2
    codes = (grid.reshape(rows, 4, columns, 2) * _DOTS[None, :, None, :]).sum(axis=(1, 3), dtype=np.uint32) + _BRAILLE
    return [row.tobytes().decode("utf-32-le").replace(chr(_BRAILLE), " ") for row in codes.astype("<u4")]


def _ascii(grid: Bools, mark: str) -> list[str]:
    return ["".join(row) for row in np.where(grid, mark, " ").tolist()]
