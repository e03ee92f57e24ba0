"""Where the cards stand: rows and columns for so many of them in so much room. Pure."""

from dataclasses import dataclass

from imu_hinge.tui import blocks

CARD_COLUMNS, CARD_ROWS = 38, 8
"""Least size of a card: room for a sentence, and for the smallest figures."""
LIST_COLUMNS, LIST_ROWS = 76, 3
"""Least width of one of several columns of the list, and the height of an entry, which a finger can hit."""
AROUND = 5
"""Rows of a card that are not its number: the frame, the sentence, the repetitions, the sensors."""
_OF = 1
"""And below large figures, what the plan asks for."""
_WIDEST = "88"
"""Numbers of one screen are as large as two digits allow, so that the tenth repetition changes nothing."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Slots from left to right, then down."""

    columns: int
    rows: int
    width: int
    """Of a slot; the last column has what is left over too."""
    height: int
    cards: bool
    """Cards in a frame; else entries of a list."""

    @property
    def slots(self) -> int:
        """How many can be shown at once."""
        return self.columns * self.rows

    def span(self, column: int, total: int) -> tuple[int, int]:
        """First cell of a column and the one behind its last, of `total` cells."""
        end = total if column == self.columns - 1 else (column + 1) * self.width
        return column * self.width, end

    def at(self, x: int, y: int) -> int | None:
        """The slot at these cells."""
        column, row = min(x // self.width, self.columns - 1), y // self.height
        return row * self.columns + column if row < self.rows else None


def grid(count: int, width: int, height: int, cards: bool) -> Grid:
    """The one with the largest numbers that shows all; where none does, as many as fit above one row of words."""
    if not cards:
        return _list(count, width, height)
    most = max(1, width // CARD_COLUMNS)
    fitting = [one for columns in range(1, most + 1) if (one := _cards(count, columns, width, height)).height]
    if fitting:
        return max(fitting, key=lambda one: (scale(one), one.columns))
    rows = max(1, (height - 1) // CARD_ROWS)
    return Grid(most, rows, max(1, width // most), CARD_ROWS, True)


def _cards(count: int, columns: int, width: int, height: int) -> Grid:
    """Height 0 where there is no room for all."""
    rows = max(1, -(-count // columns))
    each = height // rows
    return Grid(columns, rows, width // columns, each if each >= CARD_ROWS else 0, True)


def _list(count: int, width: int, height: int) -> Grid:
    columns = max(1, min(width // LIST_COLUMNS, count))
    rows = -(-count // columns)
    if rows * LIST_ROWS > height:
        rows = max(1, (height - 1) // LIST_ROWS)
    return Grid(columns, max(1, rows), max(1, width // columns), LIST_ROWS, False)


def scale(one: Grid, text: str = _WIDEST, ink: blocks.Fill = blocks.Fill.SOLID) -> int:
    """Of the block letters of its cards; 0 where only small figures fit."""
    return blocks.scale(text, one.width - 2, one.height - AROUND - _OF, ink) if one.cards else 0
