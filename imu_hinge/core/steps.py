"""Steps: none, and several as one."""

from collections.abc import Sequence

import numpy as np

from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import Step


def no_frames() -> Records:
    """(0,) FRAME."""
    return np.empty(0, FRAME)


def no_step() -> Step:
    """Nothing new."""
    return Step(no_frames())


def joined(steps: Sequence[Step]) -> Step:
    """The steps one after another."""
    frames = [step.frames for step in steps if len(step.frames)]
    return Step(
        np.concatenate(frames) if frames else no_frames(), tuple(event for step in steps for event in step.events)
    )
