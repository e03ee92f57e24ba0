"""Signals as a wish to end."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Ctrl-C, a request to terminate, and a terminal that is closed."""


@contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Takes the first signal of _ENDING as a wish to end; gives the signals that came.

    The same signal again acts as it would without us; outside the main thread nothing is taken.
    """
    came: list[int] = []

    def take(signum: int, frame: object) -> None:
        came.append(signum)
        signal.signal(signum, signal.default_int_handler if signum == signal.SIGINT else signal.SIG_DFL)
        stop()

    with ExitStack() as undo:
        if threading.current_thread() is threading.main_thread():
            for signum in _ENDING:
                undo.callback(signal.signal, signum, signal.signal(signum, take))
        yield came
