"""Angles come piece by piece; what the fold says later holds."""

import numpy as np

from imu_hinge.review.angles import Angles
from tests.made import S
from tests.review.made import frames


def times_s(angles: Angles, start_s: float, end_s: float) -> list[float]:
    return [float(t) / S for t in angles.between(round(start_s * S), round(end_s * S))["t_ns"]]


def test_what_is_said_again_replaces_what_was_said() -> None:
    angles = Angles()
    angles.take(frames([0, 1, 2, 3], lumbar_deg=5.0))
    angles.take(frames([2, 3, 4], lumbar_deg=7.0))
    assert np.degrees(angles.rows["lumbar_flexion"]).round().tolist() == [5, 5, 7, 7, 7]


def test_many_pieces_are_kept_whole() -> None:
    angles = Angles()
    for first in range(0, 12_000, 100):
        angles.take(frames(np.arange(first, first + 100) / 50.0))
    assert len(angles.rows) == 12_000
    assert (np.diff(angles.rows["t_ns"]) > 0).all()


def test_what_was_shown_live_stands_in_until_the_fold_is_there() -> None:
    angles = Angles()
    angles.take_shown(frames([0, 1, 2, 3, 4], lumbar_deg=1.0))
    angles.take(frames([0, 0.5, 1, 1.5], lumbar_deg=2.0))
    assert times_s(angles, 0.5, 3.0) == [0.5, 1.0, 1.5, 2.0, 3.0]
    assert times_s(angles, 0.5, 1.5) == [0.5, 1.0, 1.5]
    angles.finish()
    assert times_s(angles, 0.0, 9.0) == [0.0, 0.5, 1.0, 1.5]


def test_nothing_is_there_before_anything_came() -> None:
    angles = Angles()
    angles.take(frames([]))
    assert angles.until_ns == 0 and len(angles.between(0, 9 * S)) == 0
