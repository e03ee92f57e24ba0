"""Waits between tries to connect, by the longest that chance allows."""

import pytest

from imu_hinge.remote.backoff import MOST_S, Backoff
from imu_hinge.remote.mqtt import CONNECT_S

RIGHT_S = 8.0
"""Presence is right so soon after a network is back."""


def longest(low: float, high: float) -> float:
    return high


def waits(made: Backoff, count: int) -> list[float]:
    return [made.wait_s(refused=False) for _ in range(count)]


def test_waits_double_and_never_get_long_however_long_nothing_answers() -> None:
    assert waits(Backoff(longest), 200) == [0.5, 1, 2, *[4.0] * 197]


def test_a_try_in_vain_and_the_longest_wait_fit_into_the_time_for_presence() -> None:
    assert CONNECT_S + MOST_S < RIGHT_S


def test_any_wait_from_nothing_on_is_possible() -> None:
    asked: list[tuple[float, float]] = []

    def shortest(low: float, high: float) -> float:
        asked.append((low, high))
        return low

    waits(Backoff(shortest), 3)
    assert asked == [(0.0, 0.5), (0.0, 1.0), (0.0, 2.0)], "clients of one room do not come back all at once"


@pytest.mark.parametrize(("lasted_s", "following"), [(1.0, 4.0), (20.0, 0.5)])
def test_only_a_connection_that_lasted_makes_the_next_loss_a_new_one(lasted_s: float, following: float) -> None:
    made = Backoff(longest)
    waits(made, 3)
    made.connected(lasted_s)
    assert made.wait_s(refused=False) == following


def test_after_a_refusal_nobody_hurries() -> None:
    assert Backoff(longest).wait_s(refused=True) == 60.0
    assert Backoff(lambda low, high: low).wait_s(refused=True) == 30.0
