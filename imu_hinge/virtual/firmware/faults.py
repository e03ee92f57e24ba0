"""What can go wrong inside a device, for tests and scenarios."""

from math import inf

from imu_hinge.sensors.hsp import State
from imu_hinge.virtual.firmware.firmware import Firmware


def withhold(firmware: Firmware, on: bool) -> None:
    """Stuck: nothing but answers leaves the device while this is on; samples go on, and drop from the queue."""
    firmware.machine.withheld = on


def stall(firmware: Firmware, t_s: float) -> None:
    """Stuck: no sample is read any more until START is asked for again."""
    firmware.advance(t_s)
    firmware.machine.sampler.lose(inf)


def lose_samples(firmware: Firmware, count: int, t_s: float) -> None:
    """The IMU's FIFO runs over in a run: its next `count` samples are lost before integration (PROTOCOL.md Q6)."""
    firmware.advance(t_s)
    firmware.machine.sampler.lose(count)


def break_imu(firmware: Firmware, t_s: float) -> None:
    """The IMU answers no more: a run ends in state fault at once; in idle the next START finds out (status 8)."""
    firmware.advance(t_s)
    firmware.machine.imu_answers = False
    if firmware.machine.state in (State.STREAMING, State.BUFFERING):
        firmware.machine.fail(t_s)
