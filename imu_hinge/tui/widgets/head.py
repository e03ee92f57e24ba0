"""The row at the top of the review screen: every number of it comes from the one summary."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from imu_hinge.tui.rows import Piece, Row, spread, width_of
from imu_hinge.tui.widgets.drawn import Painted

_GAP = "   "


class Part(NamedTuple):
    """A few words of the row."""

    words: str
    ink: str
    rank: int
    """Which give way first: the highest."""


class Heads(NamedTuple):
    """The row: what stands at the left, and at the right end."""

    parts: tuple[Part, ...]
    check: Part


class Head(Painted[Heads]):
    """The parts that fit."""

    def draw(self, seen: Heads, width: int, height: int) -> Sequence[Row]:
        """One row."""
        kept = fitting(seen, width)
        left: list[Piece] = [(" ", "text")]
        for part in seen.parts:
            left += [(part.words, part.ink), (_GAP, "text")] if part in kept else []
        right: list[Piece] = [(f"{seen.check.words} ", seen.check.ink)] if seen.check in kept else []
        return [spread(left[:-1] or left, right, width)]


def fitting(seen: Heads, width: int) -> set[Part]:
    """The parts for which there is room, those of the lowest rank first; without words there is none."""
    parts = sorted((part for part in (*seen.parts, seen.check) if part.words), key=lambda part: part.rank)
    ends = accumulate(len(part.words) + len(_GAP) for part in parts)
    return {part for part, end in zip(parts, ends, strict=True) if end < width}


class Told(NamedTuple):
    """The row of words."""

    words: str
    ink: str
    heads: Heads
    """What of the head found no room stands at the right."""


class ToldRow(Painted[Told]):
    """What was said last, or what there is to say of the moment."""

    def draw(self, seen: Told, width: int, height: int) -> Sequence[Row]:
        """One row."""
        check = seen.heads.check
        right: list[Piece] = [] if check in fitting(seen.heads, width) else [(f"{check.words} ", check.ink)]
        room = width - width_of(right) - 2
        words = seen.words if len(seen.words) <= room else f"{seen.words[: max(room - 1, 0)]}…"
        return [spread([(f" {words}", seen.ink)], right, width)]
