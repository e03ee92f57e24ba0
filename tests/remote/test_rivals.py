"""Who keeps an account that two machines use, where the broker ends the older connection without a word."""

import pytest

from imu_hinge.remote.backoff import STABLE_S
from imu_hinge.remote.rivals import THROWN_OUT, Rivals


def thrown_out(*lasted_s: float) -> list[bool]:
    rivals = Rivals()
    return [rivals.won(True, one_s) for one_s in lasted_s]


@pytest.mark.parametrize("stood_s", [3600.0, 1.0])
def test_the_newest_login_wins_however_long_the_older_one_stood(stood_s: float) -> None:
    old, new = Rivals(), Rivals()
    assert not old.won(True, stood_s) and not new.won(True, 0.3)
    assert not old.won(True, 0.2) and not new.won(True, 0.8)
    assert old.won(True, 0.4), "and the newer one stays connected"


def test_who_comes_back_for_a_look_leaves_again_at_once_and_the_other_stays() -> None:
    away, holder = Rivals(), Rivals()
    assert [away.won(True, 0.2) for _ in range(THROWN_OUT)][-1]
    assert not holder.won(True, 600.0)
    assert away.won(True, 0.2)


def test_once_the_other_machine_is_gone_the_account_is_as_before() -> None:
    assert thrown_out(0.1, 0.1, 0.1, STABLE_S, 0.1) == [False, False, True, False, False]


def test_losses_with_time_between_them_are_a_poor_network() -> None:
    assert not any(thrown_out(*[STABLE_S] * 50))


def test_a_broker_that_starts_anew_or_says_why_is_no_other_machine() -> None:
    rivals = Rivals()
    tries = [(True, 0.1), (True, 0.1), (False, 0.0)] * 5
    assert not any(rivals.won(ended, lasted_s) for ended, lasted_s in tries)
