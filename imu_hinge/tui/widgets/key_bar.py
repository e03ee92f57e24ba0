"""The row at the bottom: the keys that do something here."""

from collections.abc import Sequence

from imu_hinge.tui.key_table import Entry, entries_of
from imu_hinge.tui.keys import KEYS
from imu_hinge.tui.rows import Piece, Row, width_of
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.view.snapshot import Snapshot

FEW, MANY, _MID = 7, 12, 100
"""Keys shown below and from _MID columns."""


class KeyBar(Drawn[tuple[Entry, ...]]):
    """The most important keys that fit, in the order of the table."""

    def see(self, snapshot: Snapshot) -> tuple[Entry, ...]:
        """The keys of the stage."""
        return entries_of(key for key in KEYS if key.works(snapshot))

    def draw(self, entries: tuple[Entry, ...], width: int, height: int) -> Sequence[Row]:
        """One row."""
        count = FEW if width < _MID else MANY
        while count and width_of(_row(entries, count)) > width:
            count -= 1
        return [_row(entries, count)]


def _row(entries: tuple[Entry, ...], count: int) -> list[Piece]:
    kept = sorted(entries, key=lambda entry: entry.rank)[:count]
    chosen = [entry for entry in entries if entry in kept]
    return [piece for entry in chosen for piece in ((f" {entry.shown}", "*text"), (f" {entry.label} ", "muted"))]
