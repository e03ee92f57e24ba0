"""Every test that names `driver` runs once for each driver chosen."""

import pytest

from imu_hinge.sensors.driver import Driver
from imu_hinge.sensors.registry import find_driver
from imu_hinge.testing.chosen import ATTRIBUTE, chosen_ids, specimens_of


@pytest.fixture(params=chosen_ids())
def driver(request: pytest.FixtureRequest) -> Driver:
    """One of those chosen."""
    return find_driver(request.param)


@pytest.fixture
def specimens(driver: Driver) -> tuple[bytes, ...]:
    """Those that the driver's module offers; a test that needs them is left out where there are none."""
    found = specimens_of(driver.id)
    if not found:
        pytest.skip(f"the module of {driver.id} has no {ATTRIBUTE}: the notifications of a still sensor in one second")
    return found
