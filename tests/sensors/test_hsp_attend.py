"""What the dialogue does while data flows, with a device that says exactly what each test wants."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.sensors import hsp
from imu_hinge.virtual.loops import run_jumping
from tests.sensors.scripted import CONFIG, NOTHING, STATUS, ScriptedDevice, attended

REST = np.array([[0, 0, 4098, 0, 0, 0]] * 5, np.int16)
SKEWED_US = 500_000_000


@pytest.fixture
def device() -> ScriptedDevice:
    return ScriptedDevice(hsp.HspDialogue())


def frame(index: int, kind: int = 1, epoch: int = 1, begin_us: int = 990_000) -> bytes:
    t_us = begin_us + round(index * 9615.385)
    return hsp.encode_frame(hsp.Frame(kind, 0, epoch, index % 65536, t_us % (1 << 32), (32767, 0, 0, 0), REST))


def attend(device: ScriptedDevice, seconds: float, meanwhile: Callable[[], None] = lambda: None) -> None:
    async def session() -> None:
        await device.dialogue.begin(device)
        await attended(device, seconds, meanwhile)

    run_jumping(session())


def stream(device: ScriptedDevice, frames: Iterator[bytes]) -> Callable[[], None]:
    return lambda: device.notify(hsp.DATA, next(frames))


def good_frames(first: int = 0, epoch: int = 1) -> Iterator[bytes]:
    return (frame(index, epoch=epoch) for index in range(first, 1 << 20, 5))


def backfills(device: ScriptedDevice) -> list[tuple[float, int, int]]:
    asked = ((t, r.args) for t, r in device.requests if r.op == hsp.Op.BACKFILL)
    return [(t, args["first"], args["count"]) for t, args in asked]


def test_pings_come_often_for_a_minute_and_then_seldom(device: ScriptedDevice) -> None:
    attend(device, 100)
    times = np.array([t for t, _ in device.pings])
    steps = np.diff(times)
    assert steps[times[1:] < times[0] + 60] == pytest.approx(0.5, abs=0.15)
    assert steps[times[:-1] > times[0] + 60] == pytest.approx(2.0, abs=0.15)
    assert all(ping.t1 == round(t * 1e9) for t, ping in device.pings)


def test_pings_do_not_keep_step_with_any_connection_interval(device: ScriptedDevice) -> None:
    attend(device, 60)
    times = np.array([t for t, _ in device.pings])
    for interval_s in (0.0075, 0.015, 0.03, 0.05):
        shares, _ = np.histogram(times / interval_s % 1, bins=5, range=(0, 1))
        assert (shares > len(times) / 10).all()


def test_values_cut_by_a_small_mtu_are_read(device: ScriptedDevice) -> None:
    def cut(name: str) -> Callable[[], None]:
        device.status(battery=33)
        return lambda: device.notify(name, device.values[name][:20]) if len(device.heard) < 10 else None

    attend(device, 1, cut(hsp.STATUS))
    assert device.dialogue.battery_pct == 33
    assert device.heard[9:] == ["read 0006"]


def test_values_that_are_cut_even_when_read_are_told(device: ScriptedDevice) -> None:
    def cut() -> None:
        device.values[hsp.STATUS] = device.values[hsp.STATUS][:20]
        device.notify(hsp.STATUS, device.values[hsp.STATUS])

    with pytest.raises(SensorRefusedError, match="Status arrives cut short"):
        attend(device, 1, cut)
    assert device.heard[9:] == ["read 0006"] * 2


def test_frames_that_fit_no_config_end_the_run_in_words(device: ScriptedDevice) -> None:
    with pytest.raises(SensorRefusedError, match="do not fit the scale"):
        attend(device, 10, stream(device, good_frames(epoch=2)))
    assert device.heard[9:] == ["read 0002", "read 0002", "STOP"]


def test_a_config_read_in_time_lets_the_run_go_on(device: ScriptedDevice) -> None:
    frames = good_frames(epoch=2)

    def newer() -> None:
        device.config(epoch=2)
        device.notify(hsp.DATA, next(frames))

    attend(device, 10, newer)
    assert device.heard[9] == "read 0002"
    assert hsp.Op.STOP not in device.ops()


def test_counters_that_do_not_fit_get_a_new_anchor_from_status(device: ScriptedDevice) -> None:
    skewed = iter([frame(0), *(frame(index, begin_us=SKEWED_US) for index in range(5, 10_000, 5))])
    device.status(ring_newest=4, now_us=SKEWED_US)
    attend(device, 5, stream(device, skewed))
    assert device.heard[9] == "read 0006"
    assert device.ops().count(hsp.Op.START) == 1


def test_three_misfits_in_a_row_restart_the_run_and_more_give_it_up(device: ScriptedDevice) -> None:
    jumping = (frame(0, begin_us=990_000 + i * 40_000_000) for i in range(1, 1_000))
    with pytest.raises(SensorRefusedError, match="counters"):
        attend(device, 30, stream(device, jumping))
    assert device.ops() == [hsp.Op.START] + [hsp.Op.STOP, hsp.Op.START] * 3 + [hsp.Op.STOP]


def test_a_run_ended_by_an_empty_battery_is_told(device: ScriptedDevice) -> None:
    def dies() -> None:
        device.config(state=hsp.State.IDLE)
        device.status(battery=4, flags=1 << hsp.StatusFlag.CRITICAL_BATTERY)
        device.notify(hsp.STATUS, device.values[hsp.STATUS])

    with pytest.raises(SensorRefusedError, match=r"battery empty \(4 %\): charge"):
        attend(device, 5, dies)
    assert device.dialogue.battery_critical


def test_a_run_that_ended_without_a_reason_is_started_again_a_few_times(device: ScriptedDevice) -> None:
    def stops() -> None:
        device.config(state=hsp.State.IDLE)
        device.notify(hsp.CONFIG, device.values[hsp.CONFIG])

    with pytest.raises(SensorRefusedError, match="stops again and again"):
        attend(device, 30, stops)
    assert device.ops() == [hsp.Op.START] * 4


def test_a_hole_is_asked_for_once_it_is_two_seconds_old(device: ScriptedDevice) -> None:
    frames = iter([frame(0), *good_frames(first=25)])
    attend(device, 2.5, stream(device, frames))
    (t_s, first, count), *rest = backfills(device)
    assert (first, count, rest) == (5, 20, [])
    assert t_s == pytest.approx(2.2, abs=0.1)


def test_a_silent_backfill_is_stopped_asked_for_once_more_and_given_up(device: ScriptedDevice) -> None:
    device.results[hsp.Op.BACKFILL] = {"first": 5, "count": 20}
    device.status(flags=1 << hsp.StatusFlag.BACKFILL_RUNNING)
    frames = iter([frame(0), *good_frames(first=25)])
    attend(device, 20, stream(device, frames))
    assert [op for op in device.ops() if op != hsp.Op.START] == [hsp.Op.BACKFILL, hsp.Op.BACKFILL_STOP] * 2
    (first_s, *_), (again_s, *_) = backfills(device)
    assert again_s - first_s == pytest.approx(3.2, abs=0.1)
    assert (device.dialogue.missing_samples, device.dialogue.lost_samples) == (0, 20)


def test_a_ring_that_moves_on_meanwhile_is_asked_for_newer_samples(device: ScriptedDevice) -> None:
    device.statuses[hsp.Op.BACKFILL] = [hsp.ReplyStatus.NOT_IN_RING] * 3
    frames = iter([frame(0), *good_frames(first=1_000)])

    def moves_on() -> None:
        device.notify(hsp.DATA, next(frames))
        device.results[hsp.Op.BACKFILL] = {"oldest": 200 * len(device.ops()), "newest": 900, "first": 0, "count": 0}

    attend(device, 3, moves_on)
    starts = [first for _, first, _ in backfills(device)][:4]
    assert starts == [5, 400, 600 + 64, 800 + 192]


def test_what_the_ring_lost_is_not_asked_for_again(device: ScriptedDevice) -> None:
    device.statuses[hsp.Op.BACKFILL] = [hsp.ReplyStatus.NOT_IN_RING]
    device.results[hsp.Op.BACKFILL] = {"oldest": 15, "newest": 400, "first": 15, "count": 10}
    frames = iter([frame(0), *good_frames(first=25)])
    attend(device, 4, stream(device, frames))
    assert [(first, count) for _, first, count in backfills(device)][:2] == [(5, 20), (15, 10)]
    assert device.dialogue.lost_samples >= 10


def test_lost_backfill_frames_are_asked_for_again_at_once(device: ScriptedDevice) -> None:
    device.results[hsp.Op.BACKFILL] = {"first": 5, "count": 20}
    live = iter([frame(0), *good_frames(first=25)])

    def answers() -> None:
        device.notify(hsp.DATA, next(live))
        if len(backfills(device)) == 1:
            for index in (5, 20):
                device.notify(hsp.BACKFILL, frame(index, kind=3))

    attend(device, 3, answers)
    assert [(first, count) for _, first, count in backfills(device)][:2] == [(5, 20), (10, 10)]


@pytest.mark.parametrize("notified", [True, False])
def test_a_fallen_status_bit_ends_a_request_even_when_nobody_tells(device: ScriptedDevice, notified: bool) -> None:
    device.results[hsp.Op.BACKFILL] = {"first": 5, "count": 20}
    live = iter([frame(0), *good_frames(first=25)])

    def says_done() -> None:
        device.notify(hsp.DATA, next(live))
        if notified:
            device.notify(hsp.STATUS, hsp.encode_status(STATUS))

    attend(device, 6, says_done)
    assert len(backfills(device)) == 6
    assert hsp.Op.BACKFILL_STOP not in device.ops()
    assert device.dialogue.lost_samples == 20


@pytest.mark.parametrize("status", [hsp.ReplyStatus.UNKNOWN_OP, NOTHING])
def test_a_sensor_that_cannot_backfill_streams_on(device: ScriptedDevice, status: int | None) -> None:
    device.statuses[hsp.Op.BACKFILL] = [status] * 2
    attend(device, 15, stream(device, iter([frame(0), *good_frames(first=25)])))
    assert len(backfills(device)) == (1 if status else 2)


def test_a_link_that_is_down_ends_the_step(device: ScriptedDevice) -> None:
    async def gone(*_: object, **__: object) -> None:
        raise LinkDownError("gone")

    device.write = gone  # type: ignore[method-assign]
    with pytest.raises(LinkDownError):
        attend(device, 5)


@pytest.mark.parametrize(("caps", "lacks"), [(CONFIG.caps & ~(1 << hsp.Capability.BACKFILL), ""), (0x7F, hsp.BACKFILL)])
def test_nothing_is_asked_of_a_sensor_without_backfill(device: ScriptedDevice, caps: int, lacks: str) -> None:
    device.config(caps=caps)
    device.lacks = {lacks}
    attend(device, 10, stream(device, iter([frame(0), *good_frames(first=25)])))
    assert backfills(device) == []
