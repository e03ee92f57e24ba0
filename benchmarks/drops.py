"""One sensor's link drops inside a set: what is counted, what is unsure, and when the loss is told.

python benchmarks/drops.py                          the reporting seeds, every case
python benchmarks/drops.py --tuning --only rdl_row
python benchmarks/drops.py --loss                   20 % of the frames lost at random against none, same seeds
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matching import Matched, bottom_s, counted, match

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.session import Session
from imu_hinge.core.summary import Summary
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import Event, RepRejected, RepStatus, SensorWarning
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual import Wearer
from imu_hinge.virtual.radio import Radio
from imu_hinge.virtual.scripts import EXERCISES, Options, session
from imu_hinge.virtual.seeds import REPORTING, TUNING
from imu_hinge.virtual.truth import TrueRep

METHOD = """\
A virtual wearer, calibrated by guidance, does one set of 12 repetitions, with and without `start_set`. From an instant
in one of them on nothing of one sensor arrives for a while; then its stream goes on where it stands. No backfill. A
case is kept when every true repetition is listed once, counted or unsure, in one set, and nothing else is; when no
repetition is `counted` whose bottom the lost sensor did not show (`forward_bend` needs no sacrum); and when a loss of
2 s and more is told within 2 s of the last sample."""
DROPS_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
FEW_DROPS_S = (1.0, 5.0, 20.0)
"""For the other exercises."""
PHASES = ("standing", "way down", "bottom", "way up", "lockout")
TOLD_S = 2.0
MAIN = "band_rdl"
BRIDGED_S = 0.25
"""Up to here a gap is bridged by the device's own rotation, and its frames are valid."""
EDGE_S = 0.2
"""So much of what stands around a bottom tells how deep it is: it is flat."""
LOSS, LOSS_COSTS_DEG = 0.2, 0.2


@dataclass(frozen=True, slots=True)
class Case:
    """One drop."""

    exercise: str
    armed: bool
    seed: int
    placement: Placement
    phase: str
    drop_s: float
    place: int
    """Of the repetition it begins in, from 0."""

    def __str__(self) -> str:
        armed = ", armed" if self.armed else ""
        where = f"{self.phase} of {self.place + 1}"
        return f"{self.exercise + armed:<26}{self.placement:<10}{where:<15}{self.drop_s:>5.1f} s"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of it."""

    case: Case
    truth: int
    counted: int
    unsure: int
    told_s: float | None
    """After the last sample; None: not told."""
    amiss: tuple[str, ...]

    def __str__(self) -> str:
        told = "not told" if self.told_s is None else f"told {self.told_s:.2f} s"
        amiss = "; ".join(self.amiss) or "kept"
        return f"{self.case}   truth {self.truth}, counted {self.counted}, unsure {self.unsure:>2}, {told:<12} {amiss}"


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A session as a station saw it."""

    events: tuple[tuple[int, Event], ...]
    """With the time of the input that caused each."""
    frames: Records
    summary: Summary


def cases(first_seed: int) -> list[Case]:
    """The main exercise with every drop, armed and not; the others with a few."""
    found: list[Case] = []
    for exercise in (MAIN, *(name for name in EXERCISES if name != MAIN)):
        drops = DROPS_S if exercise == MAIN else FEW_DROPS_S
        for armed in (False, True) if exercise == MAIN else (False,):
            seed = first_seed + len({(case.exercise, case.armed) for case in found})
            for placement in Placement:
                for i, phase in enumerate(PHASES):
                    found += [
                        Case(exercise, armed, seed, placement, phase, drop, (i + j) % 6) for j, drop in enumerate(drops)
                    ]
    return found


@lru_cache(maxsize=2)
def wearer(exercise: str, armed: bool, seed: int) -> Wearer:
    """One set of 12 repetitions."""
    return session(exercise, seed, Options(sets=1, reps=(12, 13), armed=armed, nuisance=False))


def begins_s(case: Case, reps: Sequence[TrueRep]) -> float:
    """When the link is lost."""
    rep = reps[case.place]
    before_s = reps[case.place - 1].t_end_s if case.place else rep.t_start_s - 1.0
    return {
        "standing": (before_s + rep.t_start_s) / 2,
        "way down": (rep.t_start_s + rep.t_bottom_s) / 2,
        "bottom": rep.t_bottom_s - EDGE_S,
        "way up": (rep.t_bottom_s + rep.t_end_s) / 2,
        "lockout": rep.t_end_s,
    }[case.phase]


def folded(one: Wearer, exercise: str, radio: Radio) -> Folded:
    """The session through the fold."""
    fold, summary, events, frames = Session(exercise), Summary(), list[tuple[int, Event]](), [np.empty(0, FRAME)]
    for item in one.inputs(radio):
        step = fold.feed(item)
        frames.append(step.frames)
        for event in step.events:
            summary.take(event)
            events.append((item.t_ns, event))
    return Folded(tuple(events), np.concatenate(frames), summary)


def verdict(case: Case) -> Verdict:
    """A drop, folded and judged."""
    one = wearer(case.exercise, case.armed, case.seed)
    truth = one.truth.sets[0]
    start_s = begins_s(case, truth.reps)
    span = (start_s, start_s + case.drop_s)
    got = folded(one, case.exercise, Radio(dropouts_s={case.placement: (span,)}))
    matched = match(one.truth, got.summary.sets, [e for _, e in got.events if isinstance(e, RepRejected)])
    said = [rep for s in got.summary.sets for rep in s.reps]
    told_s = told(got, case.placement, start_s)
    late = case.drop_s >= TOLD_S and (told_s is None or told_s > TOLD_S)
    return Verdict(
        case=case,
        truth=len(truth.reps),
        counted=sum(rep.status is RepStatus.COUNTED for rep in said),
        unsure=sum(rep.status is RepStatus.UNSURE for rep in said),
        told_s=told_s,
        amiss=(*amiss(matched), *too_sure(case, matched, span), *(("told too late",) if late else ())),
    )


def told(got: Folded, placement: Placement, start_s: float) -> float | None:
    """How long after the start of the drop its silence was told."""
    times = [
        t_ns
        for t_ns, event in got.events
        if isinstance(event, SensorWarning) and event.id == "sensor_silent" and event.placement is placement
    ]
    return next((t_ns / 1e9 - start_s for t_ns in times if t_ns / 1e9 > start_s), None)


def amiss(matched: Matched) -> list[str]:
    """True repetitions that are not listed, and listed ones that are not true."""
    strays = [f"extra at {stray.t_s:.1f} s ({stray.status})" for stray in matched.strays]
    return [*(text for text in matched.sets[0].amiss if not text.startswith("extra")), *strays]


def too_sure(case: Case, matched: Matched, span: tuple[float, float]) -> list[str]:
    """Repetitions that are `counted` although a sensor that they need did not show their bottom."""
    needless = case.placement is Placement.SACRUM and not load_exercise(case.exercise).hinge_demanded
    if needless or case.drop_s <= BRIDGED_S:
        return []
    unseen = [p for p in matched.pairs if all(inside(at, span) for at in (p.true.t_bottom_s, bottom_s(p.said)))]
    return [f"rep {pair.true.index} counted unseen" for pair in unseen if counted(pair.said)]


def inside(t_s: float, span: tuple[float, float]) -> bool:
    """Whether nothing around this time was shown."""
    return span[0] + EDGE_S <= t_s <= span[1] - EDGE_S


@dataclass(frozen=True, slots=True)
class Figures:
    """What a session came to with some share of its frames lost."""

    rmse_deg: float
    """Of lumbar flexion, in the valid frames of the sets."""
    valid: float
    """Share of the frames of the sets."""
    reps: int
    """Listed, counted and unsure."""

    def __str__(self) -> str:
        return f"{self.rmse_deg:.2f} deg in {self.valid:.1%} of the frames, {self.reps} repetitions"


def figures(one: Wearer, loss: float) -> Figures:
    """The session with this share of all frames lost, one by one."""
    got = folded(one, MAIN, Radio(loss=loss))
    t = got.frames["t_ns"]
    inside = np.any([(t >= s.t_start_s * 1e9) & (t <= s.t_end_s * 1e9) for s in one.truth.sets], axis=0)
    frames = got.frames[inside & got.frames["valid"]]
    error = np.degrees(frames["lumbar_flexion"] - one.truth.tilts_at(frames["t_ns"]).lumbar)
    listed = sum(len(s.reps) for s in got.summary.sets)
    return Figures(float(np.sqrt((error**2).mean())), len(frames) / int(inside.sum()), listed)


def loss_case(seed: int) -> tuple[Figures, Figures]:
    """The same session without and with loss."""
    one = session(MAIN, seed, Options(sets=2))
    return figures(one, 0.0), figures(one, LOSS)


def show_loss(pool: ProcessPoolExecutor, seeds: Sequence[int]) -> bool:
    """Prints what random loss costs; whether it stays within the target."""
    rows = list(pool.map(loss_case, seeds))
    for seed, (whole, lossy) in zip(seeds, rows, strict=True):
        print(f"seed {seed}: {whole}; with {LOSS:.0%} lost {lossy}")
    none, some = (float(np.sqrt(np.mean([f.rmse_deg**2 for f in column]))) for column in zip(*rows, strict=True))
    costs = some - none
    kept = costs <= LOSS_COSTS_DEG and all(whole.reps == lossy.reps for whole, lossy in rows)
    print(f"lumbar RMSE grows by {costs:+.3f} deg (target at most {LOSS_COSTS_DEG}), all seeds together")
    return kept


def show_drops(pool: ProcessPoolExecutor, chosen: Sequence[Case]) -> bool:
    """Prints every case; whether all are kept."""
    print(f"{METHOD}\n")
    found = []
    for one in pool.map(verdict, chosen, chunksize=10):
        print(one, flush=True)
        found.append(one)
    told_s = [one.told_s for one in found if one.told_s is not None and one.case.drop_s >= TOLD_S]
    print(f"\n{sum(not one.amiss for one in found)} of {len(found)} cases kept", end="")
    print(f"; told at the latest after {max(told_s):.2f} s" if told_s else "")
    return not any(one.amiss for one in found)


def main() -> int:
    """0: everything is kept; 1: something is not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tuning", action="store_true", help="the seeds for tuning")
    parser.add_argument("--seeds-from", type=int, metavar="N", help="other seeds, counted up from N")
    parser.add_argument("--only", default="", metavar="TEXT", help="cases with this in their line")
    parser.add_argument("--loss", action="store_true", help="random loss instead of drops")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes")
    chosen = parser.parse_args()
    first = (TUNING if chosen.tuning else REPORTING).start if chosen.seeds_from is None else chosen.seeds_from
    with ProcessPoolExecutor(chosen.jobs) as pool:
        if chosen.loss:
            return int(not show_loss(pool, range(first, first + 10)))
        return int(not show_drops(pool, [case for case in cases(first) if chosen.only in str(case)]))


if __name__ == "__main__":
    sys.exit(main())
