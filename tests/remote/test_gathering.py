"""The trainer's event loop looks seldom, and then at all that came."""

import selectors
import socket
from collections.abc import Iterator

import pytest

from imu_hinge.remote.gathering import GATHER_S, Gathering, gathering_loop

Pairs = list[tuple[socket.socket, socket.socket]]


@pytest.fixture
def pairs() -> Iterator[Pairs]:
    made = [socket.socketpair(), socket.socketpair()]
    yield made
    for one in (one for pair in made for one in pair):
        one.close()


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch, pairs: Pairs) -> list[float]:
    """How long it slept each time; both senders speak meanwhile."""
    times: list[float] = []

    def sleep(seconds: float) -> None:
        times.append(seconds)
        for sender, _ in pairs:
            sender.sendall(b"x")

    monkeypatch.setattr("imu_hinge.remote.gathering.time.sleep", sleep)
    return times


def looking_at(pairs: Pairs) -> Gathering:
    made = Gathering()
    for _, receiver in pairs:
        made.register(receiver, selectors.EVENT_READ)
    return made


@pytest.mark.parametrize(("timeout", "rest_s"), [(None, GATHER_S), (5.0, GATHER_S), (0.004, 0.004)])
def test_all_that_came_while_it_rested_is_found_at_once(
    pairs: Pairs, slept: list[float], timeout: float | None, rest_s: float
) -> None:
    with looking_at(pairs) as selector:
        assert len(selector.select(timeout)) == 2
    assert slept == [rest_s]


def test_whoever_has_work_to_do_does_not_rest(pairs: Pairs, slept: list[float]) -> None:
    with looking_at(pairs) as selector:
        assert selector.select(0.0) == []
    assert slept == []


def test_a_loop_of_it_runs_what_it_is_given() -> None:
    loop = gathering_loop()

    async def later() -> str:
        found: list[str] = []
        loop.call_soon_threadsafe(found.append, "from another thread")
        while not found:
            await loop.create_task(nothing())
        return found[0]

    async def nothing() -> None:
        return None

    try:
        assert loop.run_until_complete(later()) == "from another thread"
    finally:
        loop.close()
