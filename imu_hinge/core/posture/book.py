"""The day as it is written, second by second."""

from collections import Counter
from collections.abc import Mapping

from imu_hinge.core.posture.bends import Counted
from imu_hinge.core.posture.day import Column, PostureDay
from imu_hinge.core.posture.holds import NO_HOLD, Clock, Hold, Posed
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.states import Position
from imu_hinge.model.events import PostureReminder, PostureState, Zone

ZONELESS = (PostureState.LYING, PostureState.NOT_WORN)
"""States that a column of the strip shows in place of a zone."""


class DayBook:
    """Collects seconds; its size does not grow with them, but for a week of strip columns."""

    def __init__(self, origin_s: float, params: PostureParams) -> None:
        self._p, self._origin_s = params, origin_s
        self._zones: Counter[Zone] = Counter()
        self._states: Counter[PostureState] = Counter()
        self._why: Counter[str] = Counter()
        self._fates: Counter[str] = Counter()
        self._slumped = self._known = 0
        self._changes = Changes(params)
        self._strip: dict[int, Counter[Zone | PostureState]] = {}

    def take(self, posed: Posed) -> None:
        """One second."""
        self._states[posed.state] += 1
        if posed.zone is not None:
            self._zones[posed.zone] += 1
        if posed.state is PostureState.UNKNOWN:
            self._why[posed.reasons[0]] += 1
        self._slumped += bool(posed.slumped)
        self._known += posed.at.known
        self._changes.step(posed)
        self._column(posed)

    def reminded(self, reminder: PostureReminder) -> None:
        """One more, given or recorded."""
        self._fates[reminder.fate] += 1

    def summary(self, clocks: tuple[Clock, ...], bends: Counted) -> PostureDay:
        """The day so far."""
        return PostureDay(
            seconds=sum(self._states.values()),
            known_s=self._known,
            by_zone_s=dict(self._zones),
            by_state_s=dict(self._states),
            slumped_s=self._slumped,
            unknown_s=dict(self._why),
            longest=self._longest(clocks),
            changes=self._changes.count,
            bends=bends,
            reminders=dict(self._fates),
            strip=tuple(
                Column(start_s=float(index * self._p.strip_s), seconds=dict(counts))
                for index, counts in self._strip.items()
            ),
        )

    def _longest(self, clocks: tuple[Clock, ...]) -> Mapping[str, Hold]:
        """With the second of the day at which each began."""
        stays = ((clock.stay.id, clock.longest) for clock in clocks if clock.longest != NO_HOLD)
        return {row: Hold(int(self._origin_s) + hold.since_s, hold.held_s) for row, hold in stays}

    def _column(self, posed: Posed) -> None:
        index = int(self._origin_s + posed.second) // self._p.strip_s
        what = posed.state if posed.zone is None or posed.state in ZONELESS else posed.zone
        self._strip.setdefault(index, Counter())[what] += 1
        if len(self._strip) > self._p.strip_columns:
            del self._strip[next(iter(self._strip))]


class Changes:
    """Changes of position: another state, or a segment that moved far, and stayed so for a moment."""

    def __init__(self, params: PostureParams) -> None:
        self._p = params
        self.count = 0
        self._from: tuple[PostureState, Position] | None = None
        self._elsewhere = 0

    def step(self, posed: Posed) -> None:
        """Take one second; what is not known changes nothing."""
        if not posed.at.known:
            return
        state = PostureState.STANDING if posed.state is PostureState.BENDING else posed.state
        was, at = self._from or (state, posed.at)
        self._from = (was, at)
        moved = posed.at.off_deg(at) > self._p.reset_deg
        self._elsewhere = self._elsewhere + 1 if state is not was or moved else 0
        if self._elsewhere >= self._p.change_s:
            self.count += 1
            self._from, self._elsewhere = (state, posed.at), 0
