"""A first look into a whole recording: messages of some kinds are picked out by the indexes behind each chunk, without
reading the others. One checksum over the file says that it is as it was written; any other file is left to
`open_recording`.
"""

import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.errors import RecordingError
from imu_hinge.model.inputs import Command
from imu_hinge.recording.about import About, NewerSchemaError, from_json, is_intact
from imu_hinge.recording.channels import COMMAND, EVENT, POSTURE, SESSION, Channel, Decode, decoder_of
from imu_hinge.recording.framing import (
    CHANNEL,
    CHUNK,
    DATA_END,
    INDEX,
    MAGIC,
    MESSAGE,
    METADATA,
    PREFIX,
    Chunk,
    Metadata,
    Unproven,
    parse,
    records_of,
    text_map,
    texts,
)
from imu_hinge.recording.survey import END

_ENTRY = struct.Struct("<QQ")
_MESSAGE = struct.Struct("<BQHIQQ")
_TOPICS = (SESSION, COMMAND, EVENT, POSTURE)
_INDEX_HEAD = 6
"""Bytes of an index record before its entries: channel id u16, and their length u32."""
_BLOCK = 1200
"""Postures that are given at once: a minute."""
_UNLIKE = (Unproven, IndexError, KeyError, TypeError, ValueError, StopIteration, struct.error)
"""What a file of another make, or one that is not whole, may lead to."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What a recording is, and what was said and ordered in it."""

    about: About
    said: list[tuple[int, dict[str, Any]]]
    """As in Recording."""
    commands: list[tuple[int, Command]]
    """With their indexes among the inputs."""
    duration_ns: int
    """Session time of the last input."""


def glance(path: Path) -> Glance | None:
    """What is said at first sight; None where the whole file must be looked at. Raises OSError, RecordingError."""
    try:
        index = _Index(path.read_bytes())
        return Glance(index.about, index.said(), index.commands(), index.duration_ns)
    except NewerSchemaError as error:
        raise RecordingError(path, None, f"is written as {error}; a newer imu-hinge reads it") from None
    except _UNLIKE:
        return None


def glance_postures(path: Path) -> Iterator[Records]:
    """(n,) FRAME blocks of what was shown live, 20 a second, to 0.1 deg; none where the whole file must be looked at.

    For the eye until the fold has the angles: nothing is computed from them. Raises OSError.
    """
    try:
        index = _Index(path.read_bytes())
    except (NewerSchemaError, *_UNLIKE):
        return
    start_ns, block = index.about.start_wall_ns, list[tuple[int, float, float, float, bool]]()
    for _, log_time, data in index.messages(POSTURE):
        block.append(_frame(log_time - start_ns, json.loads(data)))
        if len(block) == _BLOCK:
            yield np.array(block, FRAME)
            block = []
    yield np.array(block, FRAME)


def _frame(t_ns: int, values: dict[str, Any]) -> tuple[int, float, float, float, bool]:
    pelvis, thorax, lumbar = (
        np.nan if values[name] is None else np.radians(values[name])
        for name in ("pelvis_tilt_deg", "thorax_tilt_deg", "lumbar_flexion_deg")
    )
    return t_ns, pelvis, thorax, lumbar, bool(values["valid"])


class _Index:
    """Where in a whole recording the messages of each channel stand. Raises some of _UNLIKE for any other file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._chunks: list[tuple[int, int]] = []
        self._entries: dict[int, list[tuple[int, int, int]]] = {}
        """By channel id: chunk, and from where to where its index stands in the file."""
        self._end: dict[str, str] = {}
        self._walk()
        self.duration_ns = int(self._end["duration_ns"])
        self._first = self._records(0)
        self._channels, self._idents = _named(self._first)
        self.about = from_json(json.loads(next(self.messages(SESSION))[2]))

    def said(self) -> list[tuple[int, dict[str, Any]]]:
        """Index of the input that caused it, and the event as JSON."""
        return [(number, json.loads(data)) for number, _, data in self.messages(EVENT)]

    def commands(self) -> list[tuple[int, Command]]:
        """With their indexes."""
        decode: Decode | None = decoder_of(self._channels[COMMAND])
        found = (
            (number, decode(at - self.about.start_wall_ns, data))
            for number, at, data in self.messages(COMMAND)
            if decode
        )
        return [(number, one) for number, one in found if isinstance(one, Command)]

    def messages(self, topic: str) -> Iterator[tuple[int, int, bytes]]:
        """Input index, log time and payload of each message of a topic, in the order of the file."""
        ident = self._idents[topic]
        number, records = 0, self._first
        for chunk, offset in self._places(ident):
            if chunk != number:
                number, records = chunk, self._records(chunk)
            opcode, length, found, index, log_time, _ = _MESSAGE.unpack_from(records, offset)
            _demand(opcode == MESSAGE and found == ident)
            yield index, log_time, records[offset + _MESSAGE.size : offset + PREFIX + length]

    def _walk(self) -> None:
        """Notes chunks, indexes and the closing words, up to the checksum over all of it."""
        data, offset = self._data, len(MAGIC)
        _demand(data[:offset] == MAGIC)
        while data[offset] != DATA_END:
            end = offset + PREFIX + int.from_bytes(data[offset + 1 : offset + PREFIX], "little")
            if data[offset] == CHUNK:
                self._chunks.append((offset, end))
            elif data[offset] == INDEX:
                ident = data[offset + PREFIX] | data[offset + PREFIX + 1] << 8
                place = len(self._chunks) - 1, offset + PREFIX + _INDEX_HEAD, end
                self._entries.setdefault(ident, []).append(place)
            elif data[offset] == METADATA:
                self._note(parse(offset, data[offset:end]))
            offset = end
        crc = int.from_bytes(data[offset + PREFIX : offset + PREFIX + 4], "little")
        _demand(crc == zlib.crc32(memoryview(data)[:offset]))

    def _note(self, piece: object) -> None:
        if isinstance(piece, Metadata) and piece.name == END and is_intact(piece.values):
            self._end = dict(piece.values)

    def _places(self, ident: int) -> Iterator[tuple[int, int]]:
        """Chunk, and offset within its records, of every message of a channel."""
        for chunk, start, end in self._entries.get(ident, ()):
            for _, offset in _ENTRY.iter_unpack(self._data[start:end]):
                yield chunk, offset

    def _records(self, chunk: int) -> bytes:
        offset, end = self._chunks[chunk]
        piece = parse(offset, self._data[offset:end])
        _demand(isinstance(piece, Chunk))
        assert isinstance(piece, Chunk)
        return piece.records


def _named(records: bytes) -> tuple[dict[str, Channel], dict[str, int]]:
    """The channels that the first chunk names, and their ids, by topic; all of _TOPICS are there."""
    channels: dict[str, Channel] = {}
    idents: dict[str, int] = {}
    for opcode, content in records_of(records):
        if opcode == CHANNEL:
            (topic, encoding), end = texts(content, 4, 2)
            channels[topic] = Channel(topic, encoding, metadata=text_map(content, end))
            idents[topic] = int.from_bytes(content[:2], "little")
    _demand(set(_TOPICS) <= channels.keys())
    return channels, idents


def _demand(holds: bool) -> None:
    if not holds:
        raise Unproven("a file of another make")
