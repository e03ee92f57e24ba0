"""A sensor leaves the radio's reach inside a set and comes back: over the virtual radio, client and engine included."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from radio_heard import Rehearsed, rehearsed

from imu_hinge.analysis import verify
from imu_hinge.cli.about import about_recording
from imu_hinge.model.events import RepStatus
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.recording import Recorder
from imu_hinge.virtual.scenarios import LEAD_S, Act, Happening, Scenario
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.wearer import Wearer

DROPS_S = (0.2, 1.0, 5.0, 12.0, 30.0)
PHASES = {"standing": -0.3, "way down": 0.5, "bottom": 1.0, "way up": 1.6, "lockout": 2.4}
"""Where in the third repetition the sensor leaves, s after its start."""
PLACE = 2
_OPTIONS = Options(sets=1, reps=(13, 14), styles=("plain",), nuisance=False, full_bend=False, lead_s=LEAD_S)


@dataclass(frozen=True, slots=True)
class Case:
    """One drop."""

    seed: int
    placement: Placement
    phase: str
    drop_s: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    case: Case
    truth: int
    counted: int
    unsure: int
    told_s: float | None
    """From the last packet to the first word of the loss; None when nothing was told."""
    again_s: float | None
    """From the sensor's return to its first packet; None when the link never ended."""
    missing: int
    """Samples that neither came live nor were filled in."""
    other_lost: int
    """Samples of the other sensor that did not come live."""
    silently_wrong: bool
    verified: bool
    complaints: int


def cases(seeds: range) -> Iterator[Case]:
    """Both sensors, every phase, every length, each with a seed of its own."""
    kinds = product(Placement, PHASES, DROPS_S)
    for seed, (placement, phase, drop_s) in zip(seeds, kinds, strict=False):
        yield Case(seed, placement, phase, drop_s)


def measure(case: Case) -> Outcome:
    """Runs one case."""
    wearer = session("band_rdl", case.seed, _OPTIONS)
    gone_s = wearer.script.sets[0].reps[PLACE].t_start_s + PHASES[case.phase]
    happenings = (
        Happening(gone_s, case.placement, Act.LEAVE),
        Happening(gone_s + case.drop_s, case.placement, Act.RETURN),
    )
    scenario = Scenario("", lambda seed, extra_s=0.0: wearer, lambda _: happenings, True)
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(Path(folder) / "drop.mcap", about_recording("band_rdl", "simulate"))
        done = rehearsed(scenario, wearer, sinks=(recorder,))
        same = verify(recorder.path).same
    return _outcome(case, wearer, done, gone_s, same)


def _outcome(case: Case, wearer: Wearer, done: Rehearsed, gone_s: float, same: bool) -> Outcome:
    heard = done.heard
    other = next(placement for placement in Placement if placement is not case.placement)
    sets = heard.summary.sets
    gone_ns = round((gone_s - done.offset_s) * 1e9)
    counted, unsure = sum(one.counted for one in sets), sum(one.unsure for one in sets)
    return Outcome(
        case,
        wearer.truth.rep_count,
        counted,
        unsure,
        _told_s(case, done, gone_ns),
        _again_s(case, done, gone_ns),
        heard.arrived[case.placement].missing,
        heard.arrived[other].lost_live,
        counted + unsure != wearer.truth.rep_count or _blind(case, wearer, done, gone_s),
        same,
        len(done.complaints),
    )


def _told_s(case: Case, done: Rehearsed, gone_ns: int) -> float | None:
    arrivals = np.array([t_ns for _, _, t_ns in done.heard.arrived[case.placement].live])
    quiet = np.diff(arrivals)
    after = np.flatnonzero((arrivals[1:] > gone_ns) & (quiet > 5e8))
    if not len(after):
        return None
    last_ns = int(arrivals[after[0]])
    silent = [t_ns for t_ns in done.heard.states(case.placement, LinkState.SILENT) if t_ns > last_ns]
    return (silent[0] - last_ns) / 1e9 if silent else float("inf")


def _again_s(case: Case, done: Rehearsed, gone_ns: int) -> float | None:
    lost = [t_ns for t_ns in done.heard.states(case.placement, LinkState.LOST) if t_ns > gone_ns]
    if not lost:
        return None
    back_ns = gone_ns + round(case.drop_s * 1e9)
    streaming = [t_ns for t_ns in done.heard.states(case.placement, LinkState.STREAMING) if t_ns > lost[0]]
    return (streaming[0] - max(back_ns, 0)) / 1e9 if streaming else float("inf")


def _blind(case: Case, wearer: Wearer, done: Rehearsed, gone_s: float) -> bool:
    """Whether a repetition is called sure whose bottom the lost thorax sensor did not show."""
    if case.placement is Placement.SACRUM:
        return False
    reps = [rep for one in done.heard.summary.sets for rep in one.reps]
    for true in wearer.truth.sets[0].reps:
        bottom_s = true.t_bottom_s - done.offset_s
        if gone_s + 0.25 < true.t_bottom_s < gone_s + case.drop_s:
            said = [rep for rep in reps if rep.t_start_ns / 1e9 <= bottom_s <= rep.t_end_ns / 1e9]
            if any(rep.status is RepStatus.COUNTED for rep in said):
                return True
    return False


def table(outcomes: list[Outcome]) -> list[str]:
    """A line for each case."""
    return [
        f"{o.case.placement:<9} {o.case.phase:<9} {o.case.drop_s:5.1f} s  truth {o.truth}  counted {o.counted:2d}  "
        f"unsure {o.unsure:2d}  told {_s(o.told_s)}  again {_s(o.again_s)}  missing {o.missing:4d}  other lost "
        f"{o.other_lost}  {'verified' if o.verified else 'DIFFERS'}{'  SILENTLY WRONG' if o.silently_wrong else ''}"
        f"{f'  {o.complaints} complaints' if o.complaints else ''}"
        for o in outcomes
    ]


def _s(seconds: float | None) -> str:
    return "    -" if seconds is None else f"{seconds:5.2f}"


def figures(outcomes: list[Outcome]) -> list[tuple[str, str, str, bool]]:
    """Name, target, reached, passed."""
    told = [o.told_s for o in outcomes if o.told_s is not None]
    again = [o.again_s for o in outcomes if o.again_s is not None]
    wrong, missing = sum(o.silently_wrong for o in outcomes), sum(o.missing for o in outcomes)
    other, same = sum(o.other_lost for o in outcomes), sum(o.verified for o in outcomes)
    p95 = float(np.percentile(again, 95))
    return [
        ("drop cases", ">= 40", str(len(outcomes)), len(outcomes) >= 40),
        ("silently wrong counts", "0", str(wrong), wrong == 0),
        ("loss told, longest", "2 s", f"{max(told):.2f} s of {len(told)}", max(told) <= 2),
        (
            "streaming again after return, p95",
            "5 s",
            f"{p95:.2f} s, longest {max(again):.2f} s of {len(again)}",
            p95 <= 5,
        ),
        ("samples missing after backfill", "0", str(missing), missing == 0),
        ("samples the other sensor lost", "0", str(other), other == 0),
        ("recordings that verify", "all", f"{same} of {len(outcomes)}", same == len(outcomes)),
        (
            "exceptions and tasks left",
            "0",
            str(sum(o.complaints for o in outcomes)),
            not any(o.complaints for o in outcomes),
        ),
    ]


def run(seeds: range, pool: ProcessPoolExecutor, few: bool) -> list[Outcome]:
    """All cases, or every fifth."""
    chosen = list(cases(seeds))
    return list(pool.map(measure, chosen[::5] if few else chosen))
