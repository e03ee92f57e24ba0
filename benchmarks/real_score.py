"""Figures from recordings made by others."""

from collections.abc import Sequence
from statistics import fmean, median

from figures import Figure
from real import NOT_HINGES, Bends, Error, Real

Rows = list[tuple[str, ...]]


def real_figures(real: Real) -> list[Figure]:
    """Every figure with a target, in the order of the document."""
    return [*_bend_figures(real.bends), *_count_figures(real), *_error_figures(real)]


def _bend_figures(bends: Sequence[Bends]) -> list[Figure]:
    trials, sessions = ([one for one in bends if one.kind == kind] for kind in ("trial", "session"))
    exact, loose = sum(one.counted == one.labelled for one in trials), [one for one in bends if one.loose]
    told, faulted = sum(one.moved for one in loose), sum(bool(one.faults) for one in loose)
    return [
        Figure(
            name="forward bends, trials counted exactly",
            value=100.0 * exact / len(trials) if trials else None,
            unit="%",
            least=90,
            basis=f"TrunkyXL, {exact} of {len(trials)} trials, {sum(one.labelled for one in trials)} bends",
        ),
        Figure(name="forward bends, worst trial off by", value=_worst(trials), most=1, basis="TrunkyXL"),
        Figure(
            name="forward bends, worst session off by",
            value=_worst(sessions),
            most=1,
            basis=f"TrunkyXL, {len(sessions)} session of {sum(one.labelled for one in sessions)} bends",
        ),
        Figure(
            name="side bends and twists counted",
            value=float(sum(one.others for one in bends)) if bends else None,
            most=0,
            basis="TrunkyXL, counted repetitions that are no labelled bend",
        ),
        Figure(
            name="loose pelvis sensor not noticed",
            value=float(len(loose) - told) if loose else None,
            most=0,
            basis=f"TrunkyXL, {told} of {len(loose)} recordings: sensor_moved, or the pelvis refused",
        ),
        Figure(
            name="pelvis faults while it was loose",
            value=float(faulted) if loose else None,
            most=0,
            basis="the same recordings under band_rdl, cautions too",
        ),
    ]


def _worst(bends: Sequence[Bends]) -> float | None:
    return float(max(abs(one.counted - one.labelled) for one in bends)) if bends else None


def _count_figures(real: Real) -> list[Figure]:
    others = [one for one in real.counts if one.name in NOT_HINGES]
    blind = sum(not one.calibrated for one in others)
    mounted = [one for one in others if one.counted_mounted]
    squats = [one for one in real.counts if one.name not in NOT_HINGES]
    found = ", ".join(f"{one.name} {one.counted_mounted} of {one.labelled}" for one in squats)
    return [
        Figure(
            name="jumps, walking, heel raises, step-ups, lunges counted",
            value=float(sum(one.counted for one in others)) if others else None,
            most=0,
            basis=f"CMU, {len(others)} recordings; in {blind} no calibration was found, so nothing could count",
        ),
        Figure(
            name="the same with the mounting given",
            value=float(sum(one.counted_mounted for one in mounted)),
            basis="CMU, information: " + (", ".join(f"{one.name} {one.counted_mounted}" for one in mounted) or "none"),
        ),
        Figure(
            name="half squats counted with the mounting given",
            value=float(sum(one.counted_mounted for one in squats)),
            basis=f"CMU, information: {found}",
        ),
    ]


def _error_figures(real: Real) -> list[Figure]:
    tilts, hinges = ([one.rmse_deg for one in group] for group in (real.inclinations, real.hinges))
    return [
        Figure(
            name="inclination RMSE, mean over trials",
            value=fmean(tilts) if tilts else None,
            unit="deg",
            most=0.9,
            basis=f"BROAD, {len(tilts)} trials",
        ),
        Figure(
            name="inclination RMSE, worst trial",
            value=max(tilts, default=None),
            unit="deg",
            most=2.5,
            basis="BROAD",
        ),
        Figure(
            name="relative angle across a hinge, median RMSE",
            value=median(hinges) if hinges else None,
            unit="deg",
            most=4,
            basis=f"RepoIMU pendulum Test03, 04, 06, {len(hinges)} hinges, worst {max(hinges, default=0.0):.1f} deg",
        ),
    ]


def bend_rows(real: Real) -> Rows:
    """Recording, kind, labelled, counted, what was said of the sensor and the calibration."""
    return [
        (one.name, one.kind, str(one.labelled), str(one.counted), ", ".join(one.warnings) or "-") for one in real.bends
    ]


def count_rows(real: Real) -> Rows:
    """Recording, repetitions of the exercise, counted, calibrated, counted with the mounting given."""
    return [
        (one.name, str(one.labelled), str(one.counted), "yes" if one.calibrated else "no", str(one.counted_mounted))
        for one in real.counts
    ]


def error_rows(errors: Sequence[Error]) -> Rows:
    """Recording and RMSE."""
    return [(one.name, f"{one.rmse_deg:.2f}") for one in errors]
