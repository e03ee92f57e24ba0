"""Figures from the outcomes of virtual sessions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean

import numpy as np
from figures import Figure
from judged import fault_figures
from matching import Pair, counted
from virtual import Outcome

from imu_hinge.model.arrays import Array

TEMPO = ("eccentric_s", "pause_s", "concentric_s")
LOCKOUT = ("lockout_pelvis_deg", "lockout_thorax_deg")
CALM = ("ordinary", "fault", "long")
"""Groups of ordinary difficulty, guided."""
EXACT = {"ordinary": (98.0, CALM), "hard": (90.0, ("hard",))}
"""Least share of exact sets, and the groups it is asked of."""


def of(outcomes: Sequence[Outcome], *groups: str) -> list[Outcome]:
    """The outcomes of some groups."""
    return [one for one in outcomes if one.job.group in groups]


def virtual_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """Every figure, in the order of the document."""
    guided = of(outcomes, *CALM, "hard")
    figures = [*_counts(outcomes), *_angles(guided), *_tempo(guided), *fault_figures(guided), _drift(guided)]
    return [*figures, _automatic(of(outcomes, "automatic"))]


def _automatic(outcomes: Sequence[Outcome]) -> Figure:
    sets = [score for one in outcomes for score in one.matched.sets]
    exact = sum(not score.amiss for score in sets)
    return Figure(
        name="sets exact, automatic calibration",
        value=100.0 * exact / len(sets) if sets else None,
        unit="%",
        basis=f"information: {exact} of {len(sets)} sets, counted outside a set {strays(outcomes)}",
    )


def _counts(outcomes: Sequence[Outcome]) -> list[Figure]:
    figures = []
    for group, (least, groups) in EXACT.items():
        sets = [score for one in of(outcomes, *groups) for score in one.matched.sets]
        exact = sum(not score.amiss for score in sets)
        share = 100.0 * exact / len(sets) if sets else None
        basis = f"{exact} of {len(sets)} sets, {sum(s.true for s in sets)} repetitions"
        figures.append(Figure(name=f"sets exact, {group}", value=share, unit="%", least=least, basis=basis))
    calm, rough = of(outcomes, *CALM), of(outcomes, "hard")
    figures.append(
        Figure(
            name="counted repetitions outside a set",
            value=float(strays(calm)),
            most=0,
            basis=f"{hours(calm):.1f} h: ordinary, with faults, long",
        )
    )
    figures.append(
        Figure(
            name="made-up sets, hard",
            value=float(strays(rough, alone=True)),
            most=0,
            basis=f"{hours(rough):.1f} h; plates taken into a set as a repetition: {strays(rough, alone=False)}",
        )
    )
    return figures


def hours(outcomes: Iterable[Outcome]) -> float:
    """Length of the sessions, h."""
    return sum(one.duration_s for one in outcomes) / 3600


def strays(outcomes: Iterable[Outcome], alone: bool | None = None) -> int:
    """Repetitions with status `counted` that no one did; `alone` picks those with, or without, a set of their own."""
    every = [stray for one in outcomes for stray in one.matched.strays if stray.status == "counted"]
    return sum(alone is None or stray.alone is alone for stray in every)


def pairs_of(outcomes: Iterable[Outcome]) -> list[Pair]:
    """Every matched repetition."""
    return [pair for one in outcomes for pair in one.matched.pairs]


def errors(pairs: Iterable[Pair], measure: str) -> Array:
    """Said less true, where both are known, over counted, valid repetitions."""
    found = [
        (getattr(pair.said, measure), getattr(pair.true, measure))
        for pair in pairs
        if counted(pair.said) and pair.said.valid
    ]
    return np.array([said - true for said, true in found if said is not None and true is not None])


def mean_size(values: Array) -> float | None:
    """Mean of the absolute values; None of none."""
    return float(np.abs(values).mean()) if len(values) else None


def rms(values: Array) -> float | None:
    """Root of the mean square; None of none."""
    return float(np.sqrt((values.astype(np.float64) ** 2).mean())) if len(values) else None


def lumbar_errors(outcomes: Iterable[Outcome]) -> Array:
    """Of every valid frame in sets, deg."""
    parts = [frames.errors for one in outcomes for frames in one.frames]
    return np.concatenate(parts) if parts else np.empty(0)


def _angles(outcomes: Sequence[Outcome]) -> list[Figure]:
    frames = sum(f.frames for one in outcomes for f in one.frames)
    lumbar, pairs = lumbar_errors(outcomes), pairs_of(outcomes)
    peak = errors(pairs, "lumbar_flexion_peak_deg")
    valid = 100.0 * len(lumbar) / max(frames, 1)
    return [
        Figure(
            name="lumbar flexion in sets, RMSE",
            value=rms(lumbar),
            unit="deg",
            most=1.3,
            basis=f"{len(lumbar)} valid frames, {valid:.1f} % of all in sets",
        ),
        _mae("peak lumbar flexion of a repetition, MAE", peak, "deg", 1.0),
        *(_mae(f"{name.removesuffix('_deg')}, MAE", errors(pairs, name), "deg", 0.8) for name in LOCKOUT),
    ]


def _mae(name: str, values: Array, unit: str, most: float) -> Figure:
    bias = f", mean {values.mean():+.2f}, p95 {np.percentile(np.abs(values), 95):.2f}" if len(values) else ""
    return Figure(name=name, value=mean_size(values), unit=unit, most=most, basis=f"{len(values)} repetitions{bias}")


def _tempo(outcomes: Sequence[Outcome]) -> list[Figure]:
    pairs = pairs_of(outcomes)
    return [_mae(f"{name.removesuffix('_s')}, MAE", errors(pairs, name), "s", 0.06) for name in TEMPO]


def _drift(outcomes: Sequence[Outcome]) -> Figure:
    drifts = [
        abs(one.frames[-1].errors.mean() - one.frames[0].errors.mean())
        for one in of(outcomes, "long")
        if len(one.frames[-1].errors) and len(one.frames[0].errors)
    ]
    return Figure(
        name="drift of lumbar flexion over 60 min",
        value=float(max(drifts)) if drifts else None,
        unit="deg",
        most=0.5,
        basis=f"largest of {len(drifts)} sessions",
    )


def by_script(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """Rows of script, sessions, sets exact, lumbar RMSE and the MAE of peak, lockout and tempo."""
    rows: list[tuple[str, ...]] = []
    for name in dict.fromkeys(one.job.script for one in outcomes):
        mine = [one for one in outcomes if one.job.script == name]
        sets = [score for one in mine for score in one.matched.sets]
        exact = f"{sum(not score.amiss for score in sets)} of {len(sets)}"
        rows.append((name, str(len(mine)), exact, *_script_errors(of(mine, *CALM, "hard"))))
    return rows


def _script_errors(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Dashes where zero is not known."""
    pairs = pairs_of(outcomes)
    lockout, tempo = (np.concatenate([errors(pairs, name) for name in names]) for names in (LOCKOUT, TEMPO))
    peak = errors(pairs, "lumbar_flexion_peak_deg")
    return tuple(
        _shown(v) for v in (rms(lumbar_errors(outcomes)), mean_size(peak), mean_size(lockout), mean_size(tempo))
    )


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def wrong_sets(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """Rows of script, seed, set, true, said and what is amiss."""
    return [
        (one.job.script, str(one.job.seed), str(s.index), str(s.true), str(s.said), "; ".join(s.amiss))
        for one in outcomes
        for s in one.matched.sets
        if s.amiss
    ]


def refusals(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """Rows of script, seed, reasons of refused calibrations and what was calibrated in the end."""
    return [
        (one.job.script, str(one.job.seed), ", ".join(one.refusals), one.calibrated) for one in outcomes if one.refusals
    ]


def causes(outcomes: Sequence[Outcome]) -> Counter[str]:
    """How often each cause of a wrong set occurs, without numbers and times."""
    return Counter(cause for row in wrong_sets(outcomes) for cause in {_kind(part) for part in row[5].split("; ")})


def _kind(part: str) -> str:
    return "".join(c for c in part if not c.isdigit()).replace(". s", "s").replace("rep  ", "rep ").strip()


def calibration_quality(outcomes: Sequence[Outcome]) -> str:
    """Words on the calibrations: how many, how good, what limits them."""
    known = [one.calibration for one in outcomes if one.calibration]
    refused = Counter(reason for one in outcomes for reason in one.refusals)
    low = sum(quality < 0.5 for quality, _ in known)
    reasons = Counter(reason for _, given in known for reason in given)
    mean = fmean(quality for quality, _ in known) if known else 0.0
    return (
        f"{len(known)} of {len(outcomes)} sessions calibrated, mean quality {mean:.2f}, {low} below 0.5; "
        f"limited by {dict(reasons)}; refused {dict(refused)}"
    )
