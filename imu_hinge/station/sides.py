"""Which leg works: alternating by set, for exercises that count left and right apart. The key may say otherwise."""

from collections.abc import Callable

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import Summary
from imu_hinge.cues.planned import Planned, planned_of
from imu_hinge.model.events import SetEnded, Step
from imu_hinge.model.inputs import Command, Input
from imu_hinge.view.today import FIRST, OTHER, today

__all__ = ["FIRST", "Alternating"]

PAUSE_NS = 4_000_000_000
"""After the end of a set its number is said first."""
BY_HAND = "side"
"""Reason of a set that ended because somebody named a side: that word stands."""


class Alternating:
    """A sink that names a side after each set: the one with more to do, of two alike the other one.

    FIRST is named before the session begins; where of a plan only the other side is left, that one as soon as it is
    known.
    """

    def __init__(self, say: Callable[[str, str], None], exercise: Exercise) -> None:
        self._say, self._exercise, self._side = say, exercise, ""
        self._summary = Summary()
        self._planned: Planned | None = None
        self._due_ns: int | None = None

    def receive(self, item: Input, step: Step) -> None:
        """Hears which side is in force, what is planned, and ends of sets."""
        if isinstance(item, Command):
            self._command(item)
        for event in step.events:
            self._summary.take(event)
        if self._side in OTHER and any(isinstance(e, SetEnded) and e.reason != BY_HAND for e in step.events):
            self._due_ns = item.t_ns + PAUSE_NS
        if self._due_ns is not None and item.t_ns >= self._due_ns:
            self._due_ns = None
            self._say("side", self._next())

    def close(self) -> None:
        """Nothing is held."""

    def _command(self, command: Command) -> None:
        if command.name == "side":
            self._side, self._due_ns = command.argument, None
        elif (planned := planned_of(command)) is not None:
            self._planned = planned
            if not self._summary.sets and self._side == FIRST != self._next():
                self._say("side", OTHER[FIRST])

    def _next(self) -> str:
        return today(self._summary.sets, self._exercise, self._planned).next_side or FIRST
