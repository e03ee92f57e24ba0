"""Which leg works: alternating by set, for exercises that count left and right apart. The key may say otherwise."""

from collections.abc import Callable

from imu_hinge.model.events import SetEnded, Step
from imu_hinge.model.inputs import Command, Input

OTHER = {"left": "right", "right": "left"}
FIRST = "left"
PAUSE_NS = 4_000_000_000
"""After the end of a set its number is said first."""
BY_HAND = "side"
"""Reason of a set that ended because somebody named a side: that word stands."""


class Alternating:
    """A sink that names the other side after each set; the first side is named before the session begins."""

    def __init__(self, say: Callable[[str, str], None]) -> None:
        self._say, self._side = say, ""
        self._due_ns: int | None = None

    def receive(self, item: Input, step: Step) -> None:
        """Hears which side is in force, and ends of sets."""
        if isinstance(item, Command) and item.name == "side":
            self._side, self._due_ns = item.argument, None
        if self._side in OTHER and any(isinstance(e, SetEnded) and e.reason != BY_HAND for e in step.events):
            self._due_ns = item.t_ns + PAUSE_NS
        if self._due_ns is not None and item.t_ns >= self._due_ns:
            self._due_ns = None
            self._say("side", OTHER[self._side])

    def close(self) -> None:
        """Nothing is held."""
