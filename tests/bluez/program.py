"""The installed program as a process of its own, beside a loop that has a controller chip to play."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path

from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.recording import open_recording
from tests.ble.receiver import BOTH, Account


@dataclass(frozen=True)
class Ended:
    """What a process said, and its exit code."""

    code: int | None
    out: str
    err: str


async def begun(*words: object) -> Process:
    """The program with these arguments, running."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "imu_hinge", *map(str, words), stdout=PIPE, stderr=PIPE
    )


async def ended(process: Process) -> Ended:
    """Waits for its end; what it said since anybody read."""
    out, err = await process.communicate()
    return Ended(process.returncode, out.decode(), err.decode())


async def run(*words: object) -> Ended:
    """Runs the program to its end."""
    return await ended(await begun(*words))


async def heard(process: Process, *words: str) -> str:
    """Reads its lines until each of these words was among them; AssertionError when it ends before."""
    assert process.stdout
    lines = ""
    while not all(word in lines for word in words):
        line = (await process.stdout.readline()).decode()
        assert line, f"ended without {words}: {lines}{(await ended(process)).err}"
        lines += line
    return lines


def accounts(path: Path) -> dict[Placement, Account]:
    """How often a recording holds each sample."""
    kept = {placement: Account() for placement in BOTH}
    with open_recording(path) as recording:
        for item in recording:
            if isinstance(item, Packet):
                kept[item.placement].take(item)
    return kept
