"""One watch for several screens: the process that owns it answers the processes that only show it."""

import os
import secrets
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from imu_hinge.model.errors import UsageError
from imu_hinge.view.wall import Watch

ADDRESS, KEY = "IMU_HINGE_WALL_ADDRESS", "IMU_HINGE_WALL_KEY"
"""Where a screen finds the watch, and the secret that lets it in; only processes started from here know them."""
ASKED = frozenset({"read", "look_at", "note", "ask_stop", "propose", "listen", "exercises"})
"""What a screen may ask for. The beginning and the end belong to the owner."""
_PAUSE_S = 0.05


@dataclass(frozen=True, slots=True)
class Way:
    """How to reach a shared watch."""

    address: str
    key: bytes

    def environment(self) -> dict[str, str]:
        """For a process that is to show it."""
        return {ADDRESS: self.address, KEY: self.key.hex()}


def way_from(environment: Mapping[str, str]) -> Way:
    """The way this process was given; raises UsageError where it was given none."""
    try:
        return Way(environment[ADDRESS], bytes.fromhex(environment[KEY]))
    except (KeyError, ValueError) as error:
        raise UsageError("there is no trainer's screen to show here: start `imu-hinge trainer --web`") from error


@contextmanager
def shared(watch: Watch) -> Iterator[Way]:
    """Answers screens until the block ends; only this user can reach it, and only who knows the secret gets in."""
    with tempfile.TemporaryDirectory(prefix="imu-hinge-", ignore_cleanup_errors=True) as folder:
        key, closed = secrets.token_bytes(32), threading.Event()
        address = None if os.name == "nt" else str(Path(folder) / "wall")
        with Listener(address, authkey=key) as listener:
            threading.Thread(target=_admit, args=(listener, watch, closed), name="sharing", daemon=True).start()
            yield Way(str(listener.address), key)
            closed.set()


def _admit(listener: Listener, watch: Watch, closed: threading.Event) -> None:
    """Whoever does not know the secret, or leaves in the middle of it, keeps nobody else out."""
    while not closed.is_set():
        try:
            connection = listener.accept()
        except (OSError, EOFError, AuthenticationError):
            closed.wait(_PAUSE_S)
        else:
            threading.Thread(target=_answer, args=(connection, watch), name="shared", daemon=True).start()


def _answer(connection: Connection, watch: Watch) -> None:
    """One screen, until it is gone."""
    with connection, suppress(EOFError, OSError):
        while True:
            name, words = connection.recv()
            connection.send(getattr(watch, name)(*words) if name in ASKED else None)


def connect(way: Way) -> Connection:
    """A connection to a shared watch; raises UsageError where there is none any more."""
    try:
        return Client(way.address, authkey=way.key)
    except (OSError, EOFError) as error:
        raise UsageError("the trainer's screen was closed on the machine it runs on; start it there again") from error


def ask(connection: Connection, name: str, *words: Any) -> Any:
    """What the owner answers; raises EOFError or OSError when it is gone."""
    connection.send((name, words))
    return connection.recv()
