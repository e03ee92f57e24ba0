"""A file is whole or absent, and nothing is overwritten unasked."""

import errno
import os
from pathlib import Path

import pytest

from imu_hinge.cli.output import columns, fitted, written
from imu_hinge.model.errors import UsageError


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    with written(path, force=False) as stream:
        stream.write("a\nb\n")
        assert not path.exists()
    assert path.read_bytes() == b"a\nb\n"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_left_of_work_that_ended_early(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), written(tmp_path / "o.csv", force=False):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_names_the_file_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"o\.csv") as caught, written(tmp_path / "o.csv", force=False) as stream:
        stream.write("a")
    assert caught.value.filename == str(tmp_path / "o.csv")
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_stays_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text("old")
    with pytest.raises(UsageError, match="already exists"), written(path, force=False):
        pass
    assert path.read_text() == "old"
    with written(path, force=True) as stream:
        stream.write("new")
    assert path.read_text() == "new"


def test_a_file_that_appears_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    with pytest.raises(UsageError, match="already exists"), written(path, force=False):
        path.write_text("theirs")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("o.csv", "theirs")]


@pytest.mark.parametrize("name", [".", "missing/o.csv"])
def test_what_cannot_be_a_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder"), written(tmp_path / name, force=True):
        pass


def test_a_device_is_never_replaced() -> None:
    with pytest.raises(UsageError, match="device"), written(Path(os.devnull), force=True):
        pass


def test_columns_line_up_without_trailing_blanks() -> None:
    assert columns(("id", "cue"), [("longer", ""), ("b", "c")], indent=" ") == [" id      cue", " longer", " b       c"]


def test_a_table_at_a_terminal_is_folded_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("lumbar_flexion", "more than 18 deg and more than 60 %"), ("tempo", "-")]
    monkeypatch.setenv("COLUMNS", "30")
    assert fitted(("id", "limit"), rows) == [
        "id              limit",
        "lumbar_flexion  more than 18",
        "                deg and more",
        "                than 60 %",
        "tempo           -",
    ]
    monkeypatch.setenv("COLUMNS", "5")
    assert "lumbar_flexion  more" in fitted(("id", "limit"), rows)
    monkeypatch.delenv("COLUMNS")
    assert len(fitted(("id", "limit"), rows)) == 3
