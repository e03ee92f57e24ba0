"""Waits between tries to connect, by the longest that chance allows."""

import pytest

from imu_hinge.remote.backoff import MOST_S, SOON_MOST_S, Backoff


def longest(low: float, high: float) -> float:
    return high


def waits(made: Backoff, count: int) -> list[float]:
    now_s, seen = 0.0, []
    for _ in range(count):
        seen.append(made.wait_s(now_s, refused=False))
        now_s += seen[-1]
    return seen


def test_waits_double_up_to_ten_seconds_in_the_first_minute_then_to_sixty() -> None:
    assert waits(Backoff(longest), 14) == [0.5, 1, 2, 4, 8, *[SOON_MOST_S] * 6, 20, 40, MOST_S]


def test_any_wait_from_nothing_on_is_possible() -> None:
    asked: list[tuple[float, float]] = []

    def shortest(low: float, high: float) -> float:
        asked.append((low, high))
        return low

    made = Backoff(shortest)
    waits(made, 3)
    assert asked == [(0.0, 0.5), (0.0, 1.0), (0.0, 2.0)], "clients of one room do not come back all at once"


@pytest.mark.parametrize(("lasted_s", "following"), [(1.0, 4.0), (20.0, 0.5)])
def test_only_a_connection_that_lasted_makes_the_next_loss_a_new_one(lasted_s: float, following: float) -> None:
    made = Backoff(longest)
    waits(made, 3)
    made.connected(lasted_s)
    assert made.wait_s(5.0, refused=False) == following


def test_after_a_refusal_nobody_hurries() -> None:
    assert Backoff(longest).wait_s(0.0, refused=True) == 60.0
    assert Backoff(lambda low, high: low).wait_s(0.0, refused=True) == 30.0
