"""What an Example IMU that lies still sends within one second: in the sensor's own counts.

Take them from a sensor, or from the maker's documents. Made with the driver's own scale they would prove nothing.
"""

from struct import pack

_HEAD, _BATTERY_PCT = 0xA5, 87
_FIRST_US, _STEP_US, _COUNT = 61_250_000, 10_000, 100
_LYING_FLAT = ((-31, 22, 2040), (-30, 22, 2043), (-32, 21, 2041), (-31, 23, 2039))
"""1/2048 g."""
_AT_REST = ((9, -14, 3), (8, -14, 4), (9, -13, 3), (10, -15, 3), (9, -14, 2))
"""1/16 degree per second."""


def _notification(number: int) -> bytes:
    acc, gyr = _LYING_FLAT[number % len(_LYING_FLAT)], _AT_REST[number % len(_AT_REST)]
    body = pack("<BBI6h", _HEAD, _BATTERY_PCT, _FIRST_US + number * _STEP_US, *acc, *gyr)
    return body + pack("<H", sum(body))


SPECIMENS = tuple(map(_notification, range(_COUNT)))
