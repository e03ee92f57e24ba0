"""What a recording is of: training unless it says otherwise, as all did once."""

from pathlib import Path

import numpy as np
import pytest

from imu_hinge.analysis import fold_of
from imu_hinge.catalogue import load_exercise
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Tick
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import About, Recorder, open_recording
from imu_hinge.recording.about import from_json, from_metadata, sealed, to_json, to_metadata
from imu_hinge.recording.glance import glance_postures
from tests.recording.examples import about

SHIPPED = Path(__file__).resolve().parents[2] / "recordings" / "band_hinge.mcap"


def test_kind_and_settings_come_back() -> None:
    one = about(kind="posture", settings='{"muted":true}')
    assert from_json(to_json(one)) == one
    assert from_metadata(to_metadata(one)) == one


def test_a_recording_without_them_is_training() -> None:
    values = {key: value for key, value in to_json(about()).items() if key not in ("kind", "settings")}
    assert (from_json(values).kind, from_json(values).settings) == ("training", "")
    kept = {key: value for key, value in to_metadata(about()).items() if key not in ("kind", "settings", "crc32")}
    assert from_metadata(sealed(kept)) == about()
    with open_recording(SHIPPED) as recording:
        assert recording.about.kind == Kind.TRAINING


def test_a_key_that_every_recording_has_may_not_be_missing() -> None:
    values = {key: value for key, value in to_json(about()).items() if key != "client"}
    with pytest.raises(ValueError, match="'client'"):
        from_json(values)


def test_a_kind_of_a_later_version_can_be_read_and_not_be_folded(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.mcap", about(kind="dancing")) as recorder:
        recorder.receive(Tick(0), Step(np.zeros(0, FRAME)))
    with open_recording(recorder.path) as recording:
        assert recording.about.kind == "dancing"
    with pytest.raises(UsageError, match="dancing"):
        fold_of("dancing", load_exercise("band_rdl"))


def test_settings_that_cannot_be_read_are_told() -> None:
    with pytest.raises(UsageError, match="settings"):
        fold_of(Kind.POSTURE, load_exercise("band_rdl"), '{"origin_s": "noon"}')


def shown_in_ten_seconds(path: Path, one: About) -> int:
    frames = np.zeros(500, FRAME)
    frames["t_ns"] = np.arange(500) * 20_000_000
    with Recorder(path, one) as recorder:
        for at in range(0, 500, 25):
            recorder.receive(Tick(int(frames["t_ns"][at + 24])), Step(frames[at : at + 25]))
    return sum(map(len, glance_postures(recorder.path)))


def test_the_view_of_a_day_has_one_posture_a_second(tmp_path: Path) -> None:
    assert shown_in_ten_seconds(tmp_path / "a.mcap", about(kind="posture")) == 10
    assert shown_in_ten_seconds(tmp_path / "b.mcap", about()) == 200
