"""A way out for a screen whose terminal is gone, or reads nothing."""

import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

LEAVE_S = 2.0
"""So long the app may take to leave; a terminal that reads nothing would hold it for ever."""

_LOOK_S = 0.1


@contextmanager
def leaving_anyway(leaving: Callable[[], bool], code: Callable[[], int]) -> Iterator[None]:
    """Ends the process with `code` where the app has not left LEAVE_S after `leaving` holds.

    A terminal that is gone without a SIGHUP (its owner was killed, or the program was started with nohup) is told to
    the main thread as one: the app alone would go on with nobody there. What is said to it afterwards goes nowhere.
    """
    left = threading.Event()
    threading.Thread(target=_watch, args=(leaving, code, left), name="leaving", daemon=True).start()
    try:
        yield
    finally:
        left.set()
        if hung_up(sys.__stdout__):
            _say_nothing()


def _watch(leaving: Callable[[], bool], code: Callable[[], int], left: threading.Event) -> None:
    told = False
    while not leaving():
        if left.wait(_LOOK_S):
            return
        if not told and hung_up(sys.__stdin__):
            told = True
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGHUP)
    if not left.wait(LEAVE_S):
        os._exit(code())


def hung_up(stream: IO[str] | None) -> bool:
    """Whether the other end of this terminal is gone. Where the system cannot say, it is there."""
    if stream is None or not hasattr(select, "poll"):
        return False
    look = select.poll()
    look.register(stream.fileno(), 0)
    return any(seen & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, seen in look.poll(0))


def _say_nothing() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
