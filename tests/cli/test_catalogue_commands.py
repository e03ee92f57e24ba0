"""`exercises` and `faults` show the one catalogue."""

import json

import pytest

from imu_hinge.catalogue import exercise_ids, fault_ids, load_exercise
from imu_hinge.cli import main


@pytest.mark.parametrize(("command", "ids"), [("exercises", exercise_ids()), ("faults", fault_ids())])
def test_tables_hold_every_row(command: str, ids: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["id", *ids]


@pytest.mark.parametrize(("command", "ids"), [("exercises", exercise_ids()), ("faults", fault_ids())])
def test_json_holds_every_row(command: str, ids: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--json"]) == 0
    assert tuple(row["id"] for row in json.loads(capsys.readouterr().out)) == ids


def test_json_of_an_exercise_is_its_profile(capsys: pytest.CaptureFixture[str]) -> None:
    main(["exercises", "--json"])
    first = json.loads(capsys.readouterr().out)[0]
    exercise = load_exercise("band_hinge")
    assert first["thorax_range_deg"] == exercise.thorax_range_deg
    assert first["faults"] == [fault.id for fault in exercise.faults]


def test_limits_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    main(["faults"])
    out = capsys.readouterr().out
    assert "> 18 deg and > 60 % of own maximum (unknown: > 31 deg)" in out
    assert "pelvis > 12 deg or thorax > 15 deg" in out
    assert "< 0.55" in out
