"""A real broker, set up by the shipped generator in a folder of its own, on a free port of this machine."""

import asyncio
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from imu_hinge.remote.accounts import Account
from imu_hinge.remote.pipe import Message, Pipe, PipeError, connected
from imu_hinge.remote.setup.configuration import CONFIGURATION, find_broker, is_root
from imu_hinge.remote.setup.folder import Wish, held_accounts, set_up, trainer_name
from imu_hinge.remote.setup.room import Place

READY_S, RELOADS = 60.0, 20
CLIENTS, TRAINERS = 4, ("anna", "bob")
MISSING = "mosquitto not found: apt-get install mosquitto"

T = TypeVar("T")


def program() -> str:
    """The broker's program; the test is skipped where there is none, and fails where IMU_HINGE_REQUIRE_BROKER=1."""
    found = os.environ.get("IMU_HINGE_TEST_MOSQUITTO") or find_broker()
    if found:
        return found
    if os.environ.get("IMU_HINGE_REQUIRE_BROKER") == "1":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


def awaited(coroutine: Coroutine[object, object, T], within_s: float = 10.0) -> T:
    """What it returns, in an event loop of its own; raises TimeoutError."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(asyncio.wait_for(coroutine, within_s))


class Broker:
    """One broker: its folder, and the process while it runs."""

    def __init__(self, folder: Path, port: int, mosquitto: str) -> None:
        self.folder, self.port, self._mosquitto = folder, port, mosquitto
        self.accounts = held_accounts(folder)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def clients(self) -> list[str]:
        """User names."""
        return [user for user, account in self.accounts.items() if account.kind == "client"]

    @property
    def trainers(self) -> list[str]:
        """User names."""
        return [user for user, account in self.accounts.items() if account.kind == "trainer"]

    @property
    def url(self) -> str:
        """As it is given on the command line."""
        return next(iter(self.accounts.values())).url

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self._process is not None
        return self._process.pid

    def account(self, user: str) -> Account:
        """The account with its secret."""
        return self.accounts[user]

    def account_file(self, user: str) -> Path:
        """As it is handed out."""
        return self.folder / "accounts" / f"{user}.toml"

    def start(self) -> None:
        """Starts it; returns when it has let somebody in."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._mosquitto, "-c", str(self.folder / CONFIGURATION)], stdout=log, stderr=log
            )
        before = time.monotonic() + READY_S
        while not awaited(_lets_in(self.account(self.trainers[0]))):
            assert self._process.poll() is None and time.monotonic() < before, self.log()
            time.sleep(0.02)

    def stop(self) -> None:
        """Ends it as a system does (SIGTERM)."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it at once (SIGKILL)."""
        self._end(signal.SIGKILL)

    def reload(self) -> None:
        """Has it read passwords, access list and certificates again; returns when it does.

        Mosquitto forgets a SIGHUP that comes while it still does what the one before asked for: so it is asked again.
        """
        before = self.log().count("Reloading config")
        for _ in range(RELOADS):
            os.kill(self.pid, signal.SIGHUP)
            if _becomes(lambda: self.log().count("Reloading config") > before, READY_S / RELOADS):
                return
        pytest.fail(self.log())

    def log(self) -> str:
        """What it said."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(READY_S)
            self._process = None


@contextmanager
def started(
    folder: Path, *, clients: int = CLIENTS, trainers: Sequence[str] = TRAINERS, tls: bool = False
) -> Iterator[Broker]:
    """A running broker, set up in `folder`; with TLS for `localhost`."""
    mosquitto = program()
    place = Place("localhost" if tls else "127.0.0.1", free_port(), "127.0.0.1" if tls else "")
    set_up(folder, Wish(clients, trainers=tuple(map(trainer_name, trainers)), place=place), datetime.now(UTC))
    with running(Broker(folder, place.port, mosquitto)) as broker:
        yield broker


@contextmanager
def running(broker: Broker) -> Iterator[Broker]:
    """The same while it runs."""
    _prepare(broker.folder)
    try:
        broker.start()
        yield broker
    finally:
        broker.kill()


def until(holds: Callable[[], bool], within_s: float = READY_S) -> None:
    """Returns when it holds; raises AssertionError."""
    assert _becomes(holds, within_s)


def _becomes(holds: Callable[[], bool], within_s: float) -> bool:
    before = time.monotonic() + within_s
    while not (now := holds()) and time.monotonic() < before:
        time.sleep(0.01)
    return now


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def refusal(account: Account) -> PipeError:
    """Why no connection comes about; the secret stands in no word of it."""

    async def tried() -> None:
        async with connected(account):
            pass

    with pytest.raises(PipeError) as trouble:
        awaited(tried())
    assert account.anonymous or account.secret not in str(trouble.value)
    return trouble.value


async def up_to(pipe: Pipe, mark: bytes) -> list[Message]:
    """What came before the mark."""
    heard = []
    async for one in pipe:
        if one.payload == mark:
            break
        heard.append(one)
    return heard


async def _lets_in(account: Account) -> bool:
    try:
        async with connected(account):
            return True
    except PipeError:
        return False


def _prepare(folder: Path) -> None:
    """Lets it say when it has read its files again; and started by root, it must not give its rights up."""
    configuration = folder / CONFIGURATION
    text = configuration.read_text(encoding="utf-8")
    for line in ["log_type information", *(["user root"] if is_root() else [])]:
        text += "" if line in text.splitlines() else f"{line}\n"
    configuration.write_text(text, encoding="utf-8")
