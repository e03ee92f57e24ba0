"""The one object behind every number a person sees: what was said so far, put together by sets. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from imu_hinge.model.events import (
    Calibrated,
    CalibrationRefused,
    Event,
    Rep,
    RepCompleted,
    RepRejected,
    RepRevised,
    RepStatus,
    SensorWarning,
    SetEnded,
    SetStarted,
)

MEASURES = (
    "pelvis_rom_deg",
    "thorax_rom_deg",
    "lumbar_flexion_peak_deg",
    "lumbar_flexion_peak_pct",
    "hinge_share",
    "lockout_pelvis_deg",
    "lockout_thorax_deg",
    "eccentric_s",
    "pause_s",
    "concentric_s",
    "concentric_peak_dps",
)
"""The measures of a repetition that a set has a middle of, by their names in Rep."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Middle and ends of one measure over the repetitions `based_on` names, in the unit of the measure."""

    median: float
    smallest: float
    largest: float
    based_on: tuple[int, ...]
    """Indices of the counted, valid repetitions in which the measure could be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSummary:
    """One set: its repetitions as they are known now, and the numbers of the whole."""

    index: int
    side: str | None
    ended: bool
    t_start_ns: int
    t_end_ns: int
    reps: tuple[Rep, ...]
    """Counted and unsure ones, by index."""
    counted: int
    unsure: int
    spreads: dict[str, Spread]
    """By measure; without the measures no repetition could be judged on."""
    faults: dict[str, int]
    """Repetitions past the limit, by fault id; most frequent first."""
    cautions: dict[str, int]
    """Repetitions past the early limit only, by fault id; most frequent first."""
    time_under_tension_s: float
    speed_loss: float | None
    """1 - (mean of the last two upward thorax rates / the best one); None below three repetitions."""
    lockout_missed: int
    """Repetitions that were not back at the top."""


class Summary:
    """Collects events one by one; reading it at any time gives the state after the last one taken."""

    def __init__(self) -> None:
        self._reps: dict[int, Rep] = {}
        self._started: dict[int, SetStarted] = {}
        self._ended: dict[int, SetEnded] = {}
        self._warnings: list[SensorWarning] = []
        self._calibration: Calibrated | None = None
        self._refusal: CalibrationRefused | None = None

    def take(self, event: Event) -> None:
        """Adds what one event says."""
        taker = _TAKERS.get(type(event))
        if taker:
            taker(self, event)

    @property
    def sets(self) -> tuple[SetSummary, ...]:
        """The sets that have counted or unsure repetitions, by index."""
        listed = [rep for rep in self._reps.values() if rep.status is not RepStatus.PROVISIONAL]
        return tuple(self._set(index, listed) for index in sorted({rep.set_index for rep in listed}))

    @property
    def warnings(self) -> tuple[SensorWarning, ...]:
        """In order of decision."""
        return tuple(self._warnings)

    @property
    def calibration(self) -> Calibrated | None:
        """The one in force."""
        return self._calibration

    @property
    def refusal(self) -> CalibrationRefused | None:
        """Why there is no calibration in force; None when there is one, or none was tried."""
        return self._refusal

    def rep(self, rep_id: int) -> Rep | None:
        """The repetition with this id as it is known now; None when it was taken back or never said."""
        return self._reps.get(rep_id)

    def _set(self, index: int, listed: Iterable[Rep]) -> SetSummary:
        reps = tuple(sorted((rep for rep in listed if rep.set_index == index), key=lambda rep: (rep.index, rep.id)))
        said = self._ended.get(index) or self._started.get(index)
        return summarise(index, reps, side=said.side if said else reps[0].side, ended=self._ended.get(index))

    def _calibrated(self, event: Calibrated) -> None:
        self._calibration, self._refusal = event, None

    def _refused(self, event: CalibrationRefused) -> None:
        self._refusal = event

    def _rep_said(self, event: RepCompleted | RepRevised) -> None:
        self._reps[event.rep.id] = event.rep

    def _rep_taken_back(self, event: RepRejected) -> None:
        if event.rep_id is not None:
            self._reps.pop(event.rep_id, None)

    def _set_started(self, event: SetStarted) -> None:
        self._started[event.set_index] = event

    def _set_ended(self, event: SetEnded) -> None:
        self._ended[event.set_index] = event

    def _warned(self, event: SensorWarning) -> None:
        self._warnings.append(event)


_TAKERS: dict[type, Callable[[Summary, Any], None]] = {
    Calibrated: Summary._calibrated,
    CalibrationRefused: Summary._refused,
    RepCompleted: Summary._rep_said,
    RepRevised: Summary._rep_said,
    RepRejected: Summary._rep_taken_back,
    SetStarted: Summary._set_started,
    SetEnded: Summary._set_ended,
    SensorWarning: Summary._warned,
}
"""What each event changes; the other events change nothing here."""


def summarise(index: int, reps: tuple[Rep, ...], side: str | None, ended: SetEnded | None) -> SetSummary:
    """The numbers of one set of at least one repetition; definitions in docs/measures.md."""
    return SetSummary(
        index=index,
        side=side,
        ended=ended is not None,
        t_start_ns=ended.t_start_ns if ended else min(rep.t_start_ns for rep in reps),
        t_end_ns=ended.t_end_ns if ended else max(rep.t_end_ns for rep in reps),
        reps=reps,
        counted=sum(rep.status is RepStatus.COUNTED for rep in reps),
        unsure=sum(rep.status is RepStatus.UNSURE for rep in reps),
        spreads=_spreads(reps),
        faults=tally(rep.faults for rep in reps),
        cautions=tally(set(rep.cautions) - set(rep.faults) for rep in reps),
        time_under_tension_s=sum(rep.t_end_ns - rep.t_start_ns for rep in reps) / 1e9,
        speed_loss=_speed_loss(reps),
        lockout_missed=sum("incomplete_lockout" in rep.faults for rep in reps),
    )


def _baseline(reps: Iterable[Rep], measure: str) -> list[tuple[int, float]]:
    sure = [rep for rep in reps if rep.valid and rep.status is RepStatus.COUNTED]
    return [(rep.index, getattr(rep, measure)) for rep in sure if getattr(rep, measure) is not None]


def _spreads(reps: tuple[Rep, ...]) -> dict[str, Spread]:
    known = {measure: _baseline(reps, measure) for measure in MEASURES}
    return {measure: _spread(rows) for measure, rows in known.items() if rows}


def _spread(rows: list[tuple[int, float]]) -> Spread:
    values = [value for _, value in rows]
    return Spread(median(values), min(values), max(values), tuple(index for index, _ in rows))


def tally(groups: Iterable[Iterable[str]]) -> dict[str, int]:
    """How many of the groups name each fault, most frequent first, then by id."""
    counts = Counter(fault for group in groups for fault in group)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _speed_loss(reps: tuple[Rep, ...]) -> float | None:
    rates = [rate for _, rate in _baseline(reps, "concentric_peak_dps")]
    return 1.0 - fmean(rates[-2:]) / max(rates) if len(rates) >= 3 and max(rates) > 0 else None
