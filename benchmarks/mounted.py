"""Counting with a mounting that is known beforehand, where a recording is too short to find it out."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from imu_hinge.analysis import open_source
from imu_hinge.core.calibrating import Decided
from imu_hinge.core.mount import Calibration, Mount
from imu_hinge.core.session import Session
from imu_hinge.core.summary import Summary
from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Placement

OUT_OF_THE_BACK = np.array([0.0, 0.0, 1.0])
"""Sensor axis of the data set, for both sensors after conversion."""


def counted_as_mounted(text: str, ups: Mapping[Placement, Array], exercise: str = "band_rdl") -> int:
    """Repetitions of a CSV when up while standing is given by placement, and +z points out of the back."""
    with TemporaryDirectory() as temporary:
        path, summary = Path(temporary) / "recording.csv", Summary()
        path.write_text(text, encoding="utf-8")
        with open_source(path, exercise) as source:
            session = Session(source.exercise)
            known = {placement: _mount(up) for placement, up in ups.items()}
            session._judging.recalibrate(Decided(_calibration(known)))  # no input of the fold says it
            for item in source.items:
                for event in session.feed(item).events:
                    summary.take(event)
    return sum(len(one.reps) for one in summary.sets)


def _calibration(mounts: Mapping[Placement, Mount]) -> Calibration:
    return Calibration("guided", 1.0, (), mounts[Placement.SACRUM], mounts[Placement.THORACIC], True, None, None)


def _mount(up: Array) -> Mount:
    z = up / np.linalg.norm(up)
    ahead = -OUT_OF_THE_BACK + z * (z @ OUT_OF_THE_BACK)
    x = ahead / np.linalg.norm(ahead)
    return Mount(np.stack([x, np.cross(z, x), z]))
