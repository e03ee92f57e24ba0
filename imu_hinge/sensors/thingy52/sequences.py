"""All that is ever said to a Thingy:52. It stores whatever it is told for good, so that everything is put back."""

from dataclasses import replace

from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.identity import BATTERY, Identity, read_identity
from imu_hinge.sensors.sequence import Read, SequencedDialogue, Sequences, Step, Subscribe
from imu_hinge.sensors.thingy52 import words
from imu_hinge.sensors.thingy52.codec import (
    CONFIG,
    CONNECTION,
    FIRMWARE,
    LED,
    NAME,
    RAW,
    Config,
    decode_config,
    encode_config,
    encode_connection,
)
from imu_hinge.sensors.thingy52.settings import Change, Found, PutBack, Try, Wait

WANTED = Config(step_ms=500, temperature_ms=500, compass_ms=500, rate_hz=100, wake_on_motion=0)
INTERVAL_MS = 15.0
WHITE = bytes((1, 255, 255, 255))
_LED_BYTES = {0: 1, 1: 4, 2: 5, 3: 3}
"""By mode: always read with 5 bytes, written with as many as the mode has."""
_LONGEST_IDENTIFY_S = 30
_FULL_PCT = 100


def new_dialogue() -> SequencedDialogue:
    """Of one sensor over all connections of a session."""
    found: Found = {}
    return SequencedDialogue(
        Sequences(
            start=(
                Change(CONFIG, encode_config(WANTED), found),
                Read("config", CONFIG, _other_rate),
                Try(_interval(INTERVAL_MS, found)),
                Subscribe(RAW),
            ),
            stop=(PutBack((CONFIG, CONNECTION, LED), found),),
            identify=lambda seconds: _shown(seconds, found),
            interval=lambda interval_ms: (_interval(interval_ms, found),),
            battery_pct=_battery_pct,
        )
    )


def _interval(interval_ms: float, found: Found) -> Change:
    return Change(CONNECTION, encode_connection(interval_ms), found)


def _other_rate(value: bytes) -> str:
    config = decode_config(value)
    return "" if config and config.rate_hz == WANTED.rate_hz else words.OTHER_RATE


def _shown(seconds: int, found: Found) -> tuple[Step, ...]:
    """White light for that long."""
    pause_s = max(0, min(seconds, _LONGEST_IDENTIFY_S))
    return Change(LED, WHITE, found, _led_as_written), Wait(pause_s), PutBack((LED,), found)


def _led_as_written(value: bytes) -> bytes:
    return value[: _LED_BYTES.get(value[0], len(value))] if value else value


def _battery_pct(packet: Packet) -> int | None:
    told = packet.payload[:1] if packet.characteristic == BATTERY else b""
    return told[0] if told and told[0] <= _FULL_PCT else None


async def ask_identity(port: Port) -> Identity:
    """It has no serial number: the name that somebody gave it stands for one. Raises LinkDownError."""
    name, version = [await port.read(uuid) if port.offers(uuid) else b"" for uuid in (NAME, FIRMWARE)]
    return replace(
        await read_identity(port),
        serial=words.own_name(name.decode("utf-8", "replace").strip("\0 ")),
        model=words.MODEL,
        firmware=words.version(version),
    )
