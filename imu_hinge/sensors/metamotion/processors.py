"""The chain of processors on the board that makes one packet of one instant: acceleration, rate and time.

A buffer holds the newest rate, a fuser joins it to each acceleration, an accounter adds the time.
"""

from imu_hinge.sensors.metamotion.chips import Chip
from imu_hinge.sensors.metamotion.codec import Module, Register

CREATE = bytes((Module.PROCESSOR, 0x02))
"""What a creation and its answer begin with."""
DATA = bytes((Module.PROCESSOR, 0x03))
"""What the packets of processors begin with; with 01 after it: whether any are sent."""
REMOVE_ALL = bytes((Module.PROCESSOR, 0x08))
"""Would take away those of other programs too: not sent by this program."""
LEAST_REVISION = 1
"""Of the processor module: it can fuse."""
_REMOVE, _NOTIFY = bytes((Module.PROCESSOR, 0x06)), bytes((Module.PROCESSOR, 0x07))
_NO_INDEX, _SIX_BYTES, _TWELVE_BYTES = 0xFF, 0xA0, 0x60
_BUFFER, _FUSER, _ACCOUNTER = b"\x0f\x05", b"\x1b\x01", b"\x11"
_FUSED_AT_MOST = 12
_TIME, _OF_FOUR_BYTES = 0x31, 0x03


def buffer(chip: Chip) -> bytes:
    """Creates one that holds the gyroscope's newest sample."""
    return CREATE + bytes((Module.GYR, chip.gyr_data, _NO_INDEX, _SIX_BYTES)) + _BUFFER


def fuser(buffered: int) -> bytes:
    """Creates one that joins what a buffer holds to each sample of the accelerometer."""
    source = bytes((Module.ACC, Register.ACC_DATA, _NO_INDEX, _SIX_BYTES))
    return CREATE + source + _FUSER + bytes((buffered,)).ljust(_FUSED_AT_MOST, b"\0")


def accounter(fused: int) -> bytes:
    """Creates one that puts the board's time before what a fuser gives."""
    source = bytes((Module.PROCESSOR, DATA[1], fused, _TWELVE_BYTES))
    return CREATE + source + _ACCOUNTER + bytes((_TIME, _OF_FOUR_BYTES))


def notify(processor: int, on: bool = True) -> bytes:
    """Asks for what a processor gives."""
    return _NOTIFY + bytes((processor, on))


def enable() -> bytes:
    """Lets processors send at all."""
    return DATA + b"\1"


def remove(processor: int) -> bytes:
    """Takes one away."""
    return _REMOVE + bytes((processor,))


def created(payload: bytes) -> int | None:
    """The number of a processor that was just created; None for any other packet."""
    return payload[2] if len(payload) == 3 and payload.startswith(CREATE) else None
