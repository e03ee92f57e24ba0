"""When staying is spoken of: gates, spacing, snooze, quiet hours, mute."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from imu_hinge.catalogue.posture import DELAY_S
from imu_hinge.core.posture.holds import Clock
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.rows import SECOND_NS
from imu_hinge.model.events import PostureReminder
from imu_hinge.model.inputs import Command

DAY_S = 86_400
SNOOZES_MIN = (1, 5, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureSettings:
    """What a wearer chooses. Session time has no hour of its own: `origin_s` gives it one."""

    delays_s: Mapping[str, float] = field(default_factory=dict)
    """By id of a row, in place of its delay."""
    quiet: tuple[tuple[float, float], ...] = ()
    """Spans (from, until) in seconds of the day without reminders; one may pass midnight."""
    origin_s: float = 0.0
    """Second of the day at session time 0."""
    muted: bool = False
    """Reminders are recorded and not given."""


class Reminders:
    """Fed with each second and its clocks."""

    def __init__(self, settings: PostureSettings, params: PostureParams) -> None:
        self._p, self._settings = params, settings
        self._delays = dict(settings.delays_s)
        self.muted = settings.muted
        self._snoozed_until_s = -1
        self._recent: deque[int] = deque(maxlen=params.per_hour)

    def command(self, command: Command) -> None:
        """`snooze` 1, 5 or 30 (minutes), `mute` on or off, `delay` with a row and seconds; others change nothing."""
        second = command.t_ns // SECOND_NS
        match command.name, command.argument.split():
            case "snooze", [minutes] if minutes in map(str, SNOOZES_MIN):
                self._snoozed_until_s = second + 60 * int(minutes)
            case "mute", ["on" | "off" as word]:
                self.muted = word == "on"
            case "delay", [row, seconds] if seconds.isdecimal() and DELAY_S[0] <= int(seconds) <= DELAY_S[1]:
                self._delays[row] = float(seconds)

    def delay_s(self, clock: Clock) -> float:
        """The delay in force."""
        return self._delays.get(clock.stay.id, clock.stay.delay_s)

    def step(self, second: int, clocks: tuple[Clock, ...], open_gates: bool) -> PostureReminder | None:
        """The reminder of this second: at most one, the first of the table."""
        clock = next((one for one in clocks if one.due(self.delay_s(one))), None)
        if clock is None or not open_gates or self._too_soon(second):
            return None
        self._recent.append(second)
        clock.told()
        fate = self._fate(second)
        return PostureReminder(
            t_ns=(second + 1) * SECOND_NS,
            reminder=clock.stay.id,
            fate=fate,
            since_ns=clock.now.since_s * SECOND_NS,
            held_s=float(clock.now.held_s),
            cue=clock.stay.cue if fate == "given" else "",
        )

    def _too_soon(self, second: int) -> bool:
        if self._recent and second - self._recent[-1] < self._p.apart_s:
            return True
        return len(self._recent) == self._p.per_hour and second - self._recent[0] < 3600

    def _fate(self, second: int) -> str:
        if self._quiet(second):
            return "quiet_hours"
        if self.muted:
            return "muted"
        return "snoozed" if second < self._snoozed_until_s else "given"

    def _quiet(self, second: int) -> bool:
        now = (self._settings.origin_s + second) % DAY_S
        return any(
            start <= now < stop if start <= stop else now >= start or now < stop for start, stop in self._settings.quiet
        )
