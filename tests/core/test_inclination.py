"""A sensor without a gyroscope: its tilt, and how fast it tilts."""

from dataclasses import replace

import numpy as np
from pytest import approx

from imu_hinge.core.describe import pelvis_lacks
from imu_hinge.core.gaps import Run
from imu_hinge.core.inclination import SMOOTHING_S, Inclination
from imu_hinge.core.mount import limited
from imu_hinge.core.orientation import Oriented, up_in_sensor
from imu_hinge.model.arrays import SAMPLE
from imu_hinge.model.events import SensorWarning
from imu_hinge.model.inputs import Command, Placement, Samples
from tests.core.folds import GUIDED, folded, judge, latest, take
from tests.core.motions import bend, hold, pair, without

PERIOD_NS = 5_000_000
GRAVITY_MPS2 = 9.80665
END = Command(3_000_000_000, "end")


def leaning(angles_rad: np.ndarray, restart: bool = True) -> Run:
    """A slow bend about the sensor's y axis."""
    n = len(angles_rad)
    up = np.stack([-np.sin(angles_rad), np.zeros(n), np.cos(angles_rad)], axis=1)
    rates = np.full((n, 3), np.nan)
    return Run(np.arange(n) * PERIOD_NS, GRAVITY_MPS2 * up, rates, np.ones(n, dtype=bool), restart, True)


def tilt_deg(oriented: Oriented) -> np.ndarray:
    x, _, z = up_in_sensor(oriented.quat)
    return np.asarray(np.degrees(np.arctan2(-x, z)))


def test_tilt_and_its_rate_follow_a_bend_with_the_delay_of_the_smoothing() -> None:
    t_s = np.arange(0, 8, PERIOD_NS * 1e-9)
    angles = np.radians(30.0) * (1 - np.cos(2 * np.pi * t_s / 4))
    oriented = Inclination(PERIOD_NS).step(leaning(angles), 1.0)
    later = round(SMOOTHING_S / (PERIOD_NS * 1e-9))
    error_deg = tilt_deg(oriented)[later:] - np.degrees(angles[:-later])
    assert np.abs(error_deg[400:]).max() < 2.0
    rate = np.gradient(angles, PERIOD_NS * 1e-9)
    assert np.abs(oriented.rate[later:, 1] - rate[:-later])[400:].max() < np.radians(5.0)
    assert np.abs(oriented.rate[:, (0, 2)]).max() < 1e-5


def test_any_cut_gives_the_same_bits() -> None:
    angles = np.radians(np.linspace(0, 60, 700))
    whole, parts, cut = Inclination(PERIOD_NS).step(leaning(angles), 1.0), Inclination(PERIOD_NS), leaning(angles)
    pieces = [parts.step(cut[a:b], 1.0) for a, b in ((0, 1), (1, 250), (250, 700))]
    assert np.array_equal(whole.quat, np.concatenate([piece.quat for piece in pieces]))
    assert np.array_equal(whole.rate, np.concatenate([piece.rate for piece in pieces]))


def test_after_a_gap_it_begins_anew_and_says_so() -> None:
    filter_ = Inclination(PERIOD_NS)
    filter_.step(leaning(np.zeros(1000)), 1.0)
    again = filter_.step(leaning(np.full(400, 1.0)), 1.0)
    assert not again.settled[:199].any()
    assert again.settled[200:].all()
    assert np.abs(np.radians(tilt_deg(again)) - 1.0).max() < 1e-5


STRAP = replace(GUIDED, sacrum=None, reasons=("no_pelvis",), tilt_only=("thorax_tilt_only",))


def test_ranges_and_counts_are_judged_and_no_time_no_speed_and_no_top() -> None:
    """The third way up takes twice as long, which would be slowing."""
    one = judge(calibration=STRAP)
    one.start_set()
    course = (bend() + hold(1.5)) * 2 + bend(seconds=5.0) + hold(2.0)
    reps = latest(take(one, without(pair(course), "sacrum"), calibration=STRAP))
    assert len(reps) == 3
    for rep in reps:
        assert rep.thorax_rom_deg == approx(70.0, abs=3.0)
        times = (rep.eccentric_s, rep.pause_s, rep.concentric_s, rep.concentric_peak_dps, rep.lockout_thorax_deg)
        assert times == (None,) * 5
        assert not {"speed_loss"} & {*rep.faults, *rep.cautions}
        assert "speed_loss" in rep.not_judged
        assert rep.reasons == ("no_pelvis", "thorax_tilt_only")


def test_a_pelvis_that_is_heard_is_not_said_to_be_missing() -> None:
    found = replace(STRAP, tilt_only=())
    beside = limited(found, ("thorax_tilt_only",), pelvis_heard=True)
    alone = limited(found, ("thorax_tilt_only",), pelvis_heard=False)
    assert limited(found, (), pelvis_heard=True) is found
    assert (beside.reasons, alone.reasons) == (("thorax_tilt_only",), ("thorax_tilt_only", "no_pelvis"))
    assert (pelvis_lacks(beside), pelvis_lacks(alone)) == (("thorax_tilt_only",), ("no_pelvis",))


def test_imported_samples_without_rates_are_of_a_sensor_without_a_gyroscope() -> None:
    rows = np.zeros(600, SAMPLE)
    rows["t_ns"], rows["acc"], rows["gyr"] = np.arange(600) * PERIOD_NS, (0.0, 0.0, GRAVITY_MPS2), np.nan
    told = folded([Samples(Placement.THORACIC, part, PERIOD_NS) for part in (rows[:300], rows[300:])])
    assert told.session.sensors()[Placement.THORACIC].samples == 600
    assert [event.id for event in folded([Samples(Placement.THORACIC, rows, PERIOD_NS), END]).of(SensorWarning)] == [
        "tilt_only"
    ]
