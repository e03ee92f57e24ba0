"""Files and live sources go through one stage."""

from collections.abc import AsyncIterator, Iterator

from imu_hinge.model.inputs import Command, Input, Tick
from imu_hinge.station.loop import Stage, run_live, run_session
from imu_hinge.virtual.loops import run_jumping
from tests.station.folds import Listener, Remembering


def test_every_sink_sees_a_step_before_the_next_input_is_read() -> None:
    log: list[tuple[str, int]] = []

    def source() -> Iterator[Input]:
        for t_ns in (1, 2):
            log.append(("read", t_ns))
            yield Tick(t_ns)

    fold = Remembering()
    run_session(source(), fold, [Listener(log, "a"), Listener(log, "b")])
    assert fold.seen == [Tick(1), Tick(2)]
    assert log == [("read", 1), ("a", 1), ("b", 1), ("read", 2), ("a", 2), ("b", 2)]


class Given:
    def __init__(self, *items: Input) -> None:
        self.items = items

    def say(self, name: str, argument: str = "") -> None:
        raise AssertionError("nobody speaks")

    async def __aiter__(self) -> AsyncIterator[Input]:
        for item in self.items:
            yield item


def test_a_live_session_ends_with_the_command_end() -> None:
    fold = Remembering()
    run_jumping(run_live(Given(Tick(1), Command(2, "end"), Tick(3)), Stage(fold, [])))
    assert fold.seen == [Tick(1), Command(2, "end")]


def test_a_source_that_runs_dry_is_ended_at_its_last_time() -> None:
    fold = Remembering()
    run_jumping(run_live(Given(Tick(1), Tick(7)), Stage(fold, [])))
    assert fold.seen[-1] == Command(7, "end")
