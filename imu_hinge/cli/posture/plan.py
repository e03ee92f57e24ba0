"""What a day of posture is fed with, part after part: sensors, a virtual day, or a recording."""

import argparse
import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from imu_hinge.analysis import is_recording
from imu_hinge.catalogue import Exercise, Texts, exercise_from_texts
from imu_hinge.catalogue.limits import texts_with
from imu_hinge.cli.sources import FIRST_EXERCISE, IMPORTED, LIVE, SIMULATED, Limits, replayed
from imu_hinge.cli.worlds import SEED, world_of
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import open_recording
from imu_hinge.sensors.pace import ALL_DAY
from imu_hinge.station import LiveSource
from imu_hinge.station.day_ends import Wall
from imu_hinge.station.day_world import day_world, unspoken
from imu_hinge.station.radio import radio
from imu_hinge.station.roster import Roster, default_path, load_roster, save_roster
from imu_hinge.virtual.loops import PacedLoop

if TYPE_CHECKING:
    from imu_hinge.virtual.day import DayWearer

TICK_NS = 1_000_000_000
DAY_S = 86_400
WORLD = "day"
"""The one virtual world there is for it."""
BEGINS_S = 9 * 3600
"""Second of the day at which the virtual day begins."""
HOURS = 8.0
"""Of the virtual day, where nobody says how many."""
Open = Callable[[], AbstractAsyncContextManager[LiveSource]]


@dataclass(frozen=True, slots=True)
class Opening:
    """One part before it begins."""

    start_wall_ns: int
    """Wall clock at session time 0."""
    open_source: Open
    new_loop: Callable[[], asyncio.AbstractEventLoop]
    wall: Wall | None
    """To notice sleep and midnight by; None where there are none."""

    @property
    def utc_offset_min(self) -> int:
        """Of local time."""
        return _offset_s(self.start_wall_ns // 1_000_000_000) // 60

    @property
    def origin_s(self) -> float:
        """Second of the local day at session time 0, to the millisecond."""
        return (self.start_wall_ns // 1_000_000 / 1000 + 60 * self.utc_offset_min) % DAY_S

    @property
    def date(self) -> date:
        """The local one."""
        return datetime.fromtimestamp(self.start_wall_ns // 1_000_000_000).date()

    @property
    def midnight_ns(self) -> int:
        """Wall clock at the end of this local day, which may have 23 or 25 hours."""
        tomorrow = self.date + timedelta(days=1)
        return round(datetime.combine(tomorrow, datetime.min.time()).timestamp()) * 1_000_000_000

    @property
    def shift_ns(self) -> int | None:
        """Wall clock at which summer time begins or ends before midnight; None where it does not."""
        before_s, after_s = self.start_wall_ns // 1_000_000_000, self.midnight_ns // 1_000_000_000 - 1
        offset_s = _offset_s(before_s)
        if _offset_s(after_s) == offset_s:
            return None
        while after_s - before_s > 1:
            middle_s = (before_s + after_s) // 2
            before_s, after_s = (middle_s, after_s) if _offset_s(middle_s) == offset_s else (before_s, middle_s)
        return after_s * 1_000_000_000


def _offset_s(at_s: int) -> int:
    """Local time less UTC at a second since 1970."""
    return int((datetime.fromtimestamp(at_s).astimezone().utcoffset() or timedelta()).total_seconds())


class Opens(Protocol):
    """Makes parts."""

    def __call__(self, after_ns: int | None) -> Opening:
        """The next one; `after_ns`: wall clock at the end of the one before."""
        ...


@dataclass(frozen=True, slots=True)
class PosturePlan:
    """A day before it begins."""

    exercise: Exercise
    texts: Texts
    kind: str
    """How a recording of it names its source."""
    recorded: bool
    """Whether it is recorded unasked."""
    opens: Opens


def planned_day(
    arguments: argparse.Namespace, opened: ExitStack, tell: Callable[[str], None], limits: Limits
) -> PosturePlan:
    """The day these arguments ask for; what it holds open is closed by `opened`, `tell` hears what is asked."""
    _demand_virtual(arguments)
    _demand_no_recording(arguments)
    if arguments.path:
        return _replayed(arguments, opened)
    judged_by = texts_with(FIRST_EXERCISE, limits)
    kind, opens = (LIVE, _sensed(arguments, tell)) if arguments.simulate is None else (SIMULATED, _day(arguments, tell))
    return PosturePlan(exercise_from_texts(*judged_by), judged_by, kind, True, opens)


def _demand_virtual(arguments: argparse.Namespace) -> None:
    """Raises UsageError where something is asked of a virtual day, and there is none."""
    given = (name for name in ("hours", "seed") if getattr(arguments, name) is not None)
    if arguments.simulate is None and (name := next(given, None)):
        raise UsageError(f"--{name}: says something of a virtual day; give --simulate too, or leave it out")


def _demand_no_recording(arguments: argparse.Namespace) -> None:
    """Raises UsageError where a new calibration is asked of a recording."""
    if arguments.path and arguments.calibrate:
        raise UsageError("--calibrate: a recording is shown with its own calibration; leave it out")


def _sensed(arguments: argparse.Namespace, tell: Callable[[str], None]) -> Opens:
    if arguments.speed != 1.0:
        raise UsageError("--speed: sensors have a time of their own; it goes with --from and --simulate")
    keep = partial(save_roster, path=default_path())

    def opens(after_ns: int | None) -> Opening:
        world = partial(unspoken, world_of(arguments))
        source = partial(radio, world, load_roster(default_path()), keep, tell, ALL_DAY, TICK_NS)
        return Opening(time.time_ns(), source, asyncio.new_event_loop, lambda t_ns: time.time_ns())

    return opens


def _day(arguments: argparse.Namespace, tell: Callable[[str], None]) -> Opens:
    """A virtual day, from 9 o'clock or a later time on. Its wall clock is its own."""
    from imu_hinge.virtual.day import working_day

    begins_s = _begins_s(arguments.simulate)
    wearer = working_day(arguments.seed or SEED, arguments.hours or HOURS)
    if begins_s - BEGINS_S >= wearer.end_s:
        until = time.strftime("%H:%M", time.gmtime(BEGINS_S + wearer.end_s))
        raise UsageError(f"--simulate={arguments.simulate}: that day is over at {until}; --hours makes it longer")
    morning = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
    nine_ns = round(morning.timestamp() + BEGINS_S) * 1_000_000_000
    first_ns = nine_ns + round((begins_s - BEGINS_S) * 1e9)
    return partial(_opening_of_day, wearer, nine_ns, first_ns, arguments.speed, tell)


def _opening_of_day(
    wearer: "DayWearer", nine_ns: int, first_ns: int, speed: float, tell: Callable[[str], None], after_ns: int | None
) -> Opening:
    start_ns = first_ns if after_ns is None else after_ns
    world = partial(day_world, wearer, (start_ns - nine_ns) / 1e9)
    source = partial(radio, world, Roster(), lambda roster: None, tell, ALL_DAY, TICK_NS)
    return Opening(start_ns, source, partial(PacedLoop, speed), lambda t_ns: start_ns + t_ns)


def _begins_s(text: str) -> float:
    """Second of the day of `day` or `day@13:30`, `day@13:30:10`. Raises UsageError."""
    name, _, at = text.partition("@")
    if name != WORLD:
        raise UsageError(f"--simulate={text}: there is no such day; there are {WORLD}, and {WORLD}@13:30 from then on")
    if not at:
        return BEGINS_S
    begins_s = time_of_day_s(at)
    if begins_s is None or begins_s < BEGINS_S:
        raise UsageError(f"--simulate={text}: expected a time from 9:00 on, like {WORLD}@13:30")
    return begins_s


def time_of_day_s(text: str) -> float | None:
    """Second of the day of `13:30` or `13:30:10`; None for anything else."""
    parts = text.split(":")
    if len(parts) not in (2, 3) or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    hours, minutes, seconds = (*map(int, parts), *([0] if len(parts) == 2 else []))
    within = hours < 24 and minutes < 60 and seconds < 60
    return float(3600 * hours + 60 * minutes + seconds) if within or (hours, minutes, seconds) == (24, 0, 0) else None


def _replayed(arguments: argparse.Namespace, opened: ExitStack) -> PosturePlan:
    """A file as it happened, in one part."""
    named = argparse.Namespace(
        **{**vars(arguments), "exercise": None if is_recording(arguments.path) else FIRST_EXERCISE}
    )
    plan = replayed(named, opened)
    start_ns = _start_of(arguments)
    opening = Opening(start_ns, plan.open_source, plan.new_loop, None)
    return PosturePlan(plan.exercise, plan.texts, IMPORTED, False, lambda after_ns: opening)


def _start_of(arguments: argparse.Namespace) -> int:
    if not is_recording(arguments.path):
        return time.time_ns()
    with open_recording(arguments.path) as recording:
        return recording.about.start_wall_ns
