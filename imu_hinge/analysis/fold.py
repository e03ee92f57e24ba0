"""Folds a source from end to end and says what is in it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imu_hinge.analysis.exposure import day_dict, day_of, results_of, tests_dict
from imu_hinge.analysis.source import Source, open_source
from imu_hinge.analysis.starting import fold_of
from imu_hinge.analysis.strides import strides
from imu_hinge.catalogue import Exercise
from imu_hinge.core.mount import Calibration
from imu_hinge.core.summary import SetSummary, Summary
from imu_hinge.model.arrays import Array, Times
from imu_hinge.model.events import Rep, SensorWarning, Step
from imu_hinge.model.inputs import Input, Placement
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import About, Damage

if TYPE_CHECKING:
    from imu_hinge.core.assess import TestResult
    from imu_hinge.core.posture import PostureDay
    from imu_hinge.core.session import SensorStats

SCHEMA = "imu-hinge/analysis/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What is in a file. Times of the parts are session time; `to_dict` counts from the first sample."""

    exercise: Exercise
    origin_ns: int
    """Session time of the first sample."""
    duration_s: float
    """First to last sample."""
    sensors: "Mapping[Placement, SensorStats]"
    calibration: Calibration
    sets: tuple[SetSummary, ...]
    warnings: tuple[SensorWarning, ...]
    damage: tuple[Damage, ...]
    kind: str = Kind.TRAINING
    posture: "PostureDay | None" = None
    """The exposure of a posture session; None for other kinds."""
    results: "tuple[TestResult, ...]" = ()
    """Of each test of an assessment; empty for other kinds."""
    about: About | None = None
    """What the recording says of itself; None for other files."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON of `analyze --json`: s, deg, shares and percent; None, with reasons, for what cannot be judged."""
        return {
            "schema": SCHEMA,
            "exercise": self.exercise.id,
            "duration_s": round(self.duration_s, 3),
            "sensors": {placement.value: _sensor(stats) for placement, stats in self.sensors.items()},
            "calibration": {
                "status": self.calibration.status,
                "quality": round(self.calibration.quality, 3),
                "reasons": list(self.calibration.reasons),
            },
            "sets": [self._set(one) for one in self.sets],
            "warnings": [warning_dict(warning, self.origin_ns) for warning in self.warnings],
            "damage": [asdict(damage) for damage in self.damage],
            **self._beside(),
        }

    def _beside(self) -> dict[str, Any]:
        """What another kind of session than training came to."""
        if self.posture is not None:
            return {"kind": str(self.kind), "posture": day_dict(self.posture)}
        return {} if self.kind == Kind.TRAINING else {"kind": str(self.kind), "assessment": tests_dict(self.results)}

    def seconds(self, t_ns: int) -> float:
        """Seconds since the first sample, to the millisecond."""
        return _seconds(t_ns, self.origin_ns)

    def _set(self, one: SetSummary) -> dict[str, Any]:
        return {
            "index": one.index,
            "t_start_s": self.seconds(one.t_start_ns),
            "t_end_s": self.seconds(one.t_end_ns),
            "side": one.side,
            "reps": [self.rep_dict(rep) for rep in one.reps],
        }

    def rep_dict(self, rep: Rep) -> dict[str, Any]:
        """One repetition as it stands in the JSON and in the table `reps`."""
        return {
            "index": rep.index,
            "status": rep.status.value,
            "side": rep.side,
            "t_start_s": self.seconds(rep.t_start_ns),
            "t_bottom_s": self.seconds(rep.t_bottom_ns),
            "t_end_s": self.seconds(rep.t_end_ns),
            **{key: _rounded(getattr(rep, key), digits) for key, digits in _MEASURES.items()},
            "rows": rep.rows,
            "faults": list(rep.faults),
            "valid": rep.valid,
            "cautions": list(rep.cautions),
            "not_judged": list(rep.not_judged),
            "reasons": list(rep.reasons),
        }


def warning_dict(warning: SensorWarning, origin_ns: int) -> dict[str, Any]:
    """One warning as it stands in the JSON, from the first sample on; `origin_ns` is that sample's session time."""
    place = {"placement": warning.placement.value} if warning.placement else {}
    return {"t_s": max(_seconds(warning.t_ns, origin_ns), 0.0), "id": warning.id, **place, "detail": warning.detail}


def _seconds(t_ns: int, origin_ns: int) -> float:
    return round((t_ns - origin_ns) / 1e9, 3)


_MEASURES = {
    "pelvis_rom_deg": 2,
    "thorax_rom_deg": 2,
    "lumbar_flexion_peak_deg": 2,
    "lumbar_flexion_peak_pct": 2,
    "hinge_share": 4,
    "lockout_pelvis_deg": 2,
    "lockout_thorax_deg": 2,
    "eccentric_s": 3,
    "pause_s": 3,
    "concentric_s": 3,
}
"""Measure -> decimals, in the order of the JSON; further ones would be noise."""


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits) + 0.0


def _sensor(stats: "SensorStats") -> dict[str, Any]:
    return {
        "rate_hz": _rounded(stats.rate_hz, 2),
        "samples": stats.samples,
        "lost_samples": stats.lost_samples,
        "gaps": stats.gaps,
    }


def analyze(path: str | Path, exercise: str | None = None) -> Analysis:
    """What `imu-hinge analyze` prints; `exercise` as for `open_source`. Raises HingeError, OSError."""
    with open_source(path, exercise) as source:
        return fold(source)


def _nobody(item: Input, step: Step) -> None:
    """Hears, and does nothing."""


def fold(source: Source, listen: Callable[[Input, Step], None] = _nobody) -> Analysis:
    """Feeds all of a source to a new session of its kind; `listen` hears what became of its inputs, as `strides`."""
    span, summary = Span(), Summary()
    session = fold_of(source.kind, source.exercise, source.settings, tap=span.tap)
    for item, step in strides(session, source.items):
        for event in step.events:
            summary.take(event)
        listen(item, step)
    return Analysis(
        exercise=source.exercise,
        origin_ns=span.first_ns or 0,
        duration_s=span.seconds,
        sensors=session.sensors(),
        calibration=session.calibration,
        sets=summary.sets,
        warnings=summary.warnings,
        damage=source.damage,
        kind=source.kind,
        posture=day_of(session),
        results=results_of(session),
        about=source.about,
    )


class Span:
    """Notes the times of the first and the last sample; listens to the fold's tap."""

    def __init__(self) -> None:
        self.first_ns: int | None = None
        self.last_ns: int | None = None

    def tap(self, placement: Placement, t_ns: Times, quaternions: Array) -> None:
        """Takes one processed block."""
        if len(t_ns):
            first, last = int(t_ns[0]), int(t_ns[-1])
            self.first_ns = first if self.first_ns is None else min(self.first_ns, first)
            self.last_ns = last if self.last_ns is None else max(self.last_ns, last)

    @property
    def seconds(self) -> float:
        """First to last sample."""
        return 0.0 if self.first_ns is None or self.last_ns is None else (self.last_ns - self.first_ns) / 1e9
