"""When a part of a day is over: the machine slept, the program stood still, or a new date begins."""

from collections.abc import Callable

from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input, Tick

SLEPT_NS = 10_000_000_000
"""The wall clock went on by so much more than session time, or was set: the machine slept."""
STALLED_NS = 20_000_000_000
"""Between two ticks: the program was held up."""

Wall = Callable[[int], int]
"""Wall clock, ns since 1970 UTC, at a session time in ns that is now."""


class DayEnds:
    """A sink that asks for the next part, once."""

    def __init__(self, wall: Wall, midnight_ns: int, begin_next: Callable[[str], None]) -> None:
        """`begin_next` hears `sleep`, `stall` or `midnight`."""
        self._wall, self._midnight_ns, self._begin_next = wall, midnight_ns, begin_next
        self._ahead_ns: int | None = None
        self._last_ns: int | None = None
        self._over = False

    def receive(self, item: Input, step: Step) -> None:
        """Looks at the clocks with every tick."""
        if not isinstance(item, Tick) or self._over:
            return
        wall_ns = self._wall(item.t_ns)
        reason = self._reason(item.t_ns, wall_ns)
        self._last_ns, self._ahead_ns = item.t_ns, wall_ns - item.t_ns
        if reason:
            self._over = True
            self._begin_next(reason)

    def close(self) -> None:
        """Nothing is held."""

    def _reason(self, t_ns: int, wall_ns: int) -> str:
        table = (
            ("sleep", self._ahead_ns is not None and abs(wall_ns - t_ns - self._ahead_ns) > SLEPT_NS),
            ("stall", self._last_ns is not None and t_ns - self._last_ns > STALLED_NS),
            ("midnight", wall_ns >= self._midnight_ns),
        )
        return next((reason for reason, holds in table if holds), "")
