"""Rows of text as pieces of one ink. Pure."""

from collections.abc import Iterable, Sequence
from itertools import groupby

Piece = tuple[str, str]
"""Text and the name of its ink; a `*` in front of the name makes it bold."""
Row = Sequence[Piece]
Line = tuple[Piece, ...]
"""A row that is compared with the one before."""

BLANK: Line = ()

_ASCII = str.maketrans("●✗█▒░▓┃╎·…", "ox#:.%|:..")


def width_of(row: Row) -> int:
    """Cells of a row."""
    return sum(len(text) for text, _ in row)


def merged(cells: Iterable[Piece]) -> list[Piece]:
    """The same row with neighbours of one ink joined."""
    runs = groupby(cells, key=lambda cell: cell[1])
    return [("".join(text for text, _ in run), ink) for ink, run in runs]


def spread(left: Row, right: Row, width: int) -> list[Piece]:
    """One row with pieces at both ends; the right ones give way where there is no room."""
    gap = width - width_of(left) - width_of(right)
    return [*left, (" " * gap, "text"), *right] if gap > 0 else list(left)


def in_ascii(text: str) -> str:
    """The same text, as long, without signs of other alphabets."""
    return text.translate(_ASCII).encode("ascii", "replace").decode()
