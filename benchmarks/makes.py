"""Sensors of other makes, pair by pair: is a set counted exactly, and how far off is the low back?

    python benchmarks/makes.py                          every make, 12 seeds each
    python benchmarks/makes.py --only witmotion --seeds 4
    python benchmarks/makes.py --write docs/sensors.md  put the figures between the marks of a page
    python benchmarks/makes.py --check                  exit with 1 when a target is missed

Method. A virtual wearer does one set of ten Romanian deadlifts with two virtual sensors of one make, which send the
make's own bytes over the virtual radio to the client, links and fold of every live session; who sits where is found by
moving one. *Undisturbed*: nothing happens. *Disturbed*: before the set the thoracic sensor is out of reach until its
link is lost (7 s) and comes back; in the third repetition the sacrum sensor's link stands still for 1.2 s, and what the
sensor cannot hold is gone; 5 % of all connection events fail. Counted: repetitions, unsure ones included. Peak: largest
low-back flexion of each repetition that is judged, against the wearer's own.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
from pages import Figure, put, section
from radio_heard import rehearsed

from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.air.simulation import Worn
from imu_hinge.virtual.scenarios import SCENARIOS, Act, Happening
from imu_hinge.virtual.seeds import REPORTING
from imu_hinge.virtual.wearer import Wearer

PAIRS = {"movella_dot": 1.5, "metamotion": 1.5, "witmotion": 2.5, "thingy52": 2.5}
"""Largest mean error of the peaks, deg, by make: those without time stamps may have more."""
THORAX_ALONE = ("polar",)
KINDS = ("undisturbed", "disturbed")


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one session."""

    exact: bool
    errors_deg: tuple[float, ...]
    judged: int
    complaints: tuple[str, ...]


def session(make: str, kind: str, seed: int) -> Came:
    """One set of ten."""
    scenario = SCENARIOS[make]
    wearer = scenario.wearer(seed)
    played = scenario if kind == "undisturbed" else replace(scenario, happenings=disturbances(make))
    told = rehearsed(played, wearer, partial(air, kind))
    (truth,) = wearer.truth.sets
    reps = [rep for one in told.heard.summary.sets for rep in one.reps]
    peaks = [rep.lumbar_flexion_peak_deg for rep in reps]
    exact = len(reps) == len(truth.reps)
    pairs = zip(peaks, truth.reps, strict=True) if exact else ()
    errors = tuple(abs(found - rep.lumbar_flexion_peak_deg) for found, rep in pairs if found is not None)
    return Came(exact, errors, len([peak for peak in peaks if peak is not None]), tuple(told.complaints))


def disturbances(make: str) -> Callable[[Wearer], tuple[Happening, ...]]:
    """The thoracic link is lost before the set, the sacrum's (Polar: the thoracic one) stands still inside it."""

    def happen(wearer: Wearer) -> tuple[Happening, ...]:
        reps = wearer.script.sets[0].reps
        stands = Placement.THORACIC if make in THORAX_ALONE else Placement.SACRUM
        gone_s, still_s = reps[0].t_start_s - 11.0, reps[2].t_start_s + 0.8
        return (
            Happening(gone_s, Placement.THORACIC, Act.LEAVE),
            Happening(gone_s + 7.0, Placement.THORACIC, Act.RETURN),
            Happening(still_s, stands, Act.LEAVE),
            Happening(still_s + 1.2, stands, Act.RETURN),
        )

    return happen


def air(kind: str, worn: Worn) -> None:
    for sensor in worn.sensors.values():
        sensor.conditions.retry = 0.05 if kind == "disturbed" else 0.0


def figures(make: str, kind: str, came: Sequence[Came]) -> list[Figure]:
    """The rows of one make."""
    exact = sum(one.exact for one in came)
    complaints = [line for one in came for line in one.complaints]
    errors = np.array([error for one in came for error in one.errors_deg])
    rows: list[Figure] = [
        (f"{kind}: sets of ten counted exactly", f"{len(came)}", f"{exact} of {len(came)}", exact == len(came)),
        (f"{kind}: left behind in the program", "nothing", "; ".join(complaints) or "nothing", not complaints),
    ]
    if make in THORAX_ALONE:
        judged = sum(one.judged for one in came)
        return [*rows, (f"{kind}: low-back values", "none", str(judged), judged == 0)]
    most = PAIRS[make]
    mean, worst = (float(errors.mean()), float(errors.max())) if len(errors) else (np.inf, np.inf)
    reached = f"{mean:.2f} deg, worst {worst:.1f}, {len(errors)} repetitions"
    return [*rows, (f"{kind}: low-back peak, mean error", f"{most} deg", reached, mean <= most)]


def main() -> int:
    """0 success, 1 a target is missed and --check was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=[*PAIRS, *THORAX_ALONE])
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--first", type=int, default=REPORTING.start, help="first seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", type=Path, metavar="PATH", help="a page with marks for the figures")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    chosen = parser.parse_args()
    makes = [chosen.only] if chosen.only else [*PAIRS, *THORAX_ALONE]
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    found: dict[str, list[Figure]] = {make: [] for make in makes}
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for make, kind in product(makes, KINDS):
            rows = figures(make, kind, list(pool.map(partial(session, make, kind), seeds)))
            found[make] += rows
            for what, target, reached, passed in rows:
                print(f"{make:12} {what:46} {target:>8}  {reached}{'' if passed else '   MISSED'}", flush=True)
    if chosen.write:
        put(chosen.write, section((__doc__ or "").partition("Method. ")[2].rstrip(), seeds, found))
    return int(chosen.check and not all(passed for rows in found.values() for *_, passed in rows))


if __name__ == "__main__":
    sys.exit(main())
