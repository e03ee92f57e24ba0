"""The same day, however it is cut, mounted, mirrored or shifted."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.core.mount import Mount
from imu_hinge.core.posture import PostureSession, PostureSettings
from imu_hinge.model.events import Event, PostureChanged, PostureReminder
from imu_hinge.virtual.day import working_day
from tests.core.folds import GUIDED
from tests.core.motions import Course, bend, mounted, pair, random_rotation
from tests.core.posture.wearing import S, rigid, shifted, stay, steps, told, word

QUICK = PostureSettings(delays_s={"lean": 30.0, "slumped": 40.0})
DAY = (
    stay(65)
    + stay(40, 14, 8)
    + steps(14)
    + bend()
    + stay(60, 1, -20)
    + steps(12)
    + stay(10)
    + rigid(30, 24, 5)
    + stay(9)
)
BUSY = 1501
"""A seed whose first minutes hold more than a desk."""
WORDS = (word(70, "mute", "on"), word(215, "stance"))


def said(course: object, **how: object) -> list[Event]:
    return told(course, *WORDS, settings=QUICK, **how).events  # type: ignore[arg-type]  # those of told


WHOLE = said(DAY, size=10**6)


@settings(max_examples=8)
@given(st.lists(st.integers(1, 700), min_size=5, max_size=40))
def test_any_cut_says_the_same(sizes: list[int]) -> None:
    assert len(WHOLE) > 8
    assert said(DAY, sizes=sizes, size=333) == WHOLE


@settings(max_examples=5)
@given(st.integers(0, 2**31))
def test_any_mounting_says_the_same(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sacrum, thoracic = random_rotation(rng), random_rotation(rng)
    calibration = replace(GUIDED, sacrum=Mount(sacrum.T), thoracic=Mount(thoracic.T))
    assert said(mounted(pair(DAY), sacrum, thoracic), calibration=calibration) == WHOLE


def test_a_mirrored_wearer_hears_the_same() -> None:
    leaning = Course(DAY.rows + np.array([0.0, 0.0, 6.0, 4.0, 0.0]))
    mirrored = Course(leaning.rows * np.array([1.0, 1.0, -1.0, -1.0, 1.0]))
    assert said(leaning) == said(mirrored)


def test_a_day_that_begins_later_is_the_same_day_later() -> None:
    later = told(shifted(DAY, 5000), *(replace(one, t_ns=one.t_ns + 5000 * S) for one in WORDS), settings=QUICK)
    plain = told(DAY, *WORDS, settings=QUICK)
    assert [one.state for one in later.posed] == [one.state for one in plain.posed]
    assert later.day.by_zone_s == plain.day.by_zone_s


def test_a_whole_session_says_the_same_in_blocks_of_any_length() -> None:
    wearer = working_day(BUSY, 0.03)

    def posture(block_s: float) -> list[Event]:
        session = PostureSession("band_rdl")
        events = [event for item in wearer.inputs(block_s=block_s) for event in session.feed(item).events]
        return [event for event in events if isinstance(event, PostureChanged | PostureReminder)]

    whole = posture(7.5)
    assert len(whole) > 5
    assert posture(0.5) == whole
