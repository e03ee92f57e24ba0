"""A hold time and a rest count from when they began, not from when that is seen."""

import numpy as np
import pytest

from imu_hinge.catalogue import load_fault
from imu_hinge.core.cycles import RATE_LAG
from imu_hinge.core.faults import Hold, in_force
from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.rest import Rest
from imu_hinge.core.sampler import DELAY_NS
from imu_hinge.model.arrays import Array, Bools
from imu_hinge.model.events import Level
from tests.core.folds import GUIDED

NEVER = np.zeros(100, dtype=bool)
FRAME_S, DELAY_S = GRID_NS * 1e-9, DELAY_NS * 1e-9
SLOW, FURTHER = 8.0, 2.0


def at(row: int) -> Bools:
    flags = NEVER.copy()
    flags[row] = True
    return flags


def raised_at(fault: str, values: Array, rests: Bools = NEVER) -> list[int]:
    """The rows in which a fault with a limit of 10 is raised."""
    hold = Hold(in_force(load_fault(fault), GUIDED), Level.FAULT, 10.0)
    return [one.frame for one in hold.step(0, values, float(np.nanmax(values)), rests) if one.raised]


@pytest.mark.parametrize("fault", ["arch_lost", "lumbar_flexion", "not_tall", "forward_lean"])
def test_a_fault_is_raised_when_its_hold_is_over_within_a_frame(fault: str) -> None:
    """The frame that is the first one past the limit shows an angle DELAY_NS old."""
    (row,) = raised_at(fault, np.full(100, 11.0))
    assert abs(row * FRAME_S + DELAY_S - load_fault(fault).hold_s) <= FRAME_S


def test_a_hold_that_begins_with_a_rest_is_over_sooner() -> None:
    values = np.concatenate([np.full(20, np.nan), np.full(80, 11.0)])
    (late,), (soon,) = raised_at("not_tall", values), raised_at("not_tall", values, at(20))
    assert late - soon == RATE_LAG


def test_a_rest_within_a_hold_changes_nothing() -> None:
    values = np.full(100, 11.0)
    assert raised_at("not_tall", values, at(5)) == raised_at("not_tall", values)


def test_a_moment_inside_the_limit_begins_the_hold_anew() -> None:
    values = np.full(100, 11.0)
    values[8] = 9.0
    assert raised_at("not_tall", values) == [9 + row for row in raised_at("not_tall", np.full(100, 11.0))]


def test_a_rest_began_before_it_is_seen_and_wobble_does_not_end_it() -> None:
    rest = Rest(SLOW, FURTHER)
    for frame, (height, rate) in enumerate([(20.0, -30.0), (19.5, -7.0), (19.0, -12.0), (18.5, -9.0)], start=100):
        rest.step(frame, height, rate)
    assert rest.began == 101 - RATE_LAG


def test_coming_up_further_ends_a_rest() -> None:
    rest = Rest(SLOW, FURTHER)
    rest.step(100, 20.0, 0.0)
    rest.step(110, 17.9, -30.0)
    assert rest.began is None
