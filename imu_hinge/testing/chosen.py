"""Which drivers are tested, and what their modules offer for it."""

import os
from importlib import import_module
from importlib.metadata import entry_points

from imu_hinge.sensors.registry import GROUP, OWN, offered_drivers

VARIABLE = "IMU_HINGE_DRIVERS"
"""Environment variable: ids with commas between them."""
ATTRIBUTE = "SPECIMENS"


def chosen_ids() -> list[str]:
    """The ids asked for, else those that other packages offer."""
    asked = [word.strip() for word in os.environ.get(VARIABLE, "").split(",")]
    return [word for word in asked if word] or list(offered_drivers())


def specimens_of(driver_id: str) -> tuple[bytes, ...]:
    """What the driver's module offers as specimens; empty where it offers none."""
    specimens: tuple[bytes, ...] = getattr(import_module(_module_of(driver_id)), ATTRIBUTE, ())
    return specimens


def _module_of(driver_id: str) -> str:
    if driver_id in OWN:
        return f"imu_hinge.sensors.{driver_id}"
    return entry_points(group=GROUP)[driver_id].module
