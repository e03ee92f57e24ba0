"""Terminals, pipes, signals and full disks, each with a real process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.processes import PROGRAM, SAMPLE, Result, assert_refused, run
from tests.made import bends_csv
from tests.tiers import shortened

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="has other signals and streams")
LIVE = ["live", "--from", str(SAMPLE), "--speed", "30"]
BEND = ["--exercise", "forward_bend"]


@pytest.fixture(scope="module")
def bends(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bends_csv(tmp_path_factory.mktemp("bends") / "bends.csv", 3)


def shell(line: str, bends: Path) -> Result:
    """Runs a line in which PROGRAM and BENDS stand for themselves."""
    told = line.replace("PROGRAM", " ".join(PROGRAM)).replace("BENDS", " ".join([str(bends), *BEND]))
    return subprocess.run(["sh", "-c", told], capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_alone_it_shows_the_help() -> None:
    result = run([])
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("usage: imu-hinge")


@POSIX
@pytest.mark.parametrize(("form", "said"), [("--plain", "rep  3"), ("--json", '"SetStarted"')])
@pytest.mark.parametrize("signum", shortened([signal.SIGINT, signal.SIGTERM]))
def test_a_signal_ends_a_session_as_its_end_does(form: str, said: str, signum: signal.Signals) -> None:
    with subprocess.Popen(
        [*PROGRAM, *LIVE, form], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout and process.stderr
        lines = []
        for line in process.stdout:
            lines.append(line)
            if said in line:
                process.send_signal(signum)
                said = "\0"
        assert (process.wait(60), process.stderr.read()) == (128 + signum, "")
    ended = [line for line in lines if "SetEnded" in line or "  set  end  1  " in line]
    assert len(ended) == 1
    if form == "--plain":
        assert "  session  end  1 set: " in lines[-1]


@POSIX
def test_a_signal_during_an_import_leaves_nothing(tmp_path: Path) -> None:
    source = bends_csv(tmp_path / "long.csv", 300)
    process = subprocess.Popen([*PROGRAM, "import", source, "-o", tmp_path / "o.mcap", "--exercise", "forward_bend"])
    while process.poll() is None and len(list(tmp_path.iterdir())) == 1:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == [source]


@POSIX
@pytest.mark.parametrize("words", ["analyze BENDS", "live --from BENDS --plain --speed 100000", "faults --json"])
def test_a_reader_that_leaves_is_no_error(words: str, bends: Path) -> None:
    result = shell(f"PROGRAM {words} | head -n 1", bends)
    assert (result.stderr, result.stdout.count("\n")) == ("", 1)


@POSIX
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_error(closed: str, bends: Path) -> None:
    result = shell(f"PROGRAM analyze BENDS {closed}", bends)
    assert (result.returncode, result.stderr) == (0, "")


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("words", ["analyze BENDS", "live --from BENDS --plain --speed 100000"])
def test_a_full_disk_behind_standard_output(words: str, bends: Path) -> None:
    result = shell(f"PROGRAM {words} >/dev/full", bends)
    assert_refused(result, "standard output: No space left on device; free some space")


@pytest.mark.parametrize("words", ["analyze BENDS", "faults"])
def test_a_terminal_that_knows_only_ascii(words: str, bends: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    for name, value in plain.items():
        monkeypatch.setenv(name, value)
    result = shell(f"PROGRAM {words}", bends)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.isascii()


@pytest.mark.parametrize("columns", [40, 80])
def test_lines_are_as_wide_as_the_terminal(columns: int, bends: Path) -> None:
    result = run(["analyze", bends, *BEND], env=os.environ | {"COLUMNS": str(columns)})
    assert max(map(len, result.stdout.splitlines())) <= columns


@pytest.mark.parametrize("name", ["NO_COLOR", "FORCE_COLOR"])
def test_there_are_no_control_codes(name: str, bends: Path) -> None:
    result = run(["analyze", bends, *BEND], env=os.environ | {name: "1"})
    assert "\x1b" not in result.stdout + result.stderr
