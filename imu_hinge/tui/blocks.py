"""Words and numbers in block letters. Pure: text and a size in cells give rows of that many cells."""

from enum import StrEnum
from functools import lru_cache

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.tui.font import GLYPHS, HEIGHT

_MARGIN = 2
"""Columns that stay free beside a word."""


class Fill(StrEnum):
    """What the ink is made of: the four cells for none, upper half, lower half and both."""

    SOLID = " ▀▄█"
    HATCHED = " ▒▒▒"
    ASCII = " ###"
    ASCII_HATCHED = " :::"


_HALVES = {Fill.SOLID: 1, Fill.HATCHED: 2, Fill.ASCII: 2, Fill.ASCII_HATCHED: 2}
"""Half rows that are drawn together: only solid ink knows half a row."""


def fill(ascii_only: bool, hatched: bool = False) -> Fill:
    """The ink for a terminal with or without block characters; hatched is what is not yet certain."""
    plain, hatch = (Fill.ASCII, Fill.ASCII_HATCHED) if ascii_only else (Fill.SOLID, Fill.HATCHED)
    return hatch if hatched else plain


def width_px(text: str) -> int:
    """Pixels from the first to the last letter, one pixel between letters."""
    return sum(len(GLYPHS[letter][0]) + 1 for letter in text) - 1 if text else 0


def scale(text: str, columns: int, rows: int, ink: Fill = Fill.SOLID) -> int:
    """The largest scale k that fits: a pixel is k cells wide and k / 2 rows high.

    0 when none does, or when there is a letter the font does not have.
    """
    if not text or not set(text) <= GLYPHS.keys():
        return 0
    largest = max(0, min((columns - _MARGIN) // width_px(text), 2 * rows // HEIGHT))
    return largest - largest % _HALVES[ink]


@lru_cache(maxsize=128)
def draw(text: str, columns: int, rows: int, ink: Fill = Fill.SOLID, most: int | None = None) -> tuple[str, ...]:
    """`rows` lines of `columns` cells with the text in their middle, at the largest scale up to `most`.

    Where not even the smallest block letters fit, the text itself.
    """
    k = scale(text, columns, rows, ink)
    k = k if most is None else min(k, most)
    return _blocks(text, columns, rows, ink, k) if k else _plain(text, columns, rows)


def _plain(text: str, columns: int, rows: int) -> tuple[str, ...]:
    lines = [" " * columns] * rows
    if rows:
        lines[(rows - 1) // 2] = text[:columns].center(columns)
    return tuple(lines)


def _blocks(text: str, columns: int, rows: int, ink: Fill, k: int) -> tuple[str, ...]:
    pixels = _pixels(text).repeat(k, axis=0).repeat(k, axis=1)
    top = (2 * rows - len(pixels)) // 2
    top -= top % 2 if k % 2 == 0 else 0  # even scales keep whole rows, which have sharp edges
    left = (columns - pixels.shape[1]) // 2
    halves = np.zeros((2 * rows, columns), dtype=np.intp)
    halves[top : top + len(pixels), left : left + pixels.shape[1]] = pixels
    cells = np.array(list(ink.value))[halves[0::2] + 2 * halves[1::2]]
    return tuple("".join(row) for row in cells.tolist())


def _pixels(text: str) -> Array:
    rows = (".".join(GLYPHS[letter][y] for letter in text) for y in range(HEIGHT))
    return np.array([[pixel == "#" for pixel in row] for row in rows])
