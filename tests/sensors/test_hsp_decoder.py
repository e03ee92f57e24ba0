from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors import hsp
from imu_hinge.sensors.registry import find_driver
from tests.sensors.vectors import packet, raw, samples, start_reply

CONFIG = hsp.decode_config(raw("config-example"))
STATUS = hsp.decode_status(raw("status-example"))
REST = np.array([[0, 0, 4098, 0, 0, 0]] * 5, np.int16)
PERIOD_US = 9615.385


def config(**changes: int) -> Packet:
    return packet(hsp.encode_config(replace(CONFIG, **changes)), hsp.CONFIG)


def status(t_ns: int = 0, **changes: int) -> Packet:
    return packet(hsp.encode_status(replace(STATUS, **changes)), hsp.STATUS, t_ns)


def frame(index: int, epoch: int = 1, begin_us: int = 1_000_000, t_ns: int = 0) -> Packet:
    """Five samples at rest; sample 0 of the run was at `begin_us`."""
    t_us = begin_us + round(index * PERIOD_US)
    value = hsp.Frame(1, 0, epoch, index % (1 << 16), t_us % (1 << 32), (32767, 0, 0, 0), REST)
    return packet(hsp.encode_frame(value), hsp.DATA, t_ns)


def reason(decoder: hsp.HspDecoder, given: Packet) -> str:
    with pytest.raises(ProtocolError) as caught:
        decoder.decode(given)
    return caught.value.reason


def ready(*values: Packet) -> hsp.HspDecoder:
    decoder = hsp.HspDecoder()
    for value in values:
        assert decoder.decode(value) is None
    return decoder


@pytest.fixture
def running() -> hsp.HspDecoder:
    return ready(status(run=2, now_us=980_000), config(), start_reply(3, 0, 990_000))


def test_the_driver_is_found_by_its_id() -> None:
    driver = find_driver("hsp")
    assert driver is hsp.DRIVER
    assert (driver.id, driver.data_characteristic) == ("hsp", hsp.DATA)
    assert driver.new_decoder() is not driver.new_decoder()


def test_a_frame_becomes_samples_in_si_units(running: hsp.HspDecoder) -> None:
    part = samples(running, frame(0))
    assert (part.stream, part.origin) == ((0xBEEF, 3), (0xBEEF, 3, 1))
    assert (part.index, part.device_ns, part.nominal_period_ns) == (0, 1_000_000_000, 9_615_385)
    assert part.acc.shape == part.gyr.shape == (5, 3)
    assert part.acc[:, 2] == pytest.approx(9.8058, abs=1e-4)
    assert part.rotation == pytest.approx((1, 0, 0, 0))


def test_the_empty_characteristic_means_data(running: hsp.HspDecoder) -> None:
    assert samples(running, replace(frame(0), characteristic="")).index == 0


@pytest.mark.parametrize("turn", [(31650, 0, 8481, 0), (0, 32767, 0, 0), (-32439, 0, 0, 0)])
def test_rotation_is_normalised(running: hsp.HspDecoder, turn: tuple[int, int, int, int]) -> None:
    payload = hsp.encode_frame(hsp.Frame(1, 0, 1, 0, 1_000_000, turn, REST))
    rotation = samples(running, packet(payload)).rotation
    assert rotation is not None
    assert np.linalg.norm(rotation) == pytest.approx(1, abs=1e-15)
    assert rotation == pytest.approx(np.array(turn) / np.linalg.norm(turn))


def test_counters_go_on_through_every_wrap(running: hsp.HspDecoder) -> None:
    for index in range(0, 700_000, 5):
        part = samples(running, frame(index)) if index % 50 == 0 else None
        assert part is None or part.index == index
    assert part is None and running.next_index == 699_955


def test_without_start_or_status_the_first_frame_anchors_itself() -> None:
    decoder = ready(config())
    part = samples(decoder, frame(12_345))
    assert (part.stream, part.index, part.device_ns) == ((0, 0), 12_345, (1_000_000 + round(12_345 * PERIOD_US)) * 1000)
    assert samples(decoder, frame(12_350)).index == 12_350


def test_status_anchors_a_run_whose_start_was_not_seen() -> None:
    decoder = ready(config(), status(ring_newest=700_000, now_us=1_000_000 + round(700_000 * PERIOD_US)))
    assert samples(decoder, frame(700_005)).index == 700_005


def test_a_run_named_later_is_another_stream_than_the_unnamed_one() -> None:
    decoder = ready(config())
    assert samples(decoder, frame(5)).stream == (0, 0)
    decoder.decode(status(ring_newest=65_546, now_us=1_000_000 + round(65_546 * PERIOD_US)))
    part = samples(decoder, frame(65_546))
    assert (part.stream, part.index) == ((0xBEEF, 3), 65_546)


def test_a_boot_named_later_does_not_break_the_run() -> None:
    decoder = ready(config(), start_reply(3, 0, 990_000))
    streams = [samples(decoder, frame(0)).stream]
    decoder.decode(status())
    assert [*streams, samples(decoder, frame(5)).stream] == [(0, 3), (0, 3)]


@pytest.mark.parametrize("before", [(), (config(epoch=2),)])
def test_frames_without_a_matching_config_are_refused(before: tuple[Packet, ...]) -> None:
    decoder = ready(*before, start_reply(3, 0, 990_000))
    assert reason(decoder, frame(0)) == "no_config"
    decoder.decode(config(epoch=5))
    assert samples(decoder, frame(5)).index == 5


def test_an_epoch_that_changes_in_a_run_changes_origin_and_no_scale(running: hsp.HspDecoder) -> None:
    before = samples(running, frame(0))
    running.decode(config(epoch=2, acc_ng_per_lsb=1))
    after = samples(running, frame(5, epoch=2))
    assert before.stream == after.stream
    assert (before.origin, after.origin) == ((0xBEEF, 3, 1), (0xBEEF, 3, 2))
    assert np.array_equal(before.acc, after.acc)


def test_a_new_run_needs_a_config_with_its_epoch_again(running: hsp.HspDecoder) -> None:
    samples(running, frame(0))
    running.decode(start_reply(4, 0, 5_000_000))
    assert reason(running, frame(0, epoch=2, begin_us=5_010_000)) == "no_config"
    running.decode(config(epoch=2, odr_mhz=208_000))
    part = samples(running, frame(0, epoch=2, begin_us=5_010_000))
    assert (part.stream, part.index, part.nominal_period_ns) == ((0xBEEF, 4), 0, 4_807_692)


def test_late_and_doubled_frames_are_counted_and_give_nothing(running: hsp.HspDecoder) -> None:
    assert [running.decode(frame(index)) is None for index in (0, 10, 10, 5, 12, 15)] == [
        *(False, False, True, True, True, False),
    ]
    assert (running.late, running.next_index) == (3, 20)


def test_backfill_never_touches_the_live_stream(running: hsp.HspDecoder) -> None:
    samples(running, frame(0))
    old = bytearray(frame(100).payload)
    old[0] |= 2
    assert running.decode(packet(bytes(old), hsp.BACKFILL)) is None
    assert (running.late, running.next_index) == (0, 5)
    assert reason(running, packet(bytes(old), hsp.DATA)) == "characteristic"
    assert reason(running, replace(frame(100), characteristic=hsp.BACKFILL)) == "characteristic"


def test_a_resumed_run_goes_on(running: hsp.HspDecoder) -> None:
    samples(running, frame(0))
    running.decode(start_reply(3, 75_020, 1_000_000 + round(75_020 * PERIOD_US)))
    part = samples(running, frame(75_020))
    assert (part.stream, part.index) == ((0xBEEF, 3), 75_020)


def test_a_reboot_with_the_same_run_number_is_another_stream(running: hsp.HspDecoder) -> None:
    samples(running, frame(1_000))
    running.decode(status(boot_id=0xCAFE, run=0, ring_newest=0xFFFFFFFF, now_us=20_000))
    running.decode(start_reply(3, 0, 30_000))
    part = samples(running, frame(0, begin_us=40_000))
    assert (part.stream, part.index, part.device_ns) == ((0xCAFE, 3), 0, 40_000_000)


def test_a_reboot_seen_only_by_its_start_is_another_stream(running: hsp.HspDecoder) -> None:
    samples(running, frame(1_000))
    running.decode(start_reply(3, 0, 30_000))
    part = samples(running, frame(0, begin_us=40_000))
    assert (part.stream, part.index) == ((0, 3), 0)


def test_a_reboot_seen_only_by_the_start_of_another_run_forgets_the_boot(running: hsp.HspDecoder) -> None:
    samples(running, frame(1_000))
    running.decode(start_reply(1, 0, 30_000))
    assert samples(running, frame(0, begin_us=40_000)).stream == (0, 1)


def test_an_impossible_counter_is_refused_until_it_fits_again(running: hsp.HspDecoder) -> None:
    samples(running, frame(0))
    assert reason(running, frame(30_000, begin_us=-200_000_000)) == "counter"
    assert samples(running, frame(5)).index == 5


def test_after_a_counter_status_gives_the_new_anchor(running: hsp.HspDecoder) -> None:
    samples(running, frame(0))
    shifted = 500_000_000
    assert reason(running, frame(10, begin_us=shifted)) == "counter"
    running.decode(status(ring_newest=14, now_us=shifted + round(14 * PERIOD_US)))
    assert samples(running, frame(15, begin_us=shifted)).index == 15


def test_status_does_not_move_a_good_anchor(running: hsp.HspDecoder) -> None:
    samples(running, frame(0))
    running.decode(status(ring_newest=40_000))
    assert samples(running, frame(5)).index == 5


def test_after_half_an_hour_of_silence_a_new_anchor_is_needed(running: hsp.HspDecoder) -> None:
    samples(running, frame(0))
    index, t_ns = 194_480, 1_870_000_000_000
    assert reason(running, frame(index, t_ns=t_ns)) == "counter"
    running.decode(status(t_ns, ring_newest=index, now_us=1_000_000 + round(index * PERIOD_US)))
    assert samples(running, frame(index + 1, t_ns=t_ns)).index == index + 1


def test_an_empty_ring_anchors_before_the_first_sample() -> None:
    decoder = ready(config(), status(ring_newest=0xFFFFFFFF, now_us=990_000))
    assert samples(decoder, frame(0)).index == 0


@pytest.mark.parametrize(
    ("payload", "characteristic"),
    [
        (raw("sync-reply"), hsp.TIME_SYNC),
        (raw("reply-set-rate"), hsp.CONTROL),
        (raw("reply-unknown-op-ok"), hsp.CONTROL),
        (b"\x57", "00002a19-0000-1000-8000-00805f9b34fb"),
    ],
)
def test_other_values_give_nothing_and_change_nothing(
    running: hsp.HspDecoder, payload: bytes, characteristic: str
) -> None:
    assert running.decode(packet(payload, characteristic)) is None
    assert samples(running, frame(0)).stream == (0xBEEF, 3)


def test_a_refused_config_leaves_the_one_in_force(running: hsp.HspDecoder) -> None:
    assert reason(running, packet(raw("bad-config-acc-0"), hsp.CONFIG)) == "value"
    assert reason(running, packet(raw("bad-config-len-27"), hsp.CONFIG)) == "length"
    assert samples(running, frame(0)).index == 0


@pytest.mark.parametrize(("name", "characteristic"), [("config", hsp.CONFIG), ("status", hsp.STATUS)])
def test_a_notification_cut_by_a_small_mtu_says_nothing(
    running: hsp.HspDecoder, name: str, characteristic: str
) -> None:
    assert running.decode(packet(raw(f"{name}-example")[:20], characteristic)) is None
    assert samples(running, frame(0)).stream == (0xBEEF, 3)


@pytest.mark.parametrize("told", [status(now_us=1 << 54), start_reply(3, 0, 1 << 54)])
def test_a_device_time_of_centuries_is_refused(running: hsp.HspDecoder, told: Packet) -> None:
    assert reason(running, told) == "value"
    assert samples(running, frame(0)).device_ns == 1_000_000_000


def test_two_decoders_share_nothing(running: hsp.HspDecoder) -> None:
    other = hsp.HspDecoder()
    assert reason(other, frame(0)) == "no_config"
    assert samples(running, frame(0)).index == 0


def test_bridging_gives_back_a_constant_turn() -> None:
    rate, period, samples_per_frame = np.array([0.3, 2.0, -0.5]), 0.0096, 5
    angle = np.linalg.norm(rate) * period * samples_per_frame

    def after(frames: int) -> tuple[float, float, float, float]:
        half = frames * angle / 2
        x, y, z = np.sin(half) * rate / np.linalg.norm(rate)
        return float(np.cos(half)), float(x), float(y), float(z)

    turn = hsp.bridge_rotation(after(3), after(7), np.tile(rate, (samples_per_frame, 1)), period)
    assert np.allclose(turn, rate * period * samples_per_frame * 3, atol=1e-12)
    assert np.allclose(hsp.bridge_rotation(after(0), after(0), np.zeros((5, 3)), period), 0)


def test_a_frame_whose_type_and_quaternion_contradict_is_not_encoded() -> None:
    for kind, turn in ((0, (32767, 0, 0, 0)), (1, None)):
        with pytest.raises(ValueError, match="contradict"):
            hsp.encode_frame(hsp.Frame(kind, 0, 0, 0, 0, turn, REST))


def test_an_implausible_scale_is_named() -> None:
    assert hsp.implausible_scales(CONFIG) == ()
    assert hsp.implausible_scales(replace(CONFIG, acc_fs_mg=16_000)) == ("acc",)
    assert hsp.implausible_scales(replace(CONFIG, gyr_fs_dps=0)) == ("gyr",)
