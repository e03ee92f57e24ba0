"""From the movement to the tone, the banner and the count: how late each is over the virtual radio.

python benchmarks/latency.py                         the distributions, on the reporting seeds (about 10 minutes)
python benchmarks/latency.py --tuning --only not_tall
python benchmarks/latency.py --check                 exit with 1 when a target is missed
python benchmarks/latency.py --write PAGE           put the figures between the marks of a page
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from latency_heard import INTERVAL_S, rehearsed
from latency_told import BUFFER_S, DRAW_S, Latencies, Told
from made_in import MADE_IN, SIZES_DEG
from pages import Figure, put, section

from imu_hinge.model.events import Level
from imu_hinge.virtual import Wearer
from imu_hinge.virtual.scenarios import LEAD_S
from imu_hinge.virtual.scripts import Options, fault_session, session
from imu_hinge.virtual.seeds import REPORTING, TUNING

METHOD = f"""\
Wearers of imu_hinge.virtual with two HSP sensors (104 Hz, 5 samples a packet) on the virtual radio, through unmodified
bleak into the fold, `Cues` and `Banners`, in virtual time.
Connection interval {1e3 * INTERVAL_S:.0f} ms. A fault's instant is that at which its measure has been past the limit
for its hold time in its phases; of little hinge, when the bottom is left and the pelvis had its 0.3 s; of a missing
lockout, a second after the way up, or when the next way down is recognised. The end of a repetition is the re-entry
into the top zone. Each is taken from the noise-free movement (true), and from the fold's own frames without the delay
of smoothing (seen), which are off by the error of the angle. Verdicts within 3 deg or 0.05 of a limit may go either way
and stand apart. In a tone are the processor time of the input and {1e3 * BUFFER_S:.0f} ms of sound buffer; in banner
and count the wait for the next of 15 pictures a second and {1e3 * DRAW_S:.0f} ms to draw it."""
UNTIMED = ("shallow", "speed_loss")
"""Faults that no instant is defined for here."""
SESSIONS = {
    **{fault: exercises for fault, exercises in MADE_IN.items() if fault not in UNTIMED},
    "": ("band_rdl", "band_hinge", "split_stance_hinge", "rdl_row"),
}
"""Exercises of the sessions with each fault; none: sets of every style without a fault."""
FAULT_AT = (1, 3, 5, 6)
"""Places of the repetitions with the fault, of eight."""
RUNS = 6
TARGETS_MS = {"tone": 150.0, "banner": 250.0, "count on screen": 300.0}


@dataclass(frozen=True, slots=True)
class Job:
    """One session."""

    seed: int
    exercise: str
    fault: str


def jobs(seeds: range, runs: int, only: str | None) -> list[Job]:
    """The sessions; every one has a seed of its own, whatever else is left out."""
    kinds = [(fault, exercises[run % len(exercises)]) for fault, exercises in SESSIONS.items() for run in range(RUNS)]
    chosen = [Job(seed, exercise, fault) for seed, (fault, exercise) in zip(seeds, kinds, strict=False)]
    return [job for i, job in enumerate(chosen) if i % RUNS < runs and only in (None, job.fault)]


def wearer(job: Job) -> Wearer:
    """Two armed sets of plain repetitions with a fault in half of them; or three of any style that start themselves."""
    if job.fault:
        size = SIZES_DEG.get((job.fault, job.exercise))
        return fault_session(job.fault, job.seed, job.exercise, size, fault_at=FAULT_AT, full_bend=False, lead_s=LEAD_S)
    options = Options(reps=(7, 8), nuisance=False, full_bend=False, lead_s=LEAD_S)
    return session(job.exercise, job.seed, options)


def measure(job: Job) -> list[Told]:
    """Everything that was to be told in a session."""
    return list(Latencies(rehearsed(wearer(job))).all())


Delay = Callable[[Told], float | None]
"""One of the distributions, s; None where a case has no part in it."""


def _since(end: float | None, start: float | None) -> float | None:
    return None if end is None or start is None else end - start


TRUE: dict[str, Delay] = {
    "tone": lambda t: _since(t.tone_s, t.case.true_s),
    "picture": lambda t: _since(t.shown_s, t.case.true_s),
}
SEEN: dict[str, Delay] = {
    "tone": lambda t: _since(t.tone_s, t.case.seen_s),
    "picture": lambda t: _since(t.shown_s, t.case.seen_s),
}
STAGES: dict[str, Delay] = {
    "sensors and radio": lambda t: t.arrived_s - t.case.true_s,
    "until the next frame": lambda t: t.framed_s - t.arrived_s,
    "smoothing and rules": lambda t: _since(t.event_s, t.framed_s),
    "processing": lambda t: t.spent_s if t.event_s is not None else None,
}


def spread(told: Iterable[Told], delay: Delay) -> tuple[int, tuple[float, float, float]]:
    """Number, and median, 95th percentile and largest in ms."""
    values = 1e3 * np.array([value for one in told if (value := delay(one)) is not None])
    if not len(values):
        return 0, (np.nan, np.nan, np.nan)
    p50, p95 = np.percentile(values, [50, 95]).tolist()
    return len(values), (p50, p95, float(values.max()))


def cells(told: Sequence[Told], delay: Delay) -> str:
    """`  48   95  131  166`: number, median, 95th percentile, largest."""
    n, values = spread(told, delay)
    return f"{n:4d}" + "".join(f"{value:5.0f}" if n else "    -" for value in values)


def groups(told: Iterable[Told]) -> dict[tuple[str, str], list[Told]]:
    """By what was told, at which level."""
    found: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        found.setdefault((one.case.what, str(one.case.level or "")), []).append(one)
    return dict(sorted(found.items()))


def table(told: Sequence[Told]) -> list[str]:
    """A line for each fault and level."""
    head = f"{'ms':27}{'tone, true':>19}{'tone, seen':>20}{'picture, true':>20}{'picture, seen':>20}  not told"
    lines = [head, f"{'':27}" + "   n  p50  p95  max " * 4]
    for (what, level), group in groups(told).items():
        delays = [cells(group, of[name]) for name in ("tone", "picture") for of in (TRUE, SEEN)]
        missing = sum(one.event_s is None for one in group)
        lines.append(f"{what:18} {level:8}" + " ".join(delays) + f"  {missing:4d}")
    return [line.rstrip() for line in lines]


def stages(told: Sequence[Told]) -> list[str]:
    """Where the time goes."""
    return [f"{name:22}{cells(told, delay)}" for name, delay in STAGES.items()]


def figures(told: Sequence[Told]) -> list[Figure]:
    """The targets."""
    faults, reps = ([t for t in told if (t.case.fault is None) is counts] for counts in (False, True))
    parts = {"tone": (faults, "tone"), "banner": (faults, "picture"), "count on screen": (reps, "picture")}
    found = []
    for name, (cases, kind) in parts.items():
        n, (p50, p95, most) = spread(cases, TRUE[kind])
        seen_n, (_, seen_p95, _) = spread(cases, SEEN[kind])
        words = f"{p95:.0f} ms of {n}, median {p50:.0f}, longest {most:.0f}; by own frames {seen_p95:.0f} of {seen_n}"
        target = TARGETS_MS[name]
        found.append((f"{name}, p95", f"{target:.0f} ms", words, p95 <= target))
    missing = sum(t.event_s is None and t.case.level is not Level.CAUTION for t in told)
    found.append((f"not told of {len(told)}, cautions apart", "0", str(missing), not missing))
    return found


def main() -> int:
    """0 success, 1 a target is missed and --check was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tuning", action="store_true", help="the seeds for tuning")
    parser.add_argument("--runs", type=int, default=RUNS, choices=range(1, RUNS + 1), help="sessions of each kind")
    parser.add_argument("--only", choices=SESSIONS, help="sessions with one fault; '' for those without")
    parser.add_argument("--write", type=Path, metavar="PATH", help="a page with marks for the figures")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes")
    chosen = parser.parse_args()
    seeds = TUNING if chosen.tuning else REPORTING
    print(f"{METHOD}\nSeeds from {seeds.start}.\n")
    with ProcessPoolExecutor(chosen.jobs) as pool:
        told = list(chain.from_iterable(pool.map(measure, jobs(seeds, chosen.runs, chosen.only))))
    clear, near = ([t for t in told if t.case.clear is clear] for clear in (True, False))
    lines = [*table(clear), "", "near a limit", *table(near), "", "where the time goes, ms", *stages(clear)]
    found = figures(clear)
    print(*lines, "", sep="\n")
    for what, target, reached, passed in found:
        print(f"{what:40}{target:>8}  {reached}{'' if passed else '   MISSED'}")
    if chosen.write:
        put(chosen.write, "\n".join([section(METHOD, seeds, {"latency": found}), "", "```text", *lines, "```"]))
    return int(chosen.check and not all(passed for *_, passed in found))


if __name__ == "__main__":
    sys.exit(main())
