"""The movement under way: where it began, what it is past, and what of that has been said."""

from collections.abc import Sequence

from imu_hinge.core.coach import Coach
from imu_hinge.core.cycles import Cycle
from imu_hinge.core.faults import Crossing
from imu_hinge.model.events import Level


class UnderWay:
    """The latest movement, until the next one begins."""

    def __init__(self) -> None:
        self.start = -1
        """Frame at which it began; -1 before the first."""
        self.passed: list[Crossing] = []
        """Limits of frame faults that it is past."""
        self.left: Cycle | None = None
        """What is known of it where its bottom was just left."""
        self._coach, self._number = Coach(), 0
        self._told: set[tuple[str, Level]] = set()

    def begin(self, start: int) -> None:
        """Another movement begins: nothing is said of it yet."""
        self.start = start
        self._number += 1
        self.passed, self._told = [], set()

    def new_set(self) -> None:
        """Another set begins: cues that waited may be said again."""
        self._coach.new_set()

    def untold(self, crossings: Sequence[Crossing]) -> list[tuple[Crossing, str]]:
        """What has to be said of these, each with its cue; the coach gives one of them its cue, the others are ""."""
        crossings = [c for c in crossings if (c.fault.id, c.level) not in self._told or not c.fault.per_rep]
        self._told |= {(c.fault.id, c.level) for c in crossings}
        cued = self._coach.choose(self._number, crossings)
        return [(c, c.fault.cue if c is cued else "") for c in crossings]
