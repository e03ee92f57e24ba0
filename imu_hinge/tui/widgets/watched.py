"""Rows about trainers: who sees this session from elsewhere, and what they want of the wearer between sets."""

import textwrap
from collections.abc import Sequence

from imu_hinge.tui.rows import Piece, Row, width_of
from imu_hinge.tui.states import asked_words
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.view.snapshot import Snapshot, Watched

_STOP: Piece = ("   w stops it for this session", "muted")


class WatchedRow(Drawn[Watched]):
    """Who watches, or why nobody does; there as long as anybody is to."""

    def see(self, snapshot: Snapshot) -> Watched:
        """As it stands."""
        return snapshot.watched

    def draw(self, seen: Watched, width: int, height: int) -> Sequence[Row]:
        """One row; the words give way last."""
        words: Piece = (f" {seen.words}", "*text" if seen.by else "muted")
        return [[words, _STOP] if seen.by and width_of([words, _STOP]) <= width else [words]]


class AskedRows(Drawn[str]):
    """A proposal and the newest note of a trainer."""

    def see(self, snapshot: Snapshot) -> str:
        """As sentences."""
        return asked_words(snapshot)

    def draw(self, seen: str, width: int, height: int) -> Sequence[Row]:
        """As many rows as there are; what does not fit is marked."""
        lines = textwrap.wrap(seen, max(width - 2, 8), max_lines=max(height, 1), placeholder=" …")
        return [[(f" {line}", "*text")] for line in lines]
