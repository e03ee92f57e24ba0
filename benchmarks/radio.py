"""The radio from end to end: virtual HSP sensors, virtual radio, bleak, links, fold, recorder.

python benchmarks/radio.py                         every figure, on the reporting seeds (about 20 minutes)
python benchmarks/radio.py --tuning --only drops
python benchmarks/radio.py --check                 exit with 1 when a target is missed
python benchmarks/radio.py --write docs/radio.md   put the figures between the marks of that page
"""

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import radio_clock
import radio_drops
import radio_faults
from pages import Figure, put, section
from radio_cycles import cycles
from radio_stream import cost, streamed

from imu_hinge.virtual.seeds import REPORTING, TUNING

METHOD = """\
Wearers of imu_hinge.virtual; each sensor a whole HSP firmware with a clock up to 100 ppm off behind a GATT server on a
virtual radio with connection intervals, supervision and pairing; unmodified bleak on top. Virtual time, but for the
cost, which is measured in real time with the sensors in another process."""
Part = Callable[[range, ProcessPoolExecutor, bool], tuple[list[str], list[Figure]]]
"""Seeds, pool, and whether a few runs are enough; lines of detail and figures."""


def _drops(seeds: range, pool: ProcessPoolExecutor, few: bool) -> tuple[list[str], list[Figure]]:
    outcomes = radio_drops.run(seeds, pool, few)
    return radio_drops.table(outcomes), radio_drops.figures(outcomes)


PARTS: dict[str, Part] = {
    "stream": lambda seeds, pool, few: ([], streamed(seeds[0])),
    "cost": lambda seeds, pool, few: ([], cost(seeds[0])),
    "clock": lambda seeds, pool, few: radio_clock.run(seeds, pool, 1 if few else 3),
    "drops": _drops,
    "loss": lambda seeds, pool, few: ([], radio_faults.loss(seeds, pool, 2 if few else 6)),
    "silence": lambda seeds, pool, few: ([], radio_faults.silences(seeds, pool, 1 if few else 2)),
    "cycles": lambda seeds, pool, few: ([], cycles(seeds[0], 10 if few else 100)),
    "hostile": lambda seeds, pool, few: ([], radio_faults.hostile(seeds[0], 50_000 if few else 1_000_000)),
}


def main() -> int:
    """0 success, 1 a target is missed and --check was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tuning", action="store_true", help="the seeds for tuning")
    parser.add_argument("--quick", action="store_true", help="a few runs of each")
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--write", type=Path, metavar="PATH", help="a page with marks for the figures")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes")
    chosen = parser.parse_args()
    seeds = TUNING if chosen.tuning else REPORTING
    print(f"{METHOD}\nSeeds from {seeds.start}.")
    found: dict[str, list[Figure]] = {}
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for name in [chosen.only] if chosen.only else PARTS:
            lines, figures = PARTS[name](seeds, pool, chosen.quick)
            print(f"\n{name}", *lines, sep="\n  ")
            for what, target, reached, good in figures:
                print(f"  {'ok  ' if good else 'MISS'}  {what}: {reached} (target {target})", flush=True)
            found[name] = figures
    if chosen.write:
        put(chosen.write, section(METHOD, seeds, found))
    return int(chosen.check and not all(good for figures in found.values() for *_, good in figures))


if __name__ == "__main__":
    sys.exit(main())
