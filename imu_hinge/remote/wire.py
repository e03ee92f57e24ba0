"""JSON that anybody may have sent: read within limits, its texts cleaned; and readers for the values in it."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from imu_hinge.model.errors import HingeError
from imu_hinge.remote.texts import MOST_LETTERS, clean, one_line

MOST_BYTES = 65_536
"""Of a message; what the broker is set up to take at the most."""
MOST_DEPTH = 8
"""Of lists and objects within one another; a repetition in a list of events has five."""
WORD_LETTERS = 128
"""The longest name, id or word."""
_TOO_DEEP = "nested too deep"
_WHOLE = 2**63 - 1
_DIGITS = 20

Reader = Callable[[Any], Any]
"""Gives the value as it is used; raises ValueError with what was expected."""


class MessageError(HingeError):
    """A message that cannot be used: `reason` says why. Nothing of it is used."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NewerMessageError(MessageError):
    """A message of a later version of the program."""


def packed(values: Mapping[str, Any]) -> bytes:
    """UTF-8, compact, texts cleaned and cut; raises MessageError where it is too large or a number is not finite."""
    try:
        plain = _cleaned(values, _cut)
        payload = json.dumps(plain, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()
    except ValueError as error:
        raise MessageError(str(error)) from None
    if len(payload) > MOST_BYTES:
        raise MessageError(f"{len(payload)} bytes, at most {MOST_BYTES} can be sent")
    return payload


def unpacked(payload: bytes) -> dict[str, Any]:
    """The object, with its texts cleaned; raises MessageError."""
    if len(payload) > MOST_BYTES:
        raise MessageError(f"{len(payload)} bytes, expected at most {MOST_BYTES}")
    try:
        text = payload.decode()
        values = _JSON.decode(text)
        return _object(values if _is_clean(text) else _cleaned(values, _whole_text))
    except RecursionError:
        raise MessageError(_TOO_DEEP) from None
    except ValueError as error:
        raise MessageError(str(error)) from None


def _is_clean(text: str) -> bool:
    """Whether no text in this JSON can be odd, too long or too deep: that is looked for in each of them otherwise.

    A thousand messages a second come to a trainer, and this is half of what reading one costs.
    """
    flat = len(text) <= MOST_LETTERS and text.count("{") + text.count("[") <= MOST_DEPTH
    return flat and text.isprintable() and "\\" not in text


def _cleaned(value: Any, text: Callable[[str], str], depth: int = 0) -> Any:
    """Plain JSON, each text as `text` gives it. Raises ValueError where it is nested too deep."""
    if depth > MOST_DEPTH:
        raise ValueError(_TOO_DEEP)
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {text(str(key)): _cleaned(one, text, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(one, text, depth + 1) for one in value]
    return value


def _cut(written: str) -> str:
    return clean(written)[:MOST_LETTERS]


def _whole_text(written: str) -> str:
    if len(written) > MOST_LETTERS:
        raise ValueError(f"a text of {len(written)} letters, expected at most {MOST_LETTERS}")
    return clean(written)


def _int(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError("a number that is too large")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    return value if math.isfinite(value) else _no_number(digits)


def _no_number(digits: str) -> NoReturn:
    raise ValueError(f"{digits[:_DIGITS]} is no finite number")


_JSON = json.JSONDecoder(parse_int=_int, parse_float=_float, parse_constant=_no_number)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("expected an object")
    return value


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("expected true or false")
    return value


def whole(value: Any) -> int:
    """From 0 to what 64 bits hold."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _WHOLE:
        raise ValueError("expected a whole number from 0")
    return value


def small(value: Any) -> int:
    """A whole number that may be below 0: dBm."""
    if isinstance(value, bool) or not isinstance(value, int) or not -1_000_000 <= value <= 1_000_000:
        raise ValueError("expected a whole number")
    return value


def number(value: Any) -> float:
    """A number of at most nine digits before the point."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e9 < value < 1e9:
        raise ValueError("expected a number")
    return float(value)


def word(value: Any) -> str:
    """One short line, which may be empty."""
    if not isinstance(value, str) or len(value) > WORD_LETTERS:
        raise ValueError(f"expected a word of at most {WORD_LETTERS} letters")
    return one_line(value)


def name(value: Any) -> str:
    """The same where it must say something."""
    if not (said := word(value)):
        raise ValueError("expected a word")
    return said


def text(value: Any) -> str:
    """Some lines."""
    if not isinstance(value, str):
        raise ValueError("expected text")
    return value.strip()


def data(value: Any) -> dict[str, Any]:
    """Any object: what is in it is looked at by whoever uses it."""
    return _object(value)


def optional(reader: Reader) -> Reader:
    """Null and absent are None."""
    return lambda value: None if value is None else reader(value)


def default(reader: Reader, otherwise: Any) -> Reader:
    """Null and absent are `otherwise`."""
    return lambda value: otherwise if value is None else reader(value)


def several(reader: Reader, most: int) -> Reader:
    """A tuple of at most so many."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) > most:
            raise ValueError(f"expected a list of at most {most}")
        return tuple(map(reader, value))

    return read


def by_name(reader: Reader, most: int) -> Reader:
    """An object with at most so many keys, each value read in the same way."""

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value) > most:
            raise ValueError(f"expected an object of at most {most} keys")
        return {name(key): reader(one) for key, one in value.items()}

    return read


def fields(readers: Mapping[str, Reader], values: Mapping[str, Any]) -> dict[str, Any]:
    """Each named value through its reader; keys that are not named are left out. Raises ValueError with the key."""
    read = {}
    for key, reader in readers.items():
        try:
            read[key] = reader(values.get(key))
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from None
    return read
