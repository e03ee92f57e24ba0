"""Every sensor value comes from one trajectory: rate, specific force, tilt and position agree."""

import numpy as np
import pytest

from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual import acts, rotation
from imu_hinge.virtual.body import Body, Person
from imu_hinge.virtual.channels import Channel
from imu_hinge.virtual.script import Script
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.seeds import TUNING
from imu_hinge.virtual.sensor import GRAVITY_MPS2, Setup, Slip, Worn
from imu_hinge.virtual.wearer import Wearer

RATE_HZ = 1000.0
STILL = Person(sway_deg=0.0)


def wearer(**setup: object) -> Wearer:
    return session("rdl_row", TUNING[0], Options(sets=1, setup=setup))


def worn(w: Wearer, placement: Placement) -> Worn:
    return Worn(w.body, placement, w.setups[placement], np.random.default_rng(0))


def angle_deg(a: Array, b: Array) -> Array:
    angles: Array = np.degrees(np.linalg.norm(rotation.logarithm(rotation.multiply(rotation.conjugate(a), b)), axis=1))
    return angles


def bent(**goals_deg: float) -> Body:
    script = Script()
    script.bend(1.0, **goals_deg)
    return Body(STILL, script.channels, np.random.default_rng(0))


@pytest.mark.parametrize("placement", Placement)
def test_the_rate_integrates_to_the_orientation(placement: Placement) -> None:
    sensor, t = worn(wearer(slide=0.05), placement), np.arange(10.0, 45.0, 1 / RATE_HZ)
    rate = sensor.exact(t[:-1] + 0.5 / RATE_HZ)[1]
    q = sensor.pose(t).q
    integrated = rotation.multiply(q[:1], rotation.cumulative(rotation.exponential(rate / RATE_HZ)))
    assert angle_deg(integrated, q[1:]).max() < 1e-6


@pytest.mark.parametrize("placement", Placement)
def test_the_specific_force_is_acceleration_less_gravity_in_the_sensor_frame(placement: Placement) -> None:
    sensor, t = worn(wearer(), placement), np.arange(10.0, 45.0, 1 / RATE_HZ)
    pose, (force, _) = sensor.pose(t), sensor.exact(t)
    measured = rotation.rotate(pose.q, force) - np.array([0.0, 0.0, GRAVITY_MPS2])
    expected = np.diff(pose.p, 2, axis=0) * RATE_HZ**2
    assert np.abs(measured[1:-1] - expected).max() < 1e-3


def test_positions_are_smooth_to_the_third_derivative() -> None:
    channel = Channel()
    channel.move(0.5, 1.0, 2.0)
    channel.move(1.0, 1.5, -3.0)
    t = np.arange(0, 3, 1e-3)
    jerk = np.diff(channel.at(t), 3) * 1e9
    assert np.abs(np.diff(jerk)).max() < 0.02 * np.abs(jerk).max()
    assert channel.at(np.array([0.0, 3.0])) == pytest.approx([0.0, -1.0])


def test_at_rest_the_specific_force_is_gravity_pointing_up() -> None:
    for placement in Placement:
        force, rate = Worn(bent(), placement, Setup(), np.random.default_rng(0)).exact(np.array([5.0, 6.0]))
        assert force == pytest.approx(np.tile([0, 0, GRAVITY_MPS2], (2, 1)), abs=1e-6)
        assert rate == pytest.approx(np.zeros((2, 3)), abs=1e-9)


@pytest.mark.parametrize("tilt_deg", [-20.0, 0.0, 45.0, 90.0, 120.0])
def test_tilt_is_what_gravity_says_at_rest(tilt_deg: float) -> None:
    body, t = bent(thorax=tilt_deg, lumbar=0.3 * tilt_deg), np.array([5.0])
    for placement, share in ((Placement.THORACIC, 1.0), (Placement.SACRUM, 0.7)):
        force = Worn(body, placement, Setup(), np.random.default_rng(0)).exact(t)[0][0]
        assert np.degrees(np.arctan2(-force[0], force[2])) == pytest.approx(share * tilt_deg, abs=1e-6)
    assert np.degrees(body.tilts(t).lumbar) == pytest.approx([0.3 * tilt_deg], abs=1e-9)


def test_signs_of_up() -> None:
    up = np.array([0.0, 0.0, 1.0])
    forward = bent(thorax=20.0).poses(np.array([5.0]))[Placement.THORACIC].q
    aside = bent(thorax_lateral=20.0).poses(np.array([5.0]))[Placement.THORACIC].q
    assert rotation.rotate(rotation.conjugate(forward), up) == pytest.approx(np.array([[-0.342, 0, 0.940]]), abs=1e-3)
    assert rotation.rotate(rotation.conjugate(aside), up) == pytest.approx(np.array([[0, 0.342, 0.940]]), abs=1e-3)


def test_leaning_right_goes_right_and_turning_left_is_positive() -> None:
    t = np.array([5.0])
    straight, aside = (bent(thorax_lateral=x, pelvis_lateral=x).poses(t)[Placement.THORACIC].p[0] for x in (0, 20))
    assert aside[1] < straight[1] - 0.05
    turned = bent(heading=90.0).poses(t)[Placement.SACRUM].q
    assert rotation.rotate(turned, np.array([1.0, 0.0, 0.0])) == pytest.approx(np.array([[0, 1, 0]]), abs=1e-9)


def test_the_mounting_turns_what_is_measured_and_nothing_else() -> None:
    plain, turned = wearer(mounting=(1.0, 0.0, 0.0, 0.0)), wearer(mounting=(0.5, 0.5, -0.5, 0.5))
    t = np.arange(10.0, 20.0, 0.01)
    for placement in Placement:
        axes = np.array(turned.truth.mounts[placement])
        for a, b in zip(worn(plain, placement).exact(t), worn(turned, placement).exact(t), strict=True):
            assert b @ axes.T == pytest.approx(a, abs=1e-6)


def test_the_wobble_has_the_size_that_was_asked_for() -> None:
    script = Script()
    script.reach("activity", 1.0, 0.1)
    body = Body(STILL, script.channels, np.random.default_rng(1))
    t = np.arange(1.0, 61.0, 0.01)
    for setup, expected in ((Setup(wobble_deg=0.6), 0.6), (Setup(), 0.0)):
        q = Worn(body, Placement.SACRUM, setup, np.random.default_rng(2)).pose(t).q
        about_y = np.degrees(rotation.logarithm(q)[:, 1])
        assert about_y.std() == pytest.approx(expected, abs=0.03)


def test_a_slip_turns_the_sensor_for_good() -> None:
    setup = Setup(slips=(Slip(t_s=10.0), Slip(t_s=60.0, turn_deg=(0.0, -30.0, 0.0))))
    sensor = Worn(bent(), Placement.SACRUM, setup, np.random.default_rng(0))
    q = sensor.pose(np.array([9.0, 12.0, 50.0, 62.0])).q
    assert angle_deg(q[:1], q) == pytest.approx([0.0, 25.0, 25.0, 5.0], abs=1e-6)


def test_errors_of_the_sensor_have_their_sizes() -> None:
    setup = Setup(
        gyr_bias_dps=(10.0, -3.0, 0.5), acc_bias_mg=(20.0, 0.0, -20.0), gyr_noise_mdps=7.0, acc_noise_ug=150.0
    )
    reading = Worn(bent(), Placement.SACRUM, setup, np.random.default_rng(3)).read(60.0)
    quiet = reading.samples()[200:]
    assert np.degrees(quiet["gyr"].mean(axis=0)) == pytest.approx([10.0, -3.0, 0.5], abs=0.01)
    assert quiet["acc"].mean(axis=0) == pytest.approx([0.196, 0.0, GRAVITY_MPS2 - 0.196], abs=0.003)
    assert np.degrees(quiet["gyr"].std(axis=0)) == pytest.approx([0.0505] * 3, abs=0.01)
    assert quiet["acc"].std(axis=0) == pytest.approx([0.0106] * 3, abs=0.002)


def test_the_rate_error_is_in_the_times() -> None:
    reading = Worn(bent(), Placement.SACRUM, Setup(rate_error=0.05), np.random.default_rng(3)).read(20.0)
    assert np.diff(reading.t_s) == pytest.approx(np.full(len(reading.t_s) - 1, 1 / (104 * 1.05)))


def test_a_dead_sensor_gives_nothing() -> None:
    w = wearer(silent_s=((5.0, 8.0),))
    t = w.samples()[Placement.SACRUM]["t_ns"] * 1e-9
    assert not ((t >= 5.0) & (t < 8.0)).any()
    assert (t < 5.0).any()
    assert (t > 8.0).any()


def test_every_nuisance_ends_where_it_began() -> None:
    for name, nuisance in acts.NUISANCES.items():
        script = Script()
        nuisance(script, np.random.default_rng(5))
        left = {n: c.goal for n, c in script.channels.items() if n not in ("east", "north", "heading")}
        assert left == pytest.approx(dict.fromkeys(left, 0.0), abs=1e-9), name
        assert (
            max(start + duration for c in script.channels.values() for start, duration, _ in c.moves) < script.t_s + 0.4
        )
