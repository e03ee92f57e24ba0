"""The program as a process of its own."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROGRAM = [sys.executable, "-m", "imu_hinge"]
SAMPLE = Path(__file__).resolve().parents[2] / "recordings" / "band_hinge.mcap"

Result = subprocess.CompletedProcess[str]


def run(words: Sequence[object], **options: object) -> Result:
    """Runs it to its end."""
    told = [*PROGRAM, *map(str, words)]
    return subprocess.run(told, capture_output=True, encoding="utf-8", timeout=60, **options)  # type: ignore[call-overload, no-any-return]


def assert_refused(result: Result, *said: str) -> None:
    """Exit code 2 and one line on standard error with these words."""
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("imu-hinge")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr and "should not happen" not in result.stderr
    assert [words for words in said if words not in result.stderr] == []
