"""One virtual HSP v1 device: what the firmware of our own sensors does, without a radio (PROTOCOL.md)."""

from imu_hinge.virtual.firmware.asking import AskInterval
from imu_hinge.virtual.firmware.faults import break_imu, lose_samples, stall, withhold
from imu_hinge.virtual.firmware.firmware import Firmware
from imu_hinge.virtual.firmware.settings import Identity, Make
from imu_hinge.virtual.firmware.source import ReadingSource, Source, TableSource, quiet_source
from imu_hinge.virtual.firmware.wire import HangUp, Outgoing, Wish
from imu_hinge.virtual.firmware.worn import hsp_serial, worn_firmware

__all__ = [
    "AskInterval",
    "Firmware",
    "HangUp",
    "Identity",
    "Make",
    "Outgoing",
    "ReadingSource",
    "Source",
    "TableSource",
    "Wish",
    "break_imu",
    "hsp_serial",
    "lose_samples",
    "quiet_source",
    "stall",
    "withhold",
    "worn_firmware",
]
