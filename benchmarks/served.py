"""Two virtual sensors in a process of their own, and what a process costs."""

import os
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).parent
_TICKS = os.sysconf("SC_CLK_TCK")


def served(seed: int) -> "subprocess.Popen[str]":
    """benchmarks/radio_server.py; to be ended by its `with`."""
    words = [sys.executable, str(_HERE / "radio_server.py"), str(seed)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def transport(server: "subprocess.Popen[str]") -> str:
    """What to give to `--hci`."""
    assert server.stdout is not None
    return f"tcp-client:127.0.0.1:{server.stdout.readline().strip()}"


def cpu_s(pid: int) -> float:
    """User and system time of a process, Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def peak_mb(pid: int) -> float:
    """Largest memory a process ever had, Linux only."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))
