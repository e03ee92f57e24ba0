"""Start, cost and memory of the live screen."""

import sys
import time
from pathlib import Path
from statistics import median

from pages import Figure
from served import cpu_s, peak_mb, served, transport
from terminals import Terminal

from imu_hinge.cli.about import about_recording
from imu_hinge.core.session import Session
from imu_hinge.recording import Recorder
from imu_hinge.station import run_session
from imu_hinge.virtual.scripts import long_session

LIVE = [sys.executable, "-m", "imu_hinge", "live"]
COLUMNS, ROWS, FPS = 120, 40, 15
STARTS, WARM_S, MEASURED_S, HOUR_SPEED = 7, 30.0, 60.0, 20.0
_DRAWN = b"SACRUM"
_ANSWERS = "nnn0n"


def at_home(folder: Path) -> dict[str, str]:
    """An environment in which nothing of the user is read or changed."""
    return {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data")}


def starts(seed: int, folder: Path) -> list[Figure]:
    """From the start of the process to the first picture."""
    taken = []
    for _ in range(STARTS):
        with Terminal([*LIVE, "--simulate", "--no-record"], COLUMNS, ROWS, at_home(folder)) as terminal:
            terminal.read_for(20.0, lambda said: _DRAWN in said)
            taken.append(time.monotonic() - terminal.began_s)
    words = f"{median(taken):.2f} s, longest {max(taken):.2f} s of {STARTS}"
    return [("start to first picture, median", "1.5 s", words, median(taken) <= 1.5)]


def running(seed: int, folder: Path) -> list[Figure]:
    """Engine, client, recorder and screen for a minute, two sensors at 104 Hz."""
    with served(seed) as server:
        words = [*LIVE, "--hci", transport(server), "--exercise", "band_rdl", "--record", str(folder / "cost.mcap")]
        with Terminal(words, COLUMNS, ROWS, at_home(folder)) as terminal:
            for key in _ANSWERS:
                terminal.read_for(1.5)
                terminal.type(key)
            terminal.read_for(WARM_S)
            pid, drawn, before, began = (
                terminal.process.pid,
                terminal.bytes,
                cpu_s(terminal.process.pid),
                time.monotonic(),
            )
            terminal.read_for(MEASURED_S)
            spent = time.monotonic() - began
            share, frame_kb = (cpu_s(pid) - before) / spent, (terminal.bytes - drawn) / spent / FPS / 1000
            terminal.type("\x11y")
            terminal.read_for(5.0)
    return [
        (
            "whole process, sensors elsewhere",
            "25 % of a core",
            f"{100 * share:.1f} % over {spent:.0f} s",
            share <= 0.25,
        ),
        ("terminal output a frame", "15 KB", f"{frame_kb:.1f} KB", frame_kb <= 15.0),
    ]


def hour(seed: int, folder: Path) -> list[Figure]:
    """A recorded hour, shown faster than it was."""
    path, wearer = folder / "hour.mcap", long_session(seed)
    with Recorder(path, about_recording(wearer.script.sets[0].exercise, "simulate")) as recorder:
        run_session(wearer.inputs(), Session(wearer.script.sets[0].exercise), [recorder])
    words = [*LIVE, "--from", str(path), "--speed", str(HOUR_SPEED)]
    with Terminal(words, COLUMNS, ROWS, at_home(folder)) as terminal:
        terminal.read_for(wearer.end_s / HOUR_SPEED + 20.0, lambda said: b"Nothing was recorded" in said)
        used = peak_mb(terminal.process.pid)
    return [(f"memory after {wearer.end_s / 60:.0f} min, at its largest", "150 MB", f"{used:.0f} MB", used <= 150.0)]
