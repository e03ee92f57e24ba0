"""A part of a day ends when the machine slept, the program was held up, or midnight came."""

import numpy as np

from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Command, Tick
from imu_hinge.station.day_ends import DayEnds

S = 1_000_000_000
NINE, MIDNIGHT = 9 * 3600 * S, 24 * 3600 * S
NOTHING = Step(np.zeros(0, FRAME))


class Clock:
    """A wall clock that is ahead of session time."""

    def __init__(self, ahead_ns: int = NINE) -> None:
        self.ahead_ns = ahead_ns

    def __call__(self, t_ns: int) -> int:
        return t_ns + self.ahead_ns


def watching(clock: Clock) -> tuple[DayEnds, list[str]]:
    reasons: list[str] = []
    return DayEnds(clock, MIDNIGHT, lambda why, unseen_s: reasons.append(why)), reasons


def ticks(ends: DayEnds, first_s: int, last_s: int) -> None:
    for t_s in range(first_s, last_s + 1):
        ends.receive(Tick(t_s * S), NOTHING)


def test_hours_without_anything_end_nothing() -> None:
    ends, reasons = watching(Clock())
    ticks(ends, 1, 4 * 3600)
    assert reasons == []


def test_a_clock_that_is_set_by_seconds_ends_nothing() -> None:
    clock = Clock()
    ends, reasons = watching(clock)
    for step_s in range(1, 100):
        clock.ahead_ns += 2 * S
        ticks(ends, step_s, step_s)
    assert reasons == []


def test_wall_time_without_session_time_is_sleep() -> None:
    clock = Clock()
    ends, reasons = watching(clock)
    ticks(ends, 1, 10)
    clock.ahead_ns += 3600 * S
    ticks(ends, 11, 12)
    assert reasons == ["sleep"]


def test_a_clock_that_is_set_back_is_told_as_sleep_too() -> None:
    clock = Clock()
    ends, reasons = watching(clock)
    ticks(ends, 1, 10)
    clock.ahead_ns -= 3600 * S
    ticks(ends, 11, 11)
    assert reasons == ["sleep"]


def test_session_time_without_ticks_is_a_stall() -> None:
    ends, reasons = watching(Clock())
    ticks(ends, 1, 10)
    ticks(ends, 40, 41)
    assert reasons == ["stall"]


def test_of_a_stall_it_is_told_for_how_long_nobody_looked() -> None:
    told: list[tuple[str, float]] = []
    for clock in (Clock(), Clock(MIDNIGHT - 20 * S)):
        ends = DayEnds(clock, MIDNIGHT, lambda *why: told.append(why))
        ticks(ends, 1, 10)
        ticks(ends, 40, 41)
    assert told == [("stall", 30.0), ("stall", 30.0)]


def test_where_summer_time_begins_or_ends_a_part_does() -> None:
    told: list[tuple[str, float]] = []
    ends = DayEnds(Clock(), MIDNIGHT, lambda *why: told.append(why), NINE + 5 * S)
    ticks(ends, 1, 4)
    assert not told
    ticks(ends, 5, 6)
    assert told == [("summer_time", 0.0)]


def test_midnight_ends_a_part_once() -> None:
    ends, reasons = watching(Clock(MIDNIGHT - 5 * S))
    ticks(ends, 1, 9)
    assert reasons == ["midnight"]


def test_only_ticks_are_looked_at() -> None:
    ends, reasons = watching(Clock())
    ticks(ends, 1, 1)
    ends.receive(Command(100 * S, "note", "back from lunch"), NOTHING)
    assert reasons == []
