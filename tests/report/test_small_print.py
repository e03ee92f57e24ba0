"""What a careful reader finds below."""

from dataclasses import replace
from typing import Any

import pytest

from imu_hinge.model.events import CalibrationRefused
from imu_hinge.report.recorded import warning_words
from imu_hinge.report.small_print import small_print
from tests.made import S
from tests.report.made import BEND, CALIBRATED, CONTENTS, a_set

AUTOMATIC = replace(CALIBRATED, status="automatic", quality=0.5, reasons=("upright_unsure",))
UNKNOWN_UPRIGHT = replace(AUTOMATIC, upright_known=False)
REFUSED = CalibrationRefused(t_ns=S, reason="moved", remedy="stand still")
CASES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "Calibration", "guided, at 0:05, quality 0.93 of 1. Zero is your own stand"),
    ({"calibrated": AUTOMATIC}, "Calibration", "(upright unsure). Zero was learned from the repetitions"),
    ({"calibrated": UNKNOWN_UPRIGHT}, "Calibration", "not known which posture is upright"),
    ({"calibrated": None}, "Calibration", "none. Angles are not judged."),
    ({"calibrated": None, "refused": REFUSED}, "Calibration", "none: stand still. Angles are not judged."),
    ({}, "Uncertainty", "In a real deadlift it has not been checked against an optical reference."),
    ({}, "Uncertainty", "a change below about 8° is the measurement's own noise"),
    ({}, "Data", "12 samples lost; 1 rep affected: no pelvis."),
    ({"lost_samples": 0, "sets": (a_set(1, {}),)}, "Data", "no sample lost; no rep affected."),
    ({"warnings": ("a", "b", "c", "d", "e", "f")}, "Sensors", "a; b; c; d; and 2 more."),
    ({"damage": ("byte 7: torn",)}, "Recording", "incomplete: byte 7: torn."),
    ({}, "Changed by hand", "nothing"),
    ({"corrections": ("1 left out", "2 added")}, "Changed by hand", "1 left out; 2 added"),
    ({}, "Limits", "low back 31°, close from 23°, for a bend that was not measured; profile band_rdl."),
    (
        {"calibrated": replace(CALIBRATED, own_max_lumbar_deg=50.0)},
        "Limits",
        "low back 30°, close from 22°, from your own",
    ),
    ({"calibrated": None}, "Limits", "low back not judged"),
    ({"exercise": BEND}, "Limits", "none; profile forward_bend."),
    ({}, "Made by", "recording 0b9a61f2-0000-4000-8000-000000000000."),
]


@pytest.mark.parametrize(("changes", "about", "words"), CASES)
def test_the_small_print_says_it(changes: dict[str, Any], about: str, words: str) -> None:
    assert words in dict(small_print(replace(CONTENTS, **changes)))[about]


def test_nothing_is_said_of_what_did_not_happen() -> None:
    assert not {"Sensors", "Recording"} & set(dict(small_print(CONTENTS)))


def test_what_was_known_before_the_first_sample_is_told_of_the_start() -> None:
    assert warning_words("thoracic", "tilt_only", -3.7) == "thoracic sensor: tilt only at the start"
    assert warning_words("sacrum", "sensor_moved", 51.2) == "sacrum sensor: moved at 0:51"


def test_a_sensor_without_a_gyroscope_is_named() -> None:
    strap = replace(CALIBRATED, reasons=("thorax_tilt_only",))
    told = dict(small_print(replace(CONTENTS, calibrated=strap)))
    assert "(the thoracic sensor has no gyroscope)" in told["Calibration"]
    assert told["Limits"].startswith("low back not judged")
