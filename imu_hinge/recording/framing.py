"""MCAP records, one after the other, each only if it proves itself. Everything else becomes a Broken piece.

Never skipped by an unproven length: one flipped bit in a length would swallow what follows, silently.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import zstandard

MAGIC = b"\x89MCAP0\r\n"
HEADER, FOOTER, SCHEMA, CHANNEL, MESSAGE, CHUNK, INDEX, METADATA, DATA_END = 1, 2, 3, 4, 5, 6, 7, 12, 15
PREFIX = 9
"""Opcode u8 and length u64 stand before the content of a record."""
MOST_CHUNK_BYTES, MOST_METADATA_BYTES = 16 << 20, 1 << 20
_MARK = b"\x04\x00\x00\x00zstd"
_MARK_AT = 37
"""Where the mark of a chunk stands, from the start of its record."""
_CHUNK_HEAD = struct.Struct("<QQQI8sQ")
_WINDOW = 1 << 20
TORN = "the file ends within a record"


class Unproven(Exception):  # noqa: N818 - it becomes a piece of the file, not an error of the caller
    """A record that did not prove itself; the argument says why."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """An intact chunk: its records, decompressed, with the right checksum."""

    offset: int
    length: int
    records: bytes


@dataclass(frozen=True, slots=True)
class Metadata:
    """A metadata record; its own checksum is the reader's business."""

    offset: int
    name: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Broken:
    """From `offset` on something is not as it was written."""

    offset: int
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record of a kind that this version does not know."""

    offset: int


@dataclass(frozen=True, slots=True)
class DataEnd:
    """The data section is complete. `intact` tells whether its checksum and what follows it are right."""

    offset: int
    intact: bool
    channels: tuple[bytes, ...]
    """Contents of the channel records of the summary, if its own checksum is right."""


@dataclass(frozen=True, slots=True)
class Other:
    """A proven record of no further interest."""

    offset: int


Piece = Chunk | Metadata | Broken | Skipped | DataEnd | Other


class Walk:
    """Iterates over the pieces of a file in order."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size = file, size
        self._crc = 0
        self._whole = True

    def __iter__(self) -> Iterator[Piece]:
        """All pieces up to the end of the data section, or of the file."""
        offset = len(MAGIC)
        if self._read(0, offset) != MAGIC:
            self._whole = False
            yield Broken(0, "the file does not begin like an MCAP file")
        self._crc = zlib.crc32(MAGIC)
        while offset < self._size:
            try:
                piece, offset = self._next(offset)
            except Unproven as doubt:
                self._whole = False
                yield Broken(offset, str(doubt))
                offset = self._next_chunk(offset + 1)
                continue
            yield piece
            if isinstance(piece, DataEnd):
                return

    def _next(self, offset: int) -> tuple[Piece, int]:
        opcode, end = self._frame(offset)
        record = self._read(offset, end - offset)
        piece = self._data_end(offset, record) if opcode == DATA_END else parse(offset, record)
        if isinstance(piece, Skipped) and not self._is_sound(end):
            raise Unproven(f"unknown record 0x{opcode:02x} whose length is not to be trusted")
        self._crc = zlib.crc32(record, self._crc)
        return piece, end

    def _frame(self, offset: int) -> tuple[int, int]:
        """Opcode and end of the record at `offset`, if its length can be true at all."""
        head = self._read(offset, PREFIX)
        if len(head) < PREFIX:
            raise Unproven(TORN)
        opcode, length = head[0], int.from_bytes(head[1:], "little")
        if length > MOST_CHUNK_BYTES + _WINDOW:
            raise Unproven(f"a record of {length} bytes cannot be")
        if offset + PREFIX + length > self._size:
            raise Unproven(TORN)
        return opcode, offset + PREFIX + length

    def _is_sound(self, offset: int) -> bool:
        """Whether what begins at `offset` is the end of the file, or proves itself, perhaps behind unknown records."""
        while offset < self._size:
            try:
                _, end = self._frame(offset)
                if not isinstance(parse(offset, self._read(offset, end - offset)), Skipped):
                    return True
            except Unproven:
                return False
            offset = end
        return True

    def _next_chunk(self, start: int) -> int:
        """Offset of the next intact chunk at or after `start`; the size of the file if there is none."""
        position = start + _MARK_AT
        while (position := self._find(position)) >= 0:
            offset = position - _MARK_AT
            try:
                _, end = self._frame(offset)
                if isinstance(parse(offset, self._read(offset, end - offset)), Chunk):
                    return offset
            except Unproven:
                pass
            position += 1
        return self._size

    def _find(self, position: int) -> int:
        """Offset of the next mark at or after `position`; -1 if there is none."""
        while position < self._size:
            found = self._read(position, _WINDOW).find(_MARK)
            if found >= 0:
                return position + found
            position += _WINDOW - len(_MARK) + 1
        return -1

    def _data_end(self, offset: int, record: bytes) -> DataEnd:
        _demand(len(record) == PREFIX + 4, "the end record has a wrong length")
        right = int.from_bytes(record[PREFIX:], "little") == self._crc
        tail = self._read(offset + len(record), self._size)
        channels = _summary_channels(tail, offset + len(record))
        return DataEnd(offset, (right or not self._whole) and channels is not None, channels or ())

    def _read(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(length)


def parse(offset: int, record: bytes) -> Piece:
    """The piece that one whole record is. Raises Unproven when it does not prove itself."""
    opcode, content = record[0], memoryview(record)[PREFIX:]
    if opcode == CHUNK:
        return Chunk(offset, len(record), chunk_records(content))
    if opcode == METADATA:
        return Metadata(offset, *_metadata(content))
    if opcode == INDEX:
        entries = int.from_bytes(content[2:6], "little")
        _demand(len(content) == 6 + entries and entries % 16 == 0, "a message index does not fit its length")
        return Other(offset)
    if opcode == HEADER:
        _demand(offset == len(MAGIC) and _is_header(content), "a header that is none")
        return Other(offset)
    if opcode == DATA_END:
        _demand(len(content) == 4, "the end record has a wrong length")
        return Other(offset)
    _demand(opcode != 0 and record[_MARK_AT : _MARK_AT + len(_MARK)] != _MARK, f"no record begins with 0x{opcode:02x}")
    return Skipped(offset)


def chunk_records(content: memoryview) -> bytes:
    """The records within a chunk, from the content of its record. Raises Unproven unless every check is passed."""
    _demand(len(content) >= _CHUNK_HEAD.size, "a chunk that is too short")
    _, _, size, crc, mark, inner = _CHUNK_HEAD.unpack_from(content)
    _demand(mark == _MARK, "a chunk whose compression is not named as written")
    _demand(inner == len(content) - _CHUNK_HEAD.size, "a chunk whose two lengths differ")
    _demand(size <= MOST_CHUNK_BYTES, "a chunk that says it is larger than any")
    _demand(crc != 0, "a chunk without a checksum")
    records = _decompressed(content[_CHUNK_HEAD.size :], size)
    _demand(zlib.crc32(records) == crc, "a chunk whose checksum is wrong")
    return records


def records_of(data: bytes) -> Iterator[tuple[int, memoryview]]:
    """Opcode and content of each record of an intact chunk. Raises Unproven when they do not fill it exactly."""
    view, offset = memoryview(data), 0
    while offset < len(data):
        _demand(offset + PREFIX <= len(data), "a record cut off")
        end = offset + PREFIX + int.from_bytes(view[offset + 1 : offset + PREFIX], "little")
        _demand(end <= len(data), "a record cut off")
        yield data[offset], view[offset + PREFIX : end]
        offset = end


def texts(content: memoryview, offset: int, count: int) -> tuple[list[str], int]:
    """`count` strings with a u32 length each, and the offset behind them. Raises Unproven."""
    found = []
    for _ in range(count):
        end = offset + 4 + int.from_bytes(content[offset : offset + 4], "little")
        _demand(offset + 4 <= end <= len(content), "a text longer than its record")
        try:
            found.append(str(content[offset + 4 : end], "utf-8"))
        except UnicodeDecodeError:
            raise Unproven("a text that is not UTF-8") from None
        offset = end
    return found, offset


def text_map(content: memoryview, offset: int) -> dict[str, str]:
    """A map of strings that ends exactly where `content` ends. Raises Unproven."""
    end = offset + 4 + int.from_bytes(content[offset : offset + 4], "little")
    _demand(end == len(content), "a map that does not fit its record")
    values: dict[str, str] = {}
    offset += 4
    while offset < end:
        (key, value), offset = texts(content, offset, 2)
        values[key] = value
    return values


def _decompressed(data: memoryview, size: int) -> bytes:
    try:
        _demand(zstandard.get_frame_parameters(data).content_size == size, "a chunk whose two sizes differ")
        records: bytes = zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)
    except zstandard.ZstdError:
        raise Unproven("a chunk that cannot be decompressed") from None
    _demand(len(records) == size, "a chunk of a wrong size")
    return records


def _metadata(content: memoryview) -> tuple[str, dict[str, str]]:
    _demand(len(content) < MOST_METADATA_BYTES, "a metadata record larger than any")
    (name,), offset = texts(content, 0, 1)
    return name, text_map(content, offset)


def _is_header(content: memoryview) -> bool:
    return texts(content, 0, 2)[1] == len(content)


def _summary_channels(tail: bytes, start: int) -> tuple[bytes, ...] | None:
    """Contents of the channel records in the summary that is `tail`; None unless all of it is as written."""
    footer = tail[-len(MAGIC) - PREFIX - 20 : -len(MAGIC)]
    if not tail.endswith(MAGIC) or footer[:PREFIX] != struct.pack("<BQ", FOOTER, 20):
        return None
    summary_start, _, crc = struct.unpack_from("<QQI", footer, PREFIX)
    if summary_start != start or zlib.crc32(tail[: -len(MAGIC) - 4]) != crc:
        return None
    summary = tail[: -len(MAGIC) - len(footer)]
    return tuple(bytes(content) for opcode, content in records_of(summary) if opcode == CHANNEL)


def _demand(holds: bool, reason: str) -> None:
    if not holds:
        raise Unproven(reason)
