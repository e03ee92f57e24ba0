"""Accuracy: targets, what is reached, and how to see it again.

python benchmarks/accuracy.py --data ../shared/data --write docs/accuracy.md
python benchmarks/accuracy.py --tuning --quick
python benchmarks/accuracy.py --tuning --only fault_
python benchmarks/accuracy.py --script band_rdl_hard --seed 1003
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import real
from plan import jobs_from, run
from replay import replay
from report import Measured, as_page, as_text
from virtual import scripts

from imu_hinge.virtual.seeds import REPORTING, TUNING


def arguments() -> argparse.Namespace:
    """What was asked for; exits with 2 for what does not go together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="recordings; left out where missing")
    parser.add_argument("--write", type=Path, metavar="PATH", help="write the page; needs the recordings and all seeds")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    parser.add_argument("--tuning", action="store_true", help="the seeds for tuning")
    parser.add_argument("--seeds-from", type=int, metavar="N", help="other seeds, counted up from N")
    parser.add_argument("--quick", action="store_true", help="one session of each kind, none of an hour")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="virtual scripts with this in their name, nothing else"
    )
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes")
    parser.add_argument("--script", choices=sorted(scripts()), metavar="NAME", help="print one session")
    parser.add_argument("--seed", type=int, help="of that session")
    chosen = parser.parse_args()
    if (chosen.script is None) != (chosen.seed is None):
        parser.error("--script and --seed go together")
    if chosen.write and (chosen.tuning or chosen.quick or chosen.only or chosen.seeds_from is not None):
        parser.error("--write takes the reporting seeds, all of them")
    if chosen.write and not chosen.data.is_dir():
        parser.error(f"--write needs the recordings: {chosen.data} is no folder")
    return chosen


def measured(chosen: argparse.Namespace) -> Measured:
    """Everything that was asked for, measured."""
    first = (TUNING if chosen.tuning else REPORTING).start if chosen.seeds_from is None else chosen.seeds_from
    jobs = [job for job in jobs_from(first, chosen.quick) if chosen.only in job.script]
    with ProcessPoolExecutor(chosen.jobs) as pool:
        recordings = None
        if chosen.data.is_dir() and not chosen.only:
            recordings = real.measure(chosen.data, pool)
        return Measured(run(jobs, pool), recordings)


def main() -> int:
    """0 success, 1 a target is missed and --check was given."""
    chosen = arguments()
    if chosen.script:
        print(replay(chosen.script, chosen.seed))
        return 0
    found = measured(chosen)
    print(as_text(found))
    if chosen.write:
        chosen.write.write_text(as_page(found), encoding="utf-8")
    return int(chosen.check and not all(figure.passed for figure in found.figures))


if __name__ == "__main__":
    sys.exit(main())
