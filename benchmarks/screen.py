"""The live screen in a real pseudo-terminal: what it costs, how soon it stands, and what a stalled terminal costs.

python benchmarks/screen.py                        every figure, on the reporting seeds (about 6 minutes)
python benchmarks/screen.py --only start
python benchmarks/screen.py --check                exit with 1 when a target is missed
python benchmarks/screen.py --write docs/screen.md  put the figures between the marks of that page
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import screen_cost
import screen_stall
from pages import Figure, put, section

from imu_hinge.virtual.seeds import REPORTING, TUNING

METHOD = """\
`imu-hinge live` in a pseudo-terminal of 120 columns and 40 rows, colour, as a user starts it. CPU and memory are those
of the whole process from /proc; the virtual sensors live in another process behind `--hci`."""
Part = Callable[[int, Path], list[Figure]]
PARTS: dict[str, Part] = {
    "start": screen_cost.starts,
    "cost": screen_cost.running,
    "hour": screen_cost.hour,
    "stall": screen_stall.stalled,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--tuning", action="store_true", help="seeds that may be looked at while building")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    seeds = TUNING if arguments.tuning else REPORTING
    found: dict[str, list[Figure]] = {}
    for name in arguments.only or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            found[name] = PARTS[name](seeds[0], Path(folder))
        for what, target, reached, passed in found[name]:
            print(f"{name:8}{what:52}{target:>18}  {reached}{'' if passed else '   MISSED'}", flush=True)
    if arguments.write:
        put(arguments.write, section(METHOD, seeds, found))
    return int(arguments.check and not all(passed for figures in found.values() for *_, passed in figures))


if __name__ == "__main__":
    sys.exit(main())
