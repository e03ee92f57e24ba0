"""Catalogue files to rows. Every mistake in a file is a CatalogueError that names the file, the key and the remedy."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from imu_hinge.catalogue import schema
from imu_hinge.catalogue.rows import MEASURES, Exercise, Fault, Limit
from imu_hinge.model.errors import CatalogueError, UsageError
from imu_hinge.model.events import Phase

_ROOT = files("imu_hinge.catalogue")

Texts = tuple[str, Mapping[str, str]]
"""The TOML of an exercise, and of its faults by id: what a recording keeps of the limits in force."""


@cache
def exercise_ids() -> tuple[str, ...]:
    """The exercises there are: the progression by level, then the assessments."""
    return tuple(sorted(_names("exercises"), key=lambda name: _place(_text("exercises", name))))


@cache
def fault_ids() -> tuple[str, ...]:
    """The faults there are, in the order of the table."""
    return tuple(fault.id for fault in sorted(map(load_fault, _names("faults")), key=lambda fault: fault.order))


@cache
def load_exercise(exercise_id: str) -> Exercise:
    """The exercise with its faults; raises UsageError for an unknown id, CatalogueError for a wrong file."""
    exercise_toml, fault_tomls = texts(exercise_id)
    exercise = exercise_from_texts(exercise_toml, fault_tomls)
    _check_name(f"exercises/{exercise_id}.toml", exercise_id, exercise.id)
    return exercise


@cache
def load_fault(fault_id: str) -> Fault:
    """One row of the fault table; raises CatalogueError for a wrong file."""
    return _fault(fault_id, _text("faults", fault_id))


def texts(exercise_id: str) -> Texts:
    """The texts of an exercise as the catalogue has them; raises UsageError, CatalogueError."""
    if exercise_id not in _names("exercises"):
        raise UsageError(f"there is no exercise {exercise_id!r}; there are: {', '.join(exercise_ids())}")
    exercise_toml = _text("exercises", exercise_id)
    file = f"exercises/{exercise_id}.toml"
    ids = schema.checked(file, schema.parse(file, exercise_toml), schema.EXERCISE)["faults"]
    return exercise_toml, {fault_id: _text("faults", fault_id) for fault_id in ids if fault_id in _names("faults")}


def exercise_from_texts(exercise_toml: str, fault_tomls: Mapping[str, str]) -> Exercise:
    """The exercise as these texts say, so that an old recording replays with its own limits; raises CatalogueError."""
    given = schema.parse("exercise profile", exercise_toml)
    file = f"exercises/{given.get('id', '?')}.toml"
    values = schema.checked(file, given, schema.EXERCISE)
    for fault_id in values["faults"]:
        if fault_id not in fault_tomls:
            raise CatalogueError(
                file, "faults", f"there is no fault {fault_id!r}; expected some of {_known(fault_tomls)}"
            )
    rows = [_fault(fault_id, fault_tomls[fault_id]) for fault_id in values.pop("faults")]
    return Exercise(**values, faults=tuple(sorted(rows, key=lambda row: row.order)))


def _known(fault_tomls: Mapping[str, str]) -> str:
    return ", ".join(sorted({*fault_tomls, *_names("faults")}))


@cache
def _names(folder: str) -> tuple[str, ...]:
    entries = (entry.name for entry in _ROOT.joinpath(folder).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in entries if name.endswith(".toml")))


@cache
def _text(folder: str, name: str) -> str:
    return _ROOT.joinpath(folder, f"{name}.toml").read_text(encoding="utf-8")


def _place(exercise_toml: str) -> tuple[bool, int, str]:
    given = schema.parse("exercise", exercise_toml)
    return given.get("level") == 0, given.get("level", 0), given.get("id", "")


def _check_name(file: str, expected: str, found: str) -> None:
    if found != expected:
        raise CatalogueError(file, "id", f"expected {expected!r} as in the name of the file, found {found!r}")


def _fault(fault_id: str, text: str) -> Fault:
    file = f"faults/{fault_id}.toml"
    values = schema.checked(file, schema.parse(file, text), schema.FAULT)
    _check_name(file, fault_id, values["id"])
    _check_measure(file, values)
    values["phases"] = tuple(Phase(phase) for phase in values["phases"])
    values["needs"] = tuple(values["needs"])
    values["caution"] = _limit(file, "caution", values["caution"])
    values["fault"] = _limit(file, "fault", values["fault"]) if values["fault"] is not None else None
    fault = Fault(**values)
    _check_levels(file, fault)
    _check_hint(file, fault)
    return fault


def _check_hint(file: str, fault: Fault) -> None:
    if bool(fault.hint) != bool(fault.hint_from):
        raise CatalogueError(file, "hint", "expected hint and hint_from both or neither")
    if fault.hint_from == "fault" and fault.fault is None:
        raise CatalogueError(file, "hint_from", "expected 'caution': there is no other level")


def _limit(file: str, level: str, given: dict[str, Any]) -> Limit:
    values = schema.checked(file, given, schema.LIMIT, prefix=f"{level}.")
    if (values["own_maximum_pct"] is None) != (values["limit_unknown"] is None):
        raise CatalogueError(file, level, "expected own_maximum_pct and limit_unknown both or neither")
    return Limit(**values)


def _check_measure(file: str, values: dict[str, Any]) -> None:
    measure = MEASURES[values["measure"]]
    if values["unit"] != measure.unit:
        raise CatalogueError(file, "unit", f"expected {measure.unit!r}, the unit of {values['measure']}")
    for name in ("hold_s", "clear_margin", "clear_hold_s"):
        if measure.per_rep and values[name]:
            raise CatalogueError(file, name, f"expected no such key: {values['measure']} is decided once per rep")
        if not measure.per_rep and not values[name]:
            raise CatalogueError(file, name, f"expected a number above 0: {values['measure']} is judged in every frame")


def _check_levels(file: str, fault: Fault) -> None:
    if fault.fault is None:
        return
    for name in ("limit", "own_maximum_pct", "limit_unknown", "limit_thorax"):
        early, late = getattr(fault.caution, name), getattr(fault.fault, name)
        if (early is None) != (late is None):
            raise CatalogueError(file, f"fault.{name}", "expected in both of [caution] and [fault], or in neither")
        if early is not None and not fault.beyond(late, early):
            raise CatalogueError(file, f"fault.{name}", f"expected a limit {fault.direction} the caution's {early:g}")
