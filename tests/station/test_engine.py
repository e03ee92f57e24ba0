"""A session in its own thread: it ends when asked, closes what it opened, and brings its errors home."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from imu_hinge.model.inputs import Command, Input, Tick
from imu_hinge.station import Engine, LiveSource, Replay
from tests.station.folds import Listener, Remembering

S = 1_000_000_000


def opening(
    source: Callable[[], LiveSource], log: list[tuple[str, int]]
) -> Callable[[], AbstractAsyncContextManager[LiveSource]]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[LiveSource]:
        log.append(("open", -1))
        try:
            yield source()
        finally:
            log.append(("source closed", -1))

    return opened


def endless() -> Replay:
    return Replay((Tick(i * S // 100) for i in range(10**9)), 1.0)


def test_a_session_runs_to_its_end_and_closes_sinks_before_the_source() -> None:
    log: list[tuple[str, int]] = []
    fold = Remembering()
    engine = Engine(opening(lambda: Replay([Tick(1), Tick(2)], 1.0), log), fold, [Listener(log, "a")])
    engine.start()
    engine.wait()
    assert fold.seen == [Tick(1), Tick(2), Command(2, "end")]
    assert log == [("open", -1), ("a", 1), ("a", 2), ("a", 2), ("a closed", -1), ("source closed", -1)]


def test_a_wish_to_end_becomes_the_last_command() -> None:
    fold = Remembering()
    engine = Engine(opening(endless, []), fold, [])
    engine.start()
    while not fold.seen:
        pass
    engine.say("pain", "3")
    engine.stop()
    engine.stop()
    engine.wait()
    assert [(item.name, item.argument) for item in fold.seen if isinstance(item, Command)] == [
        ("pain", "3"),
        ("end", ""),
    ]
    assert isinstance(fold.seen[-1], Command)
    engine.stop()


def test_a_source_that_takes_long_to_open_can_be_given_up() -> None:
    opens = []

    @asynccontextmanager
    async def never() -> AsyncIterator[LiveSource]:
        opens.append(True)
        await asyncio.sleep(3600)
        yield endless()

    engine = Engine(never, Remembering(), [])
    engine.start()
    while not opens:
        pass
    engine.stop()
    engine.wait()


def test_stopped_before_it_began_it_does_nothing() -> None:
    log: list[tuple[str, int]] = []
    engine = Engine(opening(endless, log), Remembering(), [])
    engine.stop()
    engine.start()
    engine.wait()
    assert log == []


def test_what_goes_wrong_inside_is_raised_where_one_waits_and_everything_is_closed() -> None:
    class Full(Listener):
        def receive(self, item: Input, step: object) -> None:
            raise OSError("disk full")

    log: list[tuple[str, int]] = []
    engine = Engine(opening(endless, log), Remembering(), [Full(log, "a")])
    engine.start()
    with pytest.raises(OSError, match="disk full"):
        engine.wait()
    assert log == [("open", -1), ("a closed", -1), ("source closed", -1)]


def test_words_from_before_the_session_are_its_first_inputs() -> None:
    fold = Remembering()
    engine = Engine(opening(lambda: Replay([Tick(1), Tick(2)], 1.0), []), fold, [])
    engine.say("gate", "not asked")
    assert not engine.running
    engine.start()
    engine.wait()
    assert (engine.began, engine.running) == (True, False)
    assert fold.seen == [Command(0, "gate", "not asked"), Tick(1), Tick(2), Command(2, "end")]
