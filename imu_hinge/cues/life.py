"""The life of a set: calibrating, resting, ready, lifting."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from imu_hinge.cues.standing import Standing
from imu_hinge.model.events import (
    Calibrated,
    CalibrationRefused,
    CalibrationStep,
    Event,
    RepCompleted,
    RepRejected,
    RepRevised,
    RepStatus,
    SetEnded,
    SetStarted,
    Step,
)
from imu_hinge.model.inputs import Command, Input

STAND_S = 2.0
"""Tall and still for so long, and the wearer is ready; our choice."""
REST_LEAST_S = 10.0
"""Nobody is told to be ready sooner after a set; our choice."""


class Part(StrEnum):
    """Where in the life of a set the wearer is."""

    BEFORE = "before"
    """No calibration is in force."""
    CALIBRATING = "calibrating"
    RESTING = "resting"
    READY = "ready"
    """Waiting for the first repetition."""
    LIFTING = "lifting"


class Life:
    """Follows one session.

    After a rest the wearer is ready by standing tall and still; the stand in which a set ended does not count. After
    a guided calibration and after the command `start_set` it needs no further stand.
    """

    def __init__(self) -> None:
        self.part = Part.BEFORE
        self.asked = ""
        """Step of the guided calibration; empty when none is under way."""
        self.became_ready = False
        """Whether it is news of this step that the wearer is ready."""
        self._set_open = False
        self._provisional: set[int] = set()
        self._part_before = Part.BEFORE
        self._ended_ns: int | None = None
        self._standing = Standing()
        self._item: Input | None = None

    @property
    def in_set(self) -> bool:
        """Whether a set is open, or repetitions wait to become one."""
        return self._set_open or bool(self._provisional)

    def step(self, item: Input, step: Step) -> None:
        """Take an input and what the fold made of it."""
        self._item, self.became_ready = item, False
        for event in step.events:
            self._take(event)
        self._standing.step(step.frames)
        if self.part is Part.RESTING and self._stands():
            self.part, self.became_ready = Part.READY, True

    def _take(self, event: Event) -> None:
        if taker := _TAKERS.get(type(event)):
            taker(self, event)

    def _stands(self) -> bool:
        since, now = self._standing.since_ns, self._standing.newest_ns
        if since is None or now - since < STAND_S * 1e9:
            return False
        ended = self._ended_ns
        return ended is None or (since > ended and now - ended >= REST_LEAST_S * 1e9)

    def _asks(self, event: CalibrationStep) -> None:
        done = event.step == "done"
        self.part, self.asked = (Part.BEFORE, "") if done else (Part.CALIBRATING, event.step)

    def _refused(self, event: CalibrationRefused) -> None:
        """Nothing is asked for any more; a try that follows at once asks anew."""
        if self.part is Part.CALIBRATING:
            self.part, self.asked = Part.BEFORE, ""

    def _calibrated(self, event: Calibrated) -> None:
        if event.status == "guided":
            self.part, self.became_ready = Part.READY, True
        elif self.part is Part.BEFORE:
            self.part = Part.RESTING

    def _set_started(self, event: SetStarted) -> None:
        self._set_open = True
        if isinstance(self._item, Command) and self._item.name == "start_set":
            self.part, self.became_ready = Part.READY, True
        else:
            self.part = Part.LIFTING

    def _set_ended(self, event: SetEnded) -> None:
        self._set_open = False
        self.part, self._ended_ns = Part.RESTING, event.t_ns

    def _rep(self, event: RepCompleted | RepRevised) -> None:
        if not self.in_set:
            self._part_before = self.part
        if event.rep.status is RepStatus.PROVISIONAL:
            self._provisional.add(event.rep.id)
        else:
            self._provisional.discard(event.rep.id)
        self.part = Part.LIFTING

    def _rejected(self, event: RepRejected) -> None:
        if event.rep_id not in self._provisional:
            return
        self._provisional.discard(event.rep_id)
        if not self.in_set:
            self.part = self._part_before


_TAKERS: dict[type, Callable[[Life, Any], None]] = {
    CalibrationStep: Life._asks,
    CalibrationRefused: Life._refused,
    Calibrated: Life._calibrated,
    SetStarted: Life._set_started,
    SetEnded: Life._set_ended,
    RepCompleted: Life._rep,
    RepRevised: Life._rep,
    RepRejected: Life._rejected,
}
"""What each event changes; the other events change nothing here."""
