"""The loop: every input of a source goes through the fold, and every listener sees what came of it."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Protocol

from imu_hinge.core.strides import Deferring, Strides
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Command, Input

Fold = Deferring
"""What the loop needs of a session."""


class Sink(Protocol):
    """Whoever listens: a recorder, a screen, a tap."""

    def receive(self, item: Input, step: Step) -> None:
        """Takes one input and what the fold made of it."""
        ...

    def close(self) -> object:
        """The session is over."""
        ...


class LiveSource(Protocol):
    """Inputs as they happen, and a way to add words to them. To be used in one event loop."""

    def __aiter__(self) -> AsyncIterator[Input]:
        """The inputs in order of time."""
        ...

    def say(self, name: str, argument: str = "") -> None:
        """Puts a Command among the inputs, at once."""
        ...

    def late(self, item: Input) -> bool:
        """Whether this input has waited for so long that the machine is behind."""
        ...


class Stage:
    """The fold and its listeners: each sink sees each input with a step.

    It does so before the next input is taken, but where the machine is behind: there many are worked on at once, which
    takes a fifth of the time.
    """

    def __init__(self, fold: Fold, sinks: Sequence[Sink]) -> None:
        self._strides, self._sinks = Strides(fold), sinks
        self._last_ns = 0

    def take(self, item: Input, *, late: bool = False) -> bool:
        """Feeds one input; returns whether it was the end of the session."""
        self._last_ns = item.t_ns
        for done, step in self._strides.take(item, wait=late):
            self._give(done, step)
        return isinstance(item, Command) and item.name == "end"

    def rest(self) -> None:
        """Gives on what waits to be worked on."""
        for done, step in self._strides.rest():
            self._give(done, step)

    def end(self) -> None:
        """Feeds the command `end`, for a source that ran dry without it."""
        self.take(Command(self._last_ns, "end"))

    def _give(self, done: Input, step: Step) -> None:
        for sink in self._sinks:
            sink.receive(done, step)


def run_session(items: Iterable[Input], fold: Fold, sinks: Sequence[Sink]) -> None:
    """Feeds every input of a file in order."""
    stage = Stage(fold, sinks)
    for item in items:
        stage.take(item)


async def run_live(source: LiveSource, stage: Stage) -> None:
    """Feeds what a live source gives up to the command `end`, which comes in any case, last."""
    try:
        async for item in source:
            if stage.take(item, late=source.late(item)):
                return
    except BaseException:
        stage.rest()
        raise
    stage.end()
