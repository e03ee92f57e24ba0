"""When a part of a day is over: the machine slept, the program stood still, or the local time is another one."""

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

    def __init__(
        self,
        wall: Wall,
        midnight_ns: int,
        begin_next: Callable[[str, float], None],
        shift_ns: int | None = None,
    ) -> None:
        """`begin_next` hears why, and for how many seconds of session time nobody looked; only a stall has such.

        Why is `sleep`, `stall`, `midnight`, or `summer_time` from the wall clock `shift_ns` on.
        """
        self._wall, self._midnight_ns, self._begin_next, self._shift_ns = wall, midnight_ns, begin_next, shift_ns
        self._ahead_ns: int | None = None
        self._last_ns: int | None = None
        self._over = False

    def receive(self, item: Input, step: Step) -> None:
        """Looks at the clocks with every tick."""
        if not isinstance(item, Tick) or self._over:
            return
        wall_ns = self._wall(item.t_ns)
        since_ns = item.t_ns - (item.t_ns if self._last_ns is None else self._last_ns)
        reason = self._reason(item.t_ns, wall_ns, since_ns)
        self._last_ns, self._ahead_ns = item.t_ns, wall_ns - item.t_ns
        if reason:
            self._over = True
            self._begin_next(reason, since_ns / 1e9 if since_ns > STALLED_NS else 0.0)

    def close(self) -> None:
        """Nothing is held."""

    def _reason(self, t_ns: int, wall_ns: int, since_ns: int) -> str:
        table = (
            ("sleep", self._ahead_ns is not None and abs(wall_ns - t_ns - self._ahead_ns) > SLEPT_NS),
            ("stall", since_ns > STALLED_NS),
            ("midnight", wall_ns >= self._midnight_ns),
            ("summer_time", self._shift_ns is not None and wall_ns >= self._shift_ns),
        )
        return next((reason for reason, holds in table if holds), "")
