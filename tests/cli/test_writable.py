"""A place where nothing can be written is found before a session, and by the doctor."""

from pathlib import Path

import pytest

from imu_hinge.bluetooth.probe import Verdict
from imu_hinge.cli import doctor
from imu_hinge.cli.keeping import check_writable
from imu_hinge.model.errors import UsageError
from tests.cli.processes import assert_refused, run


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """Below a file there are no folders, whoever asks; and below a home that may only be read there are none either."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "data"


def test_a_folder_is_tried_and_left_as_it_was(tmp_path: Path) -> None:
    check_writable(tmp_path / "new" / "deep" / "a.mcap")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_names_the_ways_out(nowhere: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing can be written there .*; give --record PATH or --no-record"):
        check_writable(nowhere / "a.mcap")


def test_a_session_there_is_refused_before_sensors_are_looked_for(
    nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(nowhere))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert_refused(run(["live", "--simulate", "--plain", "--speed", "1000"]), "nothing can be written", "--no-record")


def test_a_doctor_says_that_nothing_can_be_written(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "default_folder", lambda: nowhere)
    (found,) = [one for one in doctor.machine() if one.subject == "recordings"]
    assert found.verdict is Verdict.BAD
    assert "nothing can be written" in found.words
