"""Both sensors for a minute: nothing lost, nothing doubled; and what it costs, client and sensors in two processes."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from radio_heard import rehearsed
from served import cpu_s, served, transport

from imu_hinge.analysis import verify
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.scenarios import SCENARIOS

Figure = tuple[str, str, str, bool]
WARM_S, MEASURED_S = 10.0, 60.0


def streamed(seed: int) -> list[Figure]:
    """A whole session in one process, in virtual time."""
    scenario = SCENARIOS["clean_set"]
    heard = rehearsed(scenario, scenario.wearer(seed)).heard
    arrived = heard.arrived.values()
    spans = [(one.live[-1][2] - one.live[0][2]) / 1e9 for one in arrived]
    lost, late = sum(one.lost_live for one in arrived), sum(one.decoder.late for one in arrived)
    samples = sum(n for one in arrived for _, n, _ in one.live)
    return [
        (f"lost of {samples} samples in {min(spans):.0f} s", "0", str(lost), lost == 0),
        ("doubled", "0", str(late), late == 0),
    ]


def cost(seed: int) -> list[Figure]:
    """The installed command as a client of a controller in another process: its share of one core, in real time."""
    with tempfile.TemporaryDirectory() as folder, served(seed) as server:
        path = Path(folder) / "cost.mcap"
        words = ["live", "--hci", transport(server), "--json", "--exercise", "band_rdl"]
        limits = ["--record", str(path), "--duration", str(WARM_S + MEASURED_S + 5)]
        client = subprocess.Popen(
            [sys.executable, "-m", "imu_hinge", *words, *limits],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        shares = _shares(client, server)
        said = [json.loads(line) for line in client.communicate()[0].splitlines()]
        same = verify(path).same
    streaming = {one["placement"] for one in said if one["type"] == "Link" and one["state"] == "streaming"}
    ours, theirs = (f"{100 * share:.1f} % of a core" for share in shares)
    return [
        ("client, engine and recorder", "15 % of a core", f"{ours} over {MEASURED_S:.0f} s", shares[0] < 0.15),
        ("virtual sensors and radio, measured apart", "-", theirs, True),
        ("sensors that streamed", "2", str(len(streaming)), len(streaming) == len(Placement)),
        ("its recording verifies", "yes", "same" if same else "differs", same),
    ]


def _shares(*processes: "subprocess.Popen[str]") -> list[float]:
    """CPU time over time of each process, after it has warmed up."""
    time.sleep(WARM_S)
    cpu = [cpu_s(process.pid) for process in processes]
    began = time.monotonic()
    time.sleep(MEASURED_S)
    spent = time.monotonic() - began
    return [(cpu_s(process.pid) - before) / spent for process, before in zip(processes, cpu, strict=True)]
