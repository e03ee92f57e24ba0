"""The first look gives what the whole look gives, or nothing."""

import random
from pathlib import Path

import numpy as np
import pytest

from imu_hinge.model.errors import RecordingError
from imu_hinge.model.inputs import Command
from imu_hinge.recording import open_recording
from imu_hinge.recording.about import SCHEMA_FAMILY
from imu_hinge.recording.glance import Glance, glance, glance_postures
from tests.recording.examples import record, session

SHIPPED = sorted((Path(__file__).parents[2] / "recordings").glob("*.mcap"))


def whole(path: Path) -> Glance:
    """The same from the whole file."""
    with open_recording(path) as recording:
        commands = [(index, item) for index, item in recording.indexed() if isinstance(item, Command)]
        return Glance(recording.about, recording.said, commands, recording.duration_ns)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_recording_is_told_as_the_whole_look_tells_it(path: Path) -> None:
    assert glance(path) == whole(path)


def test_postures_are_those_that_were_recorded(tmp_path: Path) -> None:
    fed = session(70.0)
    path = record(tmp_path / "session.mcap", fed)
    said = np.concatenate([step.frames for _, step in fed if len(step.frames)])
    shown = np.concatenate(list(glance_postures(path)))
    assert 19.0 <= len(shown) / 70.0 <= 21.0
    by_time = said[np.searchsorted(said["t_ns"], shown["t_ns"])]
    assert (by_time["t_ns"] == shown["t_ns"]).all() and (by_time["valid"] == shown["valid"]).all()
    for name in ("pelvis_tilt", "thorax_tilt", "lumbar_flexion"):
        assert np.degrees(shown[name]) == pytest.approx(np.degrees(by_time[name]), abs=0.051, nan_ok=True)


def test_a_file_with_one_bit_changed_is_left_to_the_whole_look(tmp_path: Path) -> None:
    data = bytearray(record(tmp_path / "session.mcap", session(5.0)).read_bytes())
    known = glance(tmp_path / "session.mcap")
    path, chance = tmp_path / "changed.mcap", random.Random(5)
    for _ in range(150):
        changed = bytearray(data)
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        assert glance(path) in (None, known)
        assert len(np.concatenate([np.empty(0), *(rows["t_ns"] for rows in glance_postures(path))])) in (0, 100)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.5, 0.9])
def test_a_cut_file_is_left_to_the_whole_look(share: float, tmp_path: Path) -> None:
    path = record(tmp_path / "session.mcap", session(5.0))
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    assert glance(path) is None


def test_other_files_are_left_to_the_whole_look(tmp_path: Path) -> None:
    path = tmp_path / "other.mcap"
    path.write_text("t_s,placement\n" * 50, encoding="utf-8")
    assert glance(path) is None
    assert list(glance_postures(path)) == []


def test_a_newer_layout_is_refused_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imu_hinge.recording.about.MAJOR", 2)
    path = record(tmp_path / "session.mcap", session(5.0))
    monkeypatch.undo()
    with pytest.raises(RecordingError, match=f"{SCHEMA_FAMILY}2; a newer imu-hinge reads it"):
        glance(path)
