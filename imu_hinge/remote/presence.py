"""Whether a client is there, from when it was heard. Pure; the clocks of two machines are never compared."""

from collections import deque
from dataclasses import dataclass

from imu_hinge.remote.messages import LEFT, UNWATCHED, WITHDRAWN, Live, Status
from imu_hinge.view.wall import Presence

SILENT_IN_SET_S = 2.0
"""Live messages come five times a second in a set."""
SILENT_S = 5.0
"""They come once a second between sets."""
AWAY_S = 5.0
"""So long after its end a connection may come back before anybody is told."""
LOST_S = 30.0
"""Silent for so long is away: the broker has noticed a client that is gone after half of it."""
CLOCK_S = 2.0
"""A clock that is further off is told."""
_OFFSETS = 10
"""Of the last live messages. Waiting on the way only makes a clock look late: the largest one is the nearest."""
_IN_SET = "set"
_TAKEN_BACK = frozenset({UNWATCHED, WITHDRAWN})
"""Reasons after which nothing of the session is shown."""

NO_BROKER = "no connection to the broker"
_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one client stands at a moment."""

    presence: Presence
    silent_s: float | None
    remark: str


class Attendance:
    """Of one client. `now_s` is a clock of this machine that only goes forward."""

    def __init__(self, now_s: float) -> None:
        self._heard_s = now_s
        self._status: Status | None = None
        self._gone_s: float | None = None
        self._untold_s: float | None = None
        """Since when a new connection has brought nothing of a client who was there: the broker keeps who is."""
        self._live: Live | None = None
        self._offsets_s: deque[float] = deque(maxlen=_OFFSETS)

    @property
    def withdrawn(self) -> bool:
        """Whether the client took back being watched, in this session or altogether."""
        return self._status is not None and not self._status.online and self._status.reason in _TAKEN_BACK

    def take_status(self, status: Status, now_s: float) -> None:
        """Connected, gone by itself, or gone in the words of its last will."""
        self._status, self._heard_s, self._untold_s = status, now_s, None
        self._gone_s = None if status.online else now_s
        if status.session is None or not status.online:
            self._live = None

    def heard(self, now_s: float) -> None:
        """Something came of a session that is known; it is read later."""
        if self._live is not None:
            self._heard_s = now_s

    def take_live(self, live: Live, now_s: float, wall_s: float) -> None:
        """Heard in a session; `wall_s`: seconds since 1970 by the trainer's clock."""
        self._live, self._heard_s, self._gone_s, self._untold_s = live, now_s, None, None
        self._offsets_s.append(live.t_ms / 1000.0 - wall_s)

    def reconnected(self, now_s: float) -> None:
        """The trainer's own connection is back: who was not heard meanwhile gets the time to speak again."""
        self._heard_s = self._untold_s = max(self._heard_s, now_s)

    def standing(self, now_s: float, broker_down_s: float | None = None) -> Standing:
        """At `now_s`; `broker_down_s`: since when the trainer itself has no connection, None where it has one."""
        if self.withdrawn:
            return Standing(Presence.UNWATCHED, None, "")
        silent_s = now_s - self._heard_s
        presence = self._presence(now_s, silent_s, broker_down_s)
        known = silent_s if presence in (Presence.SILENT, Presence.AWAY) else None
        return Standing(presence, known, self._remark(broker_down_s))

    def _presence(self, now_s: float, silent_s: float, broker_down_s: float | None) -> Presence:
        gone = self._gone(now_s)
        if gone is not None:
            return gone
        if broker_down_s is not None and now_s - broker_down_s >= AWAY_S:
            return Presence.AWAY
        if not self._speaks or silent_s < self._patience_s:
            return Presence.HERE
        return Presence.AWAY if silent_s >= LOST_S else Presence.SILENT

    def _gone(self, now_s: float) -> Presence | None:
        """A client that nothing is known of was not there yet."""
        status = self._status
        if status is None and self._live is None:
            return Presence.LEFT
        gone_s = self._untold_s if self._gone_s is None else self._gone_s
        if gone_s is None or now_s - gone_s < AWAY_S:
            return None
        return Presence.LEFT if status is not None and status.reason == LEFT else Presence.AWAY

    @property
    def _speaks(self) -> bool:
        """Whether live messages are to be expected: in a session, where the consent covers them."""
        if self._live is not None or self._gone_s is not None:
            return True
        return self._status is not None and self._status.session is not None and "live" in self._status.scopes

    @property
    def _patience_s(self) -> float:
        return SILENT_IN_SET_S if self._live is not None and self._live.state == _IN_SET else SILENT_S

    def _remark(self, broker_down_s: float | None) -> str:
        if broker_down_s is not None:
            return NO_BROKER
        return clock_words(max(self._offsets_s)) if self._offsets_s else ""


def clock_words(offset_s: float) -> str:
    """`clock +1 h`: how far a client's clock is ahead of this one; empty where it hardly is."""
    if abs(offset_s) <= CLOCK_S:
        return ""
    unit, size_s = next((unit, size_s) for unit, size_s in _UNITS if abs(offset_s) >= 0.95 * size_s)
    return f"clock {offset_s / size_s:+.0f} {unit}"
