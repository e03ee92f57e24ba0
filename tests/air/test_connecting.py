"""Connecting, giving up, hanging up: nothing may be left behind, whenever somebody changes their mind."""

import asyncio

import pytest
from bleak import BleakClient
from bleak.exc import BleakError
from bumble import hci
from bumble.device import Device

from tests.air.bed import VALUE, Bed, now_s, run_in_bed


def test_connecting_to_an_absent_sensor_ends_with_its_timeout() -> None:
    async def scenario(bed: Bed) -> None:
        client = await bed.client_of(timeout=3)
        bed.conditions().in_reach = False
        began_s = now_s()
        with pytest.raises(TimeoutError):
            await client.connect()
        assert now_s() - began_s == pytest.approx(3, abs=0.02)
        bed.conditions().in_reach = True
        async with bed.connected() as back:
            assert await back.read_gatt_char(VALUE) == b"calm"

    run_in_bed(scenario)


def test_two_sensors_are_dialled_one_after_the_other() -> None:
    async def scenario(bed: Bed) -> None:
        clients = [await bed.client_of(number) for number in range(2)]
        await asyncio.gather(*(client.connect() for client in clients))
        assert [await client.read_gatt_char(VALUE) for client in clients] == [b"calm", b"calm"]
        await asyncio.gather(*(client.disconnect() for client in clients))

    run_in_bed(scenario, peripherals=2)


def test_a_sensor_that_is_absent_keeps_the_other_waiting_only_for_its_own_timeout() -> None:
    async def scenario(bed: Bed) -> None:
        absent, other = await bed.client_of(0, timeout=1), await bed.client_of(1, timeout=3)
        bed.conditions(0).in_reach = False
        results = await asyncio.gather(absent.connect(), other.connect(), return_exceptions=True)
        assert [type(result) for result in results] == [TimeoutError, type(None)]
        await other.disconnect()

    run_in_bed(scenario, peripherals=2)


def test_forty_connects_cancelled_at_0_3_to_117_ms_leave_nothing_behind() -> None:
    async def scenario(bed: Bed) -> None:
        for number in range(40):
            client = await bed.client_of()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(number * 0.003):
                    await client.connect()
            assert not client.is_connected
            assert bed.central.connections == {}
        async with bed.connected() as client:
            assert await client.read_gatt_char(VALUE) == b"calm"

    run_in_bed(scenario)


@pytest.mark.parametrize("after_s", [0.0, 0.01, 0.2, 0.4, 0.6])
def test_a_connect_cancelled_twice_leaves_nothing_behind(after_s: float) -> None:
    async def scenario(bed: Bed) -> None:
        client = await bed.client_of()
        task = asyncio.create_task(client.connect())
        await asyncio.sleep(after_s)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.2)
        assert bed.central.connections == {}
        async with bed.connected():
            pass

    run_in_bed(scenario)


def test_a_connection_that_comes_about_while_it_is_given_up_is_hung_up() -> None:
    async def scenario(bed: Bed) -> None:
        client = await bed.client_of()
        task = asyncio.create_task(client.connect())
        bed.peripherals[0].device.once(Device.EVENT_CONNECTION, lambda _link: task.cancel())
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.1)
        assert bed.central.connections == {}
        assert bed.peripherals[0].ends == [hci.HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR]

    run_in_bed(scenario)


def test_a_sensor_seen_of_which_nothing_else_comes_through_is_an_error() -> None:
    async def scenario(bed: Bed) -> None:
        client = await bed.client_of()
        bed.conditions().outage = True
        began_s = now_s()
        with pytest.raises(BleakError, match="Not connected"):
            await client.connect()
        assert now_s() - began_s < 4.2
        assert bed.peripherals[0].ends == [hci.HCI_CONNECTION_TIMEOUT_ERROR]

    run_in_bed(scenario)


def test_thirty_connects_and_disconnects_leave_no_task() -> None:
    async def scenario(bed: Bed) -> None:
        for _ in range(30):
            async with bed.connected() as client:
                assert await client.read_gatt_char(VALUE) == b"calm"
        await asyncio.sleep(0.1)
        assert bed.peripherals[0].ends == [hci.HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR] * 30

    run_in_bed(scenario)


def test_a_link_lost_while_it_is_set_up_is_an_error_and_hung_up() -> None:
    async def scenario(bed: Bed) -> None:
        client = await bed.client_of()
        connecting = asyncio.create_task(client.connect())
        await asyncio.sleep(0.3)
        bed.conditions().in_reach = False
        with pytest.raises(BleakError, match="Not connected"):
            await connecting
        assert not client.is_connected

    run_in_bed(scenario)


def test_hanging_up_can_be_cancelled_and_happens_all_the_same() -> None:
    async def scenario(bed: Bed) -> None:
        client: BleakClient = await bed.client_of()
        await client.connect()
        task = asyncio.create_task(client.disconnect())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0.1)
        assert not client.is_connected
        assert bed.peripherals[0].ends == [hci.HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR]

    run_in_bed(scenario)
