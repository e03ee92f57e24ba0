"""All that is ever said to an Example IMU."""

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.sequence import Sequences, Subscribe, Write

from example_imu.codec import COMMAND, DATA, START, STOP, decode_frame

_FULL_PCT = 100


def battery_pct(packet: Packet) -> int | None:
    """The level that every data notification tells; None for other values."""
    if packet.characteristic != DATA:
        return None
    try:
        told = decode_frame(packet.payload).battery_pct
    except ProtocolError:
        return None
    return told if told <= _FULL_PCT else None


SEQUENCES = Sequences(
    start=(Subscribe(DATA), Write(COMMAND, START)),
    stop=(Write(COMMAND, STOP),),
    battery_pct=battery_pct,
)
