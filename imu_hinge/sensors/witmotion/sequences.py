"""All that is ever said to a WitMotion sensor. Nothing is stored for good: switched off and on it is as before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.identity import Identity
from imu_hinge.sensors.sequence import Ask, Choose, Replies, Sequences, Step, Subscribe, Write, run
from imu_hinge.sensors.witmotion import words
from imu_hinge.sensors.witmotion.codec import (
    COMMAND,
    DATA,
    UNLOCK,
    Rate,
    Register,
    Registers,
    find_reply,
    read_command,
    write_command,
)

WANTED = {Register.OUTPUT: 0, Register.ALGORITHM: 1, Register.BANDWIDTH: 3}
"""Acceleration and rate alone; no magnetometer; 42 Hz, by the data sheet, so that 100 Hz samples do not alias."""
_PAUSE_S = 0.1
"""After each write, as the maker does."""
_UNLOCKED = Write(COMMAND, UNLOCK, _PAUSE_S)


def _set(register: Register, value: int) -> Step:
    return Write(COMMAND, write_command(register, value), _PAUSE_S)


def _answers(register: Register, payload: bytes) -> bool:
    return find_reply(payload, register) is not None


def _ask(register: Register) -> Ask:
    """One at a time: of two questions at once one is lost."""
    return Ask(register.name, COMMAND, read_command(register), DATA, partial(_answers, register))


def _told(replies: Mapping[str, bytes], register: Register) -> Registers | None:
    return find_reply(replies.get(register.name, b""), register)


def _corrected(replies: Mapping[str, bytes]) -> Sequence[Step]:
    """Writes what is not as wanted."""
    wrong = [register for register in WANTED if (_told(replies, register) or (None,))[0] != WANTED[register]]
    return (_UNLOCKED, *(_set(register, WANTED[register]) for register in wrong)) if wrong else ()


def _other_output(payload: bytes) -> str:
    """Displacements would come under the same header, and nothing in them would tell."""
    told = find_reply(payload, Register.OUTPUT)
    return "" if told and told[0] == WANTED[Register.OUTPUT] else words.OTHER_OUTPUT


_SLOW: tuple[Step, ...] = (Subscribe(DATA), _UNLOCKED, _set(Register.RATE, Rate.HZ_10))
"""In a fast stream questions are not answered."""
_IDENTITY: tuple[Step, ...] = (
    *_SLOW,
    *(replace(_ask(one), optional=True) for one in (Register.ADDRESS, Register.BATTERY, Register.VERSION)),
)
_START: tuple[Step, ...] = (
    *_SLOW,
    *(_ask(register) for register in WANTED),
    Choose(_corrected),
    replace(_ask(Register.OUTPUT), refusal=_other_output),
    _UNLOCKED,
    _set(Register.RATE, Rate.HZ_100),
)
"""It always streams: setting the rate is the start."""
_STOP = (_UNLOCKED, _set(Register.RATE, Rate.HZ_10))


def _battery_pct(packet: Packet) -> int | None:
    return words.battery_pct(find_reply(packet.payload, Register.BATTERY)) if packet.characteristic == DATA else None


SEQUENCES = Sequences(start=_START, stop=_STOP, battery_pct=_battery_pct)


async def ask_identity(port: Port) -> Identity:
    """As far as the sensor tells; raises LinkDownError, SensorRefusedError."""
    replies: Replies = {}
    await run(_IDENTITY, port, replies)
    return Identity(
        serial=words.address(_told(replies, Register.ADDRESS)),
        model="",
        firmware=words.version(_told(replies, Register.VERSION)),
        battery_pct=words.battery_pct(_told(replies, Register.BATTERY)),
    )
