"""A day of posture as lines of words, or of JSON."""

import json
from dataclasses import asdict
from typing import Any, Protocol

from imu_hinge.analysis import day_dict
from imu_hinge.catalogue import Exercise
from imu_hinge.cli.day_lines import minutes_words, sum_lines
from imu_hinge.cli.posture.sitting import Part
from imu_hinge.core.posture import PostureDay
from imu_hinge.model.events import (
    Event,
    FaultRaised,
    PostureChanged,
    RepCompleted,
    RepRejected,
    RepRevised,
    SensorWarning,
    SetStarted,
    Step,
)
from imu_hinge.model.inputs import Command, Input, Link, LinkState, Placement
from imu_hinge.recording import event_to_json
from imu_hinge.view.posture_words import is_of_day, lasted, remedied
from imu_hinge.view.words import Lines, command_words, link_words

SETTLED_NS = 5_000_000_000
"""A posture that lasts so long is worth a line."""
EVERY_S = 1800
"""The minutes so far are told at every half hour of the day."""
DAY_S = 86_400
REMEDY = "end with Ctrl-C and start with --calibrate"
"""Of a stance that only a new calibration helps: lines have no keys."""


class Form(Protocol):
    """How things are written."""

    def event(self, at_s: float, event: Event) -> str | None:
        """A line; None for what is not worth one. `at_s`: second of the day."""
        ...

    def link(self, at_s: float, link: Link) -> str:
        """A line."""
        ...

    def command(self, at_s: float, command: Command) -> str | None:
        """A line; None for what is not worth one."""
        ...

    def so_far(self, at_s: float, day: PostureDay, read: float) -> str:
        """The minutes of the day, with so much of its earlier parts, 0 to 1."""
        ...

    def end(self, part: Part) -> str:
        """The day when it is over, with this as its last part."""
        ...


def clock(at_s: float) -> str:
    """`09:41:07`."""
    minutes, seconds = divmod(int(at_s) % DAY_S, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def end_lines(part: Part) -> list[str]:
    """The day with this as its last part: how long, which of it is this part, the minutes, and what is not in them."""
    day, own_s, before = part.today(), part.fold.posture.summary().seconds, part.earlier.count
    parts = f" in {before + 1} parts; this part, from {clock(part.origin_s)}, {lasted(own_s)}" if before else ""
    missing = [missing_words(part.earlier.included)] if part.earlier.included < 1 else []
    return [f"today  {lasted(day.seconds)}{parts}", *sum_lines(day), *missing]


def missing_words(read: float) -> str:
    """What is not in minutes that hold so much of the earlier parts."""
    held = f"only {100 * read:.0f} %" if read else "none"
    return f"{held} of the earlier parts of today in it: reading their recordings is not finished"


QUIET = (RepCompleted, RepRevised, RepRejected, FaultRaised, SetStarted)
"""Of a set in the middle of a day only its end is told."""


class Words:
    """For people: the hour, and words."""

    def __init__(self, exercise: Exercise) -> None:
        self._lines = Lines(exercise)

    def event(self, at_s: float, event: Event) -> str | None:
        """As Form."""
        line = None if _is_quiet(event) else self._lines.line(remedied(event, REMEDY))
        return f"{clock(at_s)}  {line.partition('  ')[2]}" if line else None

    def link(self, at_s: float, link: Link) -> str:
        """As Form."""
        return f"{clock(at_s)}  {link_words(link).partition('  ')[2]}"

    def command(self, at_s: float, command: Command) -> str | None:
        """As Form."""
        line = command_words(command)
        return f"{clock(at_s)}  {line.partition('  ')[2]}" if line else None

    def so_far(self, at_s: float, day: PostureDay, read: float) -> str:
        """As Form."""
        reading = f"; {missing_words(read)}" if read < 1 else ""
        return f"{clock(at_s)}  so far  {minutes_words(day)}{reading}"

    def end(self, part: Part) -> str:
        """As Form."""
        return "\n".join(end_lines(part))


def _is_quiet(event: Event) -> bool:
    """Whether it is no matter of a day."""
    return isinstance(event, QUIET) or (isinstance(event, SensorWarning) and not is_of_day(event.id))


class Json:
    """For programs: one object a line, with `time` of the day in s and `type`."""

    def event(self, at_s: float, event: Event) -> str:
        """As Form."""
        return _object(at_s, event_to_json(event))

    def link(self, at_s: float, link: Link) -> str:
        """As Form."""
        return _object(at_s, {"type": "Link", **asdict(link)})

    def command(self, at_s: float, command: Command) -> None:
        """Nothing: only what the fold and the links say is told."""

    def so_far(self, at_s: float, day: PostureDay, read: float) -> str:
        """As Form."""
        return _object(at_s, {"type": "SoFar", "read": round(read, 3), **day_dict(day)})

    def end(self, part: Part) -> str:
        """As Form."""
        read = round(part.earlier.included, 3)
        return json.dumps({"type": "Day", "read": read, **day_dict(part.today())}, allow_nan=False)


def _object(at_s: float, values: dict[str, Any]) -> str:
    return json.dumps({"time_s": round(at_s % DAY_S, 3), **values}, allow_nan=False)


class DayPrinter:
    """A sink that prints what is worth a line, flushed at once."""

    def __init__(self, form: Form, part: Part, *, settled_ns: int = SETTLED_NS) -> None:
        """A change of posture is told when it has lasted `settled_ns`."""
        self._form, self._part, self._settled_ns = form, part, settled_ns
        self._links: dict[Placement, tuple[str, str]] = {}
        self._waiting: PostureChanged | None = None
        self._told: PostureChanged | None = None
        self._slot = int(part.origin_s) // EVERY_S

    def receive(self, item: Input, step: Step) -> None:
        """Prints what one input comes to."""
        if isinstance(item, Link):
            self._link(item)
        if isinstance(item, Command):
            self._print(self._form.command(self._at_s(item.t_ns), item))
        for event in step.events:
            if isinstance(event, PostureChanged):
                self._settle(event.t_ns)
                self._waiting = event
            else:
                self._print(self._form.event(self._at_s(event.t_ns), event))
        self._settle(item.t_ns)
        self._so_far(item.t_ns)

    def close(self) -> None:
        """Nothing is held."""

    def _at_s(self, t_ns: int) -> float:
        return self._part.origin_s + t_ns / 1e9

    def _settle(self, t_ns: int) -> None:
        """A posture that has lasted is told, unless it is the one that was told last."""
        waiting = self._waiting
        if waiting is None or t_ns - waiting.t_ns < self._settled_ns:
            return
        self._waiting = None
        if self._told is None or _seen(waiting) != _seen(self._told):
            self._told = waiting
            self._print(self._form.event(self._at_s(waiting.t_ns), waiting))

    def _so_far(self, t_ns: int) -> None:
        slot = int(self._at_s(t_ns)) // EVERY_S
        if slot > self._slot:
            self._slot = slot
            self._print(self._form.so_far(self._at_s(t_ns), self._part.today(), self._part.earlier.included))

    def _link(self, link: Link) -> None:
        """What concerns the whole station is told once, not for each sensor."""
        said = link.state, link.detail
        told = self._links.values() if link.state == LinkState.NO_BLUETOOTH else [self._links.get(link.placement)]
        if said not in told:
            self._print(self._form.link(self._at_s(link.t_ns), link))
        self._links[link.placement] = said

    def _print(self, line: str | None) -> None:
        if line:
            print(line, flush=True)


def _seen(event: PostureChanged) -> tuple[object, ...]:
    return event.state, event.zone, event.slumped, event.reasons
