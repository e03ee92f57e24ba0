"""The C core on the virtual radio, as bleak and our own client see it: the tests of the Python model, and the core."""

from collections.abc import Iterator

import pytest

from imu_hinge.virtual.firmware_c import CFirmware
from tests.air import sensors as air_sensors
from tests.air import test_peripheral, test_peripheral_links
from tests.ble import sensors as ble_sensors
from tests.ble import test_losing
from tests.firmware.twin import needs_compiler

pytestmark = pytest.mark.long
"""`make test-firmware` runs them too."""

MODULES = (test_peripheral, test_peripheral_links, test_losing)
INSIDE_THE_MODEL = {"test_config_battery_and_information_are_open_and_everything_else_demands_encryption"}
"""It closes pairing by writing into the model; what it shows is the work of the attribute server, not of the core."""


@pytest.fixture(autouse=True, scope="module")
def _with_the_c_core() -> Iterator[None]:
    needs_compiler()
    with pytest.MonkeyPatch.context() as patch:
        for module in (air_sensors, ble_sensors):
            patch.setattr(module, "Firmware", CFirmware)
        yield


globals().update(
    {
        name: test
        for module in MODULES
        for name, test in vars(module).items()
        if name.startswith("test_") and name not in INSIDE_THE_MODEL
    }
)
