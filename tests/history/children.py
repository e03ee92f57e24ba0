"""Other programs on the same database: children of this process, some killed in the middle of something."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from imu_hinge.history.database import History

KILLED = -signal.SIGKILL


def child(work: Callable[[], object]) -> int:
    """Starts `work` in a process of its own; returns its id. It must open its own connections."""
    if not hasattr(os, "fork"):
        pytest.skip("processes cannot be forked here")
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return pid


def ended(pid: int) -> int:
    """Its exit code, below 0 for the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run(work: Callable[[], object]) -> int:
    return ended(child(work))


def kill_at(history: History, number: int) -> None:
    """This process is killed ahead of the `number`-th statement from here on."""
    left = [number]

    def count(*_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(history.engine, "before_cursor_execute", count)


def statements(history: History) -> list[str]:
    """What is asked of the database from here on."""
    asked: list[str] = []
    event.listen(history.engine, "before_cursor_execute", lambda _db, _cursor, text, *_: asked.append(text))
    return asked
