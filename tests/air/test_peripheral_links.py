"""What links to virtual sensors carry, how they end, and what is left of the samples (PROTOCOL.md sections 9 to 13)."""

import asyncio

import numpy as np
import pytest
from bleak.exc import BleakGATTProtocolError

from imu_hinge.sensors import hsp
from tests.air.sensors import BATTERY, Gym, Session, now_s, run_in_gym
from tests.firmware.receiver import indices


def test_two_sensors_stream_a_minute_without_losing_a_sample() -> None:
    async def scenario(gym: Gym) -> None:
        sessions = [await gym.session(number) for number in range(2)]
        for session in sessions:
            assert (await session.ask(hsp.Op.START)).result["next_index"] == 0
        await asyncio.sleep(60)
        for session in sessions:
            newest = (await session.ask(hsp.Op.STOP)).result["newest_index"]
            assert newest > 60 * 104
            assert session.indices == list(range(newest + 1))
            assert not any(frame.flags & hsp.GAP for frame in session.frames)
            await session.client.disconnect()

    run_in_gym(scenario, sensors=2)


def test_two_runs_of_one_seed_deliver_the_same_bytes_at_the_same_times() -> None:
    logs: list[list[tuple[float, str, bytes]]] = []

    async def scenario(gym: Gym) -> None:
        session = await gym.session()
        gym.sensors[0].conditions.loss = 0.1
        await session.ask(hsp.Op.START)
        await asyncio.sleep(10)
        logs.append(session.got)

    for _ in range(2):
        run_in_gym(scenario)
    assert len(logs[0]) > 150
    assert logs[0] == logs[1]


def test_what_was_missed_out_of_reach_comes_by_backfill() -> None:
    async def scenario(gym: Gym) -> None:
        sensor, session = gym.sensors[0], await gym.session()
        await session.ask(hsp.Op.START)
        await asyncio.sleep(5)
        sensor.conditions.in_reach = False
        await asyncio.sleep(20)
        assert (session.client.is_connected, sensor.is_connected) == (False, False)
        sensor.conditions.in_reach = True
        again = await gym.session()
        reply = await again.ask(hsp.Op.START)
        assert reply.result["run"] == 1
        first, end = session.indices[-1] + 1, reply.result["next_index"]
        await again.ask(hsp.Op.BACKFILL, first=first, count=end - first)
        await asyncio.sleep(5)
        assert indices(again.old_frames, first) == list(range(first, end))
        live = indices(again.frames, end)
        assert live == list(range(end, live[-1] + 1))
        assert again.frames[0].flags & hsp.GAP
        await again.client.disconnect()

    run_in_gym(scenario)


def test_a_short_outage_loses_nothing_and_a_longer_one_what_the_queue_could_not_hold() -> None:
    async def scenario(gym: Gym) -> None:
        sensor, session = gym.sensors[0], await gym.session()
        await session.ask(hsp.Op.START)
        for outage_s in (2.0, 3.8):
            sensor.conditions.outage = True
            await asyncio.sleep(outage_s)
            sensor.conditions.outage = False
            await asyncio.sleep(2)
            missing = set(range(session.indices[-1])) - set(session.indices)
            assert bool(missing) == (outage_s > 3)
        status = await session.status()
        assert status.drops == len(missing)
        await session.ask(hsp.Op.BACKFILL, first=min(missing), count=len(missing))
        assert set(indices(session.old_frames, min(missing))) == missing
        await session.client.disconnect()

    run_in_gym(scenario)


def test_a_restart_gives_a_new_boot_and_the_host_learns_of_it_by_supervision() -> None:
    async def scenario(gym: Gym) -> None:
        sensor, session = gym.sensors[0], await gym.session()
        await session.ask(hsp.Op.START)
        before = await session.status()
        await sensor.restart()
        reset_s = now_s()
        while session.client.is_connected:
            await asyncio.sleep(0.1)
        assert now_s() - reset_s == pytest.approx(4.0, abs=0.2)
        again = await gym.session()
        after = await again.status()
        assert after.boot_id != before.boot_id
        assert (after.run, after.ring_newest) == (0, 2**32 - 1)
        assert after.now_us < (now_s() - reset_s) * 1e6 + 1
        await again.client.disconnect()

    run_in_gym(scenario)


def test_a_dead_battery_says_no_goodbye_and_the_sensor_is_gone_until_it_is_switched_on() -> None:
    async def scenario(gym: Gym) -> None:
        sensor, session = gym.sensors[0], await gym.session()
        await session.ask(hsp.Op.START)
        sensor.conditions.rssi_dbm = -77
        await sensor.power_off()
        await asyncio.sleep(3)
        assert session.client.is_connected
        await asyncio.sleep(2)
        assert not session.client.is_connected
        assert await gym.find(timeout_s=20) is None
        await sensor.power_on()
        ((_, data), *_) = await gym.heard(1)
        assert data.rssi == -77
        assert (await (await gym.session()).status()).run == 0

    run_in_gym(scenario)


def test_a_sensor_that_hangs_up_advertises_again_and_goes_on_sampling() -> None:
    async def scenario(gym: Gym) -> None:
        sensor, session = gym.sensors[0], await gym.session()
        await session.ask(hsp.Op.START)
        await sensor.hang_up()
        await asyncio.sleep(0.5)
        assert not session.client.is_connected
        ((_, data), *_) = await gym.heard(1)
        assert hsp.decode_advert(data.manufacturer_data[hsp.COMPANY]).state == hsp.State.BUFFERING

    run_in_gym(scenario)


def test_a_silent_sensor_stays_connected_and_answers() -> None:
    async def scenario(gym: Gym) -> None:
        sensor, session = gym.sensors[0], await gym.session()
        await session.ask(hsp.Op.START)
        sensor.go_silent()
        await asyncio.sleep(1)
        before = len(session.frames)
        await asyncio.sleep(10)
        assert len(session.frames) == before
        assert await session.client.read_gatt_char(BATTERY) == b"\x57"
        sensor.go_silent(False)
        await asyncio.sleep(1)
        assert len(session.frames) > before + 15
        await session.client.disconnect()

    run_in_gym(scenario)


def test_a_deaf_sensor_takes_every_request_and_answers_none() -> None:
    async def scenario(gym: Gym) -> None:
        sensor, session = gym.sensors[0], await gym.session()
        sensor.conditions.deaf = True
        request = hsp.encode_control_request(hsp.ControlRequest(hsp.Op.START, 1, {}))
        await session.client.write_gatt_char(hsp.CONTROL, request, response=True)
        await asyncio.sleep(10)
        assert (session.replies, session.frames) == ([], [])
        assert await session.client.read_gatt_char(BATTERY) == b"\x57"
        sensor.conditions.deaf = False
        assert (await session.ask(hsp.Op.START)).status == hsp.ReplyStatus.OK
        await session.client.disconnect()

    run_in_gym(scenario)


def test_the_sensor_asks_for_its_interval_and_status_says_what_was_granted() -> None:
    async def scenario(gym: Gym) -> None:
        sensor = gym.sensors[0]
        sensor.conditions.interval_s = 0.05
        session = await gym.session()
        await asyncio.sleep(2)
        assert (await session.status()).conn_interval == 12
        assert (await session.ask(hsp.Op.SET_CONN, min=24, max=24)).status == 0
        told = [hsp.decode_status(payload).conn_interval for payload in session.payloads(hsp.STATUS)]
        assert told[-1] == (await session.status()).conn_interval == 24
        await session.client.disconnect()

    run_in_gym(scenario)


def test_a_central_that_insists_is_asked_three_times() -> None:
    async def scenario(gym: Gym) -> None:
        asked: list[tuple[float, float]] = []

        def insist(min_s: float, max_s: float) -> float:
            asked.append((round(min_s * 1e3, 3), round(max_s * 1e3, 3)))
            return 0.05

        gym.air.granted = insist
        session = await gym.session()
        await asyncio.sleep(30)
        assert asked == [(15.0, 30.0)] * 3
        assert (await session.status()).conn_interval == 40
        await session.client.disconnect()

    run_in_gym(scenario)


def test_pings_tell_the_devices_clock() -> None:
    async def scenario(gym: Gym) -> None:
        session = await gym.session()
        for number in range(20):
            payload = hsp.encode_sync_request(hsp.SyncRequest(number, round(now_s() * 1e9)))
            await session.client.write_gatt_char(hsp.TIME_SYNC, payload, response=False)
            await asyncio.sleep(0.217)
        pongs = [(t, hsp.decode_sync_reply(p)) for t, uuid, p in session.got if uuid == hsp.TIME_SYNC]
        assert [pong.id for _, pong in pongs] == list(range(20))
        for t, pong in pongs:
            point = hsp.solve(pong, round(t * 1e9))
            assert abs(point.offset_ns) <= point.rtt_ns / 2 + 1000
        await session.client.disconnect()

    run_in_gym(scenario)


def test_an_adapter_that_stays_at_mtu_23_gets_every_sample() -> None:
    async def scenario(gym: Gym) -> None:
        session = await gym.session()
        await session.ask(hsp.Op.START)
        await asyncio.sleep(20)
        assert {(frame.type, len(frame.samples)) for frame in session.frames} == {(0, 1)}
        assert session.indices == list(range(len(session.frames)))
        assert (await session.status()).mtu == 23
        assert max(len(payload) for _, _, payload in session.got) == 20
        await session.client.disconnect()

    run_in_gym(scenario, mtu=23)


def test_forget_bonds_answers_hangs_up_and_forgets() -> None:
    async def scenario(gym: Gym) -> None:
        session = await gym.session()
        assert gym.sensors[0].bonds.all_keys
        assert (await session.ask(hsp.Op.FORGET_BONDS)).status == 0
        assert (session.client.is_connected, gym.sensors[0].bonds.all_keys) == (False, {})

    run_in_gym(scenario)


def test_a_request_without_subscribed_control_is_refused_by_the_attribute_protocol() -> None:
    async def scenario(gym: Gym) -> None:
        session: Session = await gym.session(subscribe=())
        with pytest.raises(BleakGATTProtocolError) as caught:
            await session.client.write_gatt_char(hsp.CONTROL, b"\x02\x01", response=True)
        assert caught.value.code == 0xFD
        await session.client.disconnect()

    run_in_gym(scenario)


def test_a_link_that_ends_between_request_and_reply_leaves_nothing_behind() -> None:
    async def scenario(gym: Gym) -> None:
        hosting = gym.sensors[0]._hosting
        assert hosting is not None
        for wait_s in np.arange(0, 0.1, 0.007).tolist():
            session = await gym.session()
            asking = asyncio.create_task(session.ask(hsp.Op.START))
            await asyncio.sleep(wait_s)
            await gym.sensors[0].hang_up()
            await asyncio.gather(asking, return_exceptions=True)
            await asyncio.sleep(1)
            assert not session.client.is_connected
            assert len(hosting._tasks) == 1  # it advertises
            assert not hosting._device.gatt_server.pending_confirmations

    run_in_gym(scenario)
