"""The C codec against the Python codec: `python -m tests.firmware.differential --library libhsp.so --inputs 300000`."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import isqrt
from pathlib import Path
from random import Random
from struct import pack

from imu_hinge.sensors import hsp
from imu_hinge.sensors.hsp.control import ARGUMENTS
from imu_hinge.sensors.hsp.uuids import uuid_bytes
from tests.firmware.codec import CodecInC, in_c, in_python
from tests.sensors.vectors import VECTORS

Input = tuple[str, bytes, tuple[int, ...]]
Count = Counter[tuple[str, str]]
"""Inputs per kind and reason."""
ACCEPTED = "accepted"

_SEEDS: dict[str, list[bytes]] = {kind: [b""] for kind in in_c.KINDS}
for _v in VECTORS:
    if _v["kind"] not in in_c.WITH_FLOATS:
        _SEEDS[in_c.kind_of(_v)].append(in_c.payload(_v))


def one_byte_changed(random: Random, payload: bytes) -> bytes:
    """One byte anywhere replaced."""
    place = random.randrange(len(payload) or 1)
    return payload[:place] + random.randbytes(1) + payload[place + 1 :]


def cut(random: Random, payload: bytes) -> bytes:
    """The beginning."""
    return payload[: random.randrange(len(payload) + 1)]


def longer(random: Random, payload: bytes) -> bytes:
    """With bytes behind."""
    return payload + random.randbytes(random.randrange(30))


def refilled(random: Random, payload: bytes) -> bytes:
    """Other bytes behind the first few, as many."""
    kept = random.randrange(1, 5)
    return payload[:kept] + random.randbytes(max(0, len(payload) - kept))


def random_bytes(random: Random, payload: bytes) -> bytes:
    """Nothing of it."""
    return random.randbytes(random.randrange(2 * len(payload) + 4))


DAMAGES: tuple[Callable[[Random, bytes], bytes], ...] = (one_byte_changed, cut, longer, refilled, random_bytes)


def some(random: Random, bits: int) -> int:
    """A number below 2^bits, small ones as likely as great ones, and often the ends."""
    number = random.getrandbits(random.randint(0, bits))
    return random.choice((number, number, number, 0, (1 << bits) - 1))


def counters(random: Random) -> tuple[int, ...]:
    """An anchor, a rate, and a frame near the edge of what fits them."""
    index, t_us, odr_mhz = some(random, 40), some(random, 50), random.choice((104_000, 10**6, some(random, 32)))
    dt = random.choice((-1, 1)) * some(random, 31) // 1000 * 1000  # whole samples at 1 kHz
    way = dt * odr_mhz // 10**9
    off = random.choice((0, 64, -64, 65, -65, way // 10, -way // 10, 32768)) + random.randint(-2, 2)
    return index, t_us, odr_mhz, (index + way + off) % 65536, (t_us + dt) % 2**32


def context(random: Random) -> tuple[int, ...]:
    """A device in any state of mind, rarely without encryption, mostly able to do things."""
    caps = random.choice((0xFF, 0xFF, some(random, 32)))
    flags = random.random() < 0.8, random.random() < 0.95
    oldest = some(random, 32)
    newest = (oldest + random.choice((-1, 0, 500, some(random, 32)))) % 2**32
    mtu, odr_mhz = random.choice((23, 42, 43, 247, 517)), random.choice((104_000, 104_001, 208_000))
    battery = random.choice((4, 5, 80, 255))
    motor_ms = random.choice((0, 5_000, 14_000, 15_000))
    busy = random.random() < 0.3
    return (random.randrange(5), *flags, mtu, odr_mhz, caps, battery, oldest, newest, busy, motor_ms)


GIVEN: dict[str, Callable[[Random], tuple[int, ...]]] = {
    "unwrap": counters,
    "unwrap_backfill": lambda random: (some(random, 40), some(random, 16)),
    "capacity": lambda random: (random.randint(23, 600), random.randrange(2)),
    "sync_solve": lambda random: (some(random, 62), some(random, 62), some(random, 51), some(random, 16)),
    "device": context,
}


EDGES = {
    "batch": (40, 41),
    "seconds": (30, 31),
    "pattern": (0, 1, 2, 3, 4),
    "strength": (1, 255, 0),
    "on_ms": (19, 20, 1000, 1001),
    "repeat": (0, 1, 5, 6),
    "role": (2, 3),
    "count": (0, 1),
    "min": (5, 6, 80, 81),
    "max": (5, 6, 80, 81),
}
"""The last values that a request may have and the first that it may not."""


def request(random: Random, firsts: Sequence[int] = (0,)) -> bytes:
    """A request at the edges of what devices take; of BACKFILL, around these samples."""
    op = random.choice((*hsp.Op, hsp.Op.HAPTIC, hsp.Op.HAPTIC, hsp.Op.BACKFILL))
    args = {name: random.choice(EDGES.get(name, (0, 103, 104, 105))) for name in ARGUMENTS[op].names}
    if op == hsp.Op.BACKFILL:
        args["first"] = (random.choice(firsts) + random.randint(-2, 2)) % 2**32
    return hsp.encode_control_request(hsp.ControlRequest(op, random.randrange(256), args))


def turned_frame(random: Random) -> bytes:
    """A frame whose quaternion has about the least or the greatest norm."""
    quat, rest = [], random.choice((32439**2, 33095**2)) + random.randint(-2, 2)
    for _ in range(4):
        quat.append(min(isqrt(rest), 32767))
        rest -= quat[-1] ** 2
    random.shuffle(quat)
    return pack("<BBHI4h", 0x21, 0, 0, 0, *quat) + bytes(12)


def advertising(random: Random) -> bytes:
    """Elements of an advertising packet in any order, some cut but with the right length, some twice."""
    maker = hsp.COMPANY.to_bytes(2, "little") + hsp.encode_advert(hsp.Advert(1, 50, 0, some(random, 16)))
    whole = [(0x01, b"\x06"), (0x07, uuid_bytes(hsp.SERVICE)), (0xFF, maker), (0x07, random.randbytes(16))]
    chosen = random.choices(whole, (1, 4, 4, 1), k=random.randint(2, 5))
    cuts = [(kind, random.choice((content, content, cut(random, content)))) for kind, content in chosen]
    return b"".join(bytes((len(content) + 1, kind)) + content for kind, content in cuts)


def scaled_config(random: Random) -> bytes:
    """A Config whose scales and rate are none or the least."""
    payload = random.choice([payload for payload in _SEEDS["config"] if len(payload) >= 28])
    return payload[:12] + pack("<3I", *random.choices((0, 1), (1, 4), k=3)) + payload[24:]


AT_THE_EDGES = {
    "advert_packet": advertising,
    "config": scaled_config,
    "control_request": request,
    "frame_data": turned_frame,
}


def inputs(seed: int, count: int) -> Iterator[Input]:
    """As many of each kind; the same for the same seed."""
    random = Random(seed)
    for place in range(count):
        kind = in_c.KINDS[place % len(in_c.KINDS)]
        payload = random.choice(_SEEDS[kind])
        given = GIVEN[kind](random) if kind in GIVEN else ()
        if kind in AT_THE_EDGES and random.random() < 0.5:
            payload = AT_THE_EDGES[kind](random)
        elif kind == "device" and random.random() < 0.7:
            payload = request(random, given[7:9])
        elif kind == "device" or not given:
            payload = random.choice(DAMAGES)(random, payload)
        yield kind, payload, given


def compare(codec: CodecInC, seed: int, count: int) -> Count:
    """How many of each kind were answered how; raises AssertionError with the first difference."""
    answers = Count()
    for kind, payload, given in inputs(seed, count):
        c, python = codec.outcome(kind, payload, given), in_python(kind, payload, given)
        assert c == python, f"{kind} {payload.hex()} {given}, seed {seed}:\n  C      {c}\n  Python {python}"
        answers[kind, c.reason or ACCEPTED] += 1
    return answers


def main() -> int:
    parser = argparse.ArgumentParser(description="Compares the C codec with the Python codec.")
    parser.add_argument("--library", type=Path, required=True, help="libhsp.so of the C codec")
    parser.add_argument("--inputs", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    parser.add_argument("--table", action="store_true", help="also say how many of each kind were answered how")
    options = parser.parse_args()
    try:
        answers = compare(CodecInC(options.library), options.seed, options.inputs)
    except AssertionError as difference:
        print(f"differential: DIFFERENT: {difference}")
        return 1
    for (kind, reason), count in sorted(answers.items()) if options.table else ():
        print(f"  {kind:16} {reason:15} {count}")
    taken = sum(count for (_, answer), count in answers.items() if answer == ACCEPTED)
    print(f"differential: {answers.total()} inputs, {taken} accepted, seed {options.seed}, 0 differences")
    return 0


if __name__ == "__main__":
    sys.exit(main())
