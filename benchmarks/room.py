"""Several wearers on one station: counts, samples, time until all stream, and what it costs in real time.

python benchmarks/room.py                          every figure, on the reporting seeds (about 15 minutes)
python benchmarks/room.py --tuning --only steady --wearers 4
python benchmarks/room.py --write docs/room.md     put the figures between the marks of that page
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pages import Figure, put, section
from room_heard import Kept, Told
from served import cpu_s, peak_mb

from imu_hinge.station.rehearsal import rehearse_room
from imu_hinge.virtual.crowds import EACH_S, MIX, crowd
from imu_hinge.virtual.scenarios import LEAD_S
from imu_hinge.virtual.seeds import REPORTING, TUNING

METHOD = """\
Wearers of imu_hinge.virtual, two virtual HSP sensors each, frames of five samples, all on one virtual radio and one
adapter; each session recorded. `mixed`: everybody does something else (`virtual/crowds.py`): a sensor is away for 8 s,
a battery dies, one falls silent, one radio loses 20 %; the last two lose samples for good. `steady`: sets and faults,
and nothing happens to the sensors. `rehearsed` is virtual time in one process; all else is real time, station and
sensors in two processes on one machine with two cores."""
STEADY = ("clean_set", "rounding", "split_stance", "band_hinge", "leaning", "rdl_row", "not_tall")
_HERE = Path(__file__).parent
MEASURED_S = 40.0


def rehearsed(seed: int, count: int) -> list[Figure]:
    """One process, virtual time."""
    members = crowd(count, seed)
    with tempfile.TemporaryDirectory() as folder:
        kept = Kept(Path(folder))
        complaints = rehearse_room(members, kept.begin)
        told = [kept.told(one) for one in members]
    return [*_figures(told, None), ("exceptions and tasks left", "0", str(len(complaints)), not complaints)]


def mixed(seed: int, count: int) -> list[Figure]:
    """Two processes, real time."""
    return real(seed, count, MIX, None)


def steady(seed: int, count: int) -> list[Figure]:
    """The same with sensors to which nothing happens."""
    return real(seed, count, STEADY, 0)


def real(seed: int, count: int, names: Sequence[str], lost: int | None) -> list[Figure]:
    """Scenarios of these names; `lost`: so many samples may be missing, None: some are by design."""
    numbers = [str(seed), str(count), ",".join(names)]
    server = [sys.executable, str(_HERE / "room_server.py"), *numbers]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as served,
    ):
        assert served.stdout is not None
        port, began_s = served.stdout.readline().split()
        words = [*numbers, f"tcp-client:127.0.0.1:{port}", began_s, folder]
        station = [sys.executable, str(_HERE / "room_station.py"), *words]
        with subprocess.Popen(station, stdout=subprocess.PIPE, text=True) as client:
            shares, peak = _measured(client, served, count)
            said = json.loads(client.communicate()[0])
    told = [Told(**one) for one in said["told"]]
    late_ms = max(one.late_ms for one in told)
    return [
        *_figures(told, lost),
        ("longest wait of an input for the fold", "500 ms", f"{late_ms:.0f} ms", late_ms < 500),
        (f"station, over {MEASURED_S:.0f} s in which all train", "90 % of a core", _share(shares[0]), shares[0] < 0.9),
        ("virtual sensors and radio, measured apart", "-", _share(shares[1]), True),
        ("memory of the station, peak", "-", f"{peak:.0f} MB", True),
    ]


def _measured(
    client: "subprocess.Popen[str]", served: "subprocess.Popen[str]", count: int
) -> tuple[list[float], float]:
    """CPU time over time of both processes once all stream, and the most memory that the station had."""
    time.sleep(LEAD_S + EACH_S * count)
    before, began = [cpu_s(one.pid) for one in (client, served)], time.monotonic()
    time.sleep(MEASURED_S)
    spent = time.monotonic() - began
    after = [cpu_s(one.pid) for one in (client, served)]
    return [(b - a) / spent for a, b in zip(before, after, strict=True)], peak_mb(client.pid)


def _share(share: float) -> str:
    return f"{100 * share:.0f} % of a core"


def _figures(told: list[Told], allowed: int | None) -> list[Figure]:
    for one in told:
        print(f"    {one.name}: counted {one.counted} unsure {one.unsure} truth {one.truth}, lost {one.lost}, "
              f"late {one.late_ms:.0f} ms, streaming {one.streaming_s:.1f} s", flush=True)  # fmt: skip
    count, samples = len(told), sum(one.samples for one in told)
    right, same = sum(one.right for one in told), [one.same for one in told if one.same is not None]
    lost, doubled = sum(one.lost for one in told), sum(one.doubled for one in told)
    last_s, streamed = max(one.streaming_s for one in told), sum(one.streamed for one in told)
    return [
        ("every repetition counted or said to be unsure", "all", f"{right} of {count} wearers", right == count),
        (f"lost of {samples} samples, backfill included", *_bound(lost, allowed)),
        ("doubled", *_bound(doubled, allowed)),
        ("sensors that streamed", str(2 * count), str(streamed), streamed == 2 * count),
        (f"until all {2 * count} sensors stream", "-", f"{last_s:.1f} s", True),
        ("recordings that verify", "all", f"{sum(same)} of {len(same)} tried", all(same)),
    ]


def _bound(count: int, allowed: int | None) -> tuple[str, str, bool]:
    return "-" if allowed is None else str(allowed), str(count), allowed is None or count <= allowed


PARTS: dict[str, Callable[[int, int], list[Figure]]] = {"rehearsed": rehearsed, "mixed": mixed, "steady": steady}


def main() -> int:
    """0 success, 1 a target is missed and --check was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tuning", action="store_true", help="the seeds for tuning")
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--wearers", type=int, nargs="+", default=[12], metavar="N", help="rooms of so many")
    parser.add_argument("--write", type=Path, metavar="PATH", help="a page with marks for the figures")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    chosen = parser.parse_args()
    seeds = TUNING if chosen.tuning else REPORTING
    print(f"{METHOD}\nSeeds from {seeds.start}.")
    found: dict[str, list[Figure]] = {}
    for name in [chosen.only] if chosen.only else PARTS:
        for count in chosen.wearers:
            print(f"\n{name}, {count} wearers", flush=True)
            figures = found[f"{name}, {count}"] = PARTS[name](seeds[0], count)
            for what, target, reached, good in figures:
                print(f"  {'ok  ' if good else 'MISS'}  {what}: {reached} (target {target})", flush=True)
    if chosen.write:
        put(chosen.write, section(METHOD, seeds, found))
    return int(chosen.check and not all(good for figures in found.values() for *_, good in figures))


if __name__ == "__main__":
    sys.exit(main())
