"""The one word a wearer can read at three metres."""

from dataclasses import dataclass
from enum import StrEnum


class Tint(StrEnum):
    """What colour says again; the glyph and the word say it without colour."""

    PLAIN = "plain"
    MUTED = "muted"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"
    LOST = "lost"


FLOODED = frozenset({Tint.CAUTION, Tint.BAD, Tint.LOST})
"""Tints whose whole band is filled; the others are words on the background."""


@dataclass(frozen=True, slots=True)
class Banner:
    """Glyph, word, colour. An empty word is the calm band."""

    word: str = ""
    """At most five letters."""
    tint: Tint = Tint.PLAIN
    glyph: str = ""
    """`!` past a limit, `~` near it, `?` data are missing; else empty."""
    line: str = ""
    """The same in a plain sentence, for whoever stands at the screen."""


CALM = Banner()
