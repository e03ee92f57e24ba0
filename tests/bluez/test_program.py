"""The program as its user runs it, on the system's Bluetooth: what it prints, keeps and leaves behind."""

import json
import re
import signal
from pathlib import Path
from typing import Any

from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.wearer import Wearer
from tests.ble.receiver import BOTH
from tests.ble.sensors import sensors_on, worn_on
from tests.ble.worlds import Bed, World, played
from tests.bluez.program import accounts, begun, ended, heard, run
from tests.cli import processes

STREAMING = tuple(f"  {placement}  streaming" for placement in BOTH)
ROLES = {str(placement) for placement in BOTH}
BATTERY_PCT = 87
LEAD_S = 11.0
"""The wearer stands so long, and 9.5 s more for the calibration. The program begins that when both sensors stream, 9 s
after the wearer began. 3 s earlier or later do no harm; more, and it stops waiting or finds the stand too short."""
ONE_SET = Options(sets=1, reps=(4, 5), styles=("plain",), nuisance=False, lead_s=LEAD_S)


@played
async def test_a_scan_lists_both_sensors_with_role_and_battery(bed: Bed) -> None:
    async with sensors_on(bed):
        assert await scanned() == {(role, BATTERY_PCT) for role in ROLES}


@played
async def test_a_doctor_finds_the_adapter_good(bed: Bed) -> None:
    async with sensors_on(bed):
        result = await run("doctor", "--json")
    found: dict[str, dict[str, Any]] = {one["subject"]: one for one in json.loads(result.out)}
    assert (result.code, result.err, found["adapter"]["verdict"]) == (0, "", "good")
    assert sum("dBm" in one["words"] for one in found.values()) == len(BOTH)


def test_a_whole_set_is_counted_and_every_sample_kept_once(world: World, tmp_path: Path) -> None:
    path, wearer = tmp_path / "set.mcap", measured(session("band_rdl", seed=101, options=ONE_SET))

    async def scene(bed: Bed) -> None:
        async with worn_on(bed, wearer):
            words = ("--exercise", "band_rdl", "--record", path, "--sets", 1, "--duration", wearer.end_s)
            result = await run("live", "--plain", *words)
        assert (result.code, result.err.splitlines()[-1]) == (0, f"imu-hinge: recorded {path}")
        assert all(state in result.out for state in (*STREAMING, "  calibrated  guided")), result.out
        assert counted(result.out) == [len(one.reps) for one in wearer.truth.sets], result.out

    world.play(scene)
    assert_kept(path)


def test_a_signal_ends_a_session_whole_and_sets_the_sensors_free(world: World, tmp_path: Path) -> None:
    path = tmp_path / "cut.mcap"

    async def scene(bed: Bed) -> None:
        async with sensors_on(bed) as sensors:
            process = await begun("live", "--plain", "--record", path)
            await heard(process, *STREAMING, "  calibration  go on standing still")
            process.send_signal(signal.SIGINT)
            result = await ended(process)
            assert (result.code, result.out.count("  session  end  0 reps")) == (130, 1)
            assert not any(sensor.is_connected for sensor in sensors.values())
            assert {role for role, _ in await scanned()} == ROLES

    world.play(scene)
    assert_kept(path)


async def scanned() -> set[tuple[str, int]]:
    """Role and battery of every sensor that a scan lists."""
    result = await run("scan", "--seconds", 4, "--json")
    assert (result.code, result.err) == (0, "")
    return {(one["role"], one["battery_pct"]) for one in json.loads(result.out)}


def measured(wearer: Wearer) -> Wearer:
    """The wearer with everything calculated that takes longer than a chip may be silent."""
    assert wearer.readings and wearer.truth
    return wearer


def counted(said: str) -> list[int]:
    """Repetitions of each set that ended; unsure ones would read differently."""
    return [int(reps) for reps in re.findall(r"  set  end  \d+  (\d+) reps$", said, re.MULTILINE)]


def assert_kept(path: Path) -> None:
    """The recording says again what was said live, and holds one run of each sensor, every sample once."""
    result = processes.run(["verify", path])
    assert (result.returncode, result.stderr) == (0, ""), result.stdout
    for placement, account in accounts(path).items():
        assert (placement, len(account.streams), account.lost, account.doubled) == (placement, 1, 0, 0)
        assert account.live > 0
