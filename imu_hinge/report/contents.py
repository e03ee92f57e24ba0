"""Everything a page is made of, wherever it came from: a recording alone, or the history as well."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import SetSummary
from imu_hinge.gate.pain import START_LIMIT
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import Calibrated, CalibrationRefused, Rep
from imu_hinge.view.snapshot import Limits
from imu_hinge.view.totals import Totals, totals
from imu_hinge.view.verdicts import Verdict, verdict_of
from imu_hinge.view.viewer import limits_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The session of the same person and exercise before this one."""

    day: date | None
    """None on an anonymous page."""
    reps: int
    good: int
    past: int
    peak_deg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One session of a trend."""

    day: date | None
    """None on an anonymous page."""
    value_deg: float
    """Middle of the sets' middle low back peaks."""
    pain_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a session was recorded, and by what."""

    who: str = ""
    """Pseudonym; empty for nobody in particular."""
    start: datetime | None = None
    """Local time of the wearer."""
    recording_id: str = ""
    software: str = ""
    """That recorded it."""
    source: str = ""
    """As in About."""


def _no_frames() -> Records:
    return np.empty(0, FRAME)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contents:
    """One session, as it stands after corrections. Times are session time."""

    exercise: Exercise
    sets: tuple[SetSummary, ...]
    origin: Origin = field(default_factory=Origin)
    origin_ns: int = 0
    """Of the first sample."""
    duration_s: float = 0.0
    frames: Records = field(default_factory=_no_frames)
    """(n,) FRAME by time; empty where the recording is not there."""
    calibrated: Calibrated | None = None
    refused: CalibrationRefused | None = None
    lost_samples: int = 0
    warnings: tuple[str, ...] = ()
    """In words."""
    damage: tuple[str, ...] = ()
    """What of the recording is not as it was written."""
    pains: tuple[tuple[int, int], ...] = ()
    """(t_ns, 0 to 10) in order."""
    pain_limit: int = START_LIMIT
    """Pain from which no session starts, as it is set where the page is made."""
    pain_next_day: int | None = None
    corrections: tuple[str, ...] = ()
    """What a person changed, in words."""
    note: str = ""
    """The trainer's sentence."""
    earlier: Earlier | None = None
    progression: tuple[str, ...] = ()
    """Level, what the program proposes and why, in lines; empty where nobody chose a level."""
    trend: tuple[Point, ...] = ()
    """This session last; empty where the history does not know it."""

    @property
    def totals(self) -> Totals:
        """The numbers of the whole session."""
        return totals(self.sets, self.exercise)

    @property
    def reps(self) -> Sequence[Rep]:
        """Of all sets, in order."""
        return [rep for one in self.sets for rep in one.reps]

    @property
    def affected(self) -> Sequence[Rep]:
        """Repetitions that are unsure, were not all seen, or could not be judged."""
        unclear = (rep for rep in self.reps if not rep.valid or verdict_of(rep, self.exercise) is Verdict.UNSURE)
        return list(unclear)

    @property
    def limits(self) -> Limits | None:
        """Of lumbar flexion, in force; None where it is not judged."""
        return limits_of(self.exercise, self.calibrated) if self.calibrated else None


def anonymous(contents: Contents) -> Contents:
    """The same without pseudonym, dates, notes and the recording's id."""
    origin = replace(contents.origin, who="", start=None, recording_id="")
    earlier = replace(contents.earlier, day=None) if contents.earlier else None
    trend = tuple(replace(point, day=None) for point in contents.trend)
    return replace(contents, origin=origin, earlier=earlier, trend=trend, note="", progression=())
