"""The question about pain: eleven cells, one key or one tap, or nothing."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message

from imu_hinge.gate.pain import Offer
from imu_hinge.tui.keys import OFFER_KEYS
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Piece, Row
from imu_hinge.tui.states import pain_noted, pain_risen
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.view.snapshot import Snapshot

SCORES = range(11)
_GAP = 1
_ASKING = "PAIN now, 0 to 10?   one key: 0 to 9, x is 10, esc leaves it open"
_AFTER = "pain, 0 to 10?   one key: 0 to 9, x is 10; no answer is fine too"


class Seen(NamedTuple):
    """What the strip shows."""

    asking: bool
    score: int | None
    risen: str = ""
    """The question after a rise of pain; empty where there was none."""
    chosen: Offer | None = None
    """What the wearer chose then."""


class PainStrip(Drawn[Seen]):
    """A line of words above cells of three rows. No number is explained."""

    class Answered(Message):
        """A cell was tapped."""

        def __init__(self, score: int) -> None:
            super().__init__()
            self.score = score

    def __init__(self, looks: Looks, **names: str) -> None:
        super().__init__(looks, **names)
        self.asking = False
        """Whether the pain key was pressed and neither answered nor left open."""
        self.chosen: Offer | None = None
        """What the wearer chose after the last rise."""

    def see(self, snapshot: Snapshot) -> Seen:
        """The answer given last, if there is one, and how it compares with the first."""
        score = None if self.asking else pain_noted(snapshot)
        return Seen(self.asking, score, "" if score is None else pain_risen(snapshot), self.chosen)

    def draw(self, seen: Seen, width: int, height: int) -> Sequence[Row]:
        """The words, then the cells; only the number rows where there is little height."""
        blank, numbers = (_cells(seen.score, width, bare) for bare in (True, False))
        rows: list[Row] = [[(" " * _left(width), "text"), *_words(seen)], blank, numbers, blank]
        return rows if height >= len(rows) else [rows[0], rows[2]]

    def on_click(self, event: events.Click) -> None:
        """Answers with the cell under the pointer."""
        score = (event.x - _left(self.size.width)) // (_cell(self.size.width) + _GAP)
        if event.y > 0 and score in SCORES:
            self.post_message(self.Answered(score))


def _cell(width: int) -> int:
    """Columns of one cell."""
    return max(1, (width - 1) // len(SCORES) - _GAP)


def _left(width: int) -> int:
    """Columns before the first cell."""
    return max(0, width - len(SCORES) * (_cell(width) + _GAP) + _GAP) // 2


def _words(seen: Seen) -> list[Piece]:
    if seen.score is None:
        return [(_ASKING, "*bad") if seen.asking else (_AFTER, "muted")]
    if not seen.risen:
        return [(f"pain {seen.score} noted; another key changes it", "muted")]
    if seen.chosen is not None:
        return [(f"{seen.risen.partition('.')[0]}: {seen.chosen} noted", "*bad")]
    return [(seen.risen, "*bad"), *((f"  {key} {offer}", "*text") for key, offer in OFFER_KEYS.items())]


def _cells(chosen: int | None, width: int, bare: bool) -> list[Piece]:
    cell = _cell(width)
    pieces: list[Piece] = [(" " * _left(width), "text")]
    for score in SCORES:
        text = "" if bare else str(score)
        pieces += [(text.center(cell), "*on-text" if score == chosen else "*on-panel"), (" " * _GAP, "text")]
    return pieces
