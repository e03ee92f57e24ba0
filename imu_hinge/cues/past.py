"""Steps in which a better calibration judges again what is gone by: nothing of it is news to the wearer."""

from imu_hinge.model.events import Calibrated, Step


def judged_anew(step: Step) -> bool:
    """Whether faults and sets in this step may be of the past."""
    return any(isinstance(event, Calibrated) for event in step.events)
