"""All that is ever said to a Polar H10."""

from functools import partial

from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.identity import BATTERY
from imu_hinge.sensors.polar import words
from imu_hinge.sensors.polar.codec import ASK_SETTINGS, CONTROL, DATA, STOP, Op, encode_start, is_answer
from imu_hinge.sensors.sequence import Ask, Read, Sequences, Subscribe, Write

_LARGEST_PCT = 100


def _battery_pct(packet: Packet) -> int | None:
    told = packet.payload[0] if packet.characteristic == BATTERY and packet.payload else None
    return told if told is not None and told <= _LARGEST_PCT else None


_START = (
    Subscribe(CONTROL),
    Subscribe(DATA),
    Read("features", CONTROL, words.no_acceleration),
    Ask("stopped", CONTROL, STOP, CONTROL, partial(is_answer, op=Op.STOP), optional=True, tries=1),
    Ask("settings", CONTROL, ASK_SETTINGS, CONTROL, partial(is_answer, op=Op.SETTINGS), refusal=words.not_offered),
    Ask("started", CONTROL, encode_start(), CONTROL, partial(is_answer, op=Op.START), refusal=words.not_started),
)
"""Stopped first: a sensor that was left on stays on until its battery is empty or taken out."""

SEQUENCES = Sequences(start=_START, stop=(Write(CONTROL, STOP),), battery_pct=_battery_pct)
