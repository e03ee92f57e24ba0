"""The band with the one word."""

import textwrap
from collections.abc import Sequence

from imu_hinge.cues.banner import FLOODED, Banner, Tint
from imu_hinge.tui import blocks
from imu_hinge.tui.rows import Row
from imu_hinge.tui.states import banner_of
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.view.snapshot import Snapshot

_HATCH, _ASCII_HATCH = "░", "/"
"""Fills the band when data are missing, so that it differs from a form warning also without colour."""
_ROWS = 3
"""Most rows of the sentence."""
_INKS = {
    Tint.PLAIN: "text",
    Tint.MUTED: "muted",
    Tint.GOOD: "good",
    Tint.CAUTION: "on-caution",
    Tint.BAD: "on-bad",
    Tint.LOST: "on-lost",
}


class BannerBand(Drawn[Banner]):
    """Glyph and word in block letters; under them the same as a sentence, where a row is left."""

    def see(self, snapshot: Snapshot) -> Banner:
        """The banner as it stands."""
        return banner_of(snapshot)

    def draw(self, banner: Banner, width: int, height: int) -> Sequence[Row]:
        """Word rows, then the sentence."""
        word = f"{banner.glyph} {banner.word}".strip()
        ink = blocks.fill(self.looks.ascii)
        lines = _lines(banner.line, max(1, width - 2), _spare(word, width, height, ink))
        rows = [*blocks.draw(word, width, height - len(lines), ink), *(line.center(width)[:width] for line in lines)]
        return [[(self._filled(row, banner.tint, ink), f"*{_INKS[banner.tint]}")] for row in rows]

    def _filled(self, row: str, tint: Tint, ink: blocks.Fill) -> str:
        """The row with its empty cells hatched, where the band says that data are missing."""
        if tint is not Tint.LOST:
            return row
        hatch = _ASCII_HATCH if self.looks.ascii else _HATCH
        words = row.strip()
        is_text = bool(words) and not set(words) <= set(ink.value)
        return f" {words} ".center(len(row), hatch) if is_text else row.replace(" ", hatch)

    @property
    def flooded(self) -> bool:
        """Whether the whole band is coloured."""
        return self.seen is not None and self.seen.tint in FLOODED


def _spare(word: str, width: int, height: int, ink: blocks.Fill) -> int:
    """How many rows can be given away without making the word smaller."""
    k = blocks.scale(word, width, height, ink)
    return next(
        (gone for gone in range(_ROWS, 0, -1) if gone < height and blocks.scale(word, width, height - gone, ink) == k),
        0,
    )


def _lines(sentence: str, width: int, rows: int) -> list[str]:
    """The sentence in as many rows; where there is no room for all, its first clauses, else its first words."""
    clauses = sentence.split("; ") if rows else []
    wrapped = [textwrap.wrap("; ".join(clauses[:count]), width) for count in range(len(clauses), 0, -1)]
    return next((lines for lines in wrapped if len(lines) <= rows), wrapped[-1][:rows] if wrapped else [])
