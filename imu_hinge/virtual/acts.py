"""What the wearer does beside the sets: stances, the guided calibration, and everything that must not count.

Sitting posture (pelvis -8, thorax +6 deg), stooping and gait are assumed shapes.
"""

from collections.abc import Callable

import numpy as np

from imu_hinge.virtual.script import Script

Rng = np.random.Generator

HANDS_FREE_S = 0.6
"""Shortest stand after an act, unless two acts are glued together."""


def begin_seated(script: Script) -> None:
    """The session starts on a chair; to be called before anything else."""
    for channel, goal_deg in (("thorax", 6.0), ("lumbar", 14.0), ("thigh", -80.0), ("shank", 4.0)):
        script.shift(channel, float(np.radians(goal_deg)), 1.0, after_s=-2.0)
    script.shift("seat", 1.0, 1.0, after_s=-2.0)


STAND_S = 9.5
"""First stand of the guided calibration: a second to settle, 3 s that start it, 4 s that teach, and some patience."""


def stand(script: Script, duration_s: float) -> None:
    """Quiet standing, or quiet sitting."""
    with script.act("stand", nuisance=False, active=False):
        script.wait(duration_s)


def calibrate(
    script: Script,
    rng: Rng,
    own_max_deg: float,
    *,
    full_bend: bool = True,
    hinge_deg: float = 60.0,
    slouch_deg: float = 0,
) -> None:
    """The guided calibration: command, stance, three easy hinges, one full bend (or `skip`), stance."""
    with script.act("calibrate", nuisance=False, active=False):
        script.bend(0.8, thorax=slouch_deg, lumbar=slouch_deg)
        script.wait(0.8 if slouch_deg else 0.0)
        script.say("calibrate")
        _stance(script, STAND_S)
        script.reach("activity", 1.0, 0.3)
        for _ in range(3):
            _bow(script, hinge_deg * float(rng.normal(1, 0.03)), 0.18, float(rng.uniform(1.4, 1.8)))
            script.wait(float(rng.uniform(0.6, 1.0)))
        if full_bend:
            script.wait(1.0)
            _bow(script, own_max_deg + float(rng.normal(58, 5)), own_max_deg, 2.4)
        script.reach("activity", 0.0, 0.3)
        script.wait(0.5)
        if not full_bend:
            script.say("skip")
        _stance(script, 4.0)
        script.bend(0.8, thorax=0.0, lumbar=0.0)
        script.wait(0.8 if slouch_deg else 0.0)


def _stance(script: Script, duration_s: float) -> None:
    script.stances.append((script.t_s + 0.5, script.t_s + duration_s - 0.5))
    script.wait(duration_s)


def _bow(script: Script, thorax_deg: float, lumbar: float, way_s: float) -> None:
    """Down and up again; `lumbar` is a share of the thorax below 1, else degrees."""
    lumbar_deg = lumbar * thorax_deg if lumbar < 1 else lumbar
    _there_and_back(script, way_s, 0.3, thorax=thorax_deg, lumbar=lumbar_deg)


def _there_and_back(script: Script, way_s: float, hold_s: float, **changes_deg: float) -> None:
    """Angle channels moved by these changes (deg), a hold, and back."""
    for sign, wait_s in ((1.0, hold_s), (-1.0, 0.0)):
        for channel, change_deg in changes_deg.items():
            script.shift(channel, sign * float(np.radians(change_deg)), way_s)
        script.wait(way_s + wait_s)


def pelvic_tilts(script: Script, count: int = 12) -> None:
    """Tilting the pelvis back and forth under a quiet thorax."""
    stand(script, 3.0)
    with script.act("pelvic_tilts"):
        for _ in range(count):
            _there_and_back(script, 0.6, 0.1, lumbar=18.0)
            script.wait(0.1)


def walk(script: Script, rng: Rng, duration_s: float | None = None) -> None:
    """Walking ahead."""
    duration = duration_s or float(rng.uniform(5, 12))
    with script.act("walk"):
        script.reach("gait", 1.0, 0.9)
        script.bend(0.9, thorax=3.0, lumbar=1.0)
        script.walk(duration, 1.2 * duration)
        script.wait(duration - 0.9)
        script.reach("gait", 0.0, 0.9)
        script.bend(0.9, thorax=0.0, lumbar=0.0)
        script.wait(0.9 + HANDS_FREE_S)


def turn(script: Script, rng: Rng) -> None:
    """Turning on the spot with small steps."""
    duration = float(rng.uniform(1.4, 2.8))
    with script.act("turn"):
        script.reach("gait", 0.45, 0.5)
        script.shift("heading", float(rng.choice([-1, 1])) * float(rng.uniform(1.2, 3.1)), duration)
        script.reach("gait", 0.0, 0.5, after_s=duration - 0.5)
        script.wait(duration + HANDS_FREE_S)


def step(script: Script, rng: Rng) -> None:
    """One step ahead."""
    with script.act("step"):
        script.reach("gait", 0.7, 0.35)
        script.walk(0.8, float(rng.uniform(0.2, 0.5)))
        script.wait(0.45)
        script.reach("gait", 0.0, 0.4)
        script.wait(0.4 + HANDS_FREE_S)


def sit_down(script: Script, rng: Rng) -> None:
    """From standing to seated; stays seated."""
    lean = float(rng.uniform(28, 42))
    with script.act("sit_down"):
        script.bend(1.0, thorax=lean, lumbar=0.3 * lean)
        script.bend(1.5, after_s=0.2, thigh=-80.0, shank=4.0)
        script.reach("seat", 1.0, 1.5, after_s=0.2)
        script.bend(1.1, after_s=1.2, thorax=6.0, lumbar=14.0)
        script.wait(2.3 + HANDS_FREE_S)


def stand_up(script: Script, rng: Rng) -> None:
    """From seated to standing."""
    lean = float(rng.uniform(30, 45))
    with script.act("stand_up"):
        script.bend(0.9, thorax=lean, lumbar=0.35 * lean)
        script.bend(1.3, after_s=0.7, thigh=0.0, shank=0.0)
        script.reach("seat", 0.0, 1.3, after_s=0.7)
        script.bend(1.2, after_s=1.0, thorax=0.0, lumbar=0.0)
        script.wait(2.2 + HANDS_FREE_S)


def sit(script: Script, rng: Rng) -> None:
    """Sit down, rest, stand up."""
    sit_down(script, rng)
    with script.act("seated"):
        script.wait(float(rng.uniform(4, 10)))
    stand_up(script, rng)


def pick_up(script: Script, rng: Rng) -> None:
    """Stooping for a plate on the floor, with bent knees and a little twist."""
    with script.act("pick_up"):
        _stoop(script, rng)
        script.wait(HANDS_FREE_S)


def put_down(script: Script, rng: Rng) -> None:
    """Setting a plate down."""
    with script.act("put_down"):
        _stoop(script, rng)
        script.wait(HANDS_FREE_S)


def glued_stoop(script: Script, rng: Rng) -> None:
    """A plate picked up or set down right against the next act."""
    with script.act("glued_stoop"):
        _stoop(script, rng)
        script.wait(0.15)


def _stoop(script: Script, rng: Rng) -> None:
    depth, twist = float(rng.uniform(78, 98)), float(rng.normal(0, 7))
    lumbar = float(rng.uniform(0.42, 0.52)) * depth
    goals = {"thorax": depth, "lumbar": lumbar, "thigh": -25.0, "shank": 12.0, "twist": twist}
    _there_and_back(script, float(rng.uniform(1.0, 1.5)), float(rng.uniform(0.2, 0.6)), **goals)


def rack_lean(script: Script, rng: Rng) -> None:
    """Leaning forward to take the bar from the rack or to put it back."""
    lean = float(rng.uniform(18, 28))
    with script.act("rack_lean"):
        _there_and_back(script, 0.8, float(rng.uniform(0.4, 1.5)), thorax=lean, lumbar=0.45 * lean, thigh=-8.0)
        script.wait(HANDS_FREE_S)


def fidget(script: Script, rng: Rng) -> None:
    """Small movements in all directions."""
    with script.act("fidget"):
        for _ in range(int(rng.integers(3, 7))):
            tilt, side, twist = rng.normal(0, (4.0, 3.0, 7.0)).tolist()
            script.bend(float(rng.uniform(0.4, 1.0)), thorax=tilt, lumbar=0.5 * tilt, thorax_lateral=side, twist=twist)
            script.wait(float(rng.uniform(0.5, 1.2)))
        script.bend(0.7, thorax=0.0, lumbar=0.0, thorax_lateral=0.0, twist=0.0)
        script.wait(0.7 + HANDS_FREE_S)


def side_bends(script: Script, rng: Rng) -> None:
    """To both sides, with some tilt forward on one side and backward on the other."""
    coupling = float(rng.uniform(-0.5, 0.5))
    with script.act("side_bends"):
        for sign in (1, -1, 1, -1):
            side = sign * float(rng.uniform(20, 32))
            goals = {"thorax_lateral": side, "pelvis_lateral": 0.3 * side, "thorax": coupling * side}
            _there_and_back(script, float(rng.uniform(0.9, 1.3)), 0.2, lumbar=0.6 * coupling * side, **goals)
            script.wait(0.3)


def twists(script: Script, rng: Rng) -> None:
    """Turning the trunk to both sides."""
    with script.act("twists"):
        for sign in (1, -1, 1, -1):
            goals = {"twist": sign * float(rng.uniform(30, 45)), "thorax_lateral": sign * float(rng.uniform(3, 10))}
            _there_and_back(script, float(rng.uniform(0.7, 1.1)), 0.2, **goals)
            script.wait(0.2)


def lean_back(script: Script, rng: Rng) -> None:
    """A stretch backward."""
    with script.act("lean_back"):
        lean = -float(rng.uniform(12, 25))
        _there_and_back(script, 1.0, 0.6, thorax=lean, lumbar=0.7 * lean)
        script.wait(HANDS_FREE_S)


def lie_down(script: Script, rng: Rng) -> None:
    """Sit, lie on the back, rest, and up again."""
    sit_down(script, rng)
    with script.act("lie_down"):
        _there_and_back(script, 2.5, float(rng.uniform(5, 10)), thorax=-94.0, lumbar=-14.0)
    stand_up(script, rng)


Nuisance = Callable[[Script, Rng], None]

NUISANCES: dict[str, Nuisance] = {
    "walk": walk,
    "turn": turn,
    "step": step,
    "sit": sit,
    "pick_up": pick_up,
    "put_down": put_down,
    "rack_lean": rack_lean,
    "fidget": fidget,
    "side_bends": side_bends,
    "twists": twists,
    "lean_back": lean_back,
    "lie_down": lie_down,
}
"""Everything that must not count, by name."""


def nuisances(script: Script, rng: Rng, names: list[str]) -> None:
    """The named acts one after another, with short stands between."""
    for name in names:
        NUISANCES[name](script, rng)
        stand(script, float(rng.uniform(0.5, 2.0)))
