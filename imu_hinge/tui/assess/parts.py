"""The parts of the assessment screen that no other screen has."""

import textwrap
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from imu_hinge.tui import blocks
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import BLANK, Line, Piece, Row, width_of
from imu_hinge.tui.widgets.drawn import Painted
from imu_hinge.tui.widgets.link_bar import LinkBar
from imu_hinge.tui.widgets.link_bar import Seen as LinkSeen
from imu_hinge.view.snapshot import Snapshot

_GAP = 2


class Block(NamedTuple):
    """A word or a number."""

    text: str
    ink: str = "text"


class Blocks(Painted[Block]):
    """As large as it goes."""

    def draw(self, seen: Block, width: int, height: int) -> Sequence[Row]:
        """Rows of block letters; plain text where they do not fit, which in ASCII has no degree sign."""
        ink = blocks.fill(self.looks.ascii)
        plain = self.looks.ascii and not blocks.scale(seen.text, width, height, ink)
        rows = blocks.draw(seen.text.removesuffix("°") if plain else seen.text, width, height, ink)
        return [[(row, f"*{seen.ink}")] for row in rows]


class Box(NamedTuple):
    """One movement of a test."""

    words: str
    """Its value; empty for one to come."""
    ink: str


class Captured(NamedTuple):
    """The movements of the test, and what is to be said of them."""

    boxes: tuple[Box, ...]
    words: str
    ink: str = "text"


class Captures(Painted[Captured]):
    """A filled box for each movement taken, an empty one for each to come; the words beside them."""

    def draw(self, seen: Captured, width: int, height: int) -> Sequence[Row]:
        """Boxes over their values, then the words in what is left of the width."""
        size = _box_width(len(seen.boxes), width)
        box_rows = _boxes(seen.boxes, size, height)
        room = width - width_of(box_rows[0]) - _GAP if box_rows else width - _GAP
        words = textwrap.wrap(seen.words, room)[:height] if room >= 12 else []
        beside: list[Row] = [[("" if box_rows else " " * _GAP, "text"), (line, f"*{seen.ink}")] for line in words]
        return [[*(row or ()), *(said or ())] for row, said in zip_longest(box_rows, beside)]


def _box_width(count: int, width: int) -> int:
    """Cells of a box: at most half of the width belongs to all of them."""
    return max(4, min(10, width // 2 // max(count, 1) - _GAP))


def _boxes(boxes: Sequence[Box], size: int, height: int) -> list[Row]:
    """The filled rows, then the values."""
    gap: Piece = (" " * _GAP, "text")
    filled: Row = [piece for box in boxes for piece in (gap, (("█" if box.words else "░") * size, box.ink))]
    values: Row = [piece for box in boxes for piece in (gap, (box.words.center(size)[:size], "*text"))]
    return [*([[*filled, gap]] * (height - 1)), [*values, gap]] if boxes else []


class Steps(Painted[tuple[Line, ...]]):
    """The list of tests, evenly over the height."""

    def draw(self, seen: tuple[Line, ...], width: int, height: int) -> Sequence[Row]:
        """A line for each, blank ones between them where there is room."""
        spaced = len(seen) * 2 + 1 <= height
        rows: list[Row] = [BLANK]
        for line in seen:
            rows += [line, BLANK] if spaced else [line]
        return rows[:height]


class AssessLinkBar(LinkBar):
    """The bar of every session; in place of exercise and set it names the test."""

    def __init__(self, looks: Looks, sound: Callable[[], str], place: Callable[[], str], **names: str) -> None:
        super().__init__(looks, sound, **names)
        self._place = place

    def see(self, snapshot: Snapshot) -> LinkSeen:
        """The pieces of both ends."""
        seen = super().see(snapshot)
        place: Piece = (f"{self._place()} ", "text")
        right = (*seen.narrow[1][:-1], place)
        return LinkSeen((seen.wide[0], right), (seen.narrow[0], right))
