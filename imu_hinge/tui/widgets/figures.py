"""The large numbers: the count, beside it the side, the rest clock or the step of the calibration."""

from collections.abc import Sequence
from typing import NamedTuple

from imu_hinge.tui import blocks
from imu_hinge.tui.rows import Row
from imu_hinge.tui.states import HINGES
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.view.snapshot import Snapshot, Stage

_LEFT = 1 / 3
"""Share of the width that the first of two figures has."""


class Figure(NamedTuple):
    """One number or letter."""

    text: str
    ink: str = "text"
    hatched: bool = False
    """Not yet confirmed."""


class Count(Drawn[tuple[Figure, ...]]):
    """One or two figures of the same scale."""

    def see(self, snapshot: Snapshot) -> tuple[Figure, ...]:
        """The figures, from left to right."""
        return figures(snapshot)

    def draw(self, shown: tuple[Figure, ...], width: int, height: int) -> Sequence[Row]:
        """The figures side by side, each in the middle of its part."""
        first = round(width * _LEFT) if len(shown) == 2 else width
        widths = (first, width - first)
        inks = [blocks.fill(self.looks.ascii, figure.hatched) for figure in shown]
        parts = list(zip(shown, widths, inks, strict=False))
        k = min((blocks.scale(figure.text, columns, height, ink) for figure, columns, ink in parts), default=0)
        drawn = [blocks.draw(figure.text, columns, height, ink, most=k) for figure, columns, ink in parts]
        return [[(row, f"*{figure.ink}") for row, figure in zip(rows, shown, strict=True)] for rows in zip(*drawn)]  # noqa: B905


def figures(snapshot: Snapshot) -> tuple[Figure, ...]:
    """What is worth the most room in this stage."""
    return _BY_STAGE[snapshot.stage](snapshot)


def _set(snapshot: Snapshot) -> tuple[Figure, ...]:
    number = snapshot.count + snapshot.provisional
    idle = number == 0
    count = Figure(str(number), "idle" if idle else "text", snapshot.provisional > 0)
    sided = snapshot.exercise.sides and snapshot.side
    return (Figure(snapshot.side[0].upper(), "muted"), count) if sided and snapshot.side else (count,)


def _rest(snapshot: Snapshot) -> tuple[Figure, ...]:
    minutes, seconds = divmod(int(snapshot.rest_s or 0.0), 60)
    return Figure(str(snapshot.count)), Figure(f"{minutes}:{seconds:02}", "muted")


def _calibrating(snapshot: Snapshot) -> tuple[Figure, ...]:
    step = snapshot.calibrating
    return (Figure(f"{min(step.done, HINGES)}/{HINGES}"),) if step.step == "hinges" else ()


def _nothing(_: Snapshot) -> tuple[Figure, ...]:
    return ()


_BY_STAGE = {
    Stage.WAITING: _nothing,
    Stage.CALIBRATING: _calibrating,
    Stage.READY: _set,
    Stage.SET: _set,
    Stage.REST: _rest,
    Stage.ENDED: _nothing,
}
