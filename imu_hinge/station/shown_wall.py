"""A watch that another process owns, seen from a process that shows it."""

import threading
from collections.abc import Sequence
from typing import Any

from imu_hinge.station.sharing import Way, ask, connect
from imu_hinge.view.wall import Wall

_PERIOD_S = 0.25


class SharedWatch:
    """Reads the wall of another process four times a second; what is asked for is passed on to it.

    Implements `view.wall.Watch`. `begin` connects and raises UsageError where nobody answers.
    """

    def __init__(self, way: Way) -> None:
        self._way, self._wall = way, Wall()
        self._exercises: Sequence[tuple[str, str]] = ()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._look, name="wall", daemon=True)
        self._looked: Sequence[str] = ()
        self._gone = False

    def begin(self) -> None:
        """Connects, and shows the first state."""
        self._connection = connect(self._way)
        self._wall, self._exercises = self._ask("read"), self._ask("exercises")
        self._thread.start()

    def read(self) -> Wall:
        """The newest state that came."""
        return self._wall

    def look_at(self, clients: Sequence[str]) -> None:
        """Passed on with the next reading."""
        self._looked = tuple(clients)

    def note(self, client: str, text: str) -> str:
        """Passed on."""
        return self._passed("note", client, text)

    def ask_stop(self, client: str, reason: str) -> str:
        """Passed on."""
        return self._passed("ask_stop", client, reason)

    def propose(self, client: str, exercise: str, side: str, set_reps: int | None) -> str:
        """Passed on."""
        return self._passed("propose", client, exercise, side, set_reps)

    def listen(self, client: str | None) -> str:
        """Passed on: what is heard is heard where the watch is."""
        return self._passed("listen", client)

    def exercises(self) -> Sequence[tuple[str, str]]:
        """As the owner has them."""
        return self._exercises

    def stop(self) -> None:
        """Ends the showing; the watch itself goes on."""
        self._stop.set()

    @property
    def running(self) -> bool:
        """Whether the owner is asked."""
        return self._thread.is_alive()

    @property
    def leaving(self) -> bool:
        """Whether the owner is gone."""
        return self._gone

    def _look(self) -> None:
        while not self._stop.wait(_PERIOD_S):
            try:
                self._ask("look_at", self._looked)
                self._wall = self._ask("read")
            except (EOFError, OSError):
                self._gone = True
                break
        self._connection.close()

    def _passed(self, name: str, *words: Any) -> str:
        try:
            return str(self._ask(name, *words))
        except (EOFError, OSError):
            return "the watch was closed on the machine it runs on"

    def _ask(self, name: str, *words: Any) -> Any:
        with self._lock:
            return ask(self._connection, name, *words)
