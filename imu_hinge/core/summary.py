"""The one object behind every number a person sees: what was said so far, put together by sets. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from imu_hinge.core.quality import is_sure, speed_loss
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
    """1 - (mean of the last two upward thorax rates / the middle of the working ones); None until there are both."""
    lockout_missed: int
    """Repetitions that were not back at the top."""


class Summary:
    """Collects events one by one; reading it at any time gives the state after the last one taken."""

    def __init__(self) -> None:
        self._first = -1
        """Sets before this one are let go of."""
        self._reps: dict[int, Rep] = {}
        self._members: dict[int, list[int]] = {}
        """Ids of the repetitions of each set."""
        self._known: dict[int, SetSummary | None] = {}
        """Sets in which nothing changed since they were summarised."""
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

    def forget(self, before: int) -> None:
        """Lets go of the sets before this index; what is said of them later is passed over."""
        self._first = max(self._first, before)
        for index in [one for one in self._members if one < before]:
            for rep_id in self._members.pop(index):
                self._reps.pop(rep_id, None)
        for by_index in (self._known, self._started, self._ended):
            for index in [one for one in by_index if one < before]:
                del by_index[index]

    @property
    def sets(self) -> tuple[SetSummary, ...]:
        """The sets that have counted or unsure repetitions, by index; without those that were let go of."""
        found = (self._set(index) for index in sorted(self._members))
        return tuple(one for one in found if one is not None)

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

    def reps(self, index: int) -> tuple[Rep, ...]:
        """Counted and unsure repetitions of the set with this index, by their index; empty where there are none."""
        members = (self._reps[one] for one in self._members.get(index, ()))
        listed = [rep for rep in members if rep.status is not RepStatus.PROVISIONAL]
        return tuple(sorted(listed, key=lambda rep: (rep.index, rep.id)))

    def _set(self, index: int) -> SetSummary | None:
        if index not in self._known:
            self._known[index] = self._summarised(index)
        return self._known[index]

    def _summarised(self, index: int) -> SetSummary | None:
        """None while no repetition of it counts."""
        reps = self.reps(index)
        if not reps:
            return None
        said = self._ended.get(index) or self._started.get(index)
        return summarise(index, reps, side=said.side if said else reps[0].side, ended=self._ended.get(index))

    def _forget(self, rep_id: int) -> None:
        rep = self._reps.pop(rep_id, None)
        if rep is not None:
            self._members[rep.set_index].remove(rep_id)
            self._known.pop(rep.set_index, None)

    def _calibrated(self, event: Calibrated) -> None:
        self._calibration, self._refusal = event, None

    def _refused(self, event: CalibrationRefused) -> None:
        self._refusal = event

    def _rep_said(self, event: RepCompleted | RepRevised) -> None:
        rep = event.rep
        self._forget(rep.id)
        if rep.set_index < self._first:
            return
        self._reps[rep.id] = rep
        self._members.setdefault(rep.set_index, []).append(rep.id)
        self._known.pop(rep.set_index, None)

    def _rep_taken_back(self, event: RepRejected) -> None:
        if event.rep_id is not None:
            self._forget(event.rep_id)

    def _set_started(self, event: SetStarted) -> None:
        if event.set_index >= self._first:
            self._started[event.set_index] = event
            self._known.pop(event.set_index, None)

    def _set_ended(self, event: SetEnded) -> None:
        if event.set_index >= self._first:
            self._ended[event.set_index] = event
            self._known.pop(event.set_index, None)

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
        speed_loss=speed_loss(reps),
        lockout_missed=sum("incomplete_lockout" in rep.faults for rep in reps),
    )


def _spreads(reps: tuple[Rep, ...]) -> dict[str, Spread]:
    sure = [rep for rep in reps if is_sure(rep)]
    alike: dict[tuple[int, ...], tuple[int, ...]] = {}  # mostly one and the same, which a long session holds once a set
    known = {measure: _known(sure, measure) for measure in MEASURES}
    return {measure: _spread(rows, alike) for measure, rows in known.items() if rows}


def _known(reps: Iterable[Rep], measure: str) -> list[tuple[int, float]]:
    return [(rep.index, value) for rep in reps if (value := getattr(rep, measure)) is not None]


def _spread(rows: list[tuple[int, float]], alike: dict[tuple[int, ...], tuple[int, ...]]) -> Spread:
    values, indices = [value for _, value in rows], tuple(index for index, _ in rows)
    return Spread(median(values), min(values), max(values), alike.setdefault(indices, indices))


def tally(groups: Iterable[Iterable[str]]) -> dict[str, int]:
    """How many of the groups name each fault, most frequent first, then by id."""
    counts = Counter(fault for group in groups for fault in group)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
