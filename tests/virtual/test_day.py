"""A working day: the same from a seed, in blocks that join, with a truth that fits."""

import numpy as np
import pytest

from imu_hinge.core.session import Session
from imu_hinge.model.arrays import Records
from imu_hinge.model.inputs import Command, Packet, Placement, Samples, Tick
from imu_hinge.virtual.body import Body
from imu_hinge.virtual.day import DayWearer, working_day
from imu_hinge.virtual.day_blocks import WINDOW_S, Windows
from imu_hinge.virtual.day_parts import DayScript, habits, pose, take_off
from imu_hinge.virtual.day_radio import station_inputs
from imu_hinge.virtual.radio import Radio

SEED, HOURS = 1501, 0.03


@pytest.fixture(scope="module")
def day() -> DayWearer:
    return working_day(SEED, HOURS)


def rows(wearer: DayWearer, placement: Placement, block_s: float = 10.0) -> Records:
    blocks = [i for i in wearer.inputs(block_s=block_s) if isinstance(i, Samples) and i.placement is placement]
    return np.concatenate([block.samples for block in blocks])


@pytest.mark.parametrize("placement", Placement)
def test_the_blocks_join_to_one_stream_at_the_sensors_own_rate(day: DayWearer, placement: Placement) -> None:
    times = rows(day, placement)["t_ns"]
    period_ns = 1e9 / (26.0 * (1 + day.cast.setups[placement].rate_error))
    assert np.abs(np.diff(times) - period_ns).max() < 2
    assert abs(times[-1] * 1e-9 - day.end_s) < 0.1


def test_a_day_is_the_same_at_every_call_and_in_blocks_of_any_length(day: DayWearer) -> None:
    once, again = rows(day, Placement.SACRUM), rows(working_day(SEED, HOURS), Placement.SACRUM, 0.5)
    assert (once == again).all()


def test_nothing_comes_before_what_a_tick_or_a_word_has_passed(day: DayWearer) -> None:
    inputs = list(day.inputs(block_s=2.0))
    assert [item.t_ns for item in inputs] == sorted(item.t_ns for item in inputs)
    passed = 0
    for item in inputs:
        if isinstance(item, Samples):
            assert int(item.samples["t_ns"][0]) >= passed
        elif isinstance(item, Tick | Command):
            passed = item.t_ns
    assert {item.name for item in inputs if isinstance(item, Command)} >= {"calibrate", "stance", "end"}


def test_a_window_moves_like_the_whole(day: DayWearer) -> None:
    times = np.arange(WINDOW_S - 0.5, WINDOW_S + 0.5, 0.01)
    whole = Body(day.cast.person, day.day.script.channels, day.cast.stream("body"))
    part = day.cast.body(Windows(day.day.script.channels).at(WINDOW_S - 1, WINDOW_S + 1))
    for placement in Placement:
        assert np.allclose(whole.poses(times)[placement].q, part.poses(times)[placement].q, atol=1e-12)


def test_gravity_is_felt_and_steps_are(day: DayWearer) -> None:
    sacrum, truth = rows(day, Placement.SACRUM), day.truth
    size = np.sqrt((sacrum["acc"] ** 2).sum(axis=1))
    assert abs(float(np.median(size)) - 9.81) < 0.4
    second = sacrum["t_ns"] // 10**9
    walking = np.array(truth.state + ["standing"] * 3)[second] == "walking"
    assert size[walking].std() > 5 * size[second < 8].std()


def test_the_truth_names_each_second(day: DayWearer) -> None:
    truth = day.truth
    assert len(truth.state) == len(truth.thorax_deg) == int(day.end_s)
    assert set(truth.state) <= {"standing", "sitting", "walking", "bending", "lying", "not_worn"}
    assert ((truth.thorax_deg > 20.0) == (np.array(truth.state) == "bending"))[truth.from_s :].all()


def test_a_slump_rolls_the_pelvis_back_and_leaves_the_thorax() -> None:
    for seed in range(1500, 1520):
        sits = habits(np.random.default_rng(seed))
        assert -26.0 <= sits.slumped_pelvis_deg <= -19.0 < sits.upright_pelvis_deg < -8.0
    script, rng = DayScript(), np.random.default_rng(1500)
    pose(script, rng, 1.0, -20.0, 2.0)
    goals = {name: np.degrees(script.script.channels[name].goal) for name in ("thorax", "lumbar")}
    assert goals == pytest.approx({"thorax": 1.0, "lumbar": 21.0})


def test_on_a_table_the_sensors_do_not_move() -> None:
    made = working_day(SEED, HOURS)
    script = DayScript()
    script.script.wait(5.0)
    take_off(script, np.random.default_rng(1), 60.0)
    bare = DayWearer(script, made.cast, SEED, 0.0)
    sacrum = rows(bare, Placement.SACRUM)
    at = sacrum["t_ns"] * 1e-9
    table, handled = (at > 9) & (at < 61), (at > 5) & (at < 8)
    assert np.degrees(sacrum["gyr"][table].std(axis=0)).max() < 0.1
    assert np.degrees(np.abs(sacrum["gyr"][handled]).max()) > 20
    assert bare.truth.state[30] == "not_worn"


@pytest.mark.parametrize(("rate_hz", "batch"), [(104.0, 5), (52.0, 10), (26.0, 13)])
def test_packets_come_at_any_rate(day: DayWearer, rate_hz: float, batch: int) -> None:
    session = Session("band_rdl")
    inputs = station_inputs(day, rate_hz, Radio(batch=batch), 1.0, 20.0)
    for item in inputs:
        session.feed(item)
    assert any(isinstance(item, Packet) for item in inputs)
    for stats in session.sensors().values():
        assert stats.lost_samples == 0
        assert stats.rate_hz == pytest.approx(rate_hz, rel=0.05)
