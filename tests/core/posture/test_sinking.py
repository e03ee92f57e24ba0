"""A chair is told from how far both sensors sink: what the trunk does on it is not asked."""

from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.core.posture.sinking import FRAMES, risen_m
from imu_hinge.model.events import PostureState
from tests.core.motions import pair, silent
from tests.core.posture.wearing import CALIBRATED, START, S, chair, rigid, stay, steps, told, word

SEAT_M = 0.4
OVER = (16.0, -2.0)
"""Leaning over a desk from the first second: as if standing in a lean."""
DOWN = START + stay(5, *OVER) + chair(2, -SEAT_M, *OVER)


def speed_of(way_m: float, seconds: float, drift: float = 0.0, start_mps: float = 0.0) -> np.ndarray:
    """Five seconds of vertical speed, m/s, with such a way in the middle of them."""
    t = np.arange(5 * FRAMES) / FRAMES
    moved = np.clip((t - 2.5) / seconds + 0.5, 0.0, 1.0)
    return start_mps + drift * t + way_m / seconds * (1 - np.cos(2 * np.pi * moved))


@pytest.mark.parametrize("way_m", [-0.45, -0.1, 0.0, 0.3])
def test_the_way_is_found_whatever_the_constant_and_the_drift_of_the_speed(way_m: float) -> None:
    assert abs(risen_m(speed_of(way_m, 1.5)) - way_m) < 0.005
    assert abs(risen_m(speed_of(way_m, 1.5, drift=0.05, start_mps=-3.0)) - way_m) < 0.005


def test_no_way_is_told_without_calm_nor_from_a_knock() -> None:
    busy = 0.5 * np.sin(2 * np.pi * np.arange(FRAMES) / FRAMES)
    assert risen_m(speed_of(-0.4, 1.5) + np.concatenate([np.zeros(4 * FRAMES), busy])) == 0.0
    assert risen_m(speed_of(-0.4, 1.5) + np.concatenate([busy, np.zeros(4 * FRAMES)])) == 0.0
    assert risen_m(speed_of(-0.8, 0.4)) == 0.0


def test_who_leans_forward_from_the_first_second_on_a_chair_is_seated_and_hears_no_word_of_standing() -> None:
    standing = told(START + stay(150, *OVER))
    assert [name for name, *_ in standing.reminders] == ["lean"]
    seated = told(DOWN + stay(150, *OVER))
    assert (seated.reminders, seated.posed[-1].state) == ([], PostureState.SITTING)


def test_who_sits_down_right_after_steps_is_seated() -> None:
    """Steps are still told for a second after the last one, and by then the way down is over."""
    assert told(START + steps(20, *OVER) + chair(1.5, -SEAT_M, *OVER) + stay(40, *OVER)).posed[-1].state == "sitting"


ENDS = {
    "a rise": chair(2, SEAT_M, *OVER) + stay(20, *OVER),
    "steps": steps(6) + stay(20, *OVER),
    "standing tall": stay(12),
}


@pytest.mark.parametrize("name", ENDS)
def test_the_seat_ends_with(name: str) -> None:
    assert told(DOWN + stay(40, *OVER)).posed[-1].state is PostureState.SITTING
    assert told(DOWN + stay(40, *OVER) + ENDS[name]).posed[-1].state is PostureState.STANDING


NO_SEATS = {
    "too little": START + stay(5, *OVER) + chair(2, -0.1, *OVER),
    "down and up again": DOWN + stay(3, *OVER) + chair(2, SEAT_M, *OVER),
    "steps after it": DOWN + stay(2, *OVER) + steps(6),
}


@pytest.mark.parametrize("name", NO_SEATS)
def test_no_seat_begins_with(name: str) -> None:
    assert PostureState.SITTING.value not in told(NO_SEATS[name] + stay(40, *OVER)).states()


def test_one_sensor_alone_does_not_tell_it() -> None:
    rows = pair(DOWN + stay(40, *OVER))
    gone = type(rows)(rows.t_ns, rows.sacrum, silent(rows.thoracic))
    assert PostureState.SITTING.value not in told(gone).states()


def test_a_way_before_the_calibration_is_none() -> None:
    """Filters that have just begun err by more than a chair."""
    course = stay(10) + stay(5, *OVER) + chair(2, -SEAT_M, *OVER) + stay(60, *OVER)
    begun_late = told(course, word(5, "calibrate"), replace(CALIBRATED, t_ns=25 * S))
    assert begun_late.states(30) == {PostureState.STANDING.value}


def test_a_table_is_no_chair() -> None:
    assert PostureState.SITTING.value not in told(stay(10) + chair(2, -SEAT_M) + rigid(140, 0, 0)).states(30)
