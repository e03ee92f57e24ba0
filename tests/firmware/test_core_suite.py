"""All that is shown of the Python model is shown of the C core: the same tests, and another device."""

from collections.abc import Iterator

import pytest

from imu_hinge.virtual.firmware import worn
from imu_hinge.virtual.firmware_c import CFirmware
from tests.firmware import receiver, test_control, test_ring, test_streaming, test_telling
from tests.firmware.test_control import device_vector  # noqa: F401  # a fixture
from tests.firmware.twin import in_c, needs_compiler

pytestmark = pytest.mark.long
"""`make test-firmware` runs them too."""

MODULES = (test_control, test_ring, test_streaming, test_telling)
INSIDE_THE_MODEL = {
    "test_the_motor_has_15_s_in_any_60_s_and_stops_with_the_link",
    "test_stop_and_pattern_0_stop_the_motor",
}
"""They look at the model's motor; tests/firmware/test_core_board.py looks at what the core does with its board."""


@pytest.fixture(autouse=True, scope="module")
def _with_the_c_core() -> Iterator[None]:
    needs_compiler()
    with pytest.MonkeyPatch.context() as patch:
        for module in (receiver, *MODULES):
            patch.setattr(module, "firmware", in_c)
        for module in (test_streaming, worn):
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
