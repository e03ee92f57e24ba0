"""`imu-hinge review` without its screen: what it prints, and what it refuses."""

import argparse
import json
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from imu_hinge.analysis import analyze
from imu_hinge.cli import Parser, review
from imu_hinge.model.errors import HingeError, UsageError
from imu_hinge.review.book import Book
from imu_hinge.review.keeping import Keeping, Unkept
from tests.recording.examples import record, session

RECORDING = Path(__file__).parents[2] / "recordings/forward_bend.mcap"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.delenv("IMU_HINGE_DB_URL", raising=False)


def parsed(*words: str) -> argparse.Namespace:
    parser = Parser()
    review.configure(parser)
    return parser.parse_args(words)


def training(keeping: Keeping, path: Path) -> Book:
    opened = keeping.open(str(path), None)
    assert isinstance(opened, Book)
    return opened


def test_it_prints_what_the_screen_would_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert review.run(parsed(str(RECORDING), "--json")) == 0
    found = json.loads(capsys.readouterr().out)
    known = analyze(RECORDING).to_dict()
    assert found["sets"] == known["sets"] and found["duration_s"] == known["duration_s"]
    assert found["totals"]["reps"] == 5 and found["verify"] == {"state": "same", "words": "same as live"}


def test_a_session_is_named_by_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    with ExitStack() as opened:
        keeping = review.kept(parsed(), opened)
        keeping.note(training(keeping, RECORDING), 0, "x")
        (line,) = keeping.find("")
    assert review.run(parsed(line.what[:8], "--json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["totals"]["reps"] == 5 and [one["text"] for one in found["notes"]] == ["x"]


def test_without_its_recording_the_numbers_are_those_of_before(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    moved = Path(shutil.copy(RECORDING, tmp_path / "gone.mcap"))
    with ExitStack() as opened:
        keeping = review.kept(parsed(), opened)
        keeping.note(training(keeping, moved), 0, "x")
        (line,) = keeping.find("")
    review.run(parsed(str(moved), "--json"))
    moved.unlink()
    capsys.readouterr()
    assert review.run(parsed(line.what[:8], "--json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["sets"] == analyze(RECORDING).to_dict()["sets"] and found["path"] is None
    assert found["verify"]["state"] == "not_run"


def test_a_history_that_cannot_be_opened_is_told_and_the_recording_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = tmp_path / "history.db"
    broken.write_bytes(b"nothing of a database" * 400)
    monkeypatch.setenv("IMU_HINGE_DB_URL", f"sqlite:///{broken}")
    with ExitStack() as opened:
        assert isinstance(review.kept_or_not(parsed(), opened), Unkept)
    assert str(broken) in capsys.readouterr().err


@pytest.mark.parametrize("words", [[str(RECORDING)], []])
def test_without_a_terminal_there_is_no_screen(words: list[str]) -> None:
    with pytest.raises(UsageError, match="review needs a terminal; --json prints what the screen would show"):
        review.run(parsed(*words))


def test_json_needs_a_name() -> None:
    with pytest.raises(UsageError, match="name a recording or a session"):
        review.run(parsed("--json"))


def test_what_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imu_hinge.recording.about.MAJOR", 2)
    newer = record(tmp_path / "newer.mcap", session(1.0))
    monkeypatch.undo()
    home_again = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home_again))
    other = tmp_path / "other.mcap"
    other.write_bytes(b"nothing of ours")
    for path, why in ((newer, "a newer imu-hinge reads it"), (other, "is no recording of imu-hinge")):
        with pytest.raises(HingeError, match=why):
            review.run(parsed(str(path), "--json"))
    with pytest.raises(FileNotFoundError):
        review.run(parsed(str(tmp_path / "missing.mcap"), "--json"))
    with pytest.raises(UsageError, match="there is no session '0b9a'"):
        review.run(parsed("0b9a", "--json"))
