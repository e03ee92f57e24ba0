"""The tests in this folder are about BlueZ alone; without it they are not there."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    elsewhere = config.getoption("--ble-env") != "bluez"
    return True if elsewhere and collection_path.name.startswith("test_") else None
