"""Events of the judgement: each is written here, with the instant it is said at."""

from collections.abc import Sequence

from imu_hinge.catalogue import Exercise
from imu_hinge.core.cycles import Cycle
from imu_hinge.core.describe import Draft, described, session_ns
from imu_hinge.core.faults import Crossing
from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.mount import Calibration
from imu_hinge.model.events import (
    Event,
    FaultCleared,
    FaultRaised,
    Phase,
    PhaseChanged,
    RepCompleted,
    RepRejected,
    RepRevised,
    RepStatus,
    SetEnded,
    SetStarted,
)


class Saying:
    """Collects what is said, in order."""

    def __init__(self, exercise: Exercise, calibration: Calibration, side: str | None) -> None:
        self._exercise, self._calibration, self.side = exercise, calibration, side
        self.frame = 0
        """Grid index of the instant under way."""
        self._out: list[Event] = []

    def taken(self) -> list[Event]:
        """What was said since the last time."""
        said, self._out = self._out, []
        return said

    def phase(self, phase: Phase) -> None:
        """A phase begins."""
        self._out.append(PhaseChanged(t_ns=self._now(), phase=phase))

    def completed(self, draft: Draft) -> None:
        """A repetition ended."""
        self._out.append(
            RepCompleted(t_ns=self._now(), rep=described(draft, self._exercise, self._calibration)),
        )

    def revised(self, draft: Draft, reason: str) -> None:
        """A repetition is known differently."""
        rep = described(draft, self._exercise, self._calibration)
        self._out.append(RepRevised(t_ns=self._now(), rep=rep, reason=reason))

    def rejected(self, rep_id: int | None, cycle: Cycle, reason: str) -> None:
        """A movement was no repetition; `rep_id` where it was said to be one."""
        self._out.append(
            RepRejected(
                t_ns=self._now(),
                rep_id=rep_id,
                t_start_ns=session_ns(cycle.start),
                t_bottom_ns=session_ns(cycle.bottom),
                t_end_ns=session_ns(cycle.end),
                reason=reason,
            )
        )

    def raised(self, crossing: Crossing, set_index: int, rep_index: int, cue: str) -> None:
        """A limit was passed; `cue` is empty where nothing is spoken."""
        self._out.append(
            FaultRaised(
                t_ns=self._now(),
                fault=crossing.fault.id,
                level=crossing.level,
                set_index=set_index,
                rep_index=rep_index,
                value=crossing.value,
                limit=crossing.limit,
                cue=cue,
            )
        )

    def cleared(self, fault: str) -> None:
        """A measure came back."""
        self._out.append(FaultCleared(t_ns=self._now(), fault=fault))

    def set_started(self, set_index: int) -> None:
        """A set is open."""
        self._out.append(
            SetStarted(t_ns=self._now(), set_index=set_index, exercise=self._exercise.id, side=self.side),
        )

    def set_ended(self, set_index: int, done: Sequence[Draft], reason: str) -> None:
        """A set is over, with the repetitions that stand."""
        now = self._now()
        self._out.append(
            SetEnded(
                t_ns=now,
                set_index=set_index,
                t_start_ns=session_ns(done[0].cycle.start) if done else now,
                t_end_ns=session_ns(done[-1].end) if done else now,
                side=self.side,
                reason=reason,
                counted=sum(d.status is RepStatus.COUNTED for d in done),
                unsure=sum(d.status is RepStatus.UNSURE for d in done),
            )
        )

    def _now(self) -> int:
        return self.frame * GRID_NS
