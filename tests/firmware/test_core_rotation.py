"""The only floating point of a device: its rotation, against the vectors and against double precision (Q1 to Q9)."""

from ctypes import POINTER, Structure, c_float, c_int16

import numpy as np
import pytest

from imu_hinge.sensors.hsp.rotation import exponential, multiply, normalised
from imu_hinge.virtual.firmware_c.layout import loaded
from imu_hinge.virtual.sensor import GYR_LSB_RADPS
from tests.firmware.receiver import apart_deg
from tests.firmware.twin import needs_compiler
from tests.sensors.vectors import VECTORS, Vector


class Rotation(Structure):
    """`struct hsp_rotation`."""

    _fields_ = [("w", c_float), ("x", c_float), ("y", c_float), ("z", c_float)]

    def parts(self) -> tuple[float, float, float, float]:
        return self.w, self.x, self.y, self.z


@pytest.fixture(autouse=True)
def _compiler() -> None:
    needs_compiler()


def rounded(q: list[float]) -> list[int]:
    quat = (c_int16 * 4)()
    function = loaded().hsp_round_rotation
    function.restype, function.argtypes = None, [Rotation, POINTER(c_int16)]
    function(Rotation(*q), quat)
    return list(quat)


def turned(q: Rotation, gyr: list[int], rad_per_lsb: float) -> Rotation:
    function = loaded().hsp_turned
    function.restype, function.argtypes = Rotation, [Rotation, POINTER(c_int16), c_float]
    result: Rotation = function(q, (c_int16 * 3)(*gyr), rad_per_lsb)
    return result


@pytest.mark.parametrize("vector", [v for v in VECTORS if v["kind"] == "quat_encode"], ids=lambda v: v["id"])
def test_every_quaternion_vector(vector: Vector) -> None:
    norm = np.linalg.norm(vector["q"])
    assert rounded([part / norm for part in vector["q"]]) == vector["value"]


@pytest.mark.parametrize("value,whole", [(0.5, 1), (-0.5, -1), (1.5, 2), (2.5, 3), (16383.5, 16384)])
def test_ties_are_rounded_away_from_zero(value: float, whole: int) -> None:
    single = np.float32(value) / np.float32(32767)
    assert single * np.float32(32767) == np.float32(value)
    assert rounded([float(single), 0.0, 0.0, 0.0])[0] == whole


@pytest.mark.parametrize("angle_rad", [0.01, 0.1, 0.2, 0.35])
def test_one_step_is_as_exact_as_single_precision(angle_rad: float) -> None:
    """Up to 0.35 rad, 2000 dps at 100 Hz (Q4)."""
    w, x, y, z = turned(Rotation(1.0), [0, 10_000, 0], angle_rad / 10_000).parts()
    assert (w, x, y, z) == pytest.approx((np.cos(angle_rad / 2), 0, np.sin(angle_rad / 2), 0), abs=1.2e-7)


@pytest.mark.parametrize("rate_lsb", [20, 2000, 28571])
def test_ten_seconds_agree_with_double_precision(rate_lsb: int) -> None:
    rates = np.random.default_rng(rate_lsb).normal(0, rate_lsb / 2, (1040, 3)).clip(-32768, 32767).astype(np.int16)
    step_s = 0.009615
    single, double = Rotation(1.0), (1.0, 0.0, 0.0, 0.0)
    for gyr in rates.tolist():
        single = turned(single, gyr, GYR_LSB_RADPS * step_s)
        x, y, z = (value * GYR_LSB_RADPS * step_s for value in gyr)
        double = normalised(multiply(double, exponential(x, y, z)))
    assert apart_deg(normalised(single.parts()), double) < 0.005
    assert np.linalg.norm(single.parts()) == pytest.approx(1, abs=3e-7)
