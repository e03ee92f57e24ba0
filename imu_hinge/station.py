"""The loop: a source of inputs, the fold, and whoever listens. Pacing is a wrapper around the source."""

import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input

_NOTICED_S = 0.05


class Fold(Protocol):
    """What the loop needs of a session."""

    def feed(self, item: Input) -> Step:
        """One input in, what follows from it out."""
        ...


class Sink(Protocol):
    """Whoever listens: a recorder, a screen, a tap."""

    def receive(self, item: Input, step: Step) -> None:
        """Takes one input and what the fold made of it."""
        ...


def run_session(items: Iterable[Input], fold: Fold, sinks: Sequence[Sink]) -> None:
    """Feeds every input in order; each sink sees a step before the next input is read."""
    for item in items:
        step = fold.feed(item)
        for sink in sinks:
            sink.receive(item, step)


class Stop:
    """A wish to end, as signals bring it: it is noticed between two inputs, never within one."""

    def __init__(self) -> None:
        self.signal = 0
        """Number of the signal that came; 0 while there is none."""

    def take(self, signum: int, frame: object) -> None:
        """A signal handler; from now on the same signal acts as it would without us."""
        self.signal = signum
        signal.signal(signum, signal.default_int_handler if signum == signal.SIGINT else signal.SIG_DFL)

    def sleep(self, seconds: float) -> None:
        """Sleeps, no longer than until the wish comes."""
        end_s = time.monotonic() + seconds
        while not self.signal and (left_s := end_s - time.monotonic()) > 0:
            time.sleep(min(left_s, _NOTICED_S))

    def until(self, items: Iterable[Input]) -> Iterator[Input]:
        """The inputs up to the wish."""
        for item in items:
            if self.signal:
                return
            yield item


def paced(
    items: Iterable[Input],
    speed: float,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Input]:
    """The inputs, each at its own time after the first one; `speed` times faster (> 0). Late ones come at once."""
    began: tuple[float, int] | None = None
    for item in items:
        if began is None:
            began = clock(), item.t_ns
        late = clock() - began[0] - (item.t_ns - began[1]) / 1e9 / speed
        if late < 0:
            sleep(-late)
        yield item
