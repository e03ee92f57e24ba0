"""One session, repetition by repetition: the truth against what was said."""

from collections.abc import Iterator

from matching import Pair, act_at, match, why_missed
from virtual import Folded, exercise_of, folded, worn

from imu_hinge.model.events import Calibrated, CalibrationRefused, RepRejected, SensorWarning, SetEnded
from imu_hinge.virtual.truth import TrueRep

_SHOWN = (
    ("lumbar_flexion_peak_deg", "peak"),
    ("lockout_pelvis_deg", "lock P"),
    ("lockout_thorax_deg", "lock T"),
    ("hinge_share", "share"),
    ("eccentric_s", "down"),
    ("pause_s", "pause"),
    ("concentric_s", "up"),
)


def replay(script: str, seed: int) -> str:
    """The session as text, one line per repetition, then everything else that was said."""
    got = folded(script, seed)
    return "\n".join(
        [f"{script} seed {seed}, {exercise_of(worn(script, seed))}", *_sets(got), *_strays(got), *_said(got)]
    )


def _sets(got: Folded) -> Iterator[str]:
    matched = match(got.truth, got.summary.sets, got.rejected)
    pairs = {pair.true.t_bottom_s: pair for pair in matched.pairs}
    for one, score in zip(got.truth.sets, matched.sets, strict=True):
        yield f"set {one.index}: {score.true} true, {score.said} said; {'; '.join(score.amiss) or 'exact'}"
        yield from (_rep(got, rep, pairs.get(rep.t_bottom_s)) for rep in one.reps)


def _rep(got: Folded, true: TrueRep, pair: Pair | None) -> str:
    head = f"  {true.index:2} {true.style:10} {true.t_start_s:7.2f} {true.t_bottom_s:7.2f} {true.t_end_s:7.2f}"
    if pair is None:
        return f"{head}  MISSED: {why_missed(true, got.rejected)}"
    values = " ".join(_value(true, pair, name, label) for name, label in _SHOWN)
    past = ",".join(f"{f.id}/{f.level}{f.margin:+.1f}" for f in true.faults) or "-"
    said = pair.said
    faults = ",".join([*(f"{f}/fault" for f in said.faults), *(f"{f}/caution" for f in said.cautions)]) or "-"
    doubts = f" not judged {','.join(said.not_judged)}" if said.not_judged else ""
    reasons = f" reasons {','.join(said.reasons)}" if said.reasons else ""
    valid = "" if said.valid else " INVALID"
    return f"{head}  {said.status}{valid} {values}  true {past}  said {faults}{doubts}{reasons}"


def _value(true: TrueRep, pair: Pair, name: str, label: str) -> str:
    true_value, said = getattr(true, name), getattr(pair.said, name)
    return f"{label} {_shown(true_value)}/{_shown(said)}"


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _strays(got: Folded) -> Iterator[str]:
    for stray in match(got.truth, got.summary.sets, got.rejected).strays:
        kind = "a set of its own" if stray.alone else "taken into a set"
        yield f"stray {stray.status} at {stray.t_s:.1f} s ({stray.act}), {kind}"


def _said(got: Folded) -> Iterator[str]:
    for event in got.events:
        t_s = event.t_ns / 1e9
        match event:
            case Calibrated():
                own = event.own_max_lumbar_deg
                yield (
                    f"{t_s:7.1f} calibrated {event.status}, quality {event.quality:.2f} {list(event.reasons)}, "
                    f"own maximum {_shown(own)} (true {got.truth.own_max_lumbar_deg:.2f})"
                )
            case CalibrationRefused():
                yield f"{t_s:7.1f} calibration refused: {event.reason}"
            case RepRejected():
                act = act_at(got.truth, event.t_bottom_ns / 1e9)
                said = "never said" if event.rep_id is None else f"was repetition id {event.rep_id}"
                span = f"{event.t_start_ns / 1e9:.1f}..{event.t_end_ns / 1e9:.1f} s"
                yield f"{t_s:7.1f} rejected {span} ({act}): {event.reason}, {said}"
            case SensorWarning():
                yield f"{t_s:7.1f} warning {event.id} {event.placement}: {event.detail}"
            case SetEnded():
                tally = f"{event.counted} counted, {event.unsure} unsure"
                yield f"{t_s:7.1f} set {event.set_index} ended: {event.reason}, {tally}"
            case _:
                pass
