"""From connected to streaming: what is read, subscribed and asked for (PROTOCOL.md sections 12 and 14)."""

from collections.abc import Callable
from typing import TypeVar

from imu_hinge.model.errors import ProtocolError, SensorRefusedError
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.hsp import words
from imu_hinge.sensors.hsp.asking import Asking
from imu_hinge.sensors.hsp.control import Op, ReplyStatus
from imu_hinge.sensors.hsp.structs import Capability, Config, State, Status, decode_config, decode_status
from imu_hinge.sensors.hsp.uuids import BACKFILL, CONFIG, CONTROL, DATA, STATUS, TIME_SYNC
from imu_hinge.sensors.pace import Pace

_READS = 2
"""A value read that is cut short is read once more."""
Value = TypeVar("Value")


async def read_config(port: Port) -> Config:
    """The Config; raises SensorRefusedError when it cannot be used."""
    return await _read(port, CONFIG, decode_config)


async def read_status(port: Port) -> Status:
    """The Status; raises SensorRefusedError when it cannot be used."""
    return await _read(port, STATUS, decode_status)


async def _read(port: Port, characteristic: str, decode: Callable[[bytes], Value]) -> Value:
    for reads_left in reversed(range(_READS)):
        payload = await port.read(characteristic)
        try:
            return decode(payload)
        except ProtocolError as refusal:
            if refusal.reason != "truncated" or not reads_left:
                raise words.value_refused(characteristic, payload, refusal) from refusal
    raise AssertionError("the last read returns or raises")


async def open_link(port: Port) -> Config:
    """Everything up to START, in the order of section 12; Config too is subscribed, it tells when a run ends (E6)."""
    missing = [characteristic for characteristic in words.MANDATORY if not port.offers(characteristic)]
    if missing:
        raise words.missing_characteristics(missing)
    config = await read_config(port)
    await read_status(port)
    backfill = [BACKFILL] if can_backfill(port, config) else []
    for characteristic in (CONTROL, STATUS, CONFIG, TIME_SYNC, *backfill, DATA):
        await port.subscribe(characteristic)
    return config


async def ask_pace(port: Port, asking: Asking, config: Config, pace: Pace) -> Config:
    """SET_RATE; a run at another rate is ended for it. Returns what is in force then, which a refusal leaves alone."""
    if config.state in (State.STREAMING, State.BUFFERING):
        await asking.ask(port, Op.STOP)
    await asking.ask(port, Op.SET_RATE, odr_hz=pace.rate_hz, batch=pace.batch, acc_fs_mg=0, gyr_fs_dps=0)
    return await read_config(port)


def can_backfill(port: Port, config: Config) -> bool:
    """Whether the sensor says that it can, and has the characteristic for it (G1)."""
    return config.can(Capability.BACKFILL) and port.offers(BACKFILL)


async def start(port: Port, asking: Asking) -> None:
    """START; in the wrong state once more when Config and Status show no reason. Raises SensorRefusedError."""
    reply = await asking.ask(port, Op.START)
    if reply.status == ReplyStatus.WRONG_STATE:
        await refuse_with_reason(port)
        reply = await asking.ask(port, Op.START)
    if reply.status != ReplyStatus.OK:
        raise words.start_refused(reply.status)


async def refuse_with_reason(port: Port) -> None:
    """Raises SensorRefusedError with what keeps the sensor from streaming, as Config and Status tell it."""
    reason = words.why_not(await read_config(port), await read_status(port))
    if reason:
        raise SensorRefusedError(reason)
