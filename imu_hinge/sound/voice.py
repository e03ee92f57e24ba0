"""The spoken words, rendered ahead of time: a set must not wait for a speech program."""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from imu_hinge.sound.errors import WordError
from imu_hinge.sound.samples import NOTHING, Samples
from imu_hinge.sound.synthesis import installed_program, recorded, words_folder

NO_VOICE = "no voice: install espeak-ng"
_CLOSING_S = 1.0

Render = Callable[[str], Samples | None]
"""Words into sound, None where it cannot speak these. May take long; raises WordError."""


class Voice(Protocol):
    """Who speaks. Nothing here but `wait` waits, and nothing raises."""

    @property
    def problem(self) -> str:
        """Why words are missing and what to do; empty when all is well."""
        ...

    def prepare(self, phrases: Iterable[str]) -> None:
        """These will be wanted."""
        ...

    def samples(self, words: str) -> Samples:
        """The spoken words; nothing while they are not ready."""
        ...

    def wait(self, limit_s: float) -> bool:
        """Waits until everything asked for is ready; returns whether it is. Not for the thread that counts."""
        ...

    def close(self) -> None:
        """No more words will be wanted."""
        ...


class NoVoice:
    """Tones alone."""

    def __init__(self, problem: str = "") -> None:
        self.problem = problem

    def prepare(self, phrases: Iterable[str]) -> None:
        """Nothing to do."""

    def samples(self, words: str) -> Samples:
        """Nothing."""
        return NOTHING

    def wait(self, limit_s: float) -> bool:
        """There is nothing to wait for."""
        return True

    def close(self) -> None:
        """Nothing to do."""


class RenderedVoice:
    """Phrases in memory, rendered in a thread in the order they were asked for: the first render that can speaks."""

    def __init__(self, renders: Iterable[Render], problem: str = "") -> None:
        self.problem = problem
        self._renders = tuple(renders)
        self._ready = {"": NOTHING}
        self._asked = {""}
        self._orders: SimpleQueue[str | threading.Event | None] = SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)
        self._thread.start()

    def prepare(self, phrases: Iterable[str]) -> None:
        """Renders what is new among them, behind what was asked for before."""
        for words in phrases:
            if words not in self._asked:
                self._asked.add(words)
                self._orders.put(words)

    def samples(self, words: str) -> Samples:
        """The spoken words; nothing while they are not ready."""
        return self._ready.get(words, NOTHING)

    def wait(self, limit_s: float) -> bool:
        """Waits until everything asked for so far was tried."""
        done = threading.Event()
        self._orders.put(done)
        return done.wait(limit_s)

    def close(self) -> None:
        """Lets the word in the making be finished, and forgets the rest."""
        self._closed = True
        self._orders.put(None)
        self._thread.join(_CLOSING_S)

    def _work(self) -> None:
        while (order := self._orders.get()) is not None and not self._closed:
            if isinstance(order, threading.Event):
                order.set()
            else:
                self._render(order)

    def _render(self, words: str) -> None:
        for render in self._renders:
            try:
                samples = render(words)
            except WordError as error:
                self.problem = str(error)
                continue
            if samples is not None:
                self._ready[words] = samples
                return


def find_voice(folder: Path | None = None) -> RenderedVoice:
    """Recorded words where there are any, else the system's speech program; `problem` says when there is none."""
    words = folder or words_folder()
    program = installed_program()
    programs = (program.render,) if program else ()
    return RenderedVoice((lambda phrase: recorded(phrase, words), *programs), "" if program else NO_VOICE)
