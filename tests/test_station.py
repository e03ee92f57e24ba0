"""The loop and its pacing, on a clock that only moves when something sleeps."""

from collections.abc import Iterator

import numpy as np

from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input, Tick
from imu_hinge.station import paced, run_session

S = 1_000_000_000


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


class Echo:
    def __init__(self) -> None:
        self.seen: list[Input] = []

    def feed(self, item: Input) -> Step:
        self.seen.append(item)
        return Step(np.empty(0, FRAME))


class Listener:
    def __init__(self, log: list[tuple[str, int]], name: str) -> None:
        self.log, self.name = log, name

    def receive(self, item: Input, step: Step) -> None:
        self.log.append((self.name, item.t_ns))


def test_every_sink_sees_a_step_before_the_next_input_is_read() -> None:
    log: list[tuple[str, int]] = []

    def source() -> Iterator[Input]:
        for t_ns in (1, 2):
            log.append(("read", t_ns))
            yield Tick(t_ns)

    fold = Echo()
    run_session(source(), fold, [Listener(log, "a"), Listener(log, "b")])
    assert fold.seen == [Tick(1), Tick(2)]
    assert log == [("read", 1), ("a", 1), ("b", 1), ("read", 2), ("a", 2), ("b", 2)]


def test_inputs_come_at_their_own_times_after_the_first() -> None:
    clock = Clock()
    times = [(item.t_ns, clock.now) for item in paced([Tick(5 * S), Tick(6 * S), Tick(9 * S)], 1.0, clock, clock.sleep)]
    assert times == [(5 * S, 100.0), (6 * S, 101.0), (9 * S, 104.0)]


def test_faster_by_a_factor() -> None:
    clock = Clock()
    assert [clock.now for _ in paced([Tick(0), Tick(8 * S)], 4.0, clock, clock.sleep)] == [100.0, 102.0]


def test_late_ones_come_at_once_and_the_delay_does_not_add_up() -> None:
    clock = Clock()
    times = []
    for item in paced([Tick(0), Tick(1 * S), Tick(2 * S), Tick(5 * S)], 1.0, clock, clock.sleep):
        times.append(clock.now)
        if item.t_ns == 0:
            clock.now += 3.0
    assert times == [100.0, 103.0, 103.0, 105.0]
