"""Writes vectors/hsp_v1.json as C: `write_vectors.py OUT.h`, for test_vectors.c. See --help for the rest."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parents[1] / "vectors" / "hsp_v1.json"
KINDS = (
    *("frame_data", "frame_backfill", "config", "status", "control_request", "control_reply", "sync_request"),
    *("sync_reply", "advert", "advert_packet", "unwrap", "unwrap_backfill", "capacity", "sync_solve", "device"),
)
"""In the order of outcome.h."""
MAX_GIVEN = 11
STATES = ("idle", "streaming", "buffering", "busy", "fault")
WITH_FLOATS = ("scale", "quat_encode", "bridge", "stream")
"""Kinds the codec has no part in: it knows no floating point, and `stream` is a whole receiver."""
NAMES = {
    "unwrap": (("anchor", "odr_mhz", "index16", "t32"), ("index", "t_us")),
    "unwrap_backfill": (("next_index", "index16"), ("index",)),
    "capacity": (("mtu", "quaternion"), ("type", "samples")),
    "sync_solve": (("t1_ns", "t4_ns", "t2_us", "hold_us"), ("rtt_ns", "offset_ns")),
    "device": (("context",), ("status",)),
}
"""Given and expected of the kinds that are arithmetic."""
Vector = dict[str, Any]


def numbers(value: Any) -> list[int]:
    """All numbers of a value in order; letters and states as numbers, nothing for null."""
    if value is None:
        return []
    if value in STATES:
        return [STATES.index(value)]
    if isinstance(value, str):
        return list(value.encode("ascii"))
    if isinstance(value, dict):
        value = list(value.values())
    return [n for part in value for n in numbers(part)] if isinstance(value, list) else [int(value)]


def kind_of(v: Vector) -> str:
    """The kind as outcome.h calls it."""
    return f"frame_{v['characteristic']}" if v["kind"] == "frame" else str(v["kind"])


def expected(v: Vector) -> tuple[list[int], bytes]:
    """The numbers of the outcome, and the bytes of the value encoded again."""
    if v["kind"] in NAMES:
        return numbers([v.get(name) for name in NAMES[v["kind"]][1]]), b""
    if v["kind"] == "advert_packet":
        advert = bytes.fromhex(v["manufacturer"])
        fields = [*advert[:4], int.from_bytes(advert[4:], "little")]
        service = bytes.fromhex(v["service"].replace("-", ""))
        return fields + list(bytes.fromhex(v["scan_response"])) + list(service), bytes.fromhex(v["hex"])
    return numbers(v.get("value")), bytes.fromhex(v.get("encodes_to") or v["hex"]) if v["accept"] else b""


def array(name: str, ctype: str, values: list[int], suffix: str = "") -> Iterator[str]:
    """A C array; nothing for an empty one."""
    if values:
        yield f"static const {ctype} {name}[] = {{{', '.join(f'{n}{suffix}' for n in values)}}};"


def given(v: Vector) -> list[int]:
    """What a kind that is arithmetic is given."""
    return numbers([v[name] for name in NAMES.get(v["kind"], ((), ()))[0]])


def lines(place: int, v: Vector) -> Iterator[str]:
    """The arrays of a vector."""
    found, again = expected(v)
    yield from array(f"bytes_{place}", "uint8_t", list(payload(v)))
    yield from array(f"given_{place}", "uint64_t", given(v), "u")
    yield from array(f"numbers_{place}", "uint64_t", [n % 2**64 for n in found], "u")
    yield from array(f"again_{place}", "uint8_t", list(again))


def payload(v: Vector) -> bytes:
    """The bytes of a vector, none for arithmetic."""
    return bytes.fromhex(v.get("hex") or v.get("request") or "")


def row(place: int, v: Vector) -> str:
    """The vector's line in the table."""
    found, again = expected(v)
    names = {"bytes": payload(v), "given": v["kind"] in NAMES, "numbers": found, "again": again}
    pointers = {name: f"{name}_{place}" if there else f"no_{name}" for name, there in names.items()}
    reason = f"HSP_{v.get('reason', 'accepted').upper()}"
    given_to = (f'"{v["id"]}"', kind_of(v).upper(), pointers["bytes"], len(payload(v)), pointers["given"])
    said = (reason, pointers["numbers"], len(found), pointers["again"], len(again))
    return f"    {{{', '.join(map(str, given_to + said))}}},"


HEAD = """/* Written by write_vectors.py from hsp_v1.json. */
#include "outcome.h"

struct vector {
    const char *id;
    int kind;
    const uint8_t *bytes;
    size_t len;
    const uint64_t *given;
    int reason;
    const uint64_t *numbers;
    size_t count;
    const uint8_t *again;
    size_t size;
};

static const uint8_t no_bytes[1], no_again[1];
static const uint64_t no_given[1], no_numbers[1];
"""


def header(vectors: list[Vector]) -> str:
    """The whole header."""
    arrays = [line for place, v in enumerate(vectors) for line in lines(place, v)]
    rows = [row(place, v) for place, v in enumerate(vectors)]
    return "\n".join([HEAD, *arrays, "", "static const struct vector vectors[] = {", *rows, "};", ""])


def seed(v: Vector) -> bytes:
    """The vector as fuzz.c takes it: kind, numbers if it is arithmetic, bytes."""
    words = given(v) + [0] * (MAX_GIVEN - len(given(v))) if v["kind"] in NAMES else []
    return bytes([KINDS.index(kind_of(v))]) + b"".join(n.to_bytes(8, "little") for n in words) + payload(v)


def spoiled(v: Vector) -> Vector:
    """The vector with a bit of its middle byte turned: it must fail."""
    wrong = bytearray(payload(v))
    wrong[len(wrong) // 2] ^= 1
    return v | {"hex": wrong.hex()}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Writes the vectors of HSP for the tests in C.")
    parser.add_argument("header", type=Path, help="where to write them")
    parser.add_argument("--spoil", metavar="ID", help="turn one bit of this vector, which must then fail")
    parser.add_argument("--corpus", type=Path, help="also write them into this directory, for fuzz.c to begin with")
    options = parser.parse_args()
    every = json.loads(VECTORS.read_text("utf-8"))["vectors"]
    vectors = [spoiled(v) if v["id"] == options.spoil else v for v in every if v["kind"] not in WITH_FLOATS]
    options.header.parent.mkdir(parents=True, exist_ok=True)
    options.header.write_text(header(vectors), "utf-8")
    if options.corpus:
        options.corpus.mkdir(parents=True, exist_ok=True)
        for v in vectors:
            (options.corpus / v["id"]).write_bytes(seed(v))
    left = Counter(v["kind"] for v in every if v["kind"] in WITH_FLOATS)
    print(f"{len(vectors)} of {len(every)} vectors; not the codec's: {dict(left)}")


if __name__ == "__main__":
    main()
