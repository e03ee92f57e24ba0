"""Events as JSON: what was said, in a form that two runs can be compared by."""

import math
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from imu_hinge.model.events import Event

_DIGITS = {"_deg": 2, "_dps": 2, "_pct": 2, "_s": 3}
_OTHER_DIGITS = 3
_EVENTS = {kind.__name__: kind for kind in get_args(Event)}


def event_to_json(event: Event) -> dict[str, Any]:
    """`type` and the fields; degrees to 0.01, all other fractions to 0.001, null for what is no number."""
    return {"type": type(event).__name__, **_plain(event)}


def event_from_json(values: Mapping[str, Any]) -> Event | None:
    """The event, as far as rounding kept it; None for a type or a shape that this version does not know."""
    kind = _EVENTS.get(str(values.get("type")))
    try:
        return None if kind is None else _reader(kind)(values)
    except (TypeError, ValueError, KeyError):
        return None


def _plain(record: Any) -> dict[str, Any]:
    return {key.name: _value(key.name, getattr(record, key.name)) for key in fields(record)}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, float):
        return _rounded(name, value)
    if isinstance(value, tuple):
        return [_value(name, one) for one in value]
    return _plain(value) if is_dataclass(value) else value


def _rounded(name: str, value: float) -> float | None:
    if not math.isfinite(value):
        return None
    digits = next((digits for suffix, digits in _DIGITS.items() if name.endswith(suffix)), _OTHER_DIGITS)
    return round(value, digits) + 0.0  # -0.0 and 0.0 are the same measure


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes of plain JSON the dataclass, enumeration, tuple or plain value that `kind` names."""
    if is_dataclass(kind) and isinstance(kind, type):
        readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
        return lambda values: kind(**{name: read(values[name]) for name, read in readers.items()})
    if get_origin(kind) in (Union, types.UnionType):
        inner = _reader(next(one for one in get_args(kind) if one is not type(None)))
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        each = _reader(get_args(kind)[0])
        return lambda values: tuple(map(each, values))
    return _as_it_is if kind is bool else kind


def _as_it_is(value: Any) -> Any:
    return value
