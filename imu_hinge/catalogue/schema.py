"""The keys a catalogue file may have, and what each must be."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from imu_hinge.catalogue.rows import MEASURES
from imu_hinge.model.errors import CatalogueError
from imu_hinge.model.events import Phase

REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a file."""

    kind: type
    expected: str
    """What must stand there, as the end of "expected ..."."""
    allowed: Callable[[Any], bool] = lambda value: True
    default: Any = REQUIRED


Keys = dict[str, Key]


def _text(limit: int, default: Any = REQUIRED) -> Key:
    least = 1 if default is REQUIRED else 0
    words = f"a text of {least} to {limit} characters on one line"
    return Key(str, words, lambda v: least <= len(v) <= limit and "\n" not in v, default)


def _choice(*values: str) -> Key:
    return Key(str, "one of " + ", ".join(values), values.__contains__)


def _list(values: list[str], default: Any = REQUIRED) -> Key:
    known = set(values)
    words = "a list of different words out of " + ", ".join(values)
    return Key(list, words, lambda v: len(v) == len(set(map(str, v))) and known.issuperset(map(str, v)), default)


def _number(low: float, high: float, default: Any = REQUIRED) -> Key:
    return Key(float, f"a number from {low:g} to {high:g}", lambda v: low <= v <= high, default)


def _whole(low: int, high: int) -> Key:
    return Key(int, f"a whole number from {low} to {high}", lambda v: low <= v <= high)


FLAG = Key(bool, "true or false")
ID = Key(str, "the name of the file without .toml: lower-case letters, digits and _", lambda v: v.isidentifier())
WORD = Key(str, "at most five capital letters", lambda v: len(v) <= 5 and (not v or v.isalpha()) and v == v.upper())

LIMIT: Keys = {
    "limit": _number(-180, 180),
    "own_maximum_pct": _number(1, 100, default=None),
    "limit_unknown": _number(-180, 180, default=None),
    "limit_thorax": _number(0, 180, default=None),
}

FAULT: Keys = {
    "id": ID,
    "order": _whole(1, 999),
    "title": _text(40),
    "measure": _choice(*MEASURES),
    "unit": _choice("deg", "share"),
    "phases": _list([phase.value for phase in Phase]),
    "direction": _choice("above", "below"),
    "absolute": FLAG,
    "needs": _list(["pelvis", "upright", "plan"]),
    "pelvis_within_deg": _number(0, 90, default=None),
    "thorax_range_above_deg": _number(0, 90, default=None),
    "hold_s": _number(0, 60, default=0.0),
    "clear_margin": _number(0, 90, default=0.0),
    "clear_hold_s": _number(0, 60, default=0.0),
    "caution": Key(dict, "a table [caution] with its limits"),
    "fault": Key(dict, "a table [fault] with its limits", default=None),
    "word": WORD,
    "cue": _text(60, default=""),
    "explanation": _text(160),
    "source": _text(300),
    "hint": _text(60, default=""),
    "hint_from": Key(str, "caution or fault", lambda v: v in ("caution", "fault"), default=""),
}

EXERCISE: Keys = {
    "id": ID,
    "title": _text(40),
    "description": _text(400),
    "level": _whole(0, 9),
    "counted_on": _choice("thorax"),
    "thorax_range_deg": _number(15, 150),
    "hinge_demanded": FLAG,
    "sides": FLAG,
    "rows": FLAG,
    "armed": FLAG,
    "seated_allowed": FLAG,
    "faults": Key(list, "a list of different fault ids", lambda v: len(v) == len(set(map(str, v)))),
}


def parse(file: str, text: str) -> dict[str, Any]:
    """The keys of a TOML text; raises CatalogueError naming the line that is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(file, "", f"this is not TOML: {error}") from None


def checked(file: str, given: dict[str, Any], keys: Keys, prefix: str = "") -> dict[str, Any]:
    """Every key of `keys` with its value or default; raises CatalogueError for what is missing, unknown or wrong."""
    for name in given:
        if name not in keys:
            raise CatalogueError(file, prefix + name, f"unknown key; expected one of {', '.join(keys)}")
    return {name: _value(file, prefix + name, key, given.get(name, key.default)) for name, key in keys.items()}


def _value(file: str, name: str, key: Key, value: Any) -> Any:
    if value is REQUIRED:
        raise CatalogueError(file, name, f"missing key; expected {key.expected}")
    if value is key.default:
        return value
    if key.kind is float and type(value) is int:
        value = float(value)
    if type(value) is not key.kind or not key.allowed(value):
        raise CatalogueError(file, name, f"expected {key.expected}, found {value!r}")
    return value
