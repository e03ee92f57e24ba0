"""The dialogue with the reference firmware, over a radio in memory and in virtual time."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

import numpy as np
import pytest

from imu_hinge.model.errors import SensorRefusedError
from imu_hinge.sensors import hsp
from imu_hinge.virtual.firmware.firmware import Firmware
from imu_hinge.virtual.loops import run_jumping
from tests.sensors.bench import Bench, Loses, Session, device

Scene = Callable[[Bench], Awaitable[None]]


def play(firmware: Firmware, scene: Scene, *, mtu: int = 247, loses: Loses | None = None) -> Bench:
    async def run() -> Bench:
        bench = Bench(firmware)
        bench.mtu = mtu
        bench.loses = loses or bench.loses
        await scene(bench)
        return bench

    return run_jumping(run())


def share(lost: float, seed: int = 1) -> Loses:
    random = Random(seed)
    return lambda _: random.random() < lost


async def stay(bench: Bench, seconds: float) -> None:
    async with bench.connection():
        await asyncio.sleep(seconds)


async def minute(bench: Bench) -> None:
    await stay(bench, 60)


async def away_for_20_s(bench: Bench) -> None:
    await stay(bench, 10)
    await asyncio.sleep(20)
    await stay(bench, 15)


def streams(bench: Bench) -> list[tuple[int, ...]]:
    return sorted({part.stream for part in bench.session.live})


def test_a_perfect_minute_needs_nothing_but_pings() -> None:
    session = play(device(), minute).session
    assert len(session.live) == pytest.approx(60 * 104 / 5, rel=0.02)
    assert (session.missing(), session.doubled(), session.past, session.refused) == (0, 0, [], [])
    assert len(session.echoes) == pytest.approx(120, abs=10)


def test_echoes_lie_on_one_line_with_the_drift_of_the_device() -> None:
    echoes = play(device(), minute).session.echoes
    device_s, session_s = (1e-9 * np.array([getattr(e, name) for e in echoes]) for name in ("device_ns", "session_ns"))
    slope, _ = np.polyfit(session_s, device_s, 1)
    assert (slope - 1) * 1e6 == pytest.approx(30, abs=1)


def test_a_run_goes_on_after_a_reconnect_and_its_hole_is_filled() -> None:
    bench = play(device(), away_for_20_s)
    session = bench.session
    assert len(streams(bench)) == 1
    assert (session.missing(), session.doubled()) == (0, 0)
    assert sum(len(part.acc) for part in session.past) == pytest.approx(20 * 104, rel=0.05)
    assert (bench.dialogue.missing_samples, bench.dialogue.lost_samples) == (0, 0)


def test_past_and_live_samples_lie_on_one_time_line() -> None:
    session = play(device(), away_for_20_s).session
    parts = sorted(session.live + session.past, key=lambda part: part.index)
    index, t_ns = np.array([(part.index, part.device_ns) for part in parts]).T
    fitted = np.polyval(np.polyfit(index, t_ns, 1), index)
    assert np.abs(t_ns - fitted).max() < 2_000


def test_a_link_lost_again_during_backfill_leaves_no_hole() -> None:
    async def flickers(bench: Bench) -> None:
        await stay(bench, 5)
        for _ in range(5):
            await asyncio.sleep(6)
            await stay(bench, 1)
        await stay(bench, 15)

    session = play(device(), flickers).session
    assert (session.missing(), session.doubled()) == (0, 0)


def test_a_fifth_of_all_notifications_lost_is_filled_in() -> None:
    async def lossy(bench: Bench) -> None:
        async with bench.connection() as link:
            await asyncio.sleep(60)
            link.loses = share(0.0)
            await asyncio.sleep(10)

    bench = play(device(), lossy, loses=share(0.2))
    session = bench.session
    assert sum(len(part.acc) for part in session.past) > 0.15 * 60 * 104
    assert (session.missing(), session.doubled()) == (0, 0)
    assert bench.dialogue.lost_samples == 0


def test_a_long_hole_over_a_lossy_link_is_filled_in() -> None:
    async def lossy(bench: Bench) -> None:
        await stay(bench, 5)
        await asyncio.sleep(60)
        async with bench.connection() as link:
            await asyncio.sleep(40)
            link.loses = share(0.0)
            await asyncio.sleep(10)

    session = play(device(), lossy, loses=share(0.2)).session
    assert (session.missing(), session.doubled()) == (0, 0)


def test_what_the_ring_does_not_hold_stays_a_known_gap() -> None:
    bench = play(device(ring_samples=520), away_for_20_s)
    missing = bench.session.missing()
    assert 15 * 104 < missing < 17 * 104
    assert (bench.dialogue.missing_samples, bench.dialogue.lost_samples) == (0, missing)


def test_a_restarted_firmware_is_another_stream() -> None:
    firmware = device()

    async def restarts(bench: Bench) -> None:
        await stay(bench, 10)
        firmware.machine.boot(asyncio.get_running_loop().time())
        await asyncio.sleep(5)
        await stay(bench, 10)

    bench = play(firmware, restarts)
    (boot, run), (next_boot, next_run) = sorted(streams(bench), key=lambda s: s != bench.session.live[0].stream)
    assert boot != next_boot
    assert (run, next_run) == (1, 1)
    assert (bench.session.missing(), bench.dialogue.missing_samples) == (0, 0)


def test_a_sensor_that_measures_itself_is_waited_for_once_and_then_told() -> None:
    async def busy(bench: Bench) -> None:
        async with bench.radio() as link:
            await link.subscribe(hsp.CONTROL)
            bias = hsp.encode_control_request(hsp.ControlRequest(hsp.Op.GYRO_BIAS, 200))
            await link.write(hsp.CONTROL, bias)
            with pytest.raises(SensorRefusedError, match="busy"):
                await bench.dialogue.begin(link)
        await stay(bench, 5)

    assert len(play(device(), busy).session.live) == pytest.approx(104, rel=0.1)


def test_a_battery_that_runs_empty_is_told_and_charging_helps() -> None:
    firmware = device()

    async def dies(bench: Bench) -> None:
        async with bench.radio() as link:
            await bench.dialogue.begin(link)
            attending = asyncio.create_task(bench.dialogue.attend(link))
            await asyncio.sleep(5)
            firmware.machine.set_battery(4, 1, asyncio.get_running_loop().time())
            with pytest.raises(SensorRefusedError, match="battery empty"):
                await asyncio.wait_for(attending, 2)
        assert bench.dialogue.battery_critical
        async with bench.radio() as link:
            with pytest.raises(SensorRefusedError, match="battery empty"):
                await bench.dialogue.begin(link)
        firmware.machine.set_battery(20, 2, asyncio.get_running_loop().time())
        await stay(bench, 5)
        assert not bench.dialogue.battery_critical

    bench = play(firmware, dies)
    assert [run for _, run in streams(bench)] == [1, 2]


def test_the_smallest_mtu_loses_nothing_either() -> None:
    async def away(bench: Bench) -> None:
        await stay(bench, 10)
        await asyncio.sleep(3)
        await stay(bench, 25)

    bench = play(device(), away, mtu=23)
    session = bench.session
    assert {len(part.acc) for part in session.live} == {1}
    assert (session.missing(), session.doubled(), session.refused) == (0, 0, [])
    assert {len(p.payload) for p in session.packets if p.characteristic in (hsp.STATUS, hsp.CONFIG)} == {20, 28, 36}


def test_a_stalled_stream_is_revived() -> None:
    firmware = device()

    async def stalls(bench: Bench) -> None:
        async with bench.connection() as link:
            await asyncio.sleep(5)
            firmware.machine.buffer(asyncio.get_running_loop().time())
            await asyncio.sleep(3)
            await bench.dialogue.revive(link)
            await asyncio.sleep(10)

    bench = play(firmware, stalls)
    assert len(streams(bench)) == 1
    assert bench.session.missing() == 0


def test_lamp_and_interval_reach_the_device_while_it_streams() -> None:
    firmware = device()

    async def asks(bench: Bench) -> None:
        async with bench.connection() as link:
            await asyncio.gather(bench.dialogue.identify(link, 7), bench.dialogue.ask_interval(link, 45.0))
            await asyncio.sleep(2)
            await bench.dialogue.end(link)
            assert firmware.machine.state is hsp.State.IDLE

    play(firmware, asks)
    assert firmware.machine.lamp_until_s > 7


def test_a_new_decoder_gives_the_same_answers_to_the_same_packets() -> None:
    session = play(device(), away_for_20_s, loses=share(0.1)).session
    again = Session()
    for packet in session.packets:
        again.take(packet)
    assert (again.echoes, again.refused) == (session.echoes, session.refused)
    for one, other in ((again.live, session.live), (again.past, session.past)):
        assert [(p.stream, p.index, p.device_ns) for p in one] == [(p.stream, p.index, p.device_ns) for p in other]
