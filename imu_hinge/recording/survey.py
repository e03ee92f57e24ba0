"""The first pass over a recording: what it is, which chunks are intact, what was said, and everything that is lost."""

import json
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from imu_hinge.model.errors import RecordingError
from imu_hinge.recording.about import About, NewerSchemaError, from_json, from_metadata, is_intact
from imu_hinge.recording.channels import EVENT, POSTURE, SESSION, Channel, decoder_of
from imu_hinge.recording.damage import Damage
from imu_hinge.recording.framing import (
    CHANNEL,
    MESSAGE,
    Broken,
    Chunk,
    DataEnd,
    Metadata,
    Piece,
    Skipped,
    Unproven,
    Walk,
    parse,
    records_of,
    text_map,
    texts,
)
from imu_hinge.recording.names import PART

END, HEALED, RECORDING = "imu_hinge.end", "imu_hinge.healed", "imu_hinge.recording"
_SESSION_ID = 1
LOST_BEFORE = "lost before this recording was healed"
_HEAD = struct.Struct("<HIQQ")
_FRAMED = struct.Struct("<BQHIQQ")

Message = tuple[int, int, int, bytes]
"""Channel id, input index, log time in ns, payload."""


class NothingLeftError(RecordingError):
    """The file does not say what it is."""


@dataclass(slots=True)
class Survey:
    """What the first pass found."""

    about: About | None = None
    channels: dict[int, Channel] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Offset and length of the intact chunks."""
    damage: list[Damage] = field(default_factory=list)
    said: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    finished: bool = False
    """Whether the closing records are there."""
    ended: str = ""
    healed: bool = False
    skipped: int = 0
    """Records and messages of kinds that this version does not know."""
    inputs: int = 0
    """Index behind the last input that is known to have been written."""
    duration_ns: int = 0


def survey(path: Path, file: BinaryIO, size: int) -> tuple[About, Survey]:
    """Read `file` once for its frame and once for its messages. Raises RecordingError when it is none of ours."""
    scout = _Scout()
    for piece in Walk(file, size):
        try:
            scout.take(piece)
        except NewerSchemaError as error:
            raise RecordingError(path, None, f"is written as {error}; a newer imu-hinge reads it") from None
    found = scout.found
    if found.about is None:
        raise NothingLeftError(path, None, "is no recording of imu-hinge, or nothing of it is left; give another file")
    _Judge(scout, found.about).judge(path, file, size)
    return found.about, found


def messages_at(file: BinaryIO, offset: int, length: int) -> Iterator[Message]:
    """The messages of the chunk at `offset`. Raises Unproven when it is not intact (any more)."""
    file.seek(offset)
    piece = parse(offset, file.read(length) or b"\0")
    if not isinstance(piece, Chunk):
        raise Unproven("a chunk that has changed")
    return _messages(piece.records)


def _messages(records: bytes) -> Iterator[Message]:
    unpack, head, offset, size = _FRAMED.unpack_from, _FRAMED.size, 0, len(records)
    while offset < size:
        opcode, length = records[offset], int.from_bytes(records[offset + 1 : offset + 9], "little")
        end = offset + 9 + length
        if opcode == MESSAGE:
            _, _, ident, index, log_time, _ = unpack(records, offset)
            yield ident, index, log_time, records[offset + head : end]
        offset = end


class _Scout:
    """Collects what does not depend on the channel table."""

    def __init__(self) -> None:
        self.found = Survey()
        self.pieces: list[Chunk | Broken] = []
        self.inputs_said: int | None = None
        """Count of inputs by the end record."""
        self._spoken = False

    def take(self, piece: Piece) -> None:
        """Note one piece. Raises NewerSchemaError."""
        match piece:
            case Chunk():
                self._take_chunk(piece)
            case Broken():
                self.pieces.append(piece)
            case Metadata():
                self._take_metadata(piece)
            case Skipped():
                self.found.skipped += 1
            case DataEnd():
                self._take_end(piece)

    def _take_chunk(self, chunk: Chunk) -> None:
        try:
            definitions = list(_definitions(chunk.records))
        except Unproven as doubt:
            self.pieces.append(Broken(chunk.offset, str(doubt)))
            return
        self.pieces.append(Chunk(chunk.offset, chunk.length, b""))
        for note, content in definitions:
            note(self, content)

    def note_channel(self, content: bytes) -> None:
        """Take a channel record; one that is not of MCAP's form is left out."""
        try:
            ident, channel = _channel(content)
        except Unproven:
            return
        self.found.channels.setdefault(ident, channel)

    def note_session(self, content: bytes) -> None:
        """Take a `/session` message: it has the last word on what the recording is."""
        values = _object(content)
        try:
            about = from_json(values)
        except ValueError:
            return
        if not self._spoken:
            self.found.about, self._spoken = about, True
        for one in values.get("channels", []):
            channel = Channel(one["topic"], one["encoding"], metadata=one["metadata"])
            self.found.channels.setdefault(int(one["id"]), channel)

    def _take_metadata(self, record: Metadata) -> None:
        if not record.name.startswith("imu_hinge."):
            self.found.skipped += 1
        elif not is_intact(record.values):
            self.found.damage.append(Damage(record.offset, f"the metadata {record.name} is not as written"))
        elif record.name == RECORDING and not self._spoken:
            self.found.about = from_metadata(record.values)
        elif record.name == END:
            self.inputs_said = int(record.values["inputs"])
            self.found.ended = record.values["reason"]
        self.found.healed |= record.name == HEALED

    def _take_end(self, end: DataEnd) -> None:
        self.found.finished = True
        for content in end.channels:
            self.note_channel(content)
        if not end.intact:
            reason = "a checksum over the whole is wrong: an index, a header or the summary has changed, no input"
            self.found.damage.append(Damage(end.offset, reason))


class _Judge:
    """Goes through the messages and finds every gap in their numbers."""

    def __init__(self, scout: _Scout, about: About) -> None:
        self._scout, self._found, self._start_ns = scout, scout.found, about.start_wall_ns
        self._inputs = {ident for ident, channel in self._found.channels.items() if channel.is_input}
        self._known = {ident for ident, channel in self._found.channels.items() if _is_known(channel)}
        self._events = {ident for ident, channel in self._found.channels.items() if channel.topic == EVENT}
        self._open: Broken | None = None
        """Damage after which no input has come yet."""
        self._next, self._t_ns = 0, 0

    def judge(self, path: Path, file: BinaryIO, size: int) -> None:
        """Fill in spans, damage, what was said, and the counts."""
        for piece in self._scout.pieces:
            if isinstance(piece, Broken):
                self._break(piece)
            else:
                self._take(piece, list(messages_at(file, piece.offset, piece.length)))
        self._finish(path, size)
        self._found.damage.sort(key=lambda one: one.offset)
        self._found.inputs = max(self._next, self._scout.inputs_said or 0)
        self._found.duration_ns = self._t_ns

    def _break(self, broken: Broken) -> None:
        if self._open is not None:
            self._found.damage.append(Damage(broken.offset, broken.reason))
        self._open = self._open or broken

    def _take(self, chunk: Chunk, messages: list[Message]) -> None:
        inputs = [(index, log_time - self._start_ns) for ident, index, log_time, _ in messages if ident in self._inputs]
        indexes = [self._next - 1, *(index for index, _ in inputs)]
        if any(after <= before for before, after in pairwise(indexes)):
            self._break(Broken(chunk.offset, "a chunk whose inputs are not in order"))
            return
        for index, t_ns in inputs:
            if index > self._next or self._open:
                self._close(chunk.offset, index, t_ns)
            self._next, self._t_ns = index + 1, max(self._t_ns, t_ns)
        self._found.spans.append((chunk.offset, chunk.length))
        self._note(messages)

    def _close(self, offset: int, index: int, t_ns: int) -> None:
        """An input has come: whatever is missing before it is now known."""
        broken, self._open = self._open or Broken(offset, self._why()), None
        missing = (self._next, index - 1, self._t_ns, t_ns) if index > self._next else ()
        self._found.damage.append(Damage(broken.offset, broken.reason, *missing))

    def _why(self) -> str:
        return LOST_BEFORE if self._found.healed else "inputs are missing"

    def _note(self, messages: list[Message]) -> None:
        for ident, index, _, data in messages:
            if ident in self._events:
                self._found.said.append((index, _object(data)))
            elif ident not in self._known:
                self._found.skipped += 1

    def _finish(self, path: Path, size: int) -> None:
        """Judge the end: what a finished recording says it held, or what stands behind the last input."""
        said, broken = self._scout.inputs_said, self._open
        cut = not self._found.finished and path.suffix != PART
        if said is not None and said > self._next:
            broken = broken or Broken(size, self._why())
            self._found.damage.append(Damage(broken.offset, broken.reason, self._next, said - 1, self._t_ns))
        elif broken or (cut and said is None):
            broken = broken or Broken(size, "the file ends before its end record")
            missing = (self._next, None, self._t_ns) if said is None else ()
            self._found.damage.append(Damage(broken.offset, broken.reason, *missing))
        elif cut:
            self._found.damage.append(Damage(size, "the file ends before its end record"))


def _definitions(records: bytes) -> Iterator[tuple[Callable[[_Scout, bytes], None], bytes]]:
    """The channel records and `/session` messages of a chunk, with the method that takes each. Raises Unproven."""
    session = _SESSION_ID.to_bytes(2, "little")
    for opcode, content in records_of(records):
        if opcode == CHANNEL:
            yield _Scout.note_channel, bytes(content)
        elif opcode == MESSAGE:
            if len(content) < _HEAD.size:
                raise Unproven("a message cut off")
            if content[:2] == session:
                yield _Scout.note_session, bytes(content[_HEAD.size :])


def _channel(content: bytes) -> tuple[int, Channel]:
    view = memoryview(content)
    (topic, encoding), offset = texts(view, 4, 2)
    return int.from_bytes(content[:2], "little"), Channel(topic, encoding, metadata=text_map(view, offset))


def _is_known(channel: Channel) -> bool:
    try:
        return channel.topic in (SESSION, EVENT, POSTURE) or decoder_of(channel) is not None
    except ValueError:
        return False


def _object(content: bytes) -> dict[str, Any]:
    """JSON object, or an empty one for what is none."""
    try:
        values = json.loads(content)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
