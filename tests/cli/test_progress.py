"""Progress shows at a terminal, after a while, and never costs an input."""

import sys

import pytest

from imu_hinge.cli import progress
from imu_hinge.model.inputs import Input, Tick

ITEMS: list[Input] = [Tick(n * 1_000_000_000) for n in range(5)]


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("patience_s", [0.0, 60.0])
@pytest.mark.parametrize("count", [0, 1, 5])
def test_every_input_passes(
    terminal: bool, patience_s: float, count: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setattr(progress, "PATIENCE_S", patience_s)
    assert list(progress.watched(ITEMS[:count], "bends.csv")) == ITEMS[:count]
    out, err = capsys.readouterr()
    assert out == ""
    assert ("bends.csv" in err) == (terminal and patience_s == 0.0 and count > 1)


@pytest.mark.parametrize("terminal", [False, True])
def test_long_work_says_how_far_it_is_also_where_nobody_looks(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setattr(progress, "SPOKEN_S", -1.0)
    assert list(progress.followed(ITEMS, "1 of 2  day.mcap", 8_000_000_000)) == ITEMS
    out, err = capsys.readouterr()
    assert out == "" and "1 of 2  day.mcap" in err
    assert terminal or "0:04 of 0:08 read" in err
