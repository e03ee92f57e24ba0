"""What can be lifted: exercises, styles of repetition, and faults of exact size, as plans.

Ranges and tempi are assumptions near those of the sources named in docs/faults.md; the eight
styles are our own invention.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

Rng = np.random.Generator

_EDGE = 0.278
"""Share of its duration after which a septic step has made 10 % of its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One way of moving through a repetition."""

    down: float = 1.0
    """Factors on the durations."""
    up: float = 1.0
    top: float = 1.0
    pause: float = 1.0
    halt_down: float | None = None
    """Share of the way at which the movement halts for a moment."""
    halt_up: float | None = None
    bounce_deg: float = 0.0
    lead_s: float = 0.0
    """How far the low back is ahead of the thorax."""
    lean_back_deg: float = 0.0


STYLES = {
    "plain": Style(),
    "slow": Style(down=1.8, up=1.4, pause=2.0),
    "quick": Style(down=0.65, up=0.65, pause=0.0, top=0.0),
    "halting": Style(down=1.4, halt_down=0.55),
    "sticking": Style(up=1.7, halt_up=0.5),
    "bouncing": Style(bounce_deg=7.0, pause=0.2),
    "back_first": Style(lead_s=0.15),
    "settling": Style(lean_back_deg=4.0, top=1.3),
}
"""The eight styles of repetition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """The ordinary repetition of an exercise."""

    thorax_deg: float
    share: float
    """Hinge share."""
    down_s: float
    pause_s: float
    up_s: float
    top_s: float


LIFTS = {
    "band_hinge": Lift(thorax_deg=42, share=0.80, down_s=1.5, pause_s=0.3, up_s=1.2, top_s=0.8),
    "split_stance_hinge": Lift(thorax_deg=40, share=0.79, down_s=1.5, pause_s=0.3, up_s=1.2, top_s=0.8),
    "band_rdl": Lift(thorax_deg=62, share=0.82, down_s=1.9, pause_s=0.3, up_s=1.4, top_s=0.8),
    "rdl_row": Lift(thorax_deg=62, share=0.82, down_s=1.9, pause_s=0.5, up_s=1.4, top_s=0.8),
    "forward_bend": Lift(thorax_deg=75, share=0.55, down_s=2.0, pause_s=0.4, up_s=1.8, top_s=1.2),
    "seated_bend": Lift(thorax_deg=48, share=0.50, down_s=1.8, pause_s=0.4, up_s=1.6, top_s=1.2),
}
"""`seated_bend` is `forward_bend` done on a chair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepPlan:
    """One repetition; angles are tilts from standing (or from the seat), in degrees."""

    thorax_deg: float
    lumbar_deg: float
    down_s: float
    pause_s: float
    up_s: float
    top_s: float
    style: str = "plain"
    rows: int = 0
    row_deg: float = 4.0
    intended: str = ""
    top_thorax_deg: float = 0.0
    """Where the way up ends."""
    top_lumbar_deg: float = 0.0
    arch_lost_deg: float = 0.0
    """Rise of lumbar flexion as the way up begins."""
    row_arch_deg: float = 0.0
    """Rise of lumbar flexion from the first to the second row."""
    side_shift_deg: float = 0.0


def _with_top(plan: RepPlan, thorax_deg: float, lumbar_deg: float, top_s: float) -> RepPlan:
    """Another end of the way up, at the same speed."""
    up_s = plan.up_s * (1 - thorax_deg / plan.thorax_deg)
    return replace(plan, top_thorax_deg=thorax_deg, top_lumbar_deg=lumbar_deg, top_s=max(plan.top_s, top_s), up_s=up_s)


def _shallow(plan: RepPlan, depth: float) -> RepPlan:
    """A share of the depth, at the same speed."""
    return replace(
        plan,
        thorax_deg=plan.thorax_deg * depth,
        lumbar_deg=plan.lumbar_deg * depth,
        down_s=plan.down_s * depth,
        up_s=plan.up_s * depth,
    )


FAULTS: dict[str, Callable[[RepPlan, float], RepPlan]] = {
    "lumbar_flexion": lambda plan, peak_deg: replace(plan, lumbar_deg=peak_deg),
    "low_hinge_share": lambda plan, share: replace(plan, lumbar_deg=plan.thorax_deg * (1 - share)),
    "arch_lost": lambda plan, rise_deg: replace(plan, arch_lost_deg=rise_deg),
    "row_arch_lost": lambda plan, rise_deg: replace(plan, row_arch_deg=rise_deg, rows=max(plan.rows, 3)),
    "incomplete_lockout": lambda plan, pelvis_deg: _with_top(plan, pelvis_deg + 2.0, 2.0, 0.6),
    "not_tall": lambda plan, lumbar_deg: _with_top(plan, lumbar_deg, lumbar_deg, 1.2),
    "forward_lean": lambda plan, thorax_deg: _with_top(plan, thorax_deg, 0.25 * thorax_deg, 2.6),
    "overextension": lambda plan, lumbar_deg: _with_top(plan, lumbar_deg + 3.0, lumbar_deg, 1.2),
    "shallow": _shallow,
    "side_shift": lambda plan, lateral_deg: replace(plan, side_shift_deg=lateral_deg, pause_s=max(plan.pause_s, 0.6)),
    "tempo": lambda plan, deviation: replace(plan, down_s=plan.down_s * (1 - deviation)),
    "speed_loss": lambda plan, loss: replace(plan, up_s=plan.up_s / (1 - loss)),
}
"""Each fault as a function of its size, in the unit of its measure (deg, share); `lumbar_flexion` is the peak."""

CLEAR_SIZES = {
    "lumbar_flexion": 38.0,
    "low_hinge_share": 0.45,
    "arch_lost": 17.0,
    "row_arch_lost": 17.0,
    "incomplete_lockout": 19.0,
    "not_tall": 16.0,
    "forward_lean": 26.0,
    "overextension": -19.0,
    "shallow": 0.55,
    "side_shift": 16.0,
    "tempo": 0.5,
    "speed_loss": 0.4,
}
"""A size of each fault that is past its limit without doubt."""


def natural_tempo_s(lift: Lift) -> tuple[float, float, float]:
    """Eccentric, pause and concentric of the plain repetition as docs/measures.md defines them."""
    edges = _EDGE * (lift.down_s + lift.up_s)
    return (1 - 2 * _EDGE) * lift.down_s, lift.pause_s + edges, (1 - 2 * _EDGE) * lift.up_s


def plan_rep(lift: Lift, rng: Rng, style: str = "plain", rows: int = 0) -> RepPlan:
    """An ordinary repetition; a practised wearer varies by 3 % of range, 1 deg of low back, 5 to 8 % of time."""
    s, factor = STYLES[style], rng.normal(1.0, (0.08, 0.08, 0.05, 0.08)).clip(0.75, 1.3).tolist()
    thorax = lift.thorax_deg * float(rng.normal(1.0, 0.03))
    return RepPlan(
        thorax_deg=thorax,
        lumbar_deg=thorax * (1 - lift.share) + float(rng.normal(0, 1.0)),
        down_s=lift.down_s * s.down * factor[0],
        pause_s=lift.pause_s * s.pause * factor[1],
        up_s=lift.up_s * s.up * factor[2],
        top_s=lift.top_s * s.top * factor[3],
        style=style,
        rows=rows,
        row_deg=float(rng.uniform(3.0, 6.0)),
    )


def plan_reps(
    lift: Lift, rng: Rng, count: int, *, rows: int = 0, styles: tuple[str, ...] = (), mixed: float = 0.0
) -> list[RepPlan]:
    """A set of one style (drawn from `styles`, else from all); a share `mixed` of the repetitions has any other."""
    choice = list(styles or STYLES)
    main = str(rng.choice(choice))
    drawn = [str(rng.choice(choice)) if rng.random() < mixed else main for _ in range(count)]
    return [plan_rep(lift, rng, style, rows) for style in drawn]


def with_fault(reps: list[RepPlan], fault: str, size: float, at: tuple[int, ...]) -> list[RepPlan]:
    """The repetitions at these places (from 0) with a fault of this size; `speed_loss` grows to it over the set."""
    if fault == "speed_loss":
        losses = np.linspace(0.0, size, len(reps)).tolist()
        return [
            replace(FAULTS[fault](rep, x), intended=fault if x else "") for rep, x in zip(reps, losses, strict=True)
        ]
    return [replace(FAULTS[fault](rep, size), intended=fault) if i in at else rep for i, rep in enumerate(reps)]
