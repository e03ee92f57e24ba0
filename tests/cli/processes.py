"""The program as a process of its own, or in this one."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from imu_hinge.cli import main

PROGRAM = [sys.executable, "-m", "imu_hinge"]
SAMPLE = Path(__file__).resolve().parents[2] / "recordings" / "band_hinge.mcap"

Result = subprocess.CompletedProcess[str]


def run(words: Sequence[object], **options: object) -> Result:
    """Runs it to its end."""
    told = [*PROGRAM, *map(str, words)]
    return subprocess.run(told, capture_output=True, encoding="utf-8", timeout=180, **options)  # type: ignore[call-overload, no-any-return]


def run_here(words: Sequence[object], capsys: pytest.CaptureFixture[str]) -> Result:
    """The same words without a process, which takes a second: where nothing but what is said is of interest."""
    told = list(map(str, words))
    try:
        code = main(told)
    except SystemExit as left:
        code = int(left.code or 0)
    return Result(told, code, *capsys.readouterr())


def assert_refused(result: Result, *said: str) -> None:
    """Exit code 2 and one line on standard error with these words."""
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("imu-hinge")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr and "should not happen" not in result.stderr
    assert [words for words in said if words not in result.stderr] == []
