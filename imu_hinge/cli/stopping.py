"""Signals as a wish to end."""

import math
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Ctrl-C, a request to terminate, and a terminal that is closed."""

_WITHOUT_US: dict[str, Any] = {"SIGINT": signal.default_int_handler, "SIGHUP": signal.SIG_IGN}
"""What a signal does that we take no more of, where it is not what the system would do."""
APART_S = 2.0
"""Signals so shortly after a wish are that wish: keys are pressed twice (our choice)."""
WRITING = (
    "imu-hinge: the end is being written; asked again, it leaves at once, and the next start makes the recording whole"
)


@contextmanager
def stopping(stop: Callable[[], None], now_s: Callable[[], float] = time.monotonic) -> Iterator[list[int]]:
    """Takes the signals of _ENDING as a wish to end; gives those that came.

    A second wish is answered in words, a third acts as it would without us; a terminal that is closed is one wish
    only. What has to be written at the end belongs inside. Outside the main thread nothing is taken.
    """
    wishes = _Wishes(stop, now_s)
    with ExitStack() as undo:
        if threading.current_thread() is threading.main_thread():
            for signum in _ENDING:
                undo.callback(signal.signal, signum, signal.signal(signum, wishes.take))
        yield wishes.came


class _Wishes:
    """Counts them."""

    def __init__(self, stop: Callable[[], None], now_s: Callable[[], float]) -> None:
        self._now_s, self._taken_s = now_s, -math.inf
        self._answers = iter((stop, _say_writing))
        self.came: list[int] = []

    def take(self, signum: int, frame: object) -> None:
        """One signal."""
        self.came.append(signum)
        if self._now_s() - self._taken_s < APART_S:
            return
        self._taken_s = self._now_s()
        if answer := next(self._answers, None):
            answer()
            return
        signal.signal(signum, _WITHOUT_US.get(signal.Signals(signum).name, signal.SIG_DFL))
        signal.raise_signal(signum)


def _say_writing() -> None:
    """Straight to standard error: the print that a signal interrupts could not be entered again."""
    with suppress(OSError):
        os.write(2, f"{WRITING}\n".encode())
