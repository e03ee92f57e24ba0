"""A virtual wearer who makes the tests of an assessment, with the truth of each end range and mistakes of every kind.

Ranges, tempo, holds and the ways to go astray are assumptions of plausible size: a perfect score on them says what the
assessment can do with these shapes, and nothing about people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from imu_hinge.catalogue.assess import AssessTest, rows
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual import acts
from imu_hinge.virtual.assess_ways import GAP_S, RIGHT, Done, perform, way_of
from imu_hinge.virtual.body import random_person
from imu_hinge.virtual.script import Script
from imu_hinge.virtual.sensor import Setup, Slip, random_setup
from imu_hinge.virtual.wearer import Wearer

Rng = np.random.Generator
LEAD_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessOptions:
    """How an assessment differs from the ordinary one."""

    tests: tuple[str, ...] = ()
    """Empty for all."""
    repeats: int = 3
    """Movements of each test that are done as asked."""
    mistakes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By test: what goes astray, in turn, one before each of the movements as asked, the others after them."""
    ready_s: float = 6.0
    """How long the sentence of a test takes."""
    lead_s: float = LEAD_S
    full_bend: bool = False
    person: Mapping[str, float | bool] = field(default_factory=dict)
    """Fields of Person that are not drawn."""
    setup: Mapping[str, object] = field(default_factory=dict)
    """Fields of Setup that are not drawn, for both sensors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One movement and what it truly was; angles are changes from the second of standing before it, deg."""

    test: str
    kind: str
    """`right`, or the reason for which it is to be refused."""
    t_start_s: float
    t_end_s: float
    value_deg: float
    """Median of the measure over the planned hold, positive in the direction of the test."""
    pelvis_deg: float
    thorax_deg: float
    lateral_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class AssessWearer:
    """A wearer and the truth about every movement, in order."""

    wearer: Wearer
    made: tuple[Made, ...]


def assessment(seed: int, options: AssessOptions | None = None) -> AssessWearer:
    """Guided calibration, `assess`, every test with its repeats, `end`."""
    options, rng = options or AssessOptions(), np.random.default_rng(seed)
    person = random_person(rng, **({"sway_deg": float(rng.uniform(0.1, 0.3))} | dict(options.person)))
    script = Script()
    acts.stand(script, options.lead_s)
    acts.calibrate(script, rng, person.own_max_lumbar_deg, full_bend=options.full_bend)
    acts.stand(script, 1.5)
    script.say("assess")
    done = [one for test in rows(options.tests) for one in _test(script, rng, test, options, person.own_max_lumbar_deg)]
    acts.stand(script, 3.0)
    script.say("end")
    acts.stand(script, 1.0)
    setups = {placement: _harmed(random_setup(rng, **options.setup), placement, done, rng) for placement in Placement}
    wearer = Wearer(script, person, setups, int(rng.integers(2**62)), name="assessment", seed=seed)
    return AssessWearer(wearer, tuple(_measured(wearer, one) for one in done))


def assessing(seed: int, extra_s: float = 0.0) -> Wearer:
    """For a simulation: all the tests, some mistakes; the wearer stands `extra_s` longer before anything else."""
    mistakes = {"flexion": ("no_hold",), "extension": ("moved_at_start",), "side_bend_left": ("other_direction",)}
    return assessment(seed, AssessOptions(mistakes=mistakes, lead_s=LEAD_S + extra_s)).wearer


def _test(script: Script, rng: Rng, test: AssessTest, options: AssessOptions, own_max_deg: float) -> list[Done]:
    """All movements of one test."""
    way = way_of(test, rng, own_max_deg)
    astray = list(options.mistakes.get(test.id, ()))
    kinds = [kind for i in range(options.repeats) for kind in (*astray[i : i + 1], RIGHT)]
    kinds += astray[options.repeats :]
    acts.stand(script, options.ready_s * (0.4 if kinds[0] == "moved_at_start" else 1.0))
    return [perform(script, rng, test, way, kind) for kind in kinds]


def _harmed(setup: Setup, placement: Placement, done: Sequence[Done], rng: Rng) -> Setup:
    """With what happens to the sacrum sensor in movements of these kinds."""
    if placement is not Placement.SACRUM:
        return setup
    gaps = [one.t_hold_s[0] + 0.5 for one in done if one.kind == "sensor_gap"]
    slips = [one.t_hold_s[0] + 0.5 for one in done if one.kind == "sensor_slipped"]
    turn = float(rng.choice([-1.0, 1.0])) * float(rng.uniform(15, 25))
    return replace(
        setup,
        silent_s=tuple((t_s, t_s + GAP_S) for t_s in gaps),
        slips=tuple(Slip(t_s=t_s, turn_deg=(0.0, turn, 0.0)) for t_s in slips),
    )


def _measured(wearer: Wearer, done: Done) -> Made:
    """The truth of a movement."""
    before = _medians(wearer, done.t_start_s - 1.0, done.t_start_s)
    at_end = _medians(wearer, *done.t_hold_s)
    pelvis, thorax, lateral = (float(np.degrees(b - a)) for a, b in zip(before, at_end, strict=True))
    by = {"lumbar_flexion": thorax - pelvis, "pelvis_tilt": pelvis, "thorax_tilt": thorax, "lateral": lateral}
    return Made(
        test=done.test.id,
        kind=done.kind,
        t_start_s=done.t_start_s,
        t_end_s=done.t_end_s,
        value_deg=done.test.direction * by[done.test.measure],
        pelvis_deg=pelvis,
        thorax_deg=thorax,
        lateral_deg=lateral,
    )


def _medians(wearer: Wearer, start_s: float, end_s: float) -> tuple[float, float, float]:
    """Of pelvis, thorax and lateral tilt, rad."""
    tilts = wearer.body.tilts(np.arange(start_s, max(end_s, start_s + 0.02), 0.01))
    return float(np.median(tilts.pelvis)), float(np.median(tilts.thorax)), float(np.median(tilts.lateral))
