"""One contract for every file of the catalogue."""

from importlib.resources import files

import pytest

from imu_hinge.catalogue import (
    MEASURES,
    exercise_from_texts,
    exercise_ids,
    fault_ids,
    load_exercise,
    load_fault,
    texts,
)
from imu_hinge.model.errors import CatalogueError
from tests.wording import forbidden

ROOT = files("imu_hinge.catalogue")
PROGRESSION = ("band_hinge", "split_stance_hinge", "band_rdl", "rdl_row")


def test_the_exercises_of_the_interface_exist_in_the_order_of_the_progression() -> None:
    assert exercise_ids() == (*PROGRESSION, "forward_bend")
    assert [load_exercise(exercise).level for exercise in exercise_ids()] == [1, 2, 3, 4, 0]


@pytest.mark.parametrize("folder", ["exercises", "faults"])
def test_every_file_is_found(folder: str) -> None:
    names = {entry.name for entry in ROOT.joinpath(folder).iterdir()}
    ids = exercise_ids() if folder == "exercises" else fault_ids()
    assert names == {f"{name}.toml" for name in ids}


@pytest.mark.parametrize("exercise_id", exercise_ids())
def test_an_exercise_replays_from_its_own_texts(exercise_id: str) -> None:
    assert exercise_from_texts(*texts(exercise_id)) == load_exercise(exercise_id)


@pytest.mark.parametrize("exercise_id", exercise_ids())
def test_an_exercise_speaks_by_the_wording_rule(exercise_id: str) -> None:
    exercise = load_exercise(exercise_id)
    assert forbidden(f"{exercise.title} {exercise.description}") == []


@pytest.mark.parametrize("fault_id", fault_ids())
def test_a_fault_speaks_by_the_wording_rule(fault_id: str) -> None:
    fault = load_fault(fault_id)
    assert forbidden(f"{fault.title} {fault.word} {fault.cue} {fault.explanation} {fault.source}") == []
    assert len(fault.cue) <= 60


@pytest.mark.parametrize("fault_id", fault_ids())
def test_a_fault_is_named_by_an_exercise_and_has_a_measure_and_a_source(fault_id: str) -> None:
    fault = load_fault(fault_id)
    assert any(fault in load_exercise(exercise).faults for exercise in exercise_ids())
    assert fault.unit == MEASURES[fault.measure].unit
    assert fault.source


@pytest.mark.parametrize("fault_id", fault_ids())
def test_hysteresis_is_that_of_the_algorithms(fault_id: str) -> None:
    fault = load_fault(fault_id)
    margin = {"deg": 3.0, "share": 0.03}[fault.unit]
    expected = (0.0, 0.0) if fault.per_rep else (margin, 0.2)
    assert (fault.clear_margin, fault.clear_hold_s) == expected


def test_each_fault_has_its_own_place_in_the_table() -> None:
    assert len({load_fault(fault).order for fault in fault_ids()}) == len(fault_ids())


@pytest.mark.parametrize("fault_id", fault_ids())
def test_a_hint_is_short_and_says_from_which_level_on(fault_id: str) -> None:
    fault = load_fault(fault_id)
    assert forbidden(fault.hint) == []
    assert len(fault.hint) <= 60
    assert bool(fault.hint) == bool(fault.hint_from)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hint": ""}, "hint and hint_from both or neither"),
        ({"hint_from": ""}, "hint and hint_from both or neither"),
        ({"hint_from": "often"}, "caution or fault"),
    ],
)
def test_half_a_hint_is_a_mistake(changes: dict[str, str], said: str) -> None:
    exercise, faults = texts("band_rdl")
    rows = {"hint": "slowing, last ones", "hint_from": "caution", **changes}
    bare = "".join(line for line in faults["speed_loss"].splitlines(True) if not line.startswith("hint"))
    wrong = "".join(f'{key} = "{value}"\n' for key, value in rows.items()) + bare
    with pytest.raises(CatalogueError, match=said):
        exercise_from_texts(exercise, {**faults, "speed_loss": wrong})


def test_a_recording_of_before_has_no_hints() -> None:
    exercise, faults = texts("band_rdl")
    bare = "".join(line for line in faults["speed_loss"].splitlines(True) if not line.startswith("hint"))
    old = exercise_from_texts(exercise, {**faults, "speed_loss": bare})
    assert [fault.hint for fault in old.faults if fault.id == "speed_loss"] == [""]


@pytest.mark.parametrize("fault_id", ["shallow", "speed_loss"])
def test_nobody_is_told_to_bend_further_or_faster(fault_id: str) -> None:
    assert (load_fault(fault_id).cue, load_fault(fault_id).word) == ("", "")


def test_limits_follow_the_own_maximum_above_an_absolute_floor() -> None:
    fault = load_fault("lumbar_flexion")
    assert fault.fault is not None
    assert [fault.caution.at(own) for own in (None, 20.0, 52.0)] == pytest.approx([23.0, 12.0, 23.4])
    assert [fault.fault.at(own) for own in (None, 20.0, 52.0)] == pytest.approx([31.0, 18.0, 31.2])


def test_beyond_has_a_side() -> None:
    assert load_fault("lumbar_flexion").beyond(12.1, 12.0)
    assert not load_fault("lumbar_flexion").beyond(12.0, 12.0)
    assert load_fault("low_hinge_share").beyond(0.54, 0.55)
