"""Whether a screen can be shown on this terminal, and a way out for one whose terminal is gone or reads nothing."""

import argparse
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO

LEAVE_S = 2.0
"""So long the app may take to leave; a terminal that reads nothing would hold it for ever."""

_LOOK_S = 0.1
_KEYS = "textual-input"


def is_poor() -> bool:
    """Whether no screen can be drawn here: not a terminal, or one that cannot move its cursor."""
    return os.environ.get("TERM") == "dumb" or not (sys.stdin.isatty() and sys.stdout.isatty())


def screen_wanted(arguments: argparse.Namespace) -> bool:
    """Whether a session is shown on a screen: where one can be drawn, and neither --plain nor --json is given."""
    return not (arguments.plain or arguments.json or is_poor())


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


def leave_for_good(code: int) -> None:
    """Ends the process, when all is done, where a screen left its reader of keys behind.

    Textual does not end that thread when the terminal goes away at the wrong moment; Python would wait for it, and it
    would look for keys, for ever.
    """
    if any(thread.name == _KEYS for thread in threading.enumerate()):
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(code)


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
