"""A virtual wearer's working day from a seed, with its truth beside it; made in blocks.

Postures and their lengths are assumptions: a perfect score on them says what the stage can do with these shapes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from imu_hinge.model.arrays import Array, Bools
from imu_hinge.model.inputs import Command, Input, Placement, Samples, Tick
from imu_hinge.virtual import acts
from imu_hinge.virtual.body import random_person
from imu_hinge.virtual.day_blocks import Cast, Feed, windows
from imu_hinge.virtual.day_parts import (
    DayScript,
    Habits,
    bench,
    check,
    desk,
    habits,
    lie,
    lift,
    pick_things_up,
    take_off,
    walk,
)
from imu_hinge.virtual.sensor import Setup, Slip, random_setup

Rng = np.random.Generator
HOURS = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class DayTruth:
    """What was really done, one entry a second; angles are those of the segments at the middle of it."""

    state: list[str]
    """`standing`, `sitting`, `walking`, `bending`, `lying` or `not_worn`."""
    pelvis_deg: Array
    thorax_deg: Array
    in_set: Bools
    from_s: int
    """Second from which the guided calibration is over."""


@dataclass(eq=False)
class DayWearer:
    """One day. Each output is the same at every call."""

    day: DayScript
    cast: Cast
    seed: int
    calibrated_s: float

    @property
    def end_s(self) -> float:
        """How long the day lasts."""
        return self.day.t_s

    def inputs(self, rate_hz: float = 26.0, block_s: float = 0.5) -> Iterator[Input]:
        """Samples in blocks of at most `block_s`, cut at commands too, with ticks and commands, in order of time."""
        feeds = {placement: Feed(self.cast, placement, rate_hz, self.day.off_s) for placement in Placement}
        nominal_ns = round(1e9 / rate_hz)
        for start_s, end_s, body in windows(self.cast, self.day.script.channels, self.end_s):
            items = self._between(start_s, end_s, block_s)
            cuts = [item.t_ns for item in items]
            for placement, feed in feeds.items():
                rows = feed.window(body, end_s)
                blocks = np.split(rows, np.searchsorted(rows["t_ns"], cuts))
                items += [Samples(placement, block, nominal_ns) for block in blocks if len(block)]
            yield from sorted(items, key=lambda item: item.t_ns)

    def _between(self, start_s: float, end_s: float, block_s: float) -> list[Input]:
        """Ticks and commands of a window, in order of time."""
        ticks = np.arange(np.floor(start_s / block_s) + 1, np.floor(end_s / block_s) + 1) * block_s
        commands = [c for c in self.day.script.commands if start_s < c.t_s <= end_s]
        items: list[Input] = [Tick(round(t_s * 1e9)) for t_s in ticks.tolist()]
        items += [Command(round(c.t_s * 1e9), c.name, c.argument) for c in commands]
        return sorted(items, key=lambda item: item.t_ns)

    @cached_property
    def truth(self) -> DayTruth:
        """Second by second."""
        seconds = int(self.end_s)
        pelvis, thorax = np.empty(seconds), np.empty(seconds)
        done = 0
        for _, end_s, body in windows(self.cast, self.day.script.channels, self.end_s):
            stop = min(int(end_s), seconds)
            tilts = body.tilts(np.arange(done, stop, dtype=np.float64) + 0.5)
            pelvis[done:stop], thorax[done:stop] = np.degrees(tilts.pelvis), np.degrees(tilts.thorax)
            done = stop
        in_set = np.zeros(seconds, bool)
        for plan in self.day.script.sets:
            in_set[int(plan.reps[0].t_start_s) : int(plan.t_end_s) + 1] = True
        state = [_state(what, float(tilt)) for what, tilt in zip(self._doing(seconds), thorax, strict=True)]
        return DayTruth(state, pelvis, thorax, in_set, int(self.calibrated_s) + 2)

    def _doing(self, seconds: int) -> list[str]:
        starts = [start for start, _ in self.day.doing]
        places = np.searchsorted(starts, np.arange(seconds) + 0.5, side="right") - 1
        return [self.day.doing[place][1] for place in places.tolist()]


def _state(what: str, thorax_deg: float) -> str:
    if what != "upright":
        return what
    return "bending" if thorax_deg > 20.0 else "standing"


def working_day(seed: int, hours: float = HOURS, setup: dict[str, object] | None = None) -> DayWearer:
    """Calibration, then desk, bench, walks, things picked up, two sets, a rest, a lunch without sensors, one slip.

    `setup` fixes fields of both sensors' Setup that are not drawn.
    """
    rng = np.random.default_rng(seed)
    person, sits = random_person(rng), habits(rng)
    day = DayScript()
    acts.stand(day.script, 2.0)
    acts.calibrate(day.script, rng, person.own_max_lumbar_deg)
    calibrated_s = day.t_s
    slip_s = _fill(day, rng, sits, hours * 3600.0)
    day.script.say("end")
    acts.stand(day.script, 2.0)
    setups = {placement: random_setup(rng, **(setup or {})) for placement in Placement}
    cast = Cast(person, _worn(setups, rng, day, slip_s), int(rng.integers(2**62)))
    return DayWearer(day, cast, seed, calibrated_s)


def _fill(day: DayScript, rng: Rng, sits: Habits, end_s: float) -> float:
    """The parts one after another, those that come once at their hour; returns when the sensor slips.

    The wearer checks the stance every two hours or so.
    """
    once = {0.1: "check", 0.2: "lift", 0.25: "check", 0.45: "lunch", 0.6: "slip", 0.75: "lie", 0.8: "check"}
    slip_s = end_s
    while day.t_s < end_s:
        due = next((at for at in sorted(once) if day.t_s > at * end_s), None)
        part = once.pop(due) if due is not None else str(rng.choice(["desk", "bench", "pick"], p=[0.5, 0.35, 0.15]))
        if part == "slip":
            slip_s = day.t_s + 5.0
        _part(day, rng, sits, part, end_s)
        walk(day, rng, float(rng.uniform(15, 120)))
        acts.stand(day.script, float(rng.uniform(3, 20)))
    return slip_s


def _part(day: DayScript, rng: Rng, sits: Habits, part: str, end_s: float) -> None:
    left = max(end_s - day.t_s, 30.0)
    match part:
        case "desk":
            desk(day, rng, sits, min(left, float(rng.uniform(600, 2700))))
        case "bench":
            bench(day, rng, min(left, float(rng.uniform(300, 1200))))
        case "pick":
            pick_things_up(day, rng, int(rng.integers(3, 9)))
        case "lift":
            lift(day, rng)
        case "lunch":
            take_off(day, rng, min(0.06 * end_s, 1800.0))
        case "lie":
            lie(day, rng, min(0.02 * end_s, 600.0))
        case "check":
            check(day, rng)
        case "slip":
            _slip(day, rng)


def _slip(day: DayScript, rng: Rng) -> None:
    """The sacrum sensor slips on a walk; two walks later the wearer does as the program asks."""
    for _ in range(3):
        walk(day, rng, 20.0)
        acts.stand(day.script, float(rng.uniform(5, 20)))
    check(day, rng)


def _worn(setups: dict[Placement, Setup], rng: Rng, day: DayScript, slip_s: float) -> dict[Placement, Setup]:
    """Straps creep by a few degrees, are put on otherwise after lunch, and one slips."""
    lunch = [end for _, end in day.off_s]
    slips = {
        placement: [
            Slip(t_s=60.0, duration_s=0.4 * day.t_s, turn_deg=(0.0, float(rng.normal(0, 1.5)), 0.0)),
            *(
                Slip(
                    t_s=end - 1.0, duration_s=0.9, turn_deg=(0.0, float(rng.normal(0, 4.0)), float(rng.normal(0, 4.0)))
                )
                for end in lunch
            ),
        ]
        for placement in Placement
    }
    turn = float(rng.choice([-1, 1])) * float(rng.uniform(9, 14))
    slips[Placement.SACRUM].append(Slip(t_s=slip_s, turn_deg=(0.0, turn, 0.0)))
    return {
        placement: _with_slips(setup, sorted(slips[placement], key=lambda one: one.t_s))
        for placement, setup in setups.items()
    }


def _with_slips(setup: Setup, slips: list[Slip]) -> Setup:
    return replace(setup, slips=tuple(slips))
