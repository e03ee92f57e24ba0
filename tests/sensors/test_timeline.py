"""Sample numbers from device times, for packets of one sample and of many."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.sensors.timeline import Placed, Timeline

PERIOD = 1000


def place(timeline: Timeline, end: int, samples: int, pace: float = 1.0) -> Placed:
    """A packet whose last sample is the `end`-th; device and receiver count the same time in ns."""
    placed = timeline.place(round(end * PERIOD * pace), samples, end * PERIOD)
    assert placed is not None
    return placed


def test_the_first_sample_of_a_packet_is_placed() -> None:
    timeline = Timeline(Fraction(1), 64, PERIOD)
    assert place(timeline, 36, 36) == Placed((0,), 0, PERIOD)
    assert place(timeline, 72, 36) == Placed((0,), 36, 37 * PERIOD)


def test_counts_of_any_length_give_ns() -> None:
    timeline = Timeline(Fraction(250), 32, PERIOD)
    assert timeline.place(80, 10, 0) == Placed((0,), 0, 11 * PERIOD)
    assert timeline.place(120, 10, 10 * PERIOD) == Placed((0,), 10, 21 * PERIOD)


@pytest.mark.parametrize("late_ns", [-10_000_000_000, 10_000_000_000])
def test_a_link_may_hold_packets_back_for_ten_seconds(late_ns: int) -> None:
    arrival_ns, step = 50_000_000_000, 20_000_000_000
    for more_ns, stream in ((0, 0), (1 if late_ns > 0 else -1, 1)):
        timeline = Timeline(Fraction(1), 64, PERIOD)
        timeline.place(step, 1, arrival_ns)
        placed = timeline.place(2 * step, 1, arrival_ns + step + late_ns + more_ns)
        assert placed is not None and placed.stream == (stream,)


@given(st.lists(st.integers(1, 5000), max_size=20))
def test_laps_of_a_small_counter_are_told_by_the_arrivals(steps: list[int]) -> None:
    timeline, end = Timeline(Fraction(PERIOD), 10, PERIOD), 0
    for step in steps:
        end += step
        placed = timeline.place(end % 1024, 1, end * PERIOD)
        assert placed is not None
        assert placed.device_ns == (end - steps[0] + steps[0] % 1024) * PERIOD


def test_a_clock_that_steps_back_begins_a_new_stream() -> None:
    timeline = Timeline(Fraction(1), 64, PERIOD)
    place(timeline, 1000, 1)
    assert place(timeline, 999, 1) == Placed((1,), 0, 999 * PERIOD)


def test_a_packet_that_came_before_is_left_out() -> None:
    timeline = Timeline(Fraction(1), 64, PERIOD)
    place(timeline, 10, 4)
    assert timeline.place(10 * PERIOD, 4, 11 * PERIOD) is None
    assert place(timeline, 14, 4).index == 4


def test_one_late_sample_does_not_change_the_period() -> None:
    timeline = Timeline(Fraction(1), 64, PERIOD)
    ends = [*range(1, 400), 400.4, *range(401, 403)]
    for end in ends:
        timeline.place(round(end * PERIOD), 1, round(end * PERIOD))
    assert place(timeline, 502, 1).index == 501


@given(st.floats(0.9, 1.1))
def test_a_rate_that_is_off_is_no_loss(pace: float) -> None:
    timeline = Timeline(Fraction(1), 64, PERIOD)
    indices = [place(timeline, 36 * n, 36, pace).index for n in range(1, 60)]
    assert indices == [36 * n for n in range(59)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(18, 40)), max_size=30), st.floats(0.97, 1.03))
def test_packets_of_any_length_that_are_lost_are_counted(packets: list[tuple[int, int]], pace: float) -> None:
    """`packets`: how many of 36 samples are lost, then how many samples come; the rate is known by then."""
    timeline, end = Timeline(Fraction(1), 64, PERIOD), 0
    for _ in range(200):
        end += 36
        place(timeline, end, 36, pace)
    lost = 0
    for missing, samples in packets:
        lost += 36 * missing
        end += 36 * missing + samples
        assert abs(place(timeline, end, samples, pace).index + samples - end) <= lost // 100


@given(st.lists(st.tuples(st.integers(0, 2**64), st.integers(1, 300), st.integers(0, 2**62))))
def test_numbers_of_a_stream_rise_whatever_comes(told: list[tuple[int, int, int]]) -> None:
    timeline = Timeline(Fraction(5859375, 4), 32, 10_000_000)
    ends: dict[tuple[int, ...], int] = {}
    for counts, samples, arrival_ns in told:
        placed = timeline.place(counts % (1 << 32), samples, arrival_ns)
        if placed is not None:
            assert placed.index >= ends.get(placed.stream, 0)
            ends[placed.stream] = placed.index + samples
