"""A fault with other limits is a catalogue text like any other."""

import tomllib
from dataclasses import replace

import pytest

from imu_hinge.catalogue import Limit, exercise_from_texts, exercise_ids, fault_ids, load_exercise, load_fault, texts
from imu_hinge.catalogue.limits import with_limit
from imu_hinge.model.errors import CatalogueError, UsageError


def plain(limit: float) -> Limit:
    return Limit(limit=limit, own_maximum_pct=None, limit_unknown=None, limit_thorax=None)


@pytest.mark.parametrize("exercise", exercise_ids())
@pytest.mark.parametrize("fault", fault_ids())
def test_every_fault_of_every_exercise_loads_with_other_limits(exercise: str, fault: str) -> None:
    exercise_toml, faults = texts(exercise)
    if fault not in faults:
        pytest.skip("not a fault of this exercise")
    row, way = load_fault(fault), 1 if load_fault(fault).direction == "above" else -1
    changed = with_limit(faults[fault], 0.3, 0.3 + way * 0.1)
    loaded = exercise_from_texts(exercise_toml, {**faults, fault: changed})
    late = None if row.fault is None else plain(0.3 + way * 0.1)
    expected = [
        replace(one, caution=plain(0.3), fault=late) if one.id == fault else one
        for one in load_exercise(exercise).faults
    ]
    assert list(loaded.faults) == expected


def test_texts_of_any_letters_stay_as_they_are() -> None:
    text = 'title = "« tall » \\" \\\\ \\U0001F44D"\ndirection = "above"\nneeds = []\nabsolute = true\n'
    text += "[caution]\nlimit = 1\n[fault]\nlimit = 2\n"
    changed = tomllib.loads(with_limit(text, 3.0, 4.5))
    assert changed == tomllib.loads(text) | {"caution": {"limit": 3.0}, "fault": {"limit": 4.5}}


@pytest.mark.parametrize(
    ("fault", "caution", "limit", "why"),
    [
        ("lumbar_flexion", 18.0, 18.0, "expected one above the early limit 18, found 18"),
        ("low_hinge_share", 0.5, 0.6, "expected one below the early limit 0.5, found 0.6"),
        ("lumbar_flexion", float("nan"), 18.0, "expected two numbers"),
        ("shallow", float("inf"), 0.0, "expected two numbers"),
    ],
)
def test_limits_that_make_no_sense_are_refused(fault: str, caution: float, limit: float, why: str) -> None:
    _, faults = texts("band_rdl")
    with pytest.raises(UsageError, match=why):
        with_limit(faults[fault], caution, limit)


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(CatalogueError, match="this is not TOML"):
        with_limit("limit: 3", 1.0, 2.0)
