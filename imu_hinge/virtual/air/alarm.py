"""A timer of the loop that can be set again."""

import asyncio
from collections.abc import Callable


class Alarm:
    """One call at one time of the loop, at most."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call
        self._timer: asyncio.TimerHandle | None = None

    def set(self, at_s: float) -> None:
        """Calls at this time and not at the one set before."""
        self.clear()
        self._timer = asyncio.get_running_loop().call_at(at_s, self._ring)

    def clear(self) -> None:
        """Does not call."""
        if self._timer:
            self._timer.cancel()
        self._timer = None

    @property
    def is_set(self) -> bool:
        """Whether a call is due."""
        return self._timer is not None

    def _ring(self) -> None:
        self._timer = None
        self._call()
