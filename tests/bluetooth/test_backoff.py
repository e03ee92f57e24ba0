from random import Random

import pytest

from imu_hinge.bluetooth.backoff import JITTER, SLOW_S, STEPS_S, Backoff
from imu_hinge.bluetooth.errors import Delay


def within_jitter(pause_s: float, nominal_s: float) -> bool:
    return JITTER[0] * nominal_s <= pause_s <= JITTER[1] * nominal_s


def test_fast_grows_to_five_seconds_and_stays_there() -> None:
    backoff = Backoff(Random(1))
    for nominal_s in (*STEPS_S, STEPS_S[-1], STEPS_S[-1]):
        assert within_jitter(backoff.pause_s(Delay.FAST), nominal_s)


def test_after_a_connection_that_delivered_data_it_begins_again() -> None:
    backoff = Backoff(Random(1))
    for _ in range(4):
        backoff.pause_s(Delay.FAST)
    backoff.reset()
    assert within_jitter(backoff.pause_s(Delay.FAST), STEPS_S[0])


@pytest.mark.parametrize(("delay", "second_s"), [(Delay.AT_ONCE, STEPS_S[0]), (Delay.AT_ONCE_THEN_SLOW, SLOW_S)])
def test_at_once_is_for_one_time(delay: Delay, second_s: float) -> None:
    backoff = Backoff(Random(1))
    assert backoff.pause_s(delay) == 0.0
    assert within_jitter(backoff.pause_s(delay), second_s)


def test_short_does_not_grow_and_never_is_for_ever() -> None:
    backoff = Backoff(Random(1))
    assert all(within_jitter(backoff.pause_s(Delay.SHORT), STEPS_S[0]) for _ in range(9))
    assert backoff.pause_s(Delay.NEVER) == float("inf")


def test_two_links_do_not_keep_step() -> None:
    one, other = Backoff(Random("1 sacrum")), Backoff(Random("1 thoracic"))
    assert all(one.pause_s(Delay.FAST) != other.pause_s(Delay.FAST) for _ in range(10))
