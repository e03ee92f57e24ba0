"""Brokers for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.remote.broker import Broker, started

UNLOCKED = {
    "allow_anonymous false": "allow_anonymous true",
    "password_file": "# password_file",
    "acl_file": "# acl_file",
    "use_username_as_clientid": "# use_username_as_clientid",
}
"""Configuration -> the same without the lock."""


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """On this machine only, without TLS, for all tests: leave it running, and use accounts of one's own."""
    with started(tmp_path_factory.mktemp("broker") / "room", clients=8) as one:
        yield one


@pytest.fixture(scope="session")
def tls_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """With TLS, for all tests."""
    with started(tmp_path_factory.mktemp("tls_broker") / "room", tls=True) as one:
        yield one


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[Broker]:
    """For one test, which may kill it, start it again, and change its files."""
    with started(tmp_path / "room") as one:
        yield one


@pytest.fixture
def own_tls_broker(tmp_path: Path) -> Iterator[Broker]:
    """For one test, with TLS."""
    with started(tmp_path / "room", tls=True) as one:
        yield one


@pytest.fixture(scope="session")
def unlocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A broker that lets everybody do everything."""
    with started(tmp_path_factory.mktemp("unlocked") / "room") as broker:
        configuration = broker.folder / "hinge.conf"
        text = configuration.read_text(encoding="utf-8")
        for locked, open_ in UNLOCKED.items():
            assert locked in text
            text = text.replace(locked, open_)
        configuration.write_text(text, encoding="utf-8")
        broker.stop()
        broker.start()
        yield broker
