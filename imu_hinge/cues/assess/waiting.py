"""Whether the tests wait for a calibration that only a key begins."""

from imu_hinge.model.events import Calibrated, CalibrationRefused, CalibrationStep, CaptureRefused, Event, Step

WANTS = frozenset({"not_calibrated", "sensor_slipped"})
"""Reasons of a movement that was not measured, after which a calibration is to be asked for."""


class Waiting:
    """Feed every step once, in order."""

    def __init__(self) -> None:
        self.for_key = False

    def step(self, step: Step) -> None:
        """Take what the fold said."""
        for event in step.events:
            self.for_key = _waits(event, before=self.for_key)


def _waits(event: Event, *, before: bool) -> bool:
    match event:
        case CalibrationRefused():
            return True
        case CaptureRefused(reason=reason) if reason in WANTS:
            return True
        case CalibrationStep() | Calibrated(status="guided"):
            return False
    return before
