"""For all tests: what takes time on any machine, and which Bluetooth world the scenes of tests/ble play in."""

import gc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ble.worlds import World


settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--ble-env",
        choices=("bumble", "bluez"),
        default="bumble",
        help="bumble: everything in this process, in virtual time. bluez: the kernel and bluetoothd of this machine, "
        "see tests/bluez/README.md",
    )


def pytest_collection_finish() -> None:
    """What is loaded by then stays; looking for garbage in it at every few screens takes a fifth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 100)


@pytest.fixture(scope="module", autouse=True)
def nobodys_own_folders(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[None]":
    """History, recordings and settings of whoever runs the tests are neither read nor written."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        yield


@pytest.fixture
def world(request: pytest.FixtureRequest) -> "World":
    from tests.ble.worlds import WORLDS  # only the scenes need Bumble

    return WORLDS[request.config.getoption("--ble-env")]


@pytest.fixture(autouse=True)
def no_width_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens that ran before in the same process leave theirs in the environment."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("LINES", raising=False)
