"""The trainer's event loop looks seldom, and then at all that came."""

import selectors
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from imu_hinge.remote.gathering import GATHER_S, Gathering, gathering_loop

Pairs = list[tuple[socket.socket, socket.socket]]


@pytest.fixture
def pairs() -> Iterator[Pairs]:
    """Of the first, other threads speak to the loop; of the second, a broker."""
    made = [socket.socketpair(), socket.socketpair()]
    yield made
    for one in (one for pair in made for one in pair):
        one.close()


@pytest.fixture
def rested(monkeypatch: pytest.MonkeyPatch, pairs: Pairs) -> list[float]:
    """How long it rested each time; the broker speaks meanwhile."""
    times: list[float] = []

    class Resting(selectors.SelectSelector):
        def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            times.append(timeout or 0.0)
            pairs[1][0].sendall(b"x")
            return super().select(0.0)

    monkeypatch.setattr("imu_hinge.remote.gathering.selectors.DefaultSelector", Resting)
    return times


@contextmanager
def looking_at(pairs: Pairs) -> Iterator[Gathering]:
    with closing(Gathering()) as made:
        for _, receiver in pairs:
            made.register(receiver, selectors.EVENT_READ)
        yield made


@pytest.mark.parametrize(("timeout", "rest_s"), [(None, GATHER_S), (5.0, GATHER_S), (0.004, 0.004)])
def test_what_came_while_it_rested_is_found_at_once(
    pairs: Pairs, rested: list[float], timeout: float | None, rest_s: float
) -> None:
    with looking_at(pairs) as selector:
        assert [key.fileobj for key, _ in selector.select(timeout)] == [pairs[1][1]]
    assert rested == [rest_s]


def test_whoever_has_work_to_do_does_not_rest(pairs: Pairs, rested: list[float]) -> None:
    with looking_at(pairs) as selector:
        assert selector.select(0.0) == []
    assert rested == []


@pytest.mark.parametrize("timeout", [None, 5.0])
def test_another_thread_ends_the_rest(pairs: Pairs, timeout: float | None) -> None:
    pairs[0][0].sendall(b"x")
    with looking_at(pairs) as selector:
        assert [key.fileobj for key, _ in selector.select(timeout)] == [pairs[0][1]]


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
