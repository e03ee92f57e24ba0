"""How the virtual wearer makes one movement of an assessment: as asked, or astray in one of the known ways."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from imu_hinge.catalogue.assess import AssessTest
from imu_hinge.virtual.script import Script

Rng = np.random.Generator
RIGHT = "right"
GAP_S = 0.8
"""How long a sensor is silent."""
AFTER_GAP_S = 14.0
"""The filters need time after it."""

Angles = Mapping[str, float]
"""Channels of the body and their goals, deg."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One person's end range in one test."""

    angles: Angles
    go_s: float
    hold_s: float
    back_s: float
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Where a movement lies in the script."""

    test: AssessTest
    kind: str
    t_start_s: float
    t_hold_s: tuple[float, float]
    t_end_s: float


STYLES = ("plain", "creeping", "settling", "halting", "swaying")


def _flexion(rng: Rng, own_max_deg: float) -> Angles:
    lumbar = own_max_deg * float(rng.uniform(0.92, 1.0))
    return {"thorax": lumbar + float(rng.normal(57, 9)), "lumbar": lumbar}


def _extension(rng: Rng, own_max_deg: float) -> Angles:
    lumbar = -float(rng.uniform(10, 32))
    return {"thorax": lumbar * float(rng.uniform(0.9, 1.4)), "lumbar": lumbar}


def _pelvis(sign: float) -> Callable[[Rng, float], Angles]:
    def way(rng: Rng, own_max_deg: float) -> Angles:
        thorax = float(rng.normal(0, 1.5))
        return {"thorax": thorax, "lumbar": thorax - sign * float(rng.uniform(6, 16))}

    return way


def _hinge(low: float, high: float) -> Callable[[Rng, float], Angles]:
    def way(rng: Rng, own_max_deg: float) -> Angles:
        thorax = float(rng.uniform(42, 75))
        return {"thorax": thorax, "lumbar": thorax * (1 - float(rng.uniform(low, high)))}

    return way


def _side(sign: float) -> Callable[[Rng, float], Angles]:
    def way(rng: Rng, own_max_deg: float) -> Angles:
        side, forward = sign * float(rng.uniform(16, 38)), float(rng.normal(0, 4))
        return {"thorax_lateral": side, "pelvis_lateral": 0.25 * side, "thorax": forward, "lumbar": 0.6 * forward}

    return way


WAYS: Mapping[str, Callable[[Rng, float], Angles]] = {
    "flexion": _flexion,
    "extension": _extension,
    "pelvic_tilt_forward": _pelvis(1.0),
    "pelvic_tilt_back": _pelvis(-1.0),
    "hinge_own": _hinge(0.45, 0.75),
    "hinge_cued": _hinge(0.7, 0.9),
    "side_bend_left": _side(-1.0),
    "side_bend_right": _side(1.0),
}
"""End ranges of a person by test, from the wearer's own maximum of lumbar flexion."""


def way_of(test: AssessTest, rng: Rng, own_max_deg: float) -> Way:
    """One person's way in one test."""
    angles = WAYS[test.id](rng, own_max_deg)
    size = max(abs(angle) for angle in angles.values())
    pace = float(rng.uniform(0.8, 1.6)) * (0.8 + size / 70.0)
    return Way(
        angles=angles,
        go_s=pace,
        hold_s=test.hold_s + float(rng.uniform(0.3, 1.8)),
        back_s=pace * float(rng.uniform(0.8, 1.2)),
        style=str(rng.choice(STYLES)),
    )


def perform(script: Script, rng: Rng, test: AssessTest, way: Way, kind: str) -> Done:
    """Stand, go to the end, hold, come back near to the start."""
    script.wait(0.9 if kind == "moved_at_start" else float(rng.uniform(2.8, 4.2)))
    done = _performed(script, rng, test, _varied(ASTRAY[kind](test, way, rng), rng), kind)
    script.wait(AFTER_GAP_S if kind == "sensor_gap" else 0.0)
    return done


def _varied(way: Way, rng: Rng) -> Way:
    """People repeat within a few percent."""
    size = float(rng.normal(1.0, 0.02))
    return replace(way, angles={name: size * angle for name, angle in way.angles.items()})


def _performed(script: Script, rng: Rng, test: AssessTest, way: Way, kind: str) -> Done:
    start = script.t_s
    way = replace(way, angles=_from_here(script, way.angles))
    with script.act(f"assess {test.id} {kind}", nuisance=False):
        _go(script, way, kind)
        arrived = script.t_s
        _hold(script, way)
        left = script.t_s
        if kind == "not_back":
            _shift(script, {name: 0.6 * angle for name, angle in way.angles.items()}, 0.5 * way.back_s)
            script.wait(0.5 * way.back_s + 5.0)
        _shift(script, _near_start(way, rng), way.back_s, lag=0.15)
        script.wait(way.back_s)
    return Done(test=test, kind=kind, t_start_s=start, t_hold_s=(arrived, left), t_end_s=script.t_s)


def _from_here(script: Script, angles: Angles) -> Angles:
    """Changes from where the wearer stands as goals of the channels."""
    return {name: float(np.degrees(script.channels[name].goal)) + angle for name, angle in angles.items()}


def _near_start(way: Way, rng: Rng) -> Angles:
    """Nobody comes back exactly, the less so from far away."""
    size = max(abs(angle) for angle in way.angles.values())
    return {name: float(rng.normal(0, 0.3 + 0.004 * size)) for name in way.angles}


def _shift(script: Script, goals: Angles, duration_s: float, lag: float = 0.0) -> None:
    """Channels to their goals; on the way up the low back may lag behind by a share of the time."""
    for name, goal in goals.items():
        late = lag * duration_s if name == "lumbar" else 0.0
        script.bend(duration_s - late, after_s=late, **{name: goal})


def _part(way: Way, share: float) -> Angles:
    return {name: share * angle for name, angle in way.angles.items()}


def _go(script: Script, way: Way, kind: str) -> None:
    if way.style == "halting":
        _shift(script, _part(way, 0.5), 0.6 * way.go_s)
        script.wait(0.6 * way.go_s + 0.4)
    over = 1.04 if way.style == "settling" else 1.0
    _shift(script, _part(way, over), way.go_s)
    script.wait(way.go_s)
    if kind == "bounced":
        for share in (0.5, 1.0):
            _shift(script, _part(way, share), 0.7)
            script.wait(0.7)
    if over > 1.0:
        _shift(script, way.angles, 0.8)
        script.wait(0.4)


def _hold(script: Script, way: Way) -> None:
    """The end range, with what a style makes of it."""
    if way.style == "creeping":
        _shift(script, _part(way, 1.02), max(way.hold_s, 0.1))
    if way.style == "swaying" and way.hold_s > 1.0:
        size = float(np.radians(0.7))
        for i, sign in enumerate((1.0, -2.0, 2.0, -1.0)):
            script.shift("thorax", sign * size, 0.25 * way.hold_s, after_s=0.25 * i * way.hold_s)
    script.wait(way.hold_s)


Astray = Callable[[AssessTest, Way, Rng], Way]


def _as_asked(test: AssessTest, way: Way, rng: Rng) -> Way:
    return way


def _small(test: AssessTest, way: Way, rng: Rng) -> Way:
    """Half way between what is noticed and what counts."""
    size = abs(_measure(test, way.angles))
    goal = 0.5 * (test.least_deg + 1.3 * test.begin_deg)
    return replace(way, angles=_part(way, goal / size), go_s=max(0.7, 0.5 * way.go_s), style="plain")


def _measure(test: AssessTest, angles: Angles) -> float:
    """The measure of goals of the channels."""
    thorax, lumbar = angles.get("thorax", 0.0), angles.get("lumbar", 0.0)
    by = {
        "lumbar_flexion": lumbar,
        "pelvis_tilt": thorax - lumbar,
        "thorax_tilt": thorax,
        "lateral": angles.get("thorax_lateral", 0.0),
    }
    return test.direction * by[test.measure]


def _other_way(test: AssessTest, way: Way, rng: Rng) -> Way:
    """Back in place of forward, left in place of right."""
    forward = test.measure in ("lumbar_flexion", "thorax_tilt") and test.direction > 0
    if forward:
        lumbar = -float(rng.uniform(10, 25))
        return replace(way, angles={"thorax": 1.2 * lumbar, "lumbar": lumbar})
    if test.measure == "lumbar_flexion":
        return replace(way, angles={"thorax": float(rng.uniform(40, 80)), "lumbar": float(rng.uniform(20, 40))})
    return replace(way, angles=_part(way, -1.0))


def _aside(test: AssessTest, way: Way, rng: Rng) -> Way:
    """With a lean to one side, or, in a side bend, with a bend forward."""
    off = test.off_plane_deg + float(rng.uniform(6, 14))
    if test.measure == "lateral":
        return replace(way, angles={**way.angles, "thorax": off, "lumbar": 0.5 * off})
    side = off * float(rng.choice([-1.0, 1.0]))
    return replace(way, angles={**way.angles, "thorax_lateral": side, "pelvis_lateral": 0.3 * side})


def _with_trunk(test: AssessTest, way: Way, rng: Rng) -> Way:
    """The pelvis as asked, and the thorax with it."""
    pelvis = way.angles["thorax"] - way.angles["lumbar"]
    thorax = test.direction * ((test.thorax_within_deg or 0.0) + float(rng.uniform(6, 14)))
    return replace(way, angles={"thorax": thorax, "lumbar": thorax - pelvis})


ASTRAY: Mapping[str, Astray] = {
    RIGHT: _as_asked,
    "moved_at_start": _as_asked,
    "too_small": _small,
    "other_direction": _other_way,
    "out_of_plane": _aside,
    "trunk_moved": _with_trunk,
    "no_hold": lambda test, way, rng: replace(way, hold_s=float(rng.uniform(0.0, 0.4)), style="plain"),
    "bounced": _as_asked,
    "not_back": _as_asked,
    "sensor_gap": _as_asked,
    "sensor_slipped": _as_asked,
}
"""What becomes of a way, by the reason for which it is to be refused."""


def mistakes_of(test: AssessTest) -> tuple[str, ...]:
    """The ways to go astray that a test knows; those of the sensors last."""
    return tuple(kind for kind in ASTRAY if kind != RIGHT and (kind != "trunk_moved" or test.thorax_within_deg))
