"""WitMotion bytes: stream frames, register replies and commands. All numbers are little-endian."""

from collections.abc import Sequence
from enum import IntEnum
from math import pi
from struct import Struct

import numpy as np

from imu_hinge.model.arrays import Array

DRIVER_ID = "witmotion"
SERVICE, DATA, COMMAND = (f"0000{number}-0000-1000-8000-00805f9a34fb" for number in ("ffe5", "ffe4", "ffe9"))
"""Not on the base of the Bluetooth SIG, which has 9b where this has 9a."""

FRAME_BYTES = 20
STREAM, REPLY = b"\x55\x61", b"\x55\x71"
"""What the two kinds of frames begin with."""
TIME_STAMP_BYTES = 8
"""What follows each stream frame when the sensor's output content asks for time stamps."""
ADDRESS_BYTES = 6

_ACC_MPS2_PER_LSB = 9.80665 / 2048
_GYR_RADPS_PER_LSB = 2000 / 32768 * pi / 180
_SCALE = np.repeat([_ACC_MPS2_PER_LSB, _GYR_RADPS_PER_LSB], 3)
_VALUES = Struct("<9h")
_REPLY = Struct("<H8H")
_COMMAND = Struct("<2sBH")
_COMMAND_HEAD = b"\xff\xaa"


class Register(IntEnum):
    """The settings and values that are used here. 0x65 is never touched: it starts a firmware update."""

    SAVE = 0x00
    """Writing it stores all settings for good: not done by this program."""
    RATE = 0x03
    BANDWIDTH = 0x1F
    ALGORITHM = 0x24
    READ = 0x27
    """Writing it asks for eight registers from the value on."""
    VERSION = 0x2E
    """Two registers."""
    BATTERY = 0x64
    """1/100 V."""
    ADDRESS = 0x66
    """Three registers, the Bluetooth address as it goes over the air: last byte first."""
    KEY = 0x69
    OUTPUT = 0x96


class Rate(IntEnum):
    """Values of RATE whose measured rate is known, each 0.6 to 1.1 % below its name."""

    HZ_10 = 0x06
    HZ_50 = 0x08
    HZ_100 = 0x09
    HZ_200 = 0x0B


Registers = tuple[int, ...]
"""Eight consecutive ones, unsigned 16 bit."""


def write_command(register: int, value: int) -> bytes:
    """Sets a register; heeded within 10 s of UNLOCK."""
    return _COMMAND.pack(_COMMAND_HEAD, register, value)


def read_command(register: int) -> bytes:
    """Asks for eight registers."""
    return write_command(Register.READ, register)


UNLOCK = write_command(Register.KEY, 0xB588)
"""Needed before a register is written."""


def decode_command(payload: bytes) -> tuple[int, int] | None:
    """Register and value that a sensor was told; None for bytes that are no command."""
    if len(payload) != _COMMAND.size or not payload.startswith(_COMMAND_HEAD):
        return None
    _, register, value = _COMMAND.unpack(payload)
    return register, value


def encode_stream(si: Array) -> bytes:
    """The frame of (6,) specific force in m/s2 and angular rate in rad/s; angles 0, values beyond the range clipped."""
    lsb = np.clip(np.round(si / _SCALE), -32768, 32767).astype(int).tolist()
    return STREAM + _VALUES.pack(*lsb, 0, 0, 0)


def decode_streams(frames: Sequence[bytes]) -> Array:
    """(n, 6) specific force in m/s2 and angular rate in rad/s of n stream frames."""
    words = np.frombuffer(b"".join(frames), "<i2").reshape(-1, FRAME_BYTES // 2)
    return np.asarray(words[:, 1:7] * _SCALE)


def encode_reply(register: int, values: Registers) -> bytes:
    """The answer to a read of eight registers."""
    return REPLY + _REPLY.pack(register, *values)


def find_reply(payload: bytes, register: int) -> Registers | None:
    """The eight registers of an answer that stands anywhere in a notification; None where it is not whole in it."""
    start = payload.find(REPLY + register.to_bytes(2, "little"))
    if start < 0 or len(payload) < start + FRAME_BYTES:
        return None
    return tuple(_REPLY.unpack_from(payload, start + len(REPLY))[1:])
