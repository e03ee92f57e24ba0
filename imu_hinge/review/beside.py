"""Reads a file in a process of its own, so that the screen never waits for the fold."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO

import imu_hinge
from imu_hinge.catalogue import Exercise
from imu_hinge.model.errors import HingeError
from imu_hinge.review.reading import News, Stopped, read_through

_ENDED = "the process that goes through the recording ended; open it again"


class Beside:
    """One run of `read_through` with the same arguments. No `multiprocessing`: that wants a standard error of its own,
    which a program that draws on the whole terminal does not have.
    """

    def __init__(self, path: Path, exercise: Exercise, *, compare: bool, shown: bool = True) -> None:
        asked = pickle.dumps((path.absolute(), exercise, compare, shown))
        self._came: SimpleQueue[News | Stopped] = SimpleQueue()
        self._process = _started()
        self._listening = Thread(target=self._listen, args=(asked,), name="reading", daemon=True)
        self._listening.start()

    def news(self) -> Iterator[News | Stopped]:
        """What has come since; never waits."""
        try:
            while True:
                yield self._came.get_nowait()
        except Empty:
            return

    def close(self) -> None:
        """Ends it."""
        self._process.kill()
        self._listening.join()
        self._process.wait()

    def _listen(self, asked: bytes) -> None:
        """On the thread: asks, then waits for each answer."""
        process = self._process
        assert process.stdin and process.stdout
        try:
            with process.stdin, process.stdout:
                process.stdin.write(asked)
                process.stdin.flush()
                while (news := _taken(process.stdout)) is not None:
                    self._came.put(news)
        except (OSError, EOFError, pickle.UnpicklingError):
            self._came.put(Stopped(_ENDED))


class Here:
    """The same without a process: everything comes at once, when it is asked for."""

    def __init__(self, path: Path, exercise: Exercise, compare: bool = False) -> None:
        self._coming = answered(path, exercise, compare, shown=False)

    def news(self) -> Iterator[News | Stopped]:
        """Everything."""
        yield from self._coming

    def close(self) -> None:
        """Ends it."""


def answered(path: Path, exercise: Exercise, compare: bool, shown: bool) -> Iterator[News | Stopped]:
    """The news; whatever goes amiss becomes words, for nothing else can be told from beside."""
    try:
        yield from read_through(path, exercise, compare=compare, shown=shown)
    except (HingeError, OSError) as error:
        yield Stopped(str(error))
    except Exception as error:
        yield Stopped(f"{path}: cannot be gone through ({type(error).__name__}: {error}); please report it")


def _started() -> "subprocess.Popen[bytes]":
    """A process that finds this very package, and nothing that happens to lie in the folder it is started in."""
    folders = [str(Path(imu_hinge.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, folders))}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "imu_hinge.review.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _taken(stream: IO[bytes]) -> News | Stopped | None:
    """The next answer; None after the last one. Raises EOFError where it broke off."""
    news: News | Stopped | None = pickle.load(stream)
    return news
