"""The wearer takes what the trainer proposes: this session is closed, and the next one begins unasked."""

import argparse
import json
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from imu_hinge import open_recording
from imu_hinge.cli.live import configure
from imu_hinge.cli.showing import Shown
from imu_hinge.cli.taking import free_name
from imu_hinge.sound import SilentPlayer
from imu_hinge.station.settings import Settings
from imu_hinge.view.snapshot import Stage
from tests.cli.homes import moved_to
from tests.cli.processes import SAMPLE
from tests.remote.watched import until


def wanted(*words: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    configure(parser)
    return parser.parse_args([str(word) for word in words])


@pytest.fixture
def opened() -> ExitStack:
    return ExitStack()


def test_taking_a_proposal_ends_this_session_and_begins_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: ExitStack
) -> None:
    moved_to(tmp_path, monkeypatch)
    file = tmp_path / "set.mcap"
    words = wanted("--from", SAMPLE, "--speed", 3, "--record", file, "--sound", "off")
    with opened:
        shown = Shown(words, opened, Settings(), SilentPlayer("none"))
        shown.begin()
        until(lambda: shown.read().stage is not Stage.WAITING, 30)
        shown.say("trainer_exercise", json.dumps({"by": "anna", "exercise": "forward_bend", "side": ""}))
        until(lambda: shown.read().asked.proposal)
        assert not file.exists(), "the first one is still being recorded"
        shown.say("take_exercise", "")
        until(lambda: shown.read().exercise.id == "forward_bend" and shown.read().stage is not Stage.WAITING, 30)
        assert file.exists(), "the first one is closed before the second begins"
        assert shown.running and not shown.leaving
        shown.stop()
        until(lambda: not shown.running)
    exercises = []
    for path in (file, tmp_path / "set-2.mcap"):
        with open_recording(path) as recording:
            exercises.append(recording.about.exercise)
    assert exercises == ["band_hinge", "forward_bend"]


def test_what_is_left_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: ExitStack) -> None:
    moved_to(tmp_path, monkeypatch)
    with opened:
        shown = Shown(wanted("--from", SAMPLE, "--speed", 3), opened, Settings(), SilentPlayer("none"))
        shown.begin()
        until(lambda: shown.read().stage is not Stage.WAITING, 30)
        shown.say("take_exercise", "")
        shown.say("trainer_exercise", json.dumps({"by": "anna", "exercise": "forward_bend", "side": ""}))
        shown.say("leave_exercise", "")
        shown.say("take_exercise", "")
        time.sleep(0.5)
        assert shown.running and shown.read().exercise.id == "band_hinge"
        shown.stop()
        until(lambda: not shown.running)
        assert shown.read().exercise.id == "band_hinge"


def test_a_file_that_is_there_is_never_recorded_over(tmp_path: Path) -> None:
    assert free_name(tmp_path / "set.mcap") == tmp_path / "set.mcap"
    (tmp_path / "set.mcap").touch()
    (tmp_path / "set-2.mcap").touch()
    assert free_name(tmp_path / "set.mcap") == tmp_path / "set-3.mcap"
