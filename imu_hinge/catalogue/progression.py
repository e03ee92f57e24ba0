"""The four levels as data: what each asks for by default, and what speaks for the next one or the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from imu_hinge.catalogue import schema
from imu_hinge.catalogue.load import exercise_ids, load_exercise
from imu_hinge.model.errors import CatalogueError

_FOLDER = files("imu_hinge.catalogue").joinpath("progression")
_LAST = 4
RISE_MOST = 2
"""No file may let a level be proposed after a rise of the pain that is told in a session."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a rule, and where it comes from."""

    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Dose:
    """What is planned of a session where nobody says otherwise."""

    sets: int
    """Left and right together."""
    reps: int
    """In each set."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One level."""

    id: str
    """The exercise."""
    level: int
    """From 1 to LEVELS."""
    dose: Dose
    looked_at: Mapping[str, Number]
    """Which sessions and pain scores are looked at."""
    up: Mapping[str, Number]
    """What must hold to propose the next level; empty for the last one."""
    back: Mapping[str, Number]
    """What proposes the level before."""

    def numbers(self) -> Mapping[str, Number]:
        """All of them by key, as `up.sessions`."""
        parts = {"looked_at": self.looked_at, "up": self.up, "back": self.back}
        return {f"{part}.{name}": number for part, numbers in parts.items() for name, number in numbers.items()}


def _share() -> schema.Key:
    return schema.Key(float, "a share from 0 to 1", lambda v: 0 <= v <= 1)


def _whole(low: int, high: int) -> schema.Key:
    return schema.Key(float, f"a whole number from {low} to {high}", lambda v: low <= v <= high and v == int(v))


LOOKED_AT: schema.Keys = {"days": _whole(7, 365), "reps": _whole(1, 100)}
UP: schema.Keys = {
    "sessions": _whole(2, 50),
    "recent_days": _whole(1, 60),
    "form_share": _share(),
    "lockout_share": _share(),
    "hinge_share": _share(),
    "seen_share": _share(),
    "side_reps": _whole(1, 100),
    "pain_most": _whole(0, 9),
    "pain_rise": _whole(1, RISE_MOST),
    "pain_stops": _whole(0, 9),
}
"""With sides, or without `side_reps`."""
BACK: schema.Keys = {
    "pain_rise": _whole(1, 10),
    "pain_limit": _whole(1, 10),
    "form_share": _share(),
    "form_sessions": _whole(1, 20),
}
_SOURCE = schema.Key(str, "a text of 1 to 300 characters on one line", lambda v: 1 <= len(v) <= 300 and "\n" not in v)
_TABLE = schema.Key(dict, "a table of rules")
_KEYS: schema.Keys = {
    "id": schema.ID,
    "dose": schema.Key(dict, "a table [dose] with sets, reps and source"),
    "looked_at": _TABLE,
    "up": schema.Key(dict, "a table of rules", default=None),
    "back": _TABLE,
}
_DOSE: schema.Keys = {
    "sets": schema.Key(int, "a whole number from 1 to 20", lambda v: 1 <= v <= 20),
    "reps": schema.Key(int, "a whole number from 1 to 100", lambda v: 1 <= v <= 100),
    "source": _SOURCE,
}


@cache
def levels() -> tuple[Rules, ...]:
    """All of them, from the first; raises CatalogueError for a wrong file, or a level that has none or two."""
    names = sorted(entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".toml"))
    found = [rules_from_text(name, _FOLDER.joinpath(name).read_text(encoding="utf-8")) for name in names]
    ordered = tuple(sorted(found, key=lambda one: one.level))
    if [one.level for one in ordered] != [*range(1, _LAST + 1)]:
        raise CatalogueError("progression", "", f"expected one file for each level from 1 to {_LAST}")
    return ordered


def rules_of(level: int) -> Rules:
    """Of one level, from 1; raises CatalogueError."""
    return levels()[level - 1]


def rules_from_text(name: str, text: str) -> Rules:
    """One level from the TOML of the file `name`; raises CatalogueError that names the key and what was expected."""
    file = f"progression/{name}"
    values = schema.checked(file, schema.parse(file, text), _KEYS)
    level = _level(file, name, values["id"])
    if (values["up"] is None) != (level == _LAST):
        raise CatalogueError(file, "up", f"expected in every level but the last one, {_LAST}")
    dose = Dose(**schema.checked(file, values["dose"], _DOSE, prefix="dose."))
    looked_at = _numbers(file, "looked_at", values["looked_at"], LOOKED_AT)
    _check_dose(file, values["id"], dose, looked_at["reps"].value)
    return Rules(
        id=values["id"],
        level=level,
        dose=dose,
        looked_at=looked_at,
        up={} if values["up"] is None else _numbers(file, "up", values["up"], _up_keys(values["id"])),
        back=_numbers(file, "back", values["back"], BACK),
    )


def _level(file: str, name: str, ident: str) -> int:
    if f"{ident}.toml" != name:
        raise CatalogueError(file, "id", f"expected {name.removesuffix('.toml')!r} as in the name of the file")
    known = [one for one in exercise_ids() if load_exercise(one).level]
    if ident not in known:
        raise CatalogueError(file, "id", f"expected an exercise of the progression: {', '.join(known)}")
    return load_exercise(ident).level


def _check_dose(file: str, exercise: str, dose: Dose, least_reps: float) -> None:
    if load_exercise(exercise).sides and dose.sets % 2:
        raise CatalogueError(file, "dose.sets", "expected as many sets left as right: an even number")
    if least_reps > dose.sets * dose.reps:
        raise CatalogueError(file, "looked_at.reps", f"expected at most the {dose.sets * dose.reps} of the dose")


def _up_keys(exercise: str) -> schema.Keys:
    """Without what is about sides, where there are none."""
    return {name: key for name, key in UP.items() if name != "side_reps" or load_exercise(exercise).sides}


def _numbers(file: str, part: str, given: dict[str, Any], keys: schema.Keys) -> Mapping[str, Number]:
    """Each rule is a table with `value` and `source`."""
    tables: schema.Keys = {name: schema.Key(dict, f"a table [{part}.{name}] with value and source") for name in keys}
    checked = schema.checked(file, given, tables, prefix=f"{part}.")
    return {name: _number(file, f"{part}.{name}.", checked[name], key) for name, key in keys.items()}


def _number(file: str, prefix: str, given: dict[str, Any], key: schema.Key) -> Number:
    return Number(**schema.checked(file, given, {"value": key, "source": _SOURCE}, prefix=prefix))
