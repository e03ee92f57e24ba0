"""Firmware in the loop: the C core of firmware_protocol/c as a virtual device, where a C compiler is at hand."""

from imu_hinge.virtual.firmware_c.building import FirmwareUnavailableError
from imu_hinge.virtual.firmware_c.firmware import CFirmware

__all__ = ["CFirmware", "FirmwareUnavailableError"]
