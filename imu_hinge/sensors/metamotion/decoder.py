"""Notifications of one MetaMotion board to samples in SI units. Answers and data come on one characteristic."""

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.metamotion.chips import Chip, Scale, acc_scale, chip_of, gyr_scale
from imu_hinge.sensors.metamotion.codec import (
    CONFIG_READ,
    DISCOVERY,
    NOTIFY,
    TICK_BITS,
    TICK_NS,
    Module,
    Register,
    decode_accounted,
    decode_found,
    refused,
    triples,
)
from imu_hinge.sensors.metamotion.pairing import Pairing
from imu_hinge.sensors.metamotion.processors import CREATE, DATA, created
from imu_hinge.sensors.timeline import Placed, Timeline

RATE_HZ = 100
PERIOD_NS = 10_000_000
_HEAD_BYTES = 2
_FUSED = 2
"""Triples in a packet of ours: acceleration and rate."""


class MetaMotionDecoder:
    """Scales are those that the board tells when it is asked for its settings; each set-up begins with a discovery.

    The stream begins with 0 for samples with the board's time, and with 1 for those that are counted.
    """

    def __init__(self) -> None:
        self._timeline = Timeline(TICK_NS, TICK_BITS, PERIOD_NS)
        self._pairing = Pairing(PERIOD_NS)
        self._set_up(None)
        self._handlers = {
            bytes((Module.ACC, DISCOVERY)): self._on_discovery,
            bytes((Module.ACC, CONFIG_READ)): self._on_acc_config,
            bytes((Module.GYR, CONFIG_READ)): self._on_gyr_config,
            CREATE: self._on_created,
            DATA: self._on_accounted,
            bytes((Module.ACC, Register.ACC_DATA)): self._on_acc,
        }

    def _set_up(self, chip: Chip | None) -> None:
        self._chip = chip
        self._acc: Scale | None = None
        self._gyr: Scale | None = None
        self._processor: int | None = None
        self._gyr_head = bytes((Module.GYR, chip.gyr_data)) if chip else b""
        self._pairing.begin()

    def decode(self, packet: Packet) -> Decoded | None:
        """One sample. Raises ProtocolError short, length, setting, rate, or no_config before the scale is known."""
        if packet.characteristic not in ("", NOTIFY):
            return None
        if len(packet.payload) < _HEAD_BYTES:
            raise refused(len(packet.payload), "short")
        head = packet.payload[:_HEAD_BYTES]
        if head == self._gyr_head:
            return self._on_gyr(packet)
        handler = self._handlers.get(head)
        return handler(packet) if handler else None

    def _on_discovery(self, packet: Packet) -> None:
        self._set_up(chip_of(decode_found(packet.payload)))

    def _on_acc_config(self, packet: Packet) -> None:
        if self._chip is not None:
            self._acc = _at_our_rate(acc_scale(self._chip, packet.payload[_HEAD_BYTES:]))

    def _on_gyr_config(self, packet: Packet) -> None:
        self._gyr = _at_our_rate(gyr_scale(packet.payload[_HEAD_BYTES:]))

    def _on_created(self, packet: Packet) -> None:
        """The one that is created last is the end of the chain."""
        self._processor = created(packet.payload)

    def _on_accounted(self, packet: Packet) -> Decoded | None:
        told = decode_accounted(packet.payload)
        if told.processor != self._processor:
            return None
        if len(told.raw) != _FUSED:
            raise refused(len(packet.payload), "length")
        acc, gyr = _si(told.raw[:1], self._acc), _si(told.raw[1:], self._gyr)
        placed = self._timeline.place(told.tick, 1, packet.t_ns)
        return None if placed is None else _in_place(acc, gyr, placed)

    def _on_acc(self, packet: Packet) -> Decoded | None:
        return self._pairing.acc(_si(_triple(packet.payload), self._acc))

    def _on_gyr(self, packet: Packet) -> Decoded | None:
        return self._pairing.gyr(_si(_triple(packet.payload), self._gyr))


def _at_our_rate(scale: Scale) -> Scale:
    if scale.rate_hz != RATE_HZ:
        raise refused(_HEAD_BYTES, "rate")
    return scale


def _triple(payload: bytes) -> Array:
    raw = triples(payload[_HEAD_BYTES:], _HEAD_BYTES)
    if len(raw) != 1:
        raise refused(len(payload), "length")
    return raw


def _si(raw: Array, scale: Scale | None) -> Array:
    if scale is None:
        raise refused(0, "no_config")
    return np.asarray(raw * scale.si_per_lsb)


def _in_place(acc: Array, gyr: Array, placed: Placed) -> Decoded:
    return Decoded(
        stream=(0, *placed.stream),
        origin=(),
        index=placed.index,
        device_ns=placed.device_ns,
        nominal_period_ns=PERIOD_NS,
        acc=acc,
        gyr=gyr,
        rotation=None,
    )
