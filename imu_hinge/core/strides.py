"""Inputs that are worked on many at once where nobody waits for what each of them makes known."""

from collections.abc import Iterator
from typing import Protocol

from imu_hinge.core.steps import no_step
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input

STRIDE_NS = 2_000_000_000
"""A fold takes a fifth of the time of one that works on every packet; longer strides save no more (measured)."""


class Deferring(Protocol):
    """What a session has to know for it."""

    def feed(self, item: Input) -> Step:
        """Take one input; what it makes known."""
        ...

    def defer(self, item: Input) -> bool:
        """Take an input that can as well be worked on later; False: it has to be fed."""
        ...

    def catch_up(self) -> Step:
        """What all that was taken makes known."""
        ...


class Strides:
    """Gives a session its inputs, and each back with a step, in order.

    Joined, the steps give the frames and events that `feed` gives of the inputs one by one, but with inputs up to
    STRIDE_NS later; a warning about what is past may stand before or after its neighbours of the same stride. The last
    input that was taken is given back with the next one, or by `rest`.
    """

    def __init__(self, session: Deferring) -> None:
        self._session = session
        self._last: Input | None = None
        self._until_ns = 0

    def take(self, item: Input, *, wait: bool) -> Iterator[tuple[Input, Step]]:
        """The next input, and whether what it makes known may wait; the inputs that are done."""
        if wait and (self._last is None or item.t_ns < self._until_ns) and self._session.defer(item):
            if self._last is None:
                self._until_ns = item.t_ns + STRIDE_NS
            else:
                yield self._last, no_step()
            self._last = item
            return
        yield from self.rest()
        yield item, self._session.feed(item)

    def rest(self) -> Iterator[tuple[Input, Step]]:
        """What waits, if anything does."""
        last, self._last = self._last, None
        if last is not None:
            yield last, self._session.catch_up()
