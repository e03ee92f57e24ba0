"""The program in a real terminal (tmux): it draws, takes keys and sizes, and leaves the terminal as it was."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

RECORDING = Path(__file__).parents[2] / "recordings/band_rdl_rounding.mcap"
PATIENCE_S = 60.0


class Pane:
    """One shell in one tmux server of its own."""

    def __init__(self, folder: Path) -> None:
        self._socket = str(folder / "tmux")
        self._environment = {
            **os.environ,
            "XDG_CONFIG_HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            "LANG": "C.UTF-8",
        }
        self._tmux("new-session", "-d", "-x", "80", "-y", "24", "env PS1='ready> ' sh")
        self.wait_for("ready>")

    def _tmux(self, *words: str) -> str:
        whole = ["tmux", "-u", "-S", self._socket, "-f", "/dev/null", *words]
        return subprocess.run(whole, env=self._environment, check=True, capture_output=True, text=True).stdout

    def run(self, *words: str, **environment: str) -> None:
        """Types a command line."""
        settings = [f"{name}={value}" for name, value in environment.items()]
        self.press(shlex.join([*settings, sys.executable, "-m", "imu_hinge", *words]).replace("'", ""), "Enter")

    def press(self, *keys: str) -> None:
        """Presses keys as tmux names them."""
        self._tmux("send-keys", *keys)

    def resize(self, columns: int, rows: int) -> None:
        """Another size of the window."""
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

    @property
    def shown(self) -> str:
        """What stands on the screen."""
        return self._tmux("capture-pane", "-p")

    def wait_for(self, words: str) -> str:
        """The screen once the words stand on it."""
        end_s = time.monotonic() + PATIENCE_S
        while words not in (shown := self.shown):
            assert time.monotonic() < end_s, shown
            time.sleep(0.1)
        return shown

    def close(self) -> None:
        """Ends the server and what runs in it."""
        self._tmux("kill-server")


@pytest.fixture
def pane(tmp_path: Path) -> Iterator[Pane]:
    opened = Pane(tmp_path)
    yield opened
    opened.close()


def test_a_set_is_shown_to_its_end_and_the_terminal_is_left_as_it_was(pane: Pane) -> None:
    pane.run("live", "--from", str(RECORDING), "--speed", "20")
    pane.wait_for("SACRUM")
    pane.press("f")
    pane.resize(40, 12)
    pane.resize(10, 3)
    pane.resize(80, 24)
    shown = pane.wait_for("past limit")
    assert "all" in shown
    pane.press("C-q")
    shown = pane.wait_for("session  end")
    assert "1 set: 7 reps" in shown
    pane.press("echo still here", "Enter")
    assert pane.wait_for("ready> still here").count("SACRUM") == 0


@pytest.mark.parametrize(
    "environment",
    [{"LC_ALL": "C"}, *(pytest.param(one, marks=pytest.mark.long) for one in ({"NO_COLOR": "1"}, {"TERM": "vt100"}))],
)
def test_poor_terminals_show_the_number_too(pane: Pane, environment: dict[str, str]) -> None:
    pane.run("live", "--from", str(RECORDING), "--speed", "20", "--ascii", **environment)
    pane.wait_for("past limit")
    pane.press("C-q")
    pane.wait_for("session  end")


def test_the_first_screen_leads_to_a_session(pane: Pane) -> None:
    pane.run()
    assert "not a medical device" in pane.wait_for("Demo")
    pane.press("2")
    pane.wait_for("level 1")
    pane.press("Enter")
    pane.wait_for("Ready to train?")
    pane.press("y")
    pane.wait_for("Do not train")
    pane.press("Enter")
    pane.wait_for("Do not train. Get medical help now.\nready>")
