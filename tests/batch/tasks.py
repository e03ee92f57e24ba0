"""Tasks for the pools; a worker imports them from here."""

import os
import signal
import time
from pathlib import Path

from imu_hinge.model.errors import UsageError

Answer = tuple[object, int]
"""The job, and the process that did it."""


def answer(job: object) -> Answer:
    return job, os.getpid()


def slow_first(job: int) -> int:
    """The first job takes longest."""
    time.sleep(0.3 if job == 0 else 0.0)
    return job


def obeys(job: str) -> Answer:
    """Does what the job says."""
    match job:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            time.sleep(600)
        case "refuse":
            raise UsageError("this file\ncannot be used")
        case "absent":
            raise FileNotFoundError(2, "No such file or directory", "a/b.mcap")
        case "full":
            raise OSError(28, "No space left on device", "a/b.csv")
        case "memory":
            raise MemoryError
        case "bug":
            raise ZeroDivisionError("by\nzero")
    return answer(job)


def waited_for(path: str) -> int:
    """Says who it is in a file, and then does not end."""
    Path(path).write_text(str(os.getpid()))
    time.sleep(600)
    return 0


def patient(job: int) -> int:
    time.sleep(0.1)
    return job * job
