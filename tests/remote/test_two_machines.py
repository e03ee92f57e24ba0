"""Two machines with one account: one of them has it, and the other says so."""

import time
from functools import partial
from pathlib import Path

import pytest

from imu_hinge.history.database import sqlite_url
from imu_hinge.remote import publisher, watcher
from imu_hinge.remote.accounts import Account
from imu_hinge.remote.backoff import Backoff
from imu_hinge.remote.pipe import TakenOverError, ThrownOutError
from imu_hinge.remote.rivals import THROWN_OUT
from imu_hinge.remote.troubles import of_ending
from imu_hinge.remote.watcher import RIVAL, Watcher
from imu_hinge.view.wall import BROKER_OK
from tests.remote.broker import Broker
from tests.remote.watched import Wearer, feed, until

ACCOUNT = Account("mqtt://127.0.0.1", "c-7k3m9q2x", "secret", trainers=("t-anna",))


DEAD_S = 0.5


def longest(low: float, high: float) -> float:
    return high


def test_a_broker_that_says_so_and_one_that_says_nothing_are_told_apart() -> None:
    said, silent, other = of_ending(142, "Session taken over"), of_ending(128, "Unspecified error"), of_ending(139, "")
    assert isinstance(said, TakenOverError) and said.words.endswith("another machine uses this account")
    assert isinstance(silent, ThrownOutError) and not isinstance(silent, TakenOverError)
    assert "gave no reason" in silent.words
    assert not isinstance(other, ThrownOutError) and "shutting down" in other.words


def test_of_two_trainers_one_stays_connected_and_the_other_says_why_not(own_broker: Broker, tmp_path: Path) -> None:
    account = own_broker.account("t-anna")
    old, new = (Watcher(account, sqlite_url(tmp_path / f"{name}.db")) for name in ("old", "new"))
    try:
        old.begin()
        until(lambda: old.read().broker == BROKER_OK)
        new.begin()
        until(lambda: {old.read().broker, new.read().broker} == {RIVAL, BROKER_OK}, within_s=60.0)
    finally:
        for one in (old, new):
            one.stop()
            one.wait()


def test_a_broker_that_dies_again_and_again_is_no_other_machine(
    own_broker: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "Backoff", partial(Backoff, longest))
    anna = Watcher(own_broker.account("t-anna"), sqlite_url(tmp_path / "history.db"))
    try:
        anna.begin()
        until(lambda: anna.read().broker == BROKER_OK)
        for _ in range(THROWN_OUT + 1):
            own_broker.kill()
            time.sleep(DEAD_S)
            own_broker.start()
            until(lambda: anna.read().broker == BROKER_OK)
    finally:
        anna.stop()
        anna.wait()


def test_a_client_who_is_told_so_does_not_try_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = list[int]()

    def connected(*_: object) -> None:
        tries.append(1)
        raise of_ending(142, "Session taken over")

    monkeypatch.setattr(publisher, "connected", connected)
    wearer = Wearer(tmp_path, ACCOUNT)
    wearer.consent()
    with wearer.publishing() as one:
        feed(one)
        until(lambda: one.watched.words.startswith("not watched: another machine uses this account"))
    assert tries == [1]
