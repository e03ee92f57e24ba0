"""The one option of the tests: which Bluetooth world the scenes of tests/ble play in."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ble.worlds import World


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--ble-env",
        choices=("bumble", "bluez"),
        default="bumble",
        help="bumble: everything in this process, in virtual time. bluez: the kernel and bluetoothd of this machine, "
        "see tests/bluez/README.md",
    )


@pytest.fixture
def world(request: pytest.FixtureRequest) -> "World":
    from tests.ble.worlds import WORLDS  # only the scenes need Bumble

    return WORLDS[request.config.getoption("--ble-env")]


@pytest.fixture(autouse=True)
def no_width_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens that ran before in the same process leave theirs in the environment."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("LINES", raising=False)
