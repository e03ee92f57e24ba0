"""A day as a process of its own: killed, it loses no more than its last moment and goes on; asked to end, it ends."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.recording import open_recording
from tests.cli.processes import PROGRAM, run
from tests.tiers import shortened

DAY = ("--hours", "0.1", "--seed", "20720", "--json")
PACE = 50
"""So much faster than the clock; half a second of the clock is 25 s of the day."""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The surroundings of a user of this test."""
    folders = {f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("data", "config", "cache", "state")}
    return {**os.environ, "HOME": str(tmp_path), **folders}


@pytest.fixture
def started(home: dict[str, str]) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts days, and sees to it that none is left."""
    running: list[subprocess.Popen[str]] = []

    def start(*words: str) -> "subprocess.Popen[str]":
        told = [*PROGRAM, "posture", *DAY, *words]
        pipe = subprocess.PIPE
        running.append(subprocess.Popen(told, env=home, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()


def until(process: "subprocess.Popen[str]", kind: str) -> dict[str, Any]:
    """The first object of this type that it prints."""
    assert process.stdout is not None
    return next(one for line in process.stdout if (one := json.loads(line))["type"] == kind)


def recordings(home: dict[str, str]) -> list[Path]:
    return sorted(Path(home["XDG_DATA_HOME"]).rglob("*.mcap"))


def test_a_killed_day_goes_on(home: dict[str, str], started: Callable[..., "subprocess.Popen[str]"]) -> None:
    killed = started("--simulate", "--speed", str(PACE))
    last = calibrated = until(killed, "Calibrated")
    while last["t_ns"] < calibrated["t_ns"] + 60_000_000_000:
        last = until(killed, "PostureChanged")
    killed.kill()
    killed.wait()
    assert recordings(home) == []
    second = started("--simulate=day@9:04", "--speed", "200", "--duration", "15")
    out, err = second.communicate(timeout=60)
    assert second.returncode == 0 and "made whole" in err
    printed = [json.loads(line) for line in out.splitlines()]
    assert [one["type"] for one in printed].count("Calibrated") == 1
    first_path, second_path = recordings(home)
    with open_recording(first_path) as recording:
        until_s = recording.duration_ns / 1e9
        assert recording.ended == "healed" and until_s > last["t_ns"] / 1e9 - 0.5 * PACE
    assert printed[-1]["type"] == "Day" and printed[-1]["seconds"] > int(until_s)
    assert run(["verify", first_path, second_path], env=home).returncode == 0


@pytest.mark.parametrize("signum", shortened([signal.SIGINT, signal.SIGTERM, signal.SIGHUP]))
def test_a_signal_ends_the_day_and_closes_its_recording(
    home: dict[str, str], started: Callable[..., "subprocess.Popen[str]"], signum: signal.Signals
) -> None:
    process = started("--simulate=day@9:02", "--speed", "20")
    until(process, "SensorWarning")
    process.send_signal(signum)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + signum
    assert json.loads(out.splitlines()[-1])["type"] == "Day"
    (path,) = recordings(home)
    with open_recording(path) as recording:
        assert recording.ended == "closed"
