"""Sensors remembered by serial."""

from pathlib import Path

import pytest

from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from imu_hinge.station.roster import Known, Roster, load_roster, save_roster

A, B = Known("hsp", "0001", "HINGE-0001"), Known("hsp", "0002", "HINGE-0002")


def test_nobody_is_known_where_there_is_no_file(tmp_path: Path) -> None:
    assert load_roster(tmp_path / "sensors.json") == Roster()


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    roster = Roster().with_sensor(Placement.SACRUM, A).with_sensor(Placement.THORACIC, B)
    save_roster(roster, tmp_path / "deep" / "sensors.json")
    assert load_roster(tmp_path / "deep" / "sensors.json") == roster
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["sensors.json"]


def test_a_sensor_is_at_one_place_only() -> None:
    roster = Roster().with_sensor(Placement.SACRUM, A).with_sensor(Placement.THORACIC, A)
    assert roster.sensors == {Placement.THORACIC: A}


@pytest.mark.parametrize(
    "text", ["", "[]", '{"sensors": 3}', '{"sensors": {"knee": {}}}', '{"sensors": {"sacrum": {"a": 1}}}']
)
def test_a_file_that_is_no_list_is_named_with_the_remedy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sensors.json"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"sensors.json: is no list of sensors.*--forget"):
        load_roster(path)
