"""Sensors that moved on the body, until the fold judges by them again."""

from imu_hinge.model.arrays import Records
from imu_hinge.model.events import Calibrated, CalibrationStep, SensorWarning, Step


class Slips:
    """A slip holds until frames are valid again after it, or until a new calibration."""

    def __init__(self) -> None:
        self._moved_ns: int | None = None
        self.began = False
        """Whether a sensor is known to have moved since this step and was not before."""

    @property
    def moved(self) -> bool:
        """Whether a sensor sits elsewhere than where it was calibrated."""
        return self._moved_ns is not None

    def step(self, step: Step) -> None:
        """Take what the fold said."""
        before = self.moved
        for event in step.events:
            if isinstance(event, Calibrated | CalibrationStep):
                self._moved_ns = None
            elif isinstance(event, SensorWarning) and event.id == "sensor_moved":
                self._moved_ns = event.t_ns
        self.began = self.moved and not before
        if self._moved_ns is not None and _judged_after(step.frames, self._moved_ns):
            self._moved_ns = None


def _judged_after(frames: Records, t_ns: int) -> bool:
    return bool(frames["valid"][frames["t_ns"] > t_ns].any())
