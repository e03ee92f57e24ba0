"""Which sensors are whose: one small private file, and a sensor belongs to one client only."""

import stat
from pathlib import Path

import pytest

from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from imu_hinge.station.roster import Known, Roster
from imu_hinge.station.wearers import Moved, Paired, load_wearers, save_wearers, with_wearer

SACRUM, THORACIC = Placement


def paired(sacrum: str, thoracic: str, exercise: str = "band_rdl") -> Paired:
    sensors = {SACRUM: sacrum, THORACIC: thoracic}
    return Paired(
        Roster({place: Known("hsp", serial, f"HINGE-{serial}") for place, serial in sensors.items()}), exercise
    )


def test_what_is_saved_is_loaded_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    path, wearers = tmp_path / "folder" / "wearers.json", {"c-1": paired("A", "B"), "c-2": paired("C", "D", "")}
    assert load_wearers(path) == {}
    save_wearers(wearers, path)
    save_wearers(wearers, path)
    assert load_wearers(path) == wearers
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["wearers.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"wearers": 3}',
        '{"wearers": {"c-1": {}}}',
        '{"wearers": {"c-1": {"exercise": "", "sensors": {"head": {"driver": "", "serial": "", "name": ""}}}}}',
        '{"wearers": {"c-1": {"exercise": "", "sensors": {"sacrum": {"driver": "", "serial": 3, "name": ""}}}}}',
        "\0\0\0\0",
    ],
)
def test_a_broken_file_is_refused_with_the_remedy(text: str, tmp_path: Path) -> None:
    path = tmp_path / "wearers.json"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"is no list of wearers .*trainer pair"):
        load_wearers(path)


def test_a_sensor_that_is_paired_elsewhere_moves_and_whose_it_was_is_told() -> None:
    before = {"c-1": paired("A", "B"), "c-2": paired("C", "D")}
    after, moved = with_wearer(before, "c-3", paired("A", "E"))
    assert moved == [Moved("HINGE-A", "c-1", SACRUM)]
    assert {
        client: sorted(one.serial for one in paired.roster.sensors.values()) for client, paired in after.items()
    } == {
        "c-1": ["B"],
        "c-2": ["C", "D"],
        "c-3": ["A", "E"],
    }


def test_a_client_left_without_a_sensor_is_not_kept_and_own_sensors_may_change_places() -> None:
    assert list(with_wearer({"c-1": paired("A", "B")}, "c-2", paired("A", "B"))[0]) == ["c-2"]
    after, moved = with_wearer({"c-1": paired("A", "B")}, "c-1", paired("B", "A"))
    assert (after, moved) == ({"c-1": paired("B", "A")}, [])


def test_two_sensors_of_one_name_are_refused() -> None:
    twin = Paired(Roster({SACRUM: Known("hsp", "X", "HINGE-A"), THORACIC: Known("hsp", "Y", "HINGE-Y")}))
    with pytest.raises(UsageError, match="HINGE-A: c-1 has another sensor of this name"):
        with_wearer({"c-1": paired("A", "B")}, "c-2", twin)
