"""Compressed content: a reference sample, then blocks of differences, each of as many bits as its block needs.

A block: number of bits, number of samples, then three signed differences for each sample, lowest bit first.
"""

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.int64]
"""(n, 3)."""
MOST_SAMPLES = 2000
"""In one frame: ten seconds at 200 Hz."""
_REFERENCE_BYTES = 6
_HEAD_BYTES = 2
_MOST_BITS = 16
_BLOCK_SAMPLES = 64


def decode_deltas(content: bytes) -> Samples:
    """All samples, the reference among them. ValueError: truncated; bits, above 16; count, above MOST_SAMPLES."""
    if len(content) < _REFERENCE_BYTES:
        raise ValueError("truncated")
    parts = [np.frombuffer(content, "<i2", 3).astype(np.int64)[None]]
    at, total = _REFERENCE_BYTES, 1
    while at < len(content):
        deltas, at = _block(content, at)
        parts.append(deltas)
        total += len(deltas)
        if total > MOST_SAMPLES:
            raise ValueError("count")
    return np.cumsum(np.concatenate(parts), axis=0)


def _block(content: bytes, at: int) -> tuple[Samples, int]:
    """(n, 3) differences of the block that begins at a byte, and where the next one begins."""
    if len(content) < at + _HEAD_BYTES:
        raise ValueError("truncated")
    bits, count = content[at], content[at + 1]
    if bits > _MOST_BITS:
        raise ValueError("bits")
    begin = at + _HEAD_BYTES
    end = begin + (3 * bits * count + 7) // 8
    if len(content) < end:
        raise ValueError("truncated")
    return _signed(content[begin:end], bits, 3 * count).reshape(-1, 3), end


def _signed(packed: bytes, bits: int, count: int) -> Samples:
    """`count` numbers of so many bits in two's complement."""
    flags = np.unpackbits(np.frombuffer(packed, np.uint8), count=bits * count, bitorder="little")
    values = flags.reshape(count, bits).astype(np.int64) @ (1 << np.arange(bits, dtype=np.int64))
    return np.asarray(values - ((values >> max(bits - 1, 0)) << bits))


def encode_deltas(samples: Samples) -> bytes:
    """Of samples within 16 bit whose differences are too."""
    content = bytes(samples[0].astype("<i2"))
    deltas = np.diff(samples, axis=0)
    for first in range(0, len(deltas), _BLOCK_SAMPLES):
        content += _packed(deltas[first : first + _BLOCK_SAMPLES])
    return content


def _packed(deltas: Samples) -> bytes:
    largest = int(max(deltas.max(), ~deltas.min()))
    bits = largest.bit_length() + 1
    flags = ((deltas.reshape(-1, 1) >> np.arange(bits)) & 1).astype(np.uint8)
    return bytes((bits, len(deltas))) + bytes(np.packbits(flags, bitorder="little"))
