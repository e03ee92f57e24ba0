"""The widget with all cards: one for all, so that only the slots that changed are drawn anew."""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from textual.events import MouseDown, MouseScrollDown, MouseScrollUp, MouseUp
from textual.geometry import Region
from textual.message import Message

from imu_hinge.tui import blocks
from imu_hinge.tui.rows import Piece, Row
from imu_hinge.tui.trainer.faces import Face, card_rows, list_rows
from imu_hinge.tui.trainer.geometry import Grid, grid, scale
from imu_hinge.tui.widgets.drawn import Bare
from imu_hinge.view.cards import Need, heads, hidden_words


class Seen(NamedTuple):
    """All clients, in their order."""

    faces: tuple[Face, ...] = ()
    first: int = 0
    """The first one shown."""
    cards: bool = True
    """Cards; else a list."""
    empty: str = ""
    """What is said where there is nobody."""


class Faces(Bare[Seen]):
    """Cards or list. A tap opens the client who stood under the finger when it came down."""

    class Tapped(Message):
        """A client was tapped."""

        def __init__(self, client: str) -> None:
            super().__init__()
            self.client = client

    class Turned(Message):
        """More of them are asked for: one page down, or up."""

        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    touched: str | None = None
    """The client under the finger; None while none is down."""

    def grid_of(self, seen: Seen) -> Grid:
        """As it is drawn."""
        return grid(len(seen.faces), max(self.size.width, 1), max(self.size.height, 1), seen.cards)

    @property
    def clients(self) -> list[str]:
        """Who is shown."""
        return [face.card.client for face in _shown(self._seen, self.grid_of(self._seen))] if self._seen else []

    def paint(self, seen: Seen) -> None:
        """Only the slots that changed are drawn anew."""
        before, self._seen = self._seen, seen
        if before == seen:
            return
        self._drawn_at = None
        if before is None or not _alike(before, seen):
            self.refresh()
            return
        shown, where = _shown(seen, self.grid_of(seen)), self.grid_of(seen)
        old = _shown(before, where)
        changed = [slot for slot, face in enumerate(shown) if old[slot] != face]
        self.refresh(*(self._region(where, slot) for slot in changed), self._foot(where))

    def _region(self, where: Grid, slot: int) -> Region:
        row, column = divmod(slot, where.columns)
        left, end = where.span(column, self.size.width)
        return Region(left, row * where.height, end - left, where.height)

    def _foot(self, where: Grid) -> Region:
        return Region(0, where.rows * where.height, self.size.width, 1)

    def draw(self, seen: Seen, width: int, height: int) -> Sequence[Row]:
        """All rows; those of a card that did not change cost nothing."""
        if not seen.faces:
            words = textwrap.wrap(seen.empty, max(width - 2, 1), break_on_hyphens=False)
            return [[(f" {part}", "muted")] for part in words]
        where = grid(len(seen.faces), width, height, seen.cards)
        shown = _shown(seen, where)
        drawn = [self._face(face, where, slot, width) for slot, face in enumerate(shown)]
        rows: list[Row] = []
        for first in range(0, len(drawn), where.columns):
            beside = drawn[first : first + where.columns]
            rows += [[piece for part in beside for piece in part[y]] for y in range(where.height)]
        hidden = _hidden(seen, where)
        return [*rows[: where.rows * where.height], [hidden]] if hidden[0] else rows

    def _face(self, face: Face, where: Grid, slot: int, width: int) -> Sequence[Row]:
        left, end = where.span(slot % where.columns, width)
        if not where.cards:
            return list_rows(face, end - left, self.looks.ascii)
        k = scale(where, ink=blocks.fill(self.looks.ascii))
        return card_rows(face, end - left, where.height, k, self.looks.ascii)

    def client_at(self, x: int, y: int) -> str | None:
        """Who stands there."""
        if self._seen is None or not self._seen.faces:
            return None
        where = self.grid_of(self._seen)
        slot, shown = where.at(x, y), _shown(self._seen, where)
        return shown[slot].card.client if slot is not None and slot < len(shown) else None

    def on_mouse_down(self, event: MouseDown) -> None:
        """From here on nothing moves."""
        self.touched = self.client_at(event.x, event.y)
        self.capture_mouse()

    def on_mouse_up(self, event: MouseUp) -> None:
        """Opens, where the finger is still on the same client."""
        self.release_mouse()
        client, self.touched = self.touched, None
        if client is not None and client == self.client_at(event.x, event.y):
            self.post_message(self.Tapped(client))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The next ones."""
        self.post_message(self.Turned(1))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The ones before."""
        self.post_message(self.Turned(-1))


def _alike(before: Seen, seen: Seen) -> bool:
    """Whether every client stands in a slot of the same size as before."""
    return len(before.faces) == len(seen.faces) and before._replace(faces=seen.faces) == seen


def _shown(seen: Seen, where: Grid) -> tuple[Face, ...]:
    return seen.faces[seen.first : seen.first + where.slots]


def _hidden(seen: Seen, where: Grid) -> Piece:
    """`2 more above; 3 more below, 1 link lost`: nobody who needs attention is hidden without a word."""
    above = [face.card for face in seen.faces[: seen.first]]
    below = [face.card for face in seen.faces[seen.first + where.slots :]]
    said = [
        words.replace(" more", f" more {place}", 1)
        for cards, place in ((above, "above"), (below, "below"))
        if (words := hidden_words(cards))
    ]
    urgent = min(heads([*above, *below]), default=Need.RESTING) < Need.WORKING
    return (f" {'; '.join(said)}" if said else "", "*text" if urgent else "muted")
