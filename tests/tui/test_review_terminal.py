"""The review in a real terminal (tmux): it draws, takes keys and sizes, and leaves the terminal as it was."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.test_terminal import Pane

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

RECORDING = Path(__file__).parents[2] / "recordings/band_rdl_rounding.mcap"


@pytest.fixture
def pane(tmp_path: Path) -> Iterator[Pane]:
    opened = Pane(tmp_path)
    yield opened
    opened.close()


def test_a_recording_is_reviewed_and_the_terminal_is_left_as_it_was(pane: Pane) -> None:
    pane.run("review", str(RECORDING))
    pane.wait_for("7 reps: 4 good, 3 past the limit")
    pane.press("w")
    pane.wait_for(">1.4")
    pane.resize(120, 40)
    pane.wait_for("your limit 37 deg")
    pane.wait_for("same as live")
    pane.press("n")
    pane.wait_for("note, enter keeps it")
    pane.press("pad", "Enter")
    pane.wait_for("note kept; the session was added to the history")
    pane.press("C-q")
    pane.wait_for("ready>")
    pane.press("echo still here", "Enter")
    assert pane.wait_for("ready> still here").count("rounded") == 0
    pane.run("review")
    assert "7 reps, low back peak 44 deg" in pane.wait_for("Which session?")
    pane.press("Down", "Enter")
    pane.wait_for("7 reps: 4 good, 3 past the limit")
    pane.press("C-c")
    pane.wait_for("ready>")
