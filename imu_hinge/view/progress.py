"""Where in a session the wearer is, from the events."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from imu_hinge.core.progression.ticks import SIDES
from imu_hinge.model.events import (
    Calibrated,
    CalibrationRefused,
    CalibrationStep,
    Event,
    Phase,
    PhaseChanged,
    RepCompleted,
    RepRejected,
    RepRevised,
    RepStatus,
    SetEnded,
    SetStarted,
)
from imu_hinge.view.snapshot import Calibrating, Stage

_DONE, _HOLD = "done", "hold"
_STOPPED = "pain"
"""Why a set ended in which the wearer told pain."""


class Progress:
    """Stage, set, side and what the guided calibration asks for."""

    def __init__(self) -> None:
        self.calibrating = Calibrating()
        self.phase: Phase | None = None
        self.side: str | None = None
        """Named last, else that of the last set."""
        self.named: str | None = None
        """The side that was named for the next set; None since that one began."""
        self.set_index: int | None = None
        """Of the open set; of the last one while resting; None before the first."""
        self.ended_ns: int | None = None
        """When the last set ended; None while one is open."""
        self.stopped_ns: int | None = None
        """When the wearer stopped for pain; None since a set or a calibration was begun after it."""
        self._provisional: dict[int, int] = {}
        self._over = False

    def take(self, event: Event) -> None:
        """What one event changes."""
        if taker := _TAKERS.get(type(event)):
            taker(self, event)

    def skip(self) -> None:
        """The full bend is left out."""
        self.calibrating = replace(self.calibrating, bend_skipped=True)

    def stop(self, t_ns: int) -> None:
        """The wearer stopped for pain."""
        self.stopped_ns = t_ns

    def go_on(self) -> None:
        """The wearer asked for a set or a calibration."""
        self.stopped_ns = None

    def name_side(self, side: str) -> None:
        """Somebody named the working side; anything but `left` or `right`: none."""
        self.side = self.named = side if side in SIDES else None

    def end(self) -> None:
        """The session is over."""
        self._over = True

    @property
    def provisional(self) -> int:
        """Repetitions that wait for confirmation."""
        return len(self._provisional)

    @property
    def stage(self) -> Stage:
        """Where the wearer is."""
        signs = (
            (self._over, Stage.ENDED),
            (bool(self.calibrating.step), Stage.CALIBRATING),
            (bool(self._provisional) or (self.set_index is not None and self.ended_ns is None), Stage.SET),
            (self.ended_ns is not None, Stage.REST),
            (self.calibrating.status != "none", Stage.READY),
        )
        return next((stage for true, stage in signs if true), Stage.WAITING)

    def _step(self, event: CalibrationStep) -> None:
        """Why the last try was not taken is shown for as long as the wearer is to hold still again."""
        step = "" if event.step == _DONE else event.step
        known = self.calibrating
        if step == _HOLD:
            self.calibrating = replace(known, step=step, done=0, bend_skipped=False)
        else:
            self.calibrating = replace(known, step=step, done=0, refused="", reason="")

    def _refused(self, event: CalibrationRefused) -> None:
        known = self.calibrating
        self.calibrating = Calibrating(
            status=known.status, quality=known.quality, refused=event.remedy, reason=event.reason
        )

    def _calibrated(self, event: Calibrated) -> None:
        self.calibrating = Calibrating(status=event.status, quality=event.quality)

    def _phase(self, event: PhaseChanged) -> None:
        self.phase = event.phase

    def _rep(self, event: RepCompleted | RepRevised) -> None:
        if event.rep.status is RepStatus.PROVISIONAL:
            self._provisional[event.rep.id] = event.rep.index
        else:
            self._provisional.pop(event.rep.id, None)

    def _rejected(self, event: RepRejected) -> None:
        if event.rep_id is not None:
            self._provisional.pop(event.rep_id, None)

    def _set_started(self, event: SetStarted) -> None:
        self.set_index, self.ended_ns, self.side, self.named = event.set_index, None, event.side, None
        self.stopped_ns = None

    def _set_ended(self, event: SetEnded) -> None:
        self.set_index, self.ended_ns = event.set_index, event.t_ns
        if event.reason == _STOPPED and self.stopped_ns is None:
            self.stopped_ns = event.t_ns


_TAKERS: dict[type, Callable[[Progress, Any], None]] = {
    CalibrationStep: Progress._step,
    CalibrationRefused: Progress._refused,
    Calibrated: Progress._calibrated,
    PhaseChanged: Progress._phase,
    RepCompleted: Progress._rep,
    RepRevised: Progress._rep,
    RepRejected: Progress._rejected,
    SetStarted: Progress._set_started,
    SetEnded: Progress._set_ended,
}
"""What each event changes; the other events change nothing here."""
