"""One wearer of several on an adapter: sessions one after another on the same two sensors, each with its own sinks."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from zlib import crc32

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.model.errors import HingeError
from imu_hinge.model.events import SetEnded, SetStarted, Step
from imu_hinge.model.inputs import Input
from imu_hinge.model.said import of_system, of_unforeseen
from imu_hinge.station.loop import Fold, Sink, Stage, run_live
from imu_hinge.station.radio import spoken_to, wanted
from imu_hinge.station.roster import Roster
from imu_hinge.station.worlds import Voice


@dataclass(frozen=True, slots=True)
class Begun:
    """A session about to begin."""

    fold: Fold
    sinks: Sequence[Sink]
    """Closed when it ends, whatever becomes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One wearer, as a room needs to know one."""

    client: str
    """Pseudonym."""
    roster: Roster
    """With both sensors: nobody is asked which is whose."""
    exercise: str
    """Of the first session."""
    begin: Callable[[str], Begun]
    """Makes a session of an exercise, by id; called on the room's thread."""
    tell: Callable[[str], None] = field(default=lambda words: None)
    """Hears on the room's thread why a place goes dark."""


@dataclass(frozen=True, slots=True)
class _Next:
    """The session that follows."""

    exercise: str
    side: str = ""


class Seat:
    """Runs the sessions of a place, up to one that ends without another to follow. All calls belong to one loop."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.dark = ""
        """Why it ended before its time, in words."""
        self._words: deque[tuple[str, str]] = deque()
        self._source: RadioSource | None = None
        self._proposed: _Next | None = None
        self._following: _Next | None = _Next(place.exercise)
        self._open_set = self._ending = False

    async def run(self, adapter: Adapter, voice: Voice) -> None:
        """Raises nothing: what goes wrong is told to the place, which is dark from then on."""
        try:
            while self._following and not self._ending:
                one, self._following, self._open_set = self._following, None, False
                await self._session(one, adapter, voice)
        except Exception as error:
            self.dark = _words_of(error)
            self.place.tell(self.dark)

    def say(self, name: str, argument: str = "") -> None:
        """Puts a Command into the session; before and between sessions into the next."""
        self._words.append((name, argument))
        self._pass_on()

    def change(self, exercise: str, side: str = "") -> None:
        """Another exercise as soon as no set is open; the newest wish counts."""
        self._proposed = _Next(exercise, side)
        self._turn()

    def end(self) -> None:
        """Ends the session, and no other follows."""
        self._ending, self._proposed = True, None
        self.say("end")

    # A seat is its own sink: it hears where sets begin and end.

    def receive(self, item: Input, step: Step) -> None:
        """Changes the exercise that was asked for once the set has ended."""
        for event in step.events:
            if isinstance(event, SetStarted | SetEnded):
                self._open_set = isinstance(event, SetStarted)
        self._turn()

    def close(self) -> None:
        """Nothing is held."""

    def _turn(self) -> None:
        if self._proposed is None or self._open_set:
            return
        if self._source is not None:
            self._source.say("end")
        elif self._following is None:
            return
        self._following, self._proposed = self._proposed, None

    def _pass_on(self) -> None:
        while self._source is not None and self._words:
            self._source.say(*self._words.popleft())

    async def _session(self, one: _Next, adapter: Adapter, voice: Voice) -> None:
        """Sinks are closed before the source: what was counted is safe before sensors are said goodbye to."""
        source = RadioSource(adapter, wanted(self.place.roster), crc32(self.place.client.encode()))
        async with spoken_to(source, voice):
            with ExitStack() as closing:
                begun = self.place.begin(one.exercise)
                for sink in reversed(begun.sinks):
                    closing.callback(sink.close)
                closing.callback(self._leave)
                self._enter(source, one.side)
                await run_live(source, Stage(begun.fold, [*begun.sinks, self]))

    def _enter(self, source: RadioSource, side: str) -> None:
        self._source = source
        self._pass_on()
        if side:  # after what `begin` has said: of two sides the later one holds
            asyncio.get_running_loop().call_soon(self.say, "side", side)

    def _leave(self) -> None:
        self._source = None


def _words_of(error: Exception) -> str:
    if isinstance(error, HingeError):
        return str(error)
    return of_system(error, "recording") if isinstance(error, OSError) else of_unforeseen(error)


async def seated(seats: Sequence[Seat], adapter: Adapter, voice_of: Callable[[str], Voice]) -> None:
    """Runs all seats on one adapter, by their clients' voices, until the last one's sessions are over."""
    async with asyncio.TaskGroup() as group:
        for seat in seats:
            group.create_task(seat.run(adapter, voice_of(seat.place.client)))
