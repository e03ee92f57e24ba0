"""What this user chose, kept in one small JSON file; every value is checked, what a later version wrote is kept."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from imu_hinge.cues.cue import Mode
from imu_hinge.cues.dose import Dose
from imu_hinge.gate.pain import START_LIMIT
from imu_hinge.model.errors import UsageError
from imu_hinge.station.files import replace_text
from imu_hinge.station.roster import default_path

_SCHEMA_KEY, _SCHEMA = "schema", "imu-hinge/settings/1"


class Ascii(StrEnum):
    """Whether only ASCII is drawn; `auto` asks the terminal."""

    AUTO = "auto"
    YES = "yes"
    NO = "no"


class Click(StrEnum):
    """When a repetition clicks."""

    LOCKOUT = "lockout"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one user."""

    sound: Mode = Mode.ALL
    dose: Dose = Dose.EVERY
    theme: str = "gym-dark"
    big: bool = False
    """The count fills the screen."""
    ascii: Ascii = Ascii.AUTO
    click: Click = Click.LOCKOUT
    pain_start_limit: int = START_LIMIT
    """Pain (0 to 10) from which no session starts; our choice, without a clinical source."""
    disclaimer_seen: str = ""
    """When, as ISO date and time; empty for never."""
    gate_answered: Mapping[str, str] = field(default_factory=dict)
    """Question of the gate -> ISO date of its last answer."""
    keymap: Mapping[str, str] = field(default_factory=dict)
    """Id of a key binding -> the keys that replace it, with commas between them."""
    others: Mapping[str, Any] = field(default_factory=dict)
    """Keys of the file that this version does not know."""


def settings_path() -> Path:
    """Where the file lies."""
    return default_path().with_name("settings.json")


def load_settings(path: Path) -> Settings:
    """The settings; the defaults where there is no file or no key. Raises UsageError naming the key, OSError."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: is no JSON ({error}); mend it, or remove it: the defaults then hold") from error
    if not isinstance(values, dict):
        raise UsageError(f"{path}: is no JSON object; mend it, or remove it: the defaults then hold")
    known = {key: _checked(path, key, values[key]) for key in _CHECKS if key in values}
    known.pop(_SCHEMA_KEY, None)
    return Settings(**known, others={key: value for key, value in values.items() if key not in _CHECKS})


def save_settings(settings: Settings, path: Path) -> None:
    """Replaces the file as a whole. Raises OSError."""
    known = {key: getattr(settings, key) for key in _CHECKS if key != _SCHEMA_KEY}
    values = {_SCHEMA_KEY: _SCHEMA, **known, **settings.others}
    replace_text(path, json.dumps(values, indent=1) + "\n")


def keep_settings(settings: Settings, path: Path) -> str:
    """Saves what is no more than convenient to keep; why it could not, in words, empty where it could."""
    try:
        save_settings(settings, path)
    except OSError as error:
        return f"{path}: settings cannot be kept ({error.strerror}); make the folder writable"
    return ""


def _checked(path: Path, key: str, value: Any) -> Any:
    expected, read = _CHECKS[key]
    try:
        return read(value)
    except (ValueError, TypeError, AttributeError) as error:
        found = f"expected {expected}, found {json.dumps(value):.60}"
        raise UsageError(f"{path}: {key}: {found}; mend it, or remove the key: the default then holds") from error


Check = tuple[str, Callable[[Any], Any]]
"""What is expected, in words, and what reads it: raises ValueError, TypeError or AttributeError for anything else."""


def _one_of(kind: type[StrEnum]) -> Check:
    return f"one of {', '.join(kind)}", kind


def _that(fulfils: Callable[[Any], object]) -> Callable[[Any], Any]:
    """Reads what fulfils this as it is."""

    def read(value: Any) -> Any:
        if not fulfils(value):
            raise ValueError(value)
        return value

    return read


def _is_texts(value: Any) -> bool:
    return all(isinstance(one, str) for one in value.values())


def _is_dates(value: Any) -> bool:
    return all(date.fromisoformat(one).isoformat() == one for one in value.values())


_CHECKS: Mapping[str, Check] = {
    _SCHEMA_KEY: (_SCHEMA, _that(lambda value: value == _SCHEMA)),
    "sound": _one_of(Mode),
    "dose": _one_of(Dose),
    "theme": ("a name", _that(lambda value: isinstance(value, str) and value)),
    "big": ("true or false", _that(lambda value: isinstance(value, bool))),
    "ascii": _one_of(Ascii),
    "click": _one_of(Click),
    "pain_start_limit": ("a whole number from 1 to 10", _that(lambda value: type(value) is int and 1 <= value <= 10)),
    "disclaimer_seen": (
        "a date and time, or nothing",
        _that(lambda value: value == "" or datetime.fromisoformat(value)),
    ),
    "gate_answered": ("dates like 2026-07-14 by question", _that(_is_dates)),
    "keymap": ("keys by the id of their binding", _that(_is_texts)),
}
"""By key of the file."""
