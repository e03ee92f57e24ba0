"""A screen whose terminal goes away, or reads nothing, ends."""

import os
import pty
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from imu_hinge.cli.terminal import hung_up

RECORDING = Path(__file__).parents[2] / "recordings/rdl_row.mcap"
SCREENS = {
    "review": ["review", str(RECORDING)],
    "live": ["live", "--from", str(RECORDING), "--no-record"],
    "first screen": [],
}
PATIENCE_S = 60.0


class Terminal:
    """A pseudo-terminal that is nobody's controlling one: its end is told by no signal."""

    def __init__(self, words: list[str], home: Path) -> None:
        self._ours, theirs = pty.openpty()
        surroundings = {
            **os.environ,
            "XDG_CONFIG_HOME": str(home),
            "XDG_DATA_HOME": str(home),
            "TERM": "xterm-256color",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "imu_hinge", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=surroundings,
            start_new_session=True,
        )
        os.close(theirs)
        self._reading = threading.Event()
        self._reading.set()
        self._reader = threading.Thread(target=self._read)
        self.drawn = b""
        self._reader.start()

    def _read(self) -> None:
        while self._reading.is_set():
            ready, _, _ = select.select([self._ours], [], [], 0.1)
            if ready:
                try:
                    self.drawn += os.read(self._ours, 65536)
                except OSError:
                    return

    def stall(self) -> None:
        """Reads nothing any more."""
        self._reading.clear()
        self._reader.join()

    def close(self) -> None:
        """Goes away."""
        self.stall()
        os.close(self._ours)

    def press(self, keys: bytes) -> None:
        """Types."""
        os.write(self._ours, keys)

    def wait_for(self, words: bytes) -> None:
        """Until the words were drawn."""
        end_s = time.monotonic() + PATIENCE_S
        while words not in self.drawn:
            assert time.monotonic() < end_s, self.drawn[-2000:]
            time.sleep(0.05)


@pytest.fixture(params=list(SCREENS.values()), ids=list(SCREENS))
def screen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(request.param, tmp_path)
    yield opened
    opened.process.kill()
    opened.process.wait()
    opened.stall()


def drawn(screen: Terminal) -> Terminal:
    """The screen once it stands."""
    screen.wait_for(b"\x1b[?1049h")
    time.sleep(2.0)
    return screen


def test_a_terminal_that_goes_away_ends_the_program(screen: Terminal) -> None:
    drawn(screen).close()
    assert screen.process.wait(PATIENCE_S) == 128 + signal.SIGHUP


def test_a_terminal_that_reads_nothing_does_not_keep_the_program_from_ending(screen: Terminal) -> None:
    drawn(screen).press(b" ")
    screen.stall()
    time.sleep(1.0)
    screen.process.terminate()
    assert screen.process.wait(PATIENCE_S) == 128 + signal.SIGTERM


def test_a_terminal_is_there_until_its_other_end_is_closed() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as stream:
        assert not hung_up(stream)
        os.close(ours)
        assert hung_up(stream)


LEFT_BEHIND = """
import threading
from imu_hinge.cli.terminal import leave_for_good
threading.Thread(target=threading.Event().wait, name="textual-input").start()
leave_for_good(7)
"""


def test_a_reader_of_keys_that_a_screen_left_behind_does_not_keep_the_process() -> None:
    assert subprocess.run([sys.executable, "-c", LEFT_BEHIND], timeout=60, check=False).returncode == 7


def test_the_screen_names_its_reader_of_keys_so() -> None:
    from textual.drivers import linux_driver

    assert 'name="textual-input"' in Path(linux_driver.__file__).read_text(encoding="utf-8")
