"""How still a sensor is held, as the calibration looks at it."""

import numpy as np
import pytest

from imu_hinge.model.arrays import SAMPLE, Records
from imu_hinge.model.inputs import Placement
from imu_hinge.view.stillness import Heard

RATE_HZ = 104.0


def turning(hz: float, dps: float, seconds: float = 3.0) -> Records:
    rows = np.zeros(round(seconds * RATE_HZ), SAMPLE)
    t = np.arange(len(rows)) / RATE_HZ
    rows["t_ns"] = np.round(t * 1e9)
    rows["gyr"][:, 1] = np.radians(dps) * np.sin(2 * np.pi * hz * t)
    return rows


def heard(rows: Records, block: int = 5) -> Heard:
    taken = Heard()
    for start in range(0, len(rows), block):
        taken.tap(Placement.SACRUM, rows[start : start + block])
    return taken


def test_nothing_is_said_before_there_is_a_second() -> None:
    assert heard(turning(1.0, 5.0, 0.5)).turning_dps(Placement.SACRUM) is None
    assert heard(turning(1.0, 5.0)).turning_dps(Placement.THORACIC) is None


def test_a_sway_counts_and_a_tremble_does_not() -> None:
    sway = heard(turning(0.5, 10.0)).turning_dps(Placement.SACRUM)
    tremble = heard(turning(8.0, 10.0)).turning_dps(Placement.SACRUM)
    assert sway == pytest.approx(10.0 / np.sqrt(2), rel=0.35)
    assert tremble == pytest.approx(0.0, abs=0.2)


def test_the_past_that_fills_a_hole_changes_nothing() -> None:
    rows = turning(0.5, 10.0)
    taken = heard(rows)
    before = taken.turning_dps(Placement.SACRUM), taken.ages_s(4_000_000_000)
    taken.tap(Placement.SACRUM, rows[:50])
    assert (taken.turning_dps(Placement.SACRUM), taken.ages_s(4_000_000_000)) == before
