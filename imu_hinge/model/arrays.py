"""The two bulk layouts: SAMPLE, what a sensor measures, and FRAME, what the fold makes of it."""

import numpy as np
import numpy.typing as npt

SAMPLE = np.dtype([("t_ns", "i8"), ("acc", "f8", (3,)), ("gyr", "f8", (3,))])
"""One reading of one sensor: session time, specific force (m/s2) and angular rate (rad/s), both in the sensor frame."""

FRAME = np.dtype(
    [("t_ns", "i8"), ("pelvis_tilt", "f8"), ("thorax_tilt", "f8"), ("lumbar_flexion", "f8"), ("valid", "?")]
)
"""One instant of the common 50 Hz grid: session time and sagittal angles (rad), flexion positive; NaN: unknown."""

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Times = npt.NDArray[np.int64]
Records = npt.NDArray[np.void]
"""Rows of SAMPLE or FRAME; the docstring of each function says which."""
