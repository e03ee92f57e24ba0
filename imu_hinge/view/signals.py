"""How fresh the data of a sensor are. Pure."""

from enum import StrEnum

from imu_hinge.model.inputs import LinkState
from imu_hinge.view.snapshot import Sensor

LATE_S, SILENT_S = 0.3, 1.0
"""Age of the newest sample from which a sensor's dot changes, and from which it counts as silent."""
_GONE = frozenset({LinkState.SILENT, LinkState.LOST, LinkState.NO_BLUETOOTH})


class Signal(StrEnum):
    """How fresh the data of a sensor are."""

    FRESH = "fresh"
    LATE = "late"
    SILENT = "silent"
    OFF = "off"


def signal_of(sensor: Sensor) -> Signal:
    """From the link and the age of the newest sample; OFF when nothing came yet or the link is closed."""
    if sensor.state is LinkState.STOPPED or (sensor.age_s is None and sensor.state not in _GONE):
        return Signal.OFF
    if sensor.age_s is None or sensor.age_s > SILENT_S:
        return Signal.SILENT
    return Signal.LATE if sensor.age_s > LATE_S else Signal.FRESH
