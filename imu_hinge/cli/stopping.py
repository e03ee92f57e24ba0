"""Signals as a wish to end."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Ctrl-C, a request to terminate, and a terminal that is closed."""


_AGAIN: dict[str, Any] = {"SIGINT": signal.default_int_handler, "SIGHUP": signal.SIG_IGN}
"""What the second one does, where it is not what it would do without us."""


@contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Takes the first signal of _ENDING as a wish to end; gives the signals that came.

    The same signal again acts as it would without us, but a closed terminal may tell twice. Outside the main thread
    nothing is taken.
    """
    came: list[int] = []

    def take(signum: int, frame: object) -> None:
        came.append(signum)
        signal.signal(signum, _AGAIN.get(signal.Signals(signum).name, signal.SIG_DFL))
        stop()

    with ExitStack() as undo:
        if threading.current_thread() is threading.main_thread():
            for signum in _ENDING:
                undo.callback(signal.signal, signum, signal.signal(signum, take))
        yield came
