"""Runs the live screen without a terminal and reads what is drawn."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from textual.pilot import Pilot
from textual.widget import Widget

from imu_hinge.tui.looks import Looks
from imu_hinge.tui.widgets.banner import BannerBand
from imu_hinge.view.snapshot import Snapshot
from tests.tui.made import Shown

SIZES = [(80, 24), (120, 40), (200, 60)]
INK = set("█▀▄▒#:")
T = TypeVar("T")


@dataclass(frozen=True)
class Picture:
    """The parts that are shown, from the top, each as rows of text."""

    parts: dict[str, list[str]]
    word: str
    """Of the band."""
    flooded: bool
    """Whether the whole band is coloured."""
    said: list[tuple[str, str]]
    """Commands and their arguments."""

    def __getitem__(self, name: str) -> list[str]:
        return self.parts[name]

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    @property
    def text(self) -> str:
        return "\n".join(row for rows in self.parts.values() for row in rows)


def rows_of(widget: Widget) -> list[str]:
    """What a widget draws, row by row."""
    return [widget.render_line(y).text for y in range(widget.size.height)]


def picture(app: Shown) -> Picture:
    """What is on the screen."""
    shown = [child for child in app.live.children if child.display and child.size.height and child.id != "note"]
    band = app.live.query_one(BannerBand)
    parts = {str(child.id): rows_of(child) for child in shown}
    return Picture(parts, band.seen.word if band.seen else "", band.flooded, list(app.said))


def inked(rows: list[str]) -> int:
    """Rows that hold a part of a block letter."""
    return sum(bool(INK & set(row)) for row in rows)


def running(
    snapshot: Snapshot,
    then: Callable[[Shown, Pilot[None]], T],
    size: tuple[int, int] = (80, 24),
    looks: Looks | None = None,
) -> T:
    """Runs the screen with a snapshot, waits for the first picture, and gives what `then` gives."""

    async def run() -> T:
        app = Shown(snapshot, looks)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            return then(app, pilot)

    return asyncio.run(run())


@cache
def look(snapshot: Snapshot, size: tuple[int, int] = (80, 24), *keys: str, looks: Looks | None = None) -> Picture:
    """The picture of a snapshot, after some keys."""

    async def run() -> Picture:
        app = Shown(snapshot, looks)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
            return picture(app)

    return asyncio.run(run())
