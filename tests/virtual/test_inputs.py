"""What a station would record of the virtual wearer: valid frames, honest quaternions, order, loss, dropouts."""

import numpy as np
import pytest

from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Command, Link, Packet, Placement, Samples, Tick
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.hsp import CONFIG, CONTROL, DATA, DRIVER, STATUS, decode_config, decode_frame
from imu_hinge.virtual import PERFECT_RADIO, Radio, Wearer, rotation
from imu_hinge.virtual.scripts import SCRIPTS, Options, long_session, session
from imu_hinge.virtual.seeds import TUNING

ROUGH = Radio(interval_s=0.045, retry=0.2, loss=0.1, bursts_per_min=6.0, doubles=0.05)
SHORT = Options(sets=1, reps=(3, 4), nuisance=False)


@pytest.fixture(scope="module")
def wearer() -> Wearer:
    return session("band_rdl", TUNING[0], SHORT)


def packets(wearer: Wearer, radio: Radio, placement: Placement) -> list[Packet]:
    return [item for item in wearer.inputs(radio) if isinstance(item, Packet) and item.placement is placement]


def decoded(received: list[Packet]) -> list[Decoded]:
    decoder = DRIVER.new_decoder()
    return [found for found in map(decoder.decode, received) if isinstance(found, Decoded)]


def test_everything_is_in_order_of_time(wearer: Wearer) -> None:
    times = [item.t_ns for item in wearer.inputs(ROUGH)]
    assert times == sorted(times)
    assert times[0] >= 0


def test_the_log_opens_with_config_start_reply_and_status(wearer: Wearer) -> None:
    for placement in Placement:
        received = packets(wearer, ROUGH, placement)
        assert [p.characteristic for p in received[:4]] == [CONFIG, CONTROL, STATUS, DATA]
        assert decode_config(received[0].payload).role == {Placement.SACRUM: 1, Placement.THORACIC: 2}[placement]


def test_ticks_come_ten_times_a_second_and_commands_as_scripted(wearer: Wearer) -> None:
    inputs = wearer.inputs()
    ticks = [item.t_ns for item in inputs if isinstance(item, Tick)]
    assert set(np.diff(ticks)) == {100_000_000}
    assert [item.name for item in inputs if isinstance(item, Command)] == ["calibrate", "end"]


def test_frames_decode_to_the_readings(wearer: Wearer) -> None:
    for placement, samples in wearer.samples().items():
        blocks = decoded(packets(wearer, PERFECT_RADIO, placement))
        gyr, acc = (np.concatenate([getattr(b, name) for b in blocks]) for name in ("gyr", "acc"))
        assert len(samples) - len(gyr) < 5
        assert gyr == pytest.approx(samples["gyr"][: len(gyr)], abs=1e-12)
        assert acc == pytest.approx(samples["acc"][: len(acc)], abs=1e-9)
        assert [b.index for b in blocks] == list(range(0, len(gyr), 5))


def test_rotation_between_frames_agrees_with_the_samples(wearer: Wearer) -> None:
    for placement in Placement:
        blocks = decoded(packets(wearer, PERFECT_RADIO, placement))
        for first in range(0, len(blocks) - 210, 500):
            a, b = blocks[first], blocks[first + 208]
            between = np.concatenate([x.gyr for x in blocks[first + 1 : first + 209]])
            period = (b.device_ns - a.device_ns) * 1e-9 / (b.index - a.index)
            product = rotation.cumulative(rotation.exponential(between * period))[-1]
            told = rotation.multiply(rotation.conjugate(_row(a)), _row(b))
            error = rotation.logarithm(rotation.multiply(rotation.conjugate(told), product))
            assert np.degrees(np.linalg.norm(error)) < 0.05


def _row(block: Decoded) -> Array:
    assert block.rotation is not None
    return np.array(block.rotation)


def test_device_time_runs_on_its_own_clock(wearer: Wearer) -> None:
    for placement, setup in wearer.setups.items():
        blocks = decoded(packets(wearer, PERFECT_RADIO, placement))
        device_s = np.array([b.device_ns for b in blocks]) * 1e-9
        true_s = wearer.readings[placement].t_s[[b.index for b in blocks]]
        expected = setup.clock_offset_s + true_s * (1 + setup.clock_drift_ppm * 1e-6)
        assert device_s == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("interval_s", [0.0075, 0.03, 0.05])
def test_nothing_arrives_before_it_was_measured_and_latency_is_bounded(wearer: Wearer, interval_s: float) -> None:
    radio = Radio(interval_s=interval_s, retry=0.1)
    for placement in Placement:
        arrival = [p for p in packets(wearer, radio, placement) if p.characteristic == DATA]
        last = np.array([decode_frame(p.payload, DATA).index + 4 for p in arrival])
        latency = np.array([p.t_ns for p in arrival]) * 1e-9 - wearer.readings[placement].t_s[last % 65536]
        assert latency.min() > 0.0014
        assert np.median(latency) < interval_s + 0.01
        assert latency.max() < 8 * interval_s + 0.05


def test_loss_has_the_share_that_was_asked_for(wearer: Wearer) -> None:
    whole = packets(wearer, PERFECT_RADIO, Placement.SACRUM)
    kept = packets(wearer, Radio(loss=0.2), Placement.SACRUM)
    assert len(kept) / len(whole) == pytest.approx(0.8, abs=0.04)
    doubled = packets(wearer, Radio(doubles=0.3), Placement.SACRUM)
    assert len(doubled) / len(whole) == pytest.approx(1.3, abs=0.05)
    assert len(decoded(doubled)) == len(decoded(whole))


def test_bursts_take_neighbours(wearer: Wearer) -> None:
    blocks = decoded(packets(wearer, Radio(bursts_per_min=8.0, burst_frames=10.0), Placement.SACRUM))
    lost = np.diff([b.index for b in blocks]) // 5 - 1
    assert 5 < lost[lost > 0].mean() < 20


def test_a_dropout_silences_one_link_and_says_so(wearer: Wearer) -> None:
    radio = Radio(dropouts_s={Placement.SACRUM: ((20.0, 26.0),)})
    received = packets(wearer, radio, Placement.SACRUM)
    data_s = np.array([p.t_ns for p in received if p.characteristic == DATA]) * 1e-9
    assert not ((data_s > 20.2) & (data_s < 26.0)).any()
    links = [item for item in wearer.inputs(radio) if isinstance(item, Link) and item.placement is Placement.SACRUM]
    assert [link.state for link in links] == ["connecting", "streaming", "lost", "connecting", "streaming"]
    blocks = decoded(received)
    gap = np.diff([b.index for b in blocks]).max()
    assert gap * np.diff(wearer.readings[Placement.SACRUM].t_s).mean() == pytest.approx(6.0, abs=0.15)
    assert len({b.stream for b in blocks}) == 1


def test_frames_without_rotation_and_of_other_sizes(wearer: Wearer) -> None:
    blocks = decoded(packets(wearer, Radio(rotation=False, batch=10), Placement.THORACIC))
    assert {(b.rotation, len(b.acc)) for b in blocks} == {(None, 10)}


def test_blocks_hold_all_samples_in_order(wearer: Wearer) -> None:
    inputs = wearer.blocks(37)
    assert [item.t_ns for item in inputs] == sorted(item.t_ns for item in inputs)
    for placement, samples in wearer.samples().items():
        rows = [item.samples for item in inputs if isinstance(item, Samples) and item.placement is placement]
        assert np.array_equal(np.concatenate(rows), samples)


def test_swapped_sensors_are_recorded_under_the_other_placement() -> None:
    usual, swapped = session("band_rdl", TUNING[1], SHORT), SCRIPTS["swapped"](TUNING[1])
    assert swapped.truth.swapped
    assert usual.truth.mounts[Placement.SACRUM] != usual.truth.mounts[Placement.THORACIC]
    quiet = slice(300, 500)
    axes = np.array(swapped.truth.mounts[Placement.SACRUM])
    up = axes @ swapped.samples()[Placement.SACRUM]["acc"][quiet].mean(axis=0)
    assert up == pytest.approx([0.0, 0.0, 9.81], abs=0.5)


def test_indices_of_a_long_run_wrap() -> None:
    long = long_session(TUNING[0], minutes=12.0)
    assert len(long.readings[Placement.SACRUM].t_s) > 65536
    blocks = decoded(packets(long, PERFECT_RADIO, Placement.SACRUM))
    assert np.array_equal([b.index for b in blocks], np.arange(len(blocks)) * 5)
