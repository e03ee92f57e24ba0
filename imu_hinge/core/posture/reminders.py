"""When staying is spoken of: spacing, snooze, quiet hours, mute."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace

from imu_hinge.catalogue.posture import DELAY_S, stays
from imu_hinge.core.posture.holds import Clock
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.rows import SECOND_NS
from imu_hinge.core.posture.settings import DAY_S, SNOOZES_MIN, PostureSettings
from imu_hinge.model.events import PostureReminder
from imu_hinge.model.inputs import Command

HOUR_S = 3600
GONE_ON = "reminded"
"""The command whose argument says how reminders stood at the end of the part before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminding:
    """How reminders stand at a second."""

    muted: bool
    snoozed_s: int
    """So long yet; 0: not snoozed."""
    delays_s: Mapping[str, float]
    """Those in force, by id of the row, in the order of the catalogue."""
    next: tuple[str, int] | None
    """The row due first if the wearer stays like this, and in how many seconds; None when no stay is under way."""
    waits: str
    """Why nothing may be said at this second; empty where it may. The words: docs/posture.md."""


class Reminders:
    """Fed with each second and its clocks."""

    def __init__(self, settings: PostureSettings, params: PostureParams) -> None:
        self._p, self._settings = params, settings
        self._delays = {stay.id: stay.delay_s for stay in stays()} | dict(settings.delays_s)
        self._muted = settings.muted
        self._snoozed_until_s = -1
        self._recent: deque[int] = deque(maxlen=params.per_hour)

    @property
    def settings(self) -> PostureSettings:
        """Those of the beginning, with what was said since."""
        return replace(self._settings, delays_s=dict(self._delays), muted=self._muted)

    def gone_on(self, begun_s: float) -> str:
        """The argument of GONE_ON for a part that begins `begun_s` after this one: snooze, and the last reminders."""
        seconds = [round(second - begun_s) for second in (self._snoozed_until_s, *self._recent)]
        return json.dumps({"snoozed_until_s": seconds[0], "recent_s": seconds[1:]})

    def command(self, command: Command) -> None:
        """`snooze` 1, 5 or 30 (minutes), `mute` on or off, `delay` with a row and seconds; others change nothing.

        The argument of GONE_ON is JSON.
        """
        if command.name == GONE_ON:
            self._go_on(command.argument)
            return
        second = command.t_ns // SECOND_NS
        match command.name, command.argument.split():
            case "snooze", [minutes] if minutes in map(str, SNOOZES_MIN):
                self._snoozed_until_s = second + 60 * int(minutes)
            case "mute", ["on" | "off" as word]:
                self._muted = word == "on"
            case "delay", [row, seconds] if row in self._delays and _is_delay(seconds):
                self._delays[row] = float(seconds)

    def _go_on(self, text: str) -> None:
        try:
            values = json.loads(text)
            until_s, recent_s = int(values["snoozed_until_s"]), sorted(map(int, values["recent_s"]))
        except (ValueError, TypeError, KeyError, OverflowError):
            return
        self._snoozed_until_s = until_s
        self._recent.extend(second for second in recent_s if second < 0)

    def step(self, second: int, clocks: tuple[Clock, ...], open_gates: bool) -> PostureReminder | None:
        """The reminder of this second: at most one, the first of the table."""
        clock = next((one for one in clocks if one.due(self._delays[one.stay.id])), None)
        if clock is None or not open_gates or self._spaced(second)[1]:
            return None
        self._recent.append(second)
        clock.told()
        fate = self._fate(second) or "given"
        return PostureReminder(
            t_ns=(second + 1) * SECOND_NS,
            reminder=clock.stay.id,
            fate=fate,
            since_ns=clock.now.since_s * SECOND_NS,
            held_s=float(clock.now.held_s),
            cue=clock.stay.cue if fate == "given" else "",
        )

    def reminding(self, second: int, clocks: tuple[Clock, ...], gate: str) -> Reminding:
        """How they stand after this second; `gate` is what else keeps them from being given."""
        why, spaced_s = self._spaced(second)
        left = [(one.stay.id, one.left_s(self._delays[one.stay.id])) for one in clocks if one.now.held_s]
        row, left_s = min(left, key=lambda one: one[1], default=("", 0))
        return Reminding(
            muted=self._muted,
            snoozed_s=max(self._snoozed_until_s - second, 0),
            delays_s=dict(self._delays),
            next=(row, max(left_s, spaced_s)) if row else None,
            waits=gate or why or self._fate(second),
        )

    def _spaced(self, second: int) -> tuple[str, int]:
        """Why the reminders before keep the next one back, and for how many seconds yet."""
        apart_s = self._recent[-1] + self._p.apart_s - second if self._recent else 0
        hour_s = self._recent[0] + HOUR_S - second if len(self._recent) == self._p.per_hour else 0
        if max(apart_s, hour_s) <= 0:
            return "", 0
        return ("apart", apart_s) if apart_s > hour_s else ("hour", hour_s)

    def _fate(self, second: int) -> str:
        """Why it is recorded only; empty when it is given."""
        if self._quiet(second):
            return "quiet_hours"
        if self._muted:
            return "muted"
        return "snoozed" if second < self._snoozed_until_s else ""

    def _quiet(self, second: int) -> bool:
        now = (self._settings.origin_s + second) % DAY_S
        return any(
            start <= now < stop if start <= stop else now >= start or now < stop for start, stop in self._settings.quiet
        )


def _is_delay(seconds: str) -> bool:
    return seconds.isascii() and seconds.isdecimal() and DELAY_S[0] <= int(seconds) <= DELAY_S[1]
