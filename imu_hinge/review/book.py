"""One session as it is known: what the program said of it, and what people said since. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import SetSummary
from imu_hinge.history.effective import effective, excluded, standing
from imu_hinge.history.rows import Edit, Said
from imu_hinge.model.events import Calibrated, FaultRaised, Rep, RepRejected, SensorWarning
from imu_hinge.recording import About
from imu_hinge.view.snapshot import Limits
from imu_hinge.view.totals import Totals, totals
from imu_hinge.view.verdicts import Verdict, verdict_of
from imu_hinge.view.viewer import limits_of
from imu_hinge.view.words import unjudged_words

NOTHING = Said(sets=(), calibrations=(), rejected=())


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table of repetitions."""

    rep: Rep
    counts: bool
    """False for one that a person took out."""

    @property
    def name(self) -> str:
        """`2.6 L`: set, number, side."""
        side = f" {self.rep.side[0].upper()}" if self.rep.side else ""
        return f"{self.rep.set_index}.{self.rep.index}{side}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note, in the words and by the name of whoever wrote it."""

    t_ns: int | None
    author: str
    text: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Book:
    """What the screen shows of a session, but for its angles. Times are session time."""

    path: Path | None
    """None where there is no recording (any more)."""
    exercise: Exercise
    about: About | None = None
    """None for a file that does not say what it is."""
    said: Said = NOTHING
    raised: tuple[FaultRaised, ...] = ()
    """What was past a limit when, with the cue that was given."""
    warnings: tuple[SensorWarning, ...] = ()
    duration_ns: int = 0
    origin_ns: int | None = None
    """Session time of the first sample, where the history keeps it."""
    pains: tuple[tuple[int, int], ...] = ()
    """(t_ns, 0 to 10), in order."""
    remarks: tuple[Remark, ...] = ()
    edits: tuple[Edit, ...] = ()
    client: str = ""
    """Name or pseudonym."""
    started_ns: int | None = None
    """Wall clock at session time 0."""
    utc_offset_min: int = 0
    asked: bool = False
    """Whether it is judged as an exercise that was asked for, in place of the recorded one."""
    live: bool = False
    """Whether the recording holds what was said live under this exercise."""

    @cached_property
    def sets(self) -> tuple[SetSummary, ...]:
        """As corrected."""
        return effective(self.said, self.edits)

    @cached_property
    def excluded(self) -> tuple[Rep, ...]:
        """What the program counted and a person took out."""
        return excluded(self.said, self.edits)

    @cached_property
    def totals(self) -> Totals:
        """The numbers of the header."""
        return totals(self.sets, self.exercise)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every repetition that counts or was taken out, by time."""
        counted = [Line(rep, True) for one in self.sets for rep in one.reps]
        return tuple(
            sorted([*counted, *(Line(rep, False) for rep in self.excluded)], key=lambda line: _place(line.rep))
        )

    @cached_property
    def bottoms_ns(self) -> tuple[int, ...]:
        """Of the lines."""
        return tuple(line.rep.t_bottom_ns for line in self.lines)

    @cached_property
    def uncounted(self) -> tuple[RepRejected, ...]:
        """Movements that were taken for no repetition, and that nobody counted since."""
        spans = np.array([(line.rep.t_start_ns, line.rep.t_end_ns) for line in self.lines], np.int64).reshape(-1, 2)

        def counted(t_ns: int) -> bool:
            return bool(((spans[:, 0] <= t_ns) & (t_ns <= spans[:, 1])).any())

        return tuple(one for one in self.said.rejected if not counted(one.t_bottom_ns))

    @property
    def corrections(self) -> int:
        """Corrections in force."""
        return len(standing(self.edits))

    def verdict(self, rep: Rep) -> Verdict:
        """What became of a repetition."""
        return verdict_of(rep, self.exercise)

    def set_of(self, index: int) -> SetSummary | None:
        """The set with this index, while any of its repetitions counts."""
        return next((one for one in self.sets if one.index == index), None)

    def calibrated(self, t_ns: int) -> Calibrated | None:
        """The calibration in force."""
        return in_force_at(self.said.calibrations, t_ns)

    def limits(self, t_ns: int) -> Limits | None:
        """Of lumbar flexion; None where it is not judged, and without a calibration."""
        calibrated = self.calibrated(t_ns)
        return limits_of(self.exercise, calibrated) if calibrated else None

    def unjudged(self, t_ns: int) -> str:
        """Why the low back is not judged, in words; empty where it is."""
        calibrated = self.calibrated(t_ns)
        return unjudged_words(self.exercise, calibrated.reasons) if calibrated else ""


def in_force_at(calibrations: Sequence[Calibrated], t_ns: int) -> Calibrated | None:
    """The last calibration up to this time; before the first one that one, since a set is judged by it again."""
    before = [one for one in calibrations if one.t_ns <= t_ns]
    return before[-1] if before else next(iter(calibrations), None)


def around(book: Book, t_ns: int) -> int | None:
    """Place of the line during whose repetition this time is, else of the last one before, else of the first."""
    after = bisect_right(book.bottoms_ns, t_ns)
    near = range(max(after - 2, 0), min(after + 2, len(book.lines)))
    inside = [place for place in near if _within(book.lines[place].rep, t_ns)]
    if inside:
        return min(inside, key=lambda place: abs(book.bottoms_ns[place] - t_ns))
    return max(after - 1, 0) if book.lines else None


def _within(rep: Rep, t_ns: int) -> bool:
    return rep.t_start_ns <= t_ns <= rep.t_end_ns


def _place(rep: Rep) -> tuple[int, int]:
    return rep.t_bottom_ns, rep.id
