"""Parts of a working day: sitting in several ways, standing work, picking things up, lying, sensors taken off.

Sizes are assumptions of plausible size: how far a pelvis rolls back on a chair differs between people and chairs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from imu_hinge.virtual import acts
from imu_hinge.virtual.lifts import LIFTS, plan_reps
from imu_hinge.virtual.performing import SetPlan, perform
from imu_hinge.virtual.script import Script

Rng = np.random.Generator


@dataclass(slots=True, eq=False)
class DayScript:
    """A script with what the wearer is doing, from when on."""

    script: Script = field(default_factory=Script)
    doing: list[tuple[float, str]] = field(default_factory=lambda: [(0.0, "upright")])
    """(start_s, `upright`, `sitting`, `walking`, `lying` or `not_worn`)."""
    off_s: list[tuple[float, float]] = field(default_factory=list)
    """When both sensors lie on a table; while they are handled at both ends nothing is labelled."""
    picked: list[str] = field(default_factory=list)
    """Every pick-up: `hip` or `back`."""

    @property
    def t_s(self) -> float:
        """Where the next part begins."""
        return self.script.t_s

    @contextmanager
    def as_(self, what: str, after: str = "upright") -> Iterator[None]:
        """What is written inside is done as `what`."""
        self.doing.append((self.t_s, what))
        yield
        self.doing.append((self.t_s, after))


@dataclass(frozen=True, slots=True)
class Habits:
    """How one person sits."""

    upright_pelvis_deg: float
    slumped_pelvis_deg: float


def habits(rng: Rng) -> Habits:
    """Upright the pelvis is 11 to 15 deg behind standing, slumped 19 to 26: about 20."""
    return Habits(-float(rng.uniform(11, 15)), -float(rng.uniform(19, 26)))


def pose(day: DayScript, rng: Rng, thorax_deg: float, pelvis_deg: float, duration_s: float) -> None:
    """Into a position and stay, with small movements every minute or so."""
    script, end = day.script, day.t_s + duration_s
    way_s = float(rng.uniform(1.0, 2.0))
    with script.act("settle"):
        script.bend(way_s, thorax=thorax_deg, lumbar=thorax_deg - pelvis_deg)
        script.wait(way_s)
    while script.t_s < end:
        script.wait(min(float(rng.uniform(20, 90)), max(end - script.t_s, 0.1)))
        if script.t_s < end - 5:
            _fidget(script, rng, thorax_deg, pelvis_deg)


def _fidget(script: Script, rng: Rng, thorax_deg: float, pelvis_deg: float) -> None:
    """There and back by a few degrees, for some seconds."""
    by, side, twist = rng.normal(0, (3.0, 3.0, 8.0)).tolist()
    with script.act("fidget"):
        goals = {"thorax": thorax_deg + by, "lumbar": thorax_deg - pelvis_deg + 0.5 * by}
        script.bend(0.8, thorax_lateral=side, twist=twist, **goals)
        script.wait(float(rng.uniform(1.5, 3.0)))
        script.bend(0.8, thorax=thorax_deg, lumbar=thorax_deg - pelvis_deg, thorax_lateral=0.0, twist=0.0)
        script.wait(0.9)


def walk(day: DayScript, rng: Rng, duration_s: float) -> None:
    """Walking ahead; the trunk is tall again after it."""
    _tall(day.script)
    with day.as_("walking"):
        acts.walk(day.script, rng, duration_s)


def _tall(script: Script) -> None:
    script.bend(1.0, thorax=0.0, lumbar=0.0, thorax_lateral=0.0, twist=0.0)
    script.wait(1.2)


def desk(day: DayScript, rng: Rng, person: Habits, duration_s: float) -> None:
    """At a desk: upright, slumped, leaning over it, in no order."""
    end = day.t_s + duration_s
    acts.sit_down(day.script, rng)
    with day.as_("sitting"):
        while day.t_s < end:
            _seated(day, rng, person)
    acts.stand_up(day.script, rng)


def _seated(day: DayScript, rng: Rng, person: Habits) -> None:
    kind = str(rng.choice(["upright", "slumped", "over"], p=[0.45, 0.4, 0.15]))
    if kind == "upright":
        pose(day, rng, float(rng.uniform(-2, 4)), person.upright_pelvis_deg, float(rng.uniform(120, 600)))
    elif kind == "slumped":
        pose(day, rng, float(rng.uniform(-3, 3)), person.slumped_pelvis_deg, float(rng.uniform(240, 1700)))
    else:
        thorax = float(rng.uniform(12, 28))
        pose(day, rng, thorax, thorax - float(rng.uniform(16, 24)), float(rng.uniform(30, 200)))


STANDING = (
    ((-6.0, 10.0), (20, 300), 0.5),
    ((10.0, 20.0), (20, 240), 0.3),
    ((22.0, 42.0), (8, 100), 0.2),
)
"""How people stand at work: thorax tilt, deg, and for how long, s, with its share of occasions."""


def bench(day: DayScript, rng: Rng, duration_s: float) -> None:
    """Standing work, from one position to the next."""
    end = day.t_s + duration_s
    while day.t_s < end:
        tilts, times, _ = STANDING[int(rng.choice(len(STANDING), p=[row[2] for row in STANDING]))]
        thorax = float(rng.uniform(*tilts))
        pose(day, rng, thorax, 0.6 * thorax + float(rng.normal(0, 1.0)), float(rng.uniform(*times)))
    _tall(day.script)


PICKS = {"hip": (0.15, 0.3), "back": (0.52, 0.62)}
"""Share of the low back in a pick-up, by how it is done."""


def pick_things_up(day: DayScript, rng: Rng, count: int) -> None:
    """Things from the floor, each by the hip or by the back."""
    script = day.script
    for _ in range(count):
        how = str(rng.choice(list(PICKS)))
        depth, way_s = float(rng.uniform(60, 95)), float(rng.uniform(1.0, 1.6))
        lumbar = float(rng.uniform(*PICKS[how])) * depth
        with script.act("pick_up"):
            script.bend(way_s, thorax=depth, lumbar=lumbar, thigh=-25.0, shank=12.0)
            script.wait(way_s + float(rng.uniform(0.2, 0.8)))
            script.bend(way_s, thorax=0.0, lumbar=0.0, thigh=0.0, shank=0.0)
            script.wait(way_s)
        day.picked.append(how)
        script.wait(float(rng.uniform(6, 25)))


def lift(day: DayScript, rng: Rng, sets: int = 2) -> None:
    """Sets of Romanian deadlifts with walks between."""
    for _ in range(sets):
        perform(day.script, SetPlan(exercise="band_rdl", reps=plan_reps(LIFTS["band_rdl"], rng, 8, styles=("plain",))))
        acts.stand(day.script, 4.0)
        walk(day, rng, 15.0)
        acts.stand(day.script, float(rng.uniform(20, 60)))


def lie(day: DayScript, rng: Rng, duration_s: float) -> None:
    """On the back, from a seat and up again."""
    script = day.script
    acts.sit_down(script, rng)
    script.bend(2.5, thorax=-92.0, lumbar=-10.0)
    script.wait(2.5)
    with day.as_("lying", "sitting"):
        script.wait(duration_s)
    script.bend(2.5, thorax=6.0, lumbar=14.0)
    script.wait(2.5)
    acts.stand_up(script, rng)
    day.doing.append((day.t_s, "upright"))


def take_off(day: DayScript, rng: Rng, duration_s: float) -> None:
    """Both sensors lie on a table for a while; then they are worn again, a walk, and the stance."""
    start = day.t_s
    with day.as_("not_worn"):
        day.script.wait(duration_s)
    day.off_s.append((start, day.t_s))
    acts.stand(day.script, 3.0)
    check(day, rng)


def check(day: DayScript, rng: Rng) -> None:
    """A few steps, and the two-second stance."""
    walk(day, rng, 8.0)
    acts.stand(day.script, 4.0)
    day.script.say("stance")
    acts.stand(day.script, 10.0)
