"""Whole folds for tests: sessions of the virtual wearer cut into blocks, and closed-form movements before a judge."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar

import numpy as np

from imu_hinge.analysis import strides
from imu_hinge.catalogue import Exercise, load_exercise
from imu_hinge.core.angles import Moved, angles_of
from imu_hinge.core.judge import Judge
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import Calibration, Mount
from imu_hinge.core.session import Session
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import Event, FaultRaised, Level, Rep, RepCompleted, RepRejected, RepRevised, SetEnded
from imu_hinge.model.inputs import Command, Input, Placement, Samples, Tick
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.sensor import NOMINAL_HZ
from imu_hinge.virtual.wearer import Wearer
from tests.core.motions import Course, hold, pair

E = TypeVar("E")
S = 1_000_000_000
NOMINAL_NS = round(1e9 / NOMINAL_HZ)
_MADE: dict[tuple[str, int, str], Wearer] = {}
PLAIN = Options(sets=1, reps=(4, 5), nuisance=False, armed=True, styles=("plain",))
"""A short set without anything else."""
PERFECT: Mapping[str, object] = {
    "wobble_deg": 0.0,
    "gyr_bias_dps": (0.0, 0.0, 0.0),
    "gyr_walk_dps": 0.0,
    "acc_bias_mg": (0.0, 0.0, 0.0),
    "scale_pct": 0.0,
    "misalignment_deg": 0.0,
    "gyr_noise_mdps": 0.0,
    "acc_noise_ug": 0.0,
    "quantised": False,
    "rate_error": 0.0,
    "clock_drift_ppm": 0.0,
}
"""Sensors without errors, still mounted anyhow."""


@dataclass(frozen=True, eq=False)
class Told:
    """What a fold said and gave."""

    events: list[Event]
    frames: Records
    session: Session

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def counts(self) -> list[int]:
        """Repetitions of each set, sure and unsure."""
        return [e.counted + e.unsure for e in self.of(SetEnded)]

    @property
    def reps(self) -> list[Rep]:
        return latest(self.events)

    @property
    def faults(self) -> set[str]:
        """Everything that was raised as a fault, not as a caution."""
        return {e.fault for e in self.of(FaultRaised) if e.level is Level.FAULT}


def latest(events: Iterable[Event]) -> list[Rep]:
    """The repetitions that stand at the end, as they are known then."""
    known: dict[int, Rep] = {}
    for event in events:
        if isinstance(event, RepCompleted | RepRevised):
            known[event.rep.id] = event.rep
        elif isinstance(event, RepRejected) and event.rep_id is not None:
            known.pop(event.rep_id, None)
    return list(known.values())


def folded(items: Iterable[Input], exercise: str | Exercise = "band_rdl") -> Told:
    """The inputs through a new session, in strides."""
    fold, events, frames = Session(exercise), list[Event](), [np.empty(0, FRAME)]
    for _, step in strides(fold, items):
        events += step.events
        frames.append(step.frames)
    return Told(events, np.concatenate(frames), fold)


def wearer(exercise: str = "band_rdl", seed: int = 1000, options: Options = PLAIN) -> Wearer:
    """A session; the same object at every call, since its samples take a moment."""
    key = (exercise, seed, repr(options))
    if key not in _MADE:
        _MADE[key] = session(exercise, seed, options)
    return _MADE[key]


def with_setup(one: Wearer, placement: Placement | None = None, **changes: object) -> Wearer:
    """The same session with other sensors: both, or one."""
    changed = {
        p: replace(setup, **changes) if placement in (None, p) else setup  # type: ignore[arg-type]  # fields of Setup
        for p, setup in one.setups.items()
    }
    return replace(one, setups=changed)


def commands(one: Wearer) -> list[Command]:
    return [Command(round(c.t_s * 1e9), c.name, c.argument) for c in one.commands]


def blocks(
    samples: Mapping[Placement, Records],
    said: Sequence[Command | Tick],
    size: Callable[[], int] = lambda: 1 << 60,
    nominal_ns: int = NOMINAL_NS,
) -> list[Input]:
    """The samples cut into blocks of these sizes; nothing is given before a word or a tick that preceded it."""
    out: list[Input] = []
    done = dict.fromkeys(samples, 0)
    for word in [*sorted(said, key=lambda w: w.t_ns), None]:
        part: list[Samples] = []
        for placement, rows in samples.items():
            stop = len(rows) if word is None else int(np.searchsorted(rows["t_ns"], word.t_ns, side="right"))
            while done[placement] < stop:
                a, b = done[placement], min(done[placement] + size(), stop)
                part.append(Samples(placement, rows[a:b], nominal_ns))
                done[placement] = b
        out += sorted(part, key=lambda block: block.t_ns)
        out += [] if word is None else [word]
    return out


def ticks(end_s: float, every_ns: int = S // 10) -> list[Tick]:
    return [Tick(t) for t in range(every_ns, round(end_s * S), every_ns)]


def worn(one: Wearer, samples: Mapping[Placement, Records] | None = None) -> Told:
    """A session of the virtual wearer as a station would see it, in larger blocks; optionally with other samples."""
    said: list[Command | Tick] = [*commands(one), *ticks(one.end_s, S // 2)]
    return folded(blocks(one.samples() if samples is None else samples, said, lambda: 60), one.script.sets[0].exercise)


def lumbar_spread_deg(told: Told, one: Wearer) -> float:
    """Lumbar flexion against the truth over the valid frames of the sets, but for the offset of the stance."""
    frames = told.frames[told.frames["valid"]]
    spans = [(s.t_start_s * 1e9, s.t_end_s * 1e9) for s in one.truth.sets]
    frames = np.concatenate([frames[(frames["t_ns"] >= a) & (frames["t_ns"] <= b)] for a, b in spans])
    tilts = one.truth.tilts_at(frames["t_ns"])
    return float(np.degrees((frames["lumbar_flexion"] - (tilts.thorax - tilts.pelvis)).std()))


GUIDED = Calibration("guided", 1.0, (), Mount(np.eye(3)), Mount(np.eye(3)), True, np.radians(62.0), np.radians(50.0))
"""A wearer with a range of 62 deg whose low back bends 50 deg at most."""


def judge(exercise: str | Exercise = "band_rdl", calibration: Calibration = GUIDED, side: str | None = None) -> Judge:
    chosen = load_exercise(exercise) if isinstance(exercise, str) else exercise
    return Judge(chosen, calibration, 1, count(1), side)


def still(rows: Pair) -> Moved:
    return {s: np.zeros(len(rows), dtype=bool) for s in Placement}


def take(
    one: Judge, course: Course | Pair, at: int = 0, calibration: Calibration = GUIDED, size: int = 1 << 60
) -> list[Event]:
    """What a judge says of a movement that begins at grid index `at`, fed in blocks of `size` frames."""
    rows = course if isinstance(course, Pair) else pair(course, at)
    events: list[Event] = []
    for a in range(0, len(rows), size):
        part = rows[a : a + size]
        events += one.step(angles_of(part, calibration, still(part)))
    return events


def judged(
    course: Course,
    exercise: str | Exercise = "band_rdl",
    calibration: Calibration = GUIDED,
    armed: bool = True,
    size: int = 1 << 60,
) -> list[Event]:
    """All that is said of a movement, from a quiet second before it to the end of the session."""
    one = judge(exercise, calibration)
    said = take(one, hold(1.0), 0, calibration, size)
    said += one.start_set() if armed else []
    return [*said, *take(one, course, 50, calibration, size), *one.end()]


def kinds(events: Iterable[Event], kind: type[E]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]
