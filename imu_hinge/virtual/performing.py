"""Performing a planned set: repetitions, rows and faults written into the script.

The shape of a row (a dip of the thorax towards upright, with a shift along its x axis) is our own invention.
"""

from dataclasses import dataclass

import numpy as np

from imu_hinge.virtual.lifts import LIFTS, STYLES, RepPlan
from imu_hinge.virtual.script import PlannedRep, PlannedSet, Script


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPlan:
    """A set to be performed."""

    exercise: str
    reps: list[RepPlan]
    side: str | None = None
    armed: bool = False
    target_deg: float = 0.0
    """0: the thorax range of the lift."""
    tempo_s: tuple[float, float, float] | None = None
    base_deg: tuple[float, float] = (0.0, 0.0)
    """Thorax and lumbar posture from which every repetition starts: not zero on a chair."""


def perform(script: Script, plan: SetPlan, settle_s: float = 1.6) -> None:
    """The set: `side` and `start_set` as commands where they apply, the repetitions, standing again."""
    with script.act(plan.exercise, nuisance=False):
        if plan.side:
            script.say("side", plan.side)
            _straddle(script, plan.side)
        if plan.armed:
            script.say("start_set")
            script.wait(0.5)
        reps = tuple(_perform_rep(script, rep, plan.base_deg) for rep in plan.reps)
        script.wait(0.3)
        script.bend(1.0, thorax=plan.base_deg[0], lumbar=plan.base_deg[1])
        script.wait(settle_s)
        if plan.armed:
            script.say("end_set")
        if plan.side:
            script.bend(0.8, pelvis_lateral=0.0)
            script.wait(0.8)
    target = plan.target_deg or LIFTS[plan.exercise].thorax_deg
    script.sets.append(
        PlannedSet(
            exercise=plan.exercise,
            side=plan.side,
            armed=plan.armed,
            target_deg=target,
            tempo_s=plan.tempo_s,
            reps=reps,
            t_end_s=script.t_s,
        )
    )


def _straddle(script: Script, side: str) -> None:
    """One foot ahead: the pelvis drops and turns a little towards the rear leg."""
    sign = 1.0 if side == "right" else -1.0
    script.bend(0.8, pelvis_lateral=3.0 * sign)
    script.shift("heading", float(np.radians(-4.0 * sign)), 0.8)
    script.wait(1.6)


def _perform_rep(script: Script, rep: RepPlan, base: tuple[float, float]) -> PlannedRep:
    style, start = STYLES[rep.style], script.t_s
    _way(script, "thorax", base[0] + rep.thorax_deg, rep.down_s, style.halt_down)
    _way(script, "lumbar", base[1] + rep.lumbar_deg, rep.down_s, style.halt_down, -style.lead_s)
    _lean_aside(script, rep.side_shift_deg, 0.6 * rep.down_s, 0.4 * rep.down_s)
    script.wait(rep.down_s)
    _bounce(script, style.bounce_deg)
    row_starts = _rows(script, rep)
    script.wait(rep.pause_s)
    up = script.t_s
    lag = _lose_arch(script, rep)
    over = style.lean_back_deg if rep.top_thorax_deg == 0.0 else 0.0
    top = (base[0] + rep.top_thorax_deg, base[1] + rep.top_lumbar_deg)
    _way(script, "thorax", top[0] - over, rep.up_s, style.halt_up)
    _way(script, "lumbar", top[1] - over, rep.up_s - lag, style.halt_up, lag - style.lead_s)
    _lean_aside(script, -rep.side_shift_deg, 0.6 * rep.up_s, 0.0)
    script.wait(rep.up_s)
    end = script.t_s
    if over:
        script.bend(0.6, after_s=0.1, thorax=top[0], lumbar=top[1])
    script.wait(max(rep.top_s, 0.8 if over else 0.0))
    return PlannedRep(
        style=rep.style,
        intended=rep.intended,
        t_start_s=start,
        t_up_s=up,
        t_end_s=end,
        row_starts_s=row_starts,
    )


def _way(
    script: Script, channel: str, goal_deg: float, duration_s: float, halt: float | None, after_s: float = 0
) -> None:
    """A channel to its goal, at once or with a halt at a share of the way."""
    change = float(np.radians(goal_deg)) - script.channels[channel].goal
    if halt is None:
        script.shift(channel, change, duration_s, after_s)
        return
    script.shift(channel, halt * change, 0.53 * duration_s, after_s)
    script.shift(channel, (1 - halt) * change, 0.53 * duration_s, after_s + 0.47 * duration_s)


def _lean_aside(script: Script, lateral_deg: float, duration_s: float, after_s: float) -> None:
    """The trunk moves sideways by this much, the pelvis by 0.6 of it."""
    for channel, share in (("thorax_lateral", 1.0), ("pelvis_lateral", 0.6)):
        script.shift(channel, float(np.radians(lateral_deg)) * share, duration_s, after_s)


def _bounce(script: Script, bounce_deg: float) -> None:
    if bounce_deg:
        for sign in (-1.0, 1.0):
            script.shift("thorax", float(np.radians(sign * bounce_deg)), 0.3)
            script.wait(0.3)


def _rows(script: Script, rep: RepPlan) -> tuple[float, ...]:
    """Rows one after another; from the second on the low back may have given way."""
    starts = []
    for row in range(rep.rows):
        script.wait(0.25)
        starts.append(script.t_s)
        if row == 1:
            script.shift("lumbar", float(np.radians(rep.row_arch_deg)), 0.6)
        _row(script, float(np.radians(rep.row_deg)))
    script.shift("lumbar", -float(np.radians(rep.row_arch_deg)) if len(starts) > 1 else 0.0, 0.5, after_s=0.1)
    return tuple(starts)


def _row(script: Script, dip: float) -> None:
    """The thorax dips by `dip` rad towards upright and comes back, with a shift of 2 cm along its x axis."""
    for sign, duration, after in ((-1.0, 0.4, 0.0), (1.0, 0.5, 0.5)):
        script.shift("thorax", sign * dip, duration, after)
        script.shift("lumbar", sign * dip, duration, after)
    for sign, after in ((1.0, 0.0), (-1.0, 0.3)):
        script.shift("push", sign * 0.02, 0.3, after)
    script.wait(1.0)


def _lose_arch(script: Script, rep: RepPlan) -> float:
    """A rise of lumbar flexion around the start of the way up; returns by how much the low back then lags, s."""
    rise = float(np.radians(rep.arch_lost_deg))
    script.shift("lumbar", rise, 0.45, -0.2)
    script.shift("lumbar", -rise, 0.5 * rep.up_s, 0.5 * rep.up_s)
    return 0.4 * rep.up_s if rise else 0.0
