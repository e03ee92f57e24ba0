"""The trainer over a broker: 200 clients at once, and everything that can break.

python benchmarks/remote.py --only load [--minutes 10] [--clients 200]   share of a core, publish-to-screen, memory
python benchmarks/remote.py --only faults [--quick]                      nothing lost, nothing twice, presence right
python benchmarks/remote.py --check                                      exit with 1 when a target is missed
"""

import argparse
import sys
from collections.abc import Callable

import remote_faults
import remote_load

METHOD = """\
A real Mosquitto with the shipped configuration (passwords, access list) on loopback, real processes: the load with the
trainer's program in a terminal, the faults with its `Watcher` and a history in a file. Time is the machine's: on a busy
one shares and delays are upper bounds."""
Figure = tuple[str, str, str, bool]
"""What, target, reached, whether it is reached."""

PARTS: dict[str, Callable[[argparse.Namespace], list[Figure]]] = {
    "load": remote_load.run,
    "faults": remote_faults.run,
}


def main() -> int:
    """0 success, 1 a target is missed and --check was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--minutes", type=float, default=10.0, help="of the load")
    parser.add_argument("--clients", type=int, default=200, help="of the load")
    parser.add_argument("--quick", action="store_true", help="faults of seconds, not of minutes")
    parser.add_argument("--fault", metavar="WORD", default="", help="only the faults whose names have this word")
    parser.add_argument("--seed", type=int, default=7, help="of the events")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    chosen = parser.parse_args()
    print(METHOD)
    missed = False
    for name in [chosen.only] if chosen.only else PARTS:
        print(f"\n{name}", flush=True)
        for what, target, reached, good in PARTS[name](chosen):
            print(f"  {'ok  ' if good else 'MISS'}  {what}: {reached} (target {target})", flush=True)
            missed = missed or not good
    return int(chosen.check and missed)


if __name__ == "__main__":
    sys.exit(main())
