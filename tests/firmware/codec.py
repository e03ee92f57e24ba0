"""The C codec by ctypes, and the Python codec in the same words: a kind, bytes or numbers in, an Outcome out."""

import ctypes
import importlib.util
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors import hsp
from imu_hinge.sensors.hsp.uuids import uuid_bytes
from tests.sensors.checks import CODECS, frame_words
from tests.sensors.vectors import CHARACTERISTICS, PROTOCOL

CODEC_SOURCES = [PROTOCOL / "c" / name for name in ("hsp.c", "hsp_rules.c", "hsp_advert.c")]
OUTCOME_SOURCE = PROTOCOL / "tests" / "outcome.c"
INCLUDES = [f"-I{PROTOCOL / 'c'}", f"-I{PROTOCOL / 'tests'}"]
_ROOM = 496
_MAX_NUMBERS = 5 + 4 + 6 * hsp.MAX_SAMPLES


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


in_c = _load(PROTOCOL / "tests" / "write_vectors.py")
"""The script that writes the vectors for C: its KINDS, and vectors as it sees them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a codec makes of one input."""

    reason: str
    """Why it was refused; empty when accepted."""
    numbers: tuple[int, ...] = ()
    """The value in the order of the vectors, below zero modulo 2^64."""
    again: bytes = b""
    """The value encoded; empty for arithmetic."""


class _Outcome(ctypes.Structure):
    _fields_ = (
        ("again", ctypes.POINTER(ctypes.c_ubyte)),
        ("cap", ctypes.c_size_t),
        ("size", ctypes.c_size_t),
        ("count", ctypes.c_size_t),
        ("numbers", ctypes.c_uint64 * _MAX_NUMBERS),
        ("reason", ctypes.c_int),
    )


def compile_c(*arguments: object) -> None:
    """Runs gcc, which must have nothing to say."""
    subprocess.run(["gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", *INCLUDES, *map(str, arguments)], check=True)


def has_gcc() -> bool:
    """Whether the C codec can be built here."""
    return shutil.which("gcc") is not None


def build_library(folder: Path) -> Path:
    """The codec as a shared library."""
    library = folder / "libhsp.so"
    compile_c("-O2", "-shared", "-fPIC", *CODEC_SOURCES, OUTCOME_SOURCE, "-o", library)
    return library


class CodecInC:
    """The codec in a shared library of CODEC_SOURCES and OUTCOME_SOURCE."""

    def __init__(self, library: Path) -> None:
        self._library = ctypes.CDLL(str(library))
        self._library.reason_name.restype = ctypes.c_char_p
        self._again = (ctypes.c_ubyte * _ROOM)()
        self._found = _Outcome(again=self._again, cap=_ROOM)

    def outcome(self, kind: str, payload: bytes, given: tuple[int, ...] = ()) -> Outcome:
        """What C makes of it."""
        numbers = (ctypes.c_uint64 * in_c.MAX_GIVEN)(*given)
        place, found = in_c.KINDS.index(kind), self._found
        self._library.find_outcome(place, payload, ctypes.c_size_t(len(payload)), numbers, ctypes.byref(found))
        reason = self._library.reason_name(found.reason).decode("ascii")
        return Outcome(reason, tuple(found.numbers[: found.count]), bytes(self._again[: found.size]))


def accepted(numbers: list[int], again: bytes = b"") -> Outcome:
    """An outcome of numbers below zero or not."""
    return Outcome("", tuple(n % 2**64 for n in numbers), again)


def in_python(kind: str, payload: bytes, given: tuple[int, ...] = ()) -> Outcome:
    """What Python makes of it."""
    try:
        return _ARITHMETIC[kind](payload, given) if kind in _ARITHMETIC else _value(kind, payload)
    except ProtocolError as refusal:
        return Outcome(refusal.reason)


def _value(kind: str, payload: bytes) -> Outcome:
    if kind == "advert_packet":
        return _advert_packet(payload)
    if kind.startswith("frame_"):
        frame = hsp.decode_frame(payload, CHARACTERISTICS[kind.removeprefix("frame_")])
        return accepted(in_c.numbers(frame_words(frame)), hsp.encode_frame(frame))
    decode, encode, words = CODECS[kind]
    value = decode(payload)
    ordered = _in_order(words(value)) if kind == "advert" else words(value)
    return accepted(in_c.numbers(ordered), encode(value))


def _advert_packet(packet: bytes) -> Outcome:
    found = hsp.decode_advertisement(packet)
    if found.service != hsp.SERVICE:
        return Outcome("type")
    advert = hsp.decode_advert(found.manufacturer if found.company == hsp.COMPANY and found.manufacturer else b"")
    service = uuid_bytes(hsp.SERVICE)[::-1]
    sent, response = hsp.encode_advertisement(advert)
    fields = in_c.numbers([advert.major, advert.role, advert.battery, advert.state, advert.id])
    return accepted(fields + list(response) + list(service), sent)


def _in_order(words: dict[str, object]) -> dict[str, object]:
    """An advert with its major where its byte is."""
    return {"major": words["major"]} | words


def _unwrap(_: bytes, given: tuple[int, ...]) -> Outcome:
    index, t_us, odr_mhz, index16, t32 = given
    found = hsp.unwrap(hsp.Anchor(index, t_us), index16, t32, odr_mhz)
    return accepted([found.index, found.t_us])


def _sync_solve(_: bytes, given: tuple[int, ...]) -> Outcome:
    t1, t4, t2_us, hold_us = given
    point = hsp.solve(hsp.SyncReply(0, t1, t2_us, hold_us), t4)
    return accepted([point.rtt_ns, point.offset_ns])


_CONTEXT = (
    *("state", "subscribed", "encrypted", "mtu", "odr_mhz", "caps", "battery", "oldest", "newest", "backfilling"),
    "motor_ms_60s",
)


def _device(request: bytes, given: tuple[int, ...]) -> Outcome:
    context = dict(zip(_CONTEXT, given, strict=True))
    state = hsp.State(context.pop("state"))
    return accepted([hsp.judge_request(request, hsp.DeviceContext(state=state, **context))])  # type: ignore[arg-type]  # 0 and 1 for bool


_ARITHMETIC: dict[str, Callable[[bytes, tuple[int, ...]], Outcome]] = {
    "unwrap": _unwrap,
    "unwrap_backfill": lambda _, given: accepted([hsp.unwrap_backfill(*given)]),
    "capacity": lambda _, given: accepted(list(hsp.capacity(given[0], bool(given[1])))),
    "sync_solve": _sync_solve,
    "device": _device,
}
