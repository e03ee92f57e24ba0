"""Who leads through an assessment where nobody presses a key: begins the tests, and ends when all is done."""

from collections.abc import Callable

from imu_hinge.model.events import AssessmentStep, Calibrated, Step
from imu_hinge.model.inputs import Command, Input

GRACE_S = 10.0
"""So long after the last test the last movement can be made again; our choice."""


class Leading:
    """A sink. `say` puts a Command into the session."""

    def __init__(self, say: Callable[[str, str], object], enough: Callable[[], object]) -> None:
        self._say, self._enough = say, enough
        self._begun = False
        self._over_ns: int | None = None

    def receive(self, item: Input, step: Step) -> None:
        """Looks at the calibration, at the tests and at the time."""
        self._begun = self._begun or (isinstance(item, Command) and item.name == "assess")
        for event in step.events:
            if isinstance(event, Calibrated) and event.status == "guided" and not self._begun:
                self._begun = True
                self._say("assess", "")
            if isinstance(event, AssessmentStep):
                self._over_ns = item.t_ns if event.stage == "done" else None
        if self._over_ns is not None and item.t_ns - self._over_ns >= GRACE_S * 1e9:
            self._over_ns = None
            self._enough()

    def close(self) -> None:
        """Nothing is held."""
