"""Every mistake in a file names the file, the key and what was expected."""

import pytest

from imu_hinge.catalogue import exercise_from_texts, load_exercise, texts
from imu_hinge.model.errors import CatalogueError, UsageError

EXERCISE, FAULTS = texts("band_rdl")
LUMBAR, SHARE = "lumbar_flexion", "low_hinge_share"
MISTAKES = [
    (LUMBAR, "hold_s = 0.2", "hold_s = ", "", "TOML"),
    (LUMBAR, "hold_s = 0.2", 'hold_s = "0.2"', "hold_s", "a number from 0 to 60"),
    (LUMBAR, "hold_s = 0.2", "hold_s = nan", "hold_s", "a number from 0 to 60"),
    (LUMBAR, "hold_s = 0.2\n", "", "hold_s", "judged in every frame"),
    (LUMBAR, "hold_s = 0.2", "hold_ms = 200", "hold_ms", "unknown key"),
    (LUMBAR, "order = 1", "order = 1.0", "order", "a whole number"),
    (LUMBAR, "order = 1", "order = true", "order", "a whole number"),
    (LUMBAR, "absolute = true", "absolute = 1", "absolute", "true or false"),
    (LUMBAR, 'unit = "deg"', 'unit = "share"', "unit", "'deg'"),
    (LUMBAR, 'unit = "deg"', 'unit = "rad"', "unit", "deg, share"),
    (LUMBAR, 'measure = "lumbar_flexion"', 'measure = "hip_angle"', "measure", "lumbar_flexion"),
    (LUMBAR, '"hinging", ', '"falling", ', "phases", "standing"),
    (LUMBAR, '"hinging", ', '"bottom", ', "phases", "different words"),
    (LUMBAR, '"hinging", ', "3, ", "phases", "standing"),
    (LUMBAR, '"above"', '"over"', "direction", "above, below"),
    (LUMBAR, "keep the arch", "keep " + "the " * 20 + "arch", "cue", "60 characters"),
    (LUMBAR, 'word = "ARCH"', 'word = "ROUNDED"', "word", "five capital letters"),
    (LUMBAR, 'word = "ARCH"', 'word = "Arch"', "word", "five capital letters"),
    (LUMBAR, 'id = "lumbar_flexion"', 'id = "rounding"', "id", "'lumbar_flexion'"),
    (LUMBAR, "limit_unknown = 23.0\n", "", "caution", "both or neither"),
    (LUMBAR, "limit = 18.0", "limit = 8.0", "fault.limit", "above the caution's 12"),
    (LUMBAR, "own_maximum_pct = 60.0\nlimit_unknown = 31.0\n", "", "fault.own_maximum_pct", "both of"),
    (LUMBAR, "[caution]", "[early]", "early", "unknown key"),
    (LUMBAR, "limit = 12.0", "limits = 12.0", "caution.limits", "unknown key"),
    (SHARE, "[caution]\nlimit = 0.65\n", "", "caution", "missing key"),
    (SHARE, "[caution]\nlimit = 0.65\n", "caution = 0.65\n", "caution", "a table"),
    (SHARE, "absolute = false", "absolute = false\nhold_s = 0.2", "hold_s", "once per rep"),
    (SHARE, "limit = 0.55", "limit = 0.75", "fault.limit", "below the caution's 0.65"),
]


@pytest.mark.parametrize(("fault_id", "old", "new", "key", "expected"), MISTAKES)
def test_mistake_in_a_fault(fault_id: str, old: str, new: str, key: str, expected: str) -> None:
    assert old in FAULTS[fault_id]
    changed = {**FAULTS, fault_id: FAULTS[fault_id].replace(old, new, 1)}
    with pytest.raises(CatalogueError) as caught:
        exercise_from_texts(EXERCISE, changed)
    assert (caught.value.file, caught.value.key) == (f"faults/{fault_id}.toml", key)
    assert expected in caught.value.reason


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ("level = 3", 'level = "three"', "level", "a whole number from 0 to 9"),
        ("level = 3\n", "", "level", "missing key"),
        ("level = 3", "level = 3\nweight_kg = 20", "weight_kg", "unknown key"),
        ('"thorax"', '"knee"', "counted_on", "thorax"),
        ("thorax_range_deg = 62.0", "thorax_range_deg = 1.08", "thorax_range_deg", "a number from 15 to 150"),
        ('"shallow"', '"deep"', "faults", "no fault 'deep'"),
        ('"shallow"', '"tempo"', "faults", "different fault ids"),
        ('"shallow"', "7", "faults", "no fault 7"),
    ],
)
def test_mistake_in_an_exercise(old: str, new: str, key: str, expected: str) -> None:
    assert old in EXERCISE
    with pytest.raises(CatalogueError) as caught:
        exercise_from_texts(EXERCISE.replace(old, new, 1), FAULTS)
    assert (caught.value.file, caught.value.key) == ("exercises/band_rdl.toml", key)
    assert expected in caught.value.reason


def test_whole_numbers_stand_for_numbers() -> None:
    changed = exercise_from_texts(EXERCISE.replace("62.0", "62"), FAULTS)
    assert changed.thorax_range_deg == 62.0


def test_an_unknown_exercise_is_refused_with_those_that_exist() -> None:
    with pytest.raises(UsageError, match=r"no exercise 'squat'; there are: band_hinge, .*forward_bend"):
        load_exercise("squat")
