"""A widget that is drawn row by row from what it last saw, and only when that changed."""

from abc import abstractmethod
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Line, Row, in_ascii
from imu_hinge.tui.themes import INKS, PREFIX
from imu_hinge.view.snapshot import Snapshot

Seen = TypeVar("Seen", bound=Hashable)


class Painted(Widget, Generic[Seen]):
    """`draw` makes rows of what was last given to `paint`; it is pure."""

    ALLOW_SELECT = False

    def __init__(self, looks: Looks, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, classes=classes)
        self.looks = looks
        self._seen: Seen | None = None
        self._rows: list[Strip] = []
        self._made: dict[Line, Strip] = {}
        """The strips of the rows that are shown: one that is shown again is not made again."""
        self._drawn_at: Size | None = None
        self._styles: dict[str, Style] = {}

    @abstractmethod
    def draw(self, seen: Seen, width: int, height: int) -> Sequence[Row]:
        """The rows, from the top; missing ones are blank."""

    @property
    def seen(self) -> Seen | None:
        """What is shown; None before the first."""
        return self._seen

    def paint(self, seen: Seen) -> None:
        """Shows it; costs next to nothing when it looks the same."""
        if seen != self._seen:
            self._seen = seen
            self.redraw()

    def redraw(self) -> None:
        """Draws anew, for what is no part of what was given."""
        self._drawn_at = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row. The size is looked at here: a row may be asked for before a resize is told."""
        if self._drawn_at != self.size:
            self._drawn_at = self.size
            rows = self.draw(self._seen, *self.size) if self._seen is not None else ()
            self._rows = self._strips([tuple(row) for row in rows])
        return self._rows[y] if y < len(self._rows) else self._strip(())

    def notify_style_update(self) -> None:
        """Another theme: the rows kept have the colours of the one before."""
        self._drawn_at = None
        self._made.clear()
        self._styles.clear()
        super().notify_style_update()

    def _strips(self, rows: Sequence[Line]) -> list[Strip]:
        before, width = self._made, self.size.width
        kept = {row: before[row] for row in rows if row in before and before[row].cell_length == width}
        self._made = {row: kept.get(row) or self._strip(row) for row in rows}
        return [self._made[row] for row in rows]

    def _strip(self, row: Row) -> Strip:
        width = self.size.width
        segments = [Segment(self._text(text), self._style(ink)) for text, ink in row if text]
        return Strip(segments).adjust_cell_length(width, self._style("text"))

    def _text(self, text: str) -> str:
        return in_ascii(text) if self.looks.ascii else text

    def _style(self, ink: str) -> Style:
        if ink not in self._styles:
            colours, pair = self.app.theme_variables, INKS[ink.removeprefix("*")]
            letters, ground = (colours[PREFIX + role] for role in (pair.letters, pair.ground))
            self._styles[ink] = Style(color=letters, bgcolor=ground, bold=ink.startswith("*") or None)
        return self._styles[ink]


class Drawn(Painted[Seen]):
    """`see` picks out of a snapshot what is shown, which is painted. It is pure too."""

    @abstractmethod
    def see(self, snapshot: Snapshot) -> Seen:
        """What of the snapshot is shown, to the precision in which it is shown."""

    def show(self, snapshot: Snapshot) -> None:
        """Shows the snapshot."""
        self.paint(self.see(snapshot))


class Bare(Painted[Seen]):
    """Has no border, outline or padding: what Textual does for them costs more than a row that is kept."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the part, as they are."""
        filters, ground = self.get_line_filters(), self.background_colors[1]
        strips = [self.render_line(y) for y in crop.line_range]
        for one in filters:
            strips = [strip.apply_filter(one, ground) for strip in strips]
        return [strip.crop(crop.x, crop.right) for strip in strips]
