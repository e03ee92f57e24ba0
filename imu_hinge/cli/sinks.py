"""Who listens to a live session: the printer, the recording, and the one who knows when it is enough."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import SetSummary, Summary
from imu_hinge.model.events import Event, SetEnded, Step
from imu_hinge.model.inputs import Command, Input, Link, LinkState, Packet, Placement, Samples
from imu_hinge.recording import About, Recorder, event_to_json
from imu_hinge.view.snapshot import Recorded
from imu_hinge.view.told_today import TodayTeller, Told
from imu_hinge.view.totals import session_line, totals
from imu_hinge.view.words import Lines, command_words, link_words


class Words:
    """A session as lines of words."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise, self._lines = exercise, Lines(exercise)

    def event(self, event: Event) -> str | None:
        """A line; None for what is not worth one."""
        return self._lines.line(event)

    def link(self, link: Link) -> str:
        """A line."""
        return link_words(link)

    def command(self, command: Command) -> str | None:
        """A line; None for what is not worth one."""
        return command_words(command)

    def told(self, told: Told) -> str:
        """A line."""
        return f"{told.t_ns / 1e9:.1f}  {told.words}"

    def end(self, t_ns: int, sets: Sequence[SetSummary]) -> str:
        """The last line: what was counted in all, and what was not judged."""
        return "  ".join(filter(None, (session_line(t_ns, totals(sets, self._exercise)), self._lines.unjudged)))


class Json:
    """A session as lines of JSON: `type`, and the fields of the event or of the Link."""

    def event(self, event: Event) -> str:
        """One object."""
        return _line(event_to_json(event))

    def link(self, link: Link) -> str:
        """One object."""
        return _line({"type": "Link", **asdict(link)})

    def command(self, command: Command) -> None:
        """Nothing: only what the fold and the links say is told."""

    def told(self, told: Told) -> str:
        """One object."""
        return _line({"type": told.type, "t_ns": told.t_ns, **told.fields})

    def end(self, t_ns: int, sets: Sequence[SetSummary]) -> None:
        """Nothing: every set was told when it ended."""


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, allow_nan=False)


class Printer:
    """Prints what is worth a line, flushed at once, and keeps what was counted."""

    def __init__(self, form: Words | Json, teller: TodayTeller | None = None) -> None:
        """`teller` says what follows from several events together; None: nothing does."""
        self._form, self._summary, self._t_ns = form, Summary(), 0
        self._teller = teller
        self._links: dict[Placement, tuple[str, str]] = {}

    def receive(self, item: Input, step: Step) -> None:
        """Prints a change of a link, what the wearer said, and the events of one step."""
        self._t_ns = item.t_ns
        if isinstance(item, Link):
            self._link(item)
        if isinstance(item, Command) and (said := self._form.command(item)):
            print(said, flush=True)
        for event in step.events:
            self._summary.take(event)
            if line := self._form.event(event):
                print(line, flush=True)
        for told in self._teller.step(item, step) if self._teller else ():
            self.tell(told)

    def tell(self, told: Told) -> None:
        """Prints what is no event."""
        print(self._form.told(told), flush=True)

    def end_with(self, lines: Sequence[str]) -> None:
        """Prints what follows from the whole session."""
        self.tell(Told(self._t_ns, "Progression", f"progression  {' '.join(map(str.strip, lines))}", {"lines": lines}))

    def _link(self, link: Link) -> None:
        """What concerns the whole station, as a missing adapter does, is printed once and not for each sensor."""
        said = link.state, link.detail
        told = self._links.values() if link.state == LinkState.NO_BLUETOOTH else [self._links.get(link.placement)]
        if said not in told:
            print(self._form.link(link), flush=True)
        self._links[link.placement] = said

    def close(self) -> None:
        """The last line: what was counted in all."""
        if line := self._form.end(self._t_ns, self._summary.sets):
            print(line, flush=True)


class Heard(Protocol):
    """Whoever hears what becomes of a recording."""

    def tell(self, words: str) -> None:
        """Where it is made, why it ended early, where it lies."""
        ...

    def fail(self, why: str) -> None:
        """Nothing is recorded any more."""
        ...

    def kept(self, path: Path, reason: str) -> None:
        """The file is closed: `closed`, or `disk_full` where it is incomplete."""
        ...


class Recording:
    """The recorder, which makes its file when the first sensor speaks."""

    def __init__(self, path: Path, about: About, heard: Heard) -> None:
        self.path, self.about, self._heard = path, about, heard
        self._recorder: Recorder | None = None
        self._before: list[tuple[Input, Step]] = []
        self._began_ns = self._now_ns = 0
        self._told = ""

    def receive(self, item: Input, step: Step) -> None:
        """Stores one input and what came of it. Raises RecordingError when the file cannot be made."""
        self._now_ns = item.t_ns
        if self._recorder is None:
            self._before.append((item, step))
            if isinstance(item, Packet | Samples):
                self._begin()
            return
        self._recorder.receive(item, step)
        self._look()

    def close(self) -> None:
        """Finishes the file; there is none when no sensor spoke."""
        if self._recorder is not None:
            path = self._recorder.close()
            self._look()
            incomplete = "; incomplete: `imu-hinge recover` makes it whole" if self._recorder.notice else ""
            self._heard.tell(f"recorded {path}{incomplete}")
            self._heard.kept(path, "disk_full" if incomplete else "closed")

    def recorded(self) -> Recorded:
        """What becomes of it, for a screen."""
        if self._recorder is None:
            return Recorded()
        seconds = (self._now_ns - self._began_ns) / 1e9
        return Recorded(str(self.path), self._recorder.size_bytes, seconds, self._recorder.notice)

    def _begin(self) -> None:
        self._recorder, self._began_ns = Recorder(self.path, self.about), self._now_ns
        self._heard.tell(f"recording to {self._recorder.path.with_suffix('')}")
        for item, step in self._before:
            self._recorder.receive(item, step)
        self._before.clear()

    def _look(self) -> None:
        """Tells once why nothing is recorded any more."""
        if self._recorder and self._recorder.notice != self._told:
            self._told = self._recorder.notice
            self._heard.tell(self._told)
            self._heard.fail(self._told)


class Limit:
    """Asks for the end after so many seconds or so many sets; None: never."""

    def __init__(self, seconds: float | None, sets: int | None, enough: Callable[[], None]) -> None:
        self._until_ns = None if seconds is None else seconds * 1e9
        self._sets, self._enough = sets, enough
        self._ended = 0

    def receive(self, item: Input, step: Step) -> None:
        """Looks at the time and at the sets that ended."""
        self._ended += sum(isinstance(event, SetEnded) for event in step.events)
        late = self._until_ns is not None and item.t_ns >= self._until_ns
        if late or (self._sets is not None and self._ended >= self._sets):
            self._enough()

    def close(self) -> None:
        """Nothing is held."""
