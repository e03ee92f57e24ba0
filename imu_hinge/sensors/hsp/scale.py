"""Raw counts to SI units (PROTOCOL.md E3): one factor per column, taken from the Config alone."""

from math import pi

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.sensors.hsp.frame import RawSamples
from imu_hinge.sensors.hsp.structs import Config

_MPS2_PER_NANO_G = 9.80665e-9
_RADPS_PER_NANO_DPS = pi / 180e9


def factors(config: Config) -> Array:
    """(6,) m/s2 per LSB three times, then rad/s per LSB three times."""
    acc, gyr = config.acc_ng_per_lsb * _MPS2_PER_NANO_G, config.gyr_ndps_per_lsb * _RADPS_PER_NANO_DPS
    return np.array([acc, acc, acc, gyr, gyr, gyr])


def to_si(samples: RawSamples, config: Config) -> Array:
    """(n, 6) specific force in m/s2 and angular rate in rad/s of (n, 6) raw samples."""
    return samples * factors(config)
