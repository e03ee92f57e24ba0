"""Runs, frames, counters and the cumulative rotation (PROTOCOL.md sections 4 to 8)."""

import numpy as np
import pytest

from imu_hinge.model.inputs import Placement
from imu_hinge.sensors import hsp
from imu_hinge.sensors.hsp.rotation import exponential
from imu_hinge.virtual.firmware import Firmware, Identity, TableSource, lose_samples, quiet_source, stall, worn_firmware
from imu_hinge.virtual.firmware.source import ReadingSource
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.seeds import TUNING
from imu_hinge.virtual.sensor import Reading
from tests.firmware.receiver import Receiver, apart_deg, decoded, firmware, indices, started, turn


def moving(seed: int = 3, rate_error: float = 0.0) -> TableSource:
    """Turns by up to full scale about all axes."""
    rows = np.random.default_rng(seed).normal(0, 5000, (997, 6)).astype(np.int16)
    return TableSource(rows, rate_error=rate_error, begin_s=0.004)


def test_a_run_is_sent_whole_in_full_frames_without_gap() -> None:
    receiver = started().run(60)
    receiver.ask(hsp.Op.STOP)
    frames = receiver.frames
    assert indices(frames) == list(range(60 * 104))
    assert {len(frame.samples) for frame in frames} == {5}
    assert {(frame.type, frame.flags & hsp.GAP) for frame in frames} == {(1, 0)}


def test_stop_sends_the_started_frame_and_then_its_reply() -> None:
    receiver = started().run(0.12)
    reply = receiver.ask(hsp.Op.STOP)
    assert [len(frame.samples) for frame in receiver.frames] == [5, 5, 3]
    assert reply.result == {"newest_index": 12}
    data = [i for i, (_, value) in enumerate(receiver.got) if value.characteristic == hsp.DATA]
    control = [i for i, (_, value) in enumerate(receiver.got) if value.characteristic == hsp.CONTROL]
    assert control[-1] > data[-1]


def test_stop_without_a_sample_says_so() -> None:
    assert Receiver(firmware()).connect().ask(hsp.Op.STOP).result == {"newest_index": hsp.NO_SAMPLE}


def test_samples_are_those_of_the_imu_at_the_times_of_the_devices_clock() -> None:
    source = quiet_source(2, rate_error=0.02, begin_s=0.003)
    receiver = started(firmware(source, drift_ppm=80.0)).run(5)
    for frame in receiver.frames:
        assert (frame.samples == source.raw(frame.index, frame.index + 5)).all()
        assert frame.t_us == round(source.time_s(frame.index) * (1 + 80e-6) * 1e6)


def test_index_0_is_the_next_sample_after_start() -> None:
    source = quiet_source(2)
    receiver = Receiver(firmware(source)).connect().run(2.5)
    begin_s = receiver.t_s
    reply = receiver.ask(hsp.Op.START)
    first = receiver.run(1).frames[0]
    assert reply.result == {"run": 1, "next_index": 0, "now_us": round(begin_s * 1e6)}
    assert first.t_us == round(source.time_s(source.until(begin_s)) * 1e6)


def test_the_receiver_decodes_every_frame() -> None:
    source = moving()
    receiver = started(firmware(source)).run(20)
    blocks = decoded(receiver)
    assert sum(len(block.acc) for block in blocks) == len(receiver.frames) * 5
    assert {block.stream[1] for block in blocks} == {1}
    raw = source.raw(0, 5)
    assert blocks[0].gyr == pytest.approx(hsp.to_si(raw, receiver.config)[:, 3:], abs=1e-12)


@pytest.mark.parametrize("drift_ppm", [-100.0, 0.0, 100.0])
@pytest.mark.parametrize("lost_frames", [1, 7, 40])
def test_a_bridged_gap_has_the_true_rotation(drift_ppm: float, lost_frames: int) -> None:
    source = moving(rate_error=0.03)
    receiver = started(firmware(source, drift_ppm=drift_ppm)).run(12)
    blocks, pace = decoded(receiver), 1 + drift_ppm * 1e-6
    for start in range(1, 60, 9):
        a, b = blocks[start], blocks[start + 1 + lost_frames]
        assert a.rotation and b.rotation and a.origin == b.origin
        period_s = (b.device_ns - a.device_ns) / 1e9 / (b.index - a.index)
        found = hsp.bridge_rotation(a.rotation, b.rotation, b.gyr, period_s)
        true = turn(source, a.index + 5, b.index, pace)
        assert apart_deg(true, exponential(*found.tolist())) < 0.05  # Q9


def test_index_and_time_wrap_and_the_receiver_unwraps_them_together() -> None:
    source = quiet_source(4)
    device = Firmware(source, Identity(serial="HS-2"), hsp.Role.SACRUM, boot_s=-4294.0)
    receiver = started(device).run(700)
    blocks = decoded(receiver)
    assert [block.index for block in blocks] == list(range(0, blocks[-1].index + 1, 5))
    assert blocks[-1].index > 65536
    assert blocks[-1].device_ns > 2**32 * 1000
    assert np.diff([block.device_ns for block in blocks]) == pytest.approx(5e9 / 104, abs=2000)


def test_start_while_streaming_changes_nothing() -> None:
    receiver = started().run(3)
    reply = receiver.ask(hsp.Op.START)
    assert (reply.result["run"], reply.result["next_index"]) == (1, receiver.status.ring_newest + 1)
    assert indices(receiver.run(3).frames) == list(range(5 * len(receiver.frames)))


def test_a_new_run_begins_at_zero_and_device_time_goes_on() -> None:
    receiver = started().run(3)
    receiver.ask(hsp.Op.STOP)
    before = len(receiver.frames)
    assert receiver.ask(hsp.Op.START).result["run"] == 2
    first = receiver.run(1).frames[before]
    assert (first.index, first.flags & hsp.GAP) == (0, 0)
    assert first.t_us >= 3_000_000


def test_samples_lost_before_integration_change_the_epoch_and_leave_a_hole() -> None:
    source = moving()
    device = firmware(source)
    receiver = started(device).run(2.0)
    lose_samples(device, 50, receiver.t_s)
    first_lost = receiver.status.ring_newest + 1
    receiver.run(2.0)
    frames = receiver.frames
    missing = sorted(set(range(indices(frames)[-1])) - set(indices(frames)))
    after = next(frame for frame in frames if frame.index > first_lost)
    assert set(range(first_lost, first_lost + 50)) <= set(missing)
    assert len(missing) < 55  # and what was begun of a frame before, which is in the ring
    assert (after.flags & hsp.GAP, after.epoch, receiver.config.epoch) == (hsp.GAP, 2, 2)
    assert [hsp.decode_config(payload).epoch for payload in receiver.payloads(hsp.CONFIG)][-1] == 2
    assert receiver.status.drops == len(missing)
    origins = [block.origin for block in decoded(receiver)]
    assert len(set(origins)) == 2


def test_a_stalled_device_answers_and_reads_again_after_start() -> None:
    device = firmware()
    receiver = started(device).run(2)
    stall(device, receiver.t_s)
    before = len(receiver.frames)
    assert len(receiver.run(3).frames) == before
    assert receiver.ask(hsp.Op.START).status == 0
    later = receiver.run(1).frames[before]
    assert (later.flags & hsp.GAP, later.epoch) == (hsp.GAP, 2)
    assert later.index == pytest.approx(5 * 104, abs=5)


@pytest.mark.parametrize("mtu,kind,samples", [(23, 0, 1), (42, 0, 2), (43, 1, 2), (65, 1, 3), (185, 1, 5)])
def test_frames_fit_the_mtu(mtu: int, kind: int, samples: int) -> None:
    receiver = started(mtu=mtu).run(2)
    assert {(frame.type, len(frame.samples)) for frame in receiver.frames} == {(kind, samples)}
    assert max(map(len, receiver.payloads(hsp.DATA))) <= mtu - 3
    assert receiver.config.batch == samples
    assert indices(receiver.frames) == list(range(samples * len(receiver.frames)))


def test_a_larger_mtu_makes_the_frames_larger_without_losing_a_sample() -> None:
    receiver = started(mtu=23).run(1.003)
    receiver.device.set_mtu(247, receiver.t_s)
    frames = receiver.run(1).frames
    assert {len(frame.samples) for frame in frames} == {1, 5}
    assert indices(frames) == list(range(len(indices(frames))))
    assert hsp.decode_config(receiver.payloads(hsp.CONFIG)[-1]).batch == 5


def test_clipped_values_and_stillness_are_flagged() -> None:
    rows = np.zeros((1040, 6), np.int16)
    rows[400:405, 0] = 32700
    rows[700:705, 4] = -28400
    receiver = started(firmware(TableSource(rows))).run(9.9)
    flagged = {flag: [f.index for f in receiver.frames if f.flags & flag] for flag in (hsp.ACC_CLIP, hsp.GYR_CLIP)}
    still = [frame.index for frame in receiver.frames if frame.flags & hsp.STILL]
    assert 1 <= len(flagged[hsp.ACC_CLIP]) <= 2 and flagged[hsp.ACC_CLIP][-1] in range(396, 405)
    assert 1 <= len(flagged[hsp.GYR_CLIP]) <= 2 and flagged[hsp.GYR_CLIP][-1] in range(696, 705)
    assert still[0] == pytest.approx(104, abs=10)
    assert not set(still) & set(range(705, 800))


def test_a_worn_sensors_reading_is_sent_sample_by_sample_and_then_ends() -> None:
    times = np.arange(0.007, 4.0, 1 / 103.0)
    acc, gyr = np.random.default_rng(1).normal(0, 1, (2, len(times), 3))
    present = (times < 2.0) | (times >= 2.5)
    source = ReadingSource(Reading(times, acc, gyr, present), begin_s=10.0)
    receiver = Receiver(firmware(source), t_s=9.9).connect()
    receiver.ask(hsp.Op.START)
    receiver.run(8)
    raw = source.reading.raw()
    got = indices(receiver.frames)
    assert (np.concatenate([frame.samples for frame in receiver.frames]) == raw[got]).all()
    lost = set(range(len(times))) - set(got)
    assert set(np.flatnonzero(~present).tolist()) <= lost
    assert len(lost) < (~present).sum() + 10


@pytest.mark.parametrize("swapped", [False, True])
def test_what_a_wearers_device_sends_is_what_the_wearer_would_have_recorded(swapped: bool) -> None:
    wearer = session("band_rdl", TUNING[0], Options(sets=1, reps=(2, 3), nuisance=False, swapped=swapped))
    receiver = Receiver(worn_firmware(wearer, Placement.SACRUM, begin_s=100.0), t_s=100.0).connect()
    receiver.ask(hsp.Op.START)
    blocks = decoded(receiver.run(wearer.end_s))
    gyr = np.concatenate([block.gyr for block in blocks])
    recorded = wearer.samples()[Placement.SACRUM]["gyr"]
    assert 0 <= len(recorded) - len(gyr) < 5
    assert gyr == pytest.approx(recorded[: len(gyr)], abs=1e-12)
    span_s = (blocks[-1].device_ns - blocks[0].device_ns) / 1e9
    true_s = np.diff(wearer.readings[Placement.SACRUM].t_s[[blocks[0].index, blocks[-1].index]])[0]
    drift_ppm = wearer.setups[Placement.THORACIC if swapped else Placement.SACRUM].clock_drift_ppm
    assert (span_s / true_s - 1) * 1e6 == pytest.approx(drift_ppm, abs=0.2)


def test_two_devices_of_one_seed_say_the_same_at_the_same_times() -> None:
    logs = [started(firmware(quiet_source(9), seed=4)).run(30).got for _ in range(2)]
    assert logs[0] == logs[1]
    assert started(firmware(quiet_source(9), seed=5)).run(30).got != logs[0]
