"""The measures of one repetition against its closed form, and None where they cannot be judged."""

from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.core.motion import Pair
from imu_hinge.model.arrays import Bools
from imu_hinge.model.events import Rep
from tests.core.folds import GUIDED, judge, judged, latest, take
from tests.core.motions import Course, bend, hold, pair

TOP = hold(2.5)


def measured(course: Course) -> Rep:
    (rep,) = latest(judged(course + TOP))
    return rep


@pytest.mark.parametrize(("thorax", "pelvis"), [(62.0, 50.0), (80.0, 60.0), (40.0, 34.0)])
def test_ranges_share_and_peak_are_those_of_the_movement(thorax: float, pelvis: float) -> None:
    rep = measured(bend(thorax, pelvis, 3.0))
    assert rep.thorax_rom_deg == pytest.approx(thorax, abs=1.0)
    assert rep.pelvis_rom_deg == pytest.approx(pelvis, abs=1.0)
    assert rep.hinge_share == pytest.approx(pelvis / thorax, abs=0.02)
    assert rep.lumbar_flexion_peak_deg == pytest.approx(thorax - pelvis, abs=0.5)
    assert rep.lumbar_flexion_peak_pct == pytest.approx(2.0 * (thorax - pelvis), abs=1.0)
    assert rep.valid
    assert rep.reasons == ()


def test_the_times_are_from_ten_to_ninety_percent() -> None:
    """A raised cosine of 3 s: 0.59 of each way lies between 10 and 90 %, 0.41 of one way above 90 %."""
    rep = measured(bend(62.0, 50.0, 3.0))
    assert rep.eccentric_s == pytest.approx(0.89, abs=0.08)
    assert rep.concentric_s == pytest.approx(0.89, abs=0.08)
    assert rep.pause_s == pytest.approx(0.61, abs=0.08)
    assert rep.concentric_peak_dps == pytest.approx(62.0 * np.pi / 3.0, rel=0.05)


@pytest.mark.parametrize("seconds", [0.5, 2.0])
def test_a_pause_at_the_bottom_is_a_pause(seconds: float) -> None:
    whole = bend(62.0, 50.0, 3.0).rows
    course = Course(np.concatenate([whole[:75], np.tile(whole[75], (round(seconds * 50), 1)), whole[75:]]))
    assert measured(course).pause_s == pytest.approx(0.61 + seconds, abs=0.1)


def test_the_lockout_is_the_smallest_tilt_that_was_held() -> None:
    """He comes up to 8 and 6 deg, dips to -3 for a moment, and rests at 5 and 4."""
    tail = [[5.0, 4.0, 0.0, 0.0, 0.0]]
    course = bend(62.0, 50.0).leaning(5.0, 4.0) + Course(np.repeat(tail, 150, axis=0))
    (rep,) = latest(judged(hold(1.0) + Course(np.linspace([0.0] * 5, tail[0], 25)) + course))
    assert rep.lockout_thorax_deg == pytest.approx(5.0, abs=0.3)
    assert rep.lockout_pelvis_deg == pytest.approx(4.0, abs=0.3)


def with_invalid(rows: Pair, which: str, invalid: slice, by_deg: float = 0.0) -> Pair:
    """Frames of one sensor that are not to be judged, and that are wrong by so much."""
    motion = getattr(rows, which)
    valid: Bools = motion.valid.copy()
    valid[invalid] = False
    c, s = np.cos(np.radians(by_deg)), np.sin(np.radians(by_deg))
    turn = np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])
    up = motion.up.copy()
    up[invalid] = up[invalid] @ turn.T
    return replace(rows, **{which: replace(motion, up=up, up_slow=up, valid=valid)})


def judged_with(invalid: slice, which: str = "sacrum", by_deg: float = 0.0) -> Rep:
    """One repetition from 1.0 to 4.0 s with frames that are not to be judged."""
    one = judge()
    one.start_set()
    (rep,) = latest(take(one, with_invalid(pair(hold(1.0) + bend(62.0, 50.0, 3.0) + TOP), which, invalid, by_deg)))
    return rep


def test_a_few_invalid_frames_do_not_matter() -> None:
    rep = judged_with(slice(160, 180))
    assert rep.valid
    assert rep.lumbar_flexion_peak_deg is not None


@pytest.mark.parametrize("invalid", [slice(60, 110), slice(123, 126)], ids=["a third of it", "the bottom"])
def test_too_many_invalid_frames_or_an_invalid_bottom_leave_it_unjudged(invalid: slice) -> None:
    rep = judged_with(invalid, "thoracic")
    assert not rep.valid
    assert rep.lumbar_flexion_peak_deg is None
    assert rep.hinge_share is None
    assert "invalid_frames" in rep.reasons
    assert rep.status == "unsure"


@pytest.mark.parametrize("invalid", [slice(160, 180), slice(40, 62)], ids=["on the way up", "at the start"])
def test_no_measure_is_taken_from_an_invalid_frame(invalid: slice) -> None:
    """For less than half a second the pelvis is 30 deg off, and known to be unsettled."""
    right, wrong = judged_with(invalid), judged_with(invalid, by_deg=-30.0)
    assert wrong.lumbar_flexion_peak_deg == pytest.approx(right.lumbar_flexion_peak_deg, abs=0.01)
    assert wrong.pelvis_rom_deg == pytest.approx(right.pelvis_rom_deg, abs=0.01) or wrong.pelvis_rom_deg is None
    assert not {*wrong.faults, *wrong.cautions}


def test_unknown_upright_leaves_what_needs_it_empty() -> None:
    calibration = replace(GUIDED, upright_known=False)
    (rep,) = latest(judged(bend(62.0, 50.0) + TOP, calibration=calibration))
    assert rep.lumbar_flexion_peak_deg is None
    assert rep.lockout_pelvis_deg is None
    assert rep.thorax_rom_deg is not None
    assert rep.hinge_share is not None
    assert "upright_unknown" in rep.reasons


def test_a_small_bend_has_no_hinge_share() -> None:
    calibration = replace(GUIDED, thorax_rom_rad=np.radians(30.0))
    (rep,) = latest(judged(bend(15.6, 12.0, 1.6) + TOP, calibration=calibration))
    assert rep.thorax_rom_deg == pytest.approx(15.3, abs=0.7)
    (smaller,) = latest(judged(bend(15.6, 12.0, 1.6).leaning(0.0, 0.0) + TOP, calibration=calibration))
    assert smaller.id == rep.id
