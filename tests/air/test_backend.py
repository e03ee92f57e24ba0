"""The contract of bleak's backend on a Bumble host: what scanner and client answer, and to what."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from tests.air.bed import FLOW, PICKY, REFUSAL, SERVICE, TOLD, VALUE, Arrivals, Bed, now_s, run_in_bed

Attempt = Callable[[Bed, BleakClient], Awaitable[None]]

NOT_DISCOVERED = "Service Discovery has not been performed yet"


def test_scan_reports_what_is_advertised() -> None:
    async def scenario(bed: Bed) -> None:
        found = await BleakScanner.discover(0.2, return_adv=True, backend=bed.scanner)
        assert sorted(found) == sorted(peripheral.address for peripheral in bed.peripherals)
        device, data = found[bed.peripherals[1].address]
        assert device.name == data.local_name == "peripheral 1"
        assert data.service_uuids == [SERVICE]
        assert data.manufacturer_data == {0xFFFF: b"\x01"}

    run_in_bed(scenario, peripherals=2)


def test_scan_keeps_to_the_services_asked_for() -> None:
    async def scenario(bed: Bed) -> None:
        for uuids, expected in (([SERVICE.upper()], 1), (["180d"], 0)):
            found = await BleakScanner.discover(0.2, service_uuids=uuids, backend=bed.scanner)
            assert len(found) == expected

    run_in_bed(scenario)


def test_scan_forgets_what_it_saw_the_last_time() -> None:
    async def scenario(bed: Bed) -> None:
        scanner = BleakScanner(backend=bed.scanner)
        async with scanner:
            await asyncio.sleep(0.2)
        bed.conditions().in_reach = False
        async with scanner:
            await asyncio.sleep(0.2)
        assert scanner.discovered_devices == []

    run_in_bed(scenario)


def test_two_scans_at_once_share_the_radio_until_the_last_one_ends() -> None:
    async def scenario(bed: Bed) -> None:
        heard_s: list[float] = []
        async with BleakScanner(lambda _device, _data: heard_s.append(now_s()), backend=bed.scanner):
            async with BleakScanner(backend=bed.scanner):
                await asyncio.sleep(0.2)
            inner_ended_s = now_s()
            await asyncio.sleep(0.2)
            assert bed.central.is_scanning
        assert heard_s[-1] > inner_ended_s
        assert not bed.central.is_scanning

    run_in_bed(scenario)


@pytest.mark.parametrize("after_steps", range(8))
def test_a_scan_cancelled_while_it_begins_leaves_no_scan_behind(after_steps: int) -> None:
    async def scenario(bed: Bed) -> None:
        task = asyncio.create_task(BleakScanner.discover(5, backend=bed.scanner))
        for _ in range(after_steps):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.1)
        assert not bed.central.is_scanning
        assert await bed.find() is not None

    run_in_bed(scenario)


def test_scan_survives_a_strangers_malformed_advertisement() -> None:
    async def scenario(bed: Bed) -> None:
        stranger = bed.peripherals[1].device
        await stranger.stop_advertising()
        await stranger.start_advertising(advertising_data=b"\x02\x09\xff\x02\x16\x01")
        assert await bed.find() is not None

    run_in_bed(scenario, peripherals=2)


def test_connected_client_reads_writes_and_knows_its_limits() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected() as client:
            assert client.is_connected
            assert client.name == "peripheral 0"
            assert client.mtu_size == 247
            value = client.services.get_characteristic(VALUE)
            assert value is not None
            assert value.properties == ["read", "write"]
            assert value.max_write_without_response_size == 244
            await client.write_gatt_char(VALUE, b"x" * 300, response=True)
            assert await client.read_gatt_char(VALUE) == b"x" * 300

    run_in_bed(scenario)


def test_descriptors_are_read_too() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected() as client:
            await client.start_notify(FLOW, Arrivals())
            flow = client.services.get_characteristic(FLOW)
            assert flow is not None
            (cccd,) = flow.descriptors
            assert await client.read_gatt_descriptor(cccd) == b"\x01\x00"

    run_in_bed(scenario)


def test_only_the_services_asked_for_are_discovered() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected(services=[SERVICE]) as client:
            assert [service.uuid for service in client.services] == [SERVICE]

    run_in_bed(scenario)


def test_notifications_and_indications_arrive_until_they_are_stopped() -> None:
    async def scenario(bed: Bed) -> None:
        peripheral = bed.peripherals[0]
        notified, told = Arrivals(), Arrivals()
        async with bed.connected() as client:
            await client.start_notify(FLOW, notified)
            await client.start_notify(TOLD, told)
            await peripheral.notify(1, 2)
            await peripheral.device.indicate_subscribers(peripheral.told, b"\x03\x00")
            await asyncio.sleep(0.1)
            await client.stop_notify(FLOW)
            await peripheral.notify(4)
            await asyncio.sleep(0.1)
        assert (notified.numbers, told.numbers) == ([1, 2], [3])

    run_in_bed(scenario)


def test_a_failed_subscription_does_not_double_the_notifications_of_the_next() -> None:
    async def scenario(bed: Bed) -> None:
        arrivals = Arrivals()
        async with bed.connected() as client:
            bed.conditions().outage = True
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await client.start_notify(FLOW, arrivals)
            bed.conditions().outage = False
            await client.start_notify(FLOW, arrivals)
            await bed.peripherals[0].notify(1, 2)
            await asyncio.sleep(0.1)
        assert arrivals.numbers == [1, 2]

    run_in_bed(scenario)


async def subscribe_twice(_bed: Bed, client: BleakClient) -> None:
    await client.start_notify(FLOW, Arrivals())
    await client.start_notify(FLOW, Arrivals())


async def subscribe_to_silence(_bed: Bed, client: BleakClient) -> None:
    await client.start_notify(VALUE, Arrivals())


async def write_what_is_refused(_bed: Bed, client: BleakClient) -> None:
    await client.write_gatt_char(PICKY, b"no")


async def read_what_is_not_there(_bed: Bed, client: BleakClient) -> None:
    await client.read_gatt_char("2a19")


async def connect_again(_bed: Bed, client: BleakClient) -> None:
    await client.connect()


async def read_after_hang_up(_bed: Bed, client: BleakClient) -> None:
    await client.disconnect()
    await client.read_gatt_char(VALUE)


async def connect_a_second_client(bed: Bed, client: BleakClient) -> None:
    await BleakClient(client._backend._device, backend=bed.client).connect()  # type: ignore[attr-defined]


async def read_while_the_link_is_lost(bed: Bed, client: BleakClient) -> None:
    bed.conditions().in_reach = False
    await asyncio.gather(client.read_gatt_char(VALUE), client.read_gatt_char(VALUE))


@pytest.mark.parametrize(
    ("attempt", "kind", "words"),
    [
        (subscribe_twice, BleakError, "already started"),
        (subscribe_to_silence, BleakError, "does not support notifications"),
        (write_what_is_refused, BleakGATTProtocolError, "Application-specific Error 0x80"),
        (read_what_is_not_there, BleakCharacteristicNotFoundError, "was not found"),
        (connect_again, BleakError, "already connected"),
        (read_after_hang_up, BleakError, NOT_DISCOVERED),
        (connect_a_second_client, BleakError, "connected already"),
        (read_while_the_link_is_lost, BleakError, "^Not connected$"),
    ],
)
def test_what_cannot_be_done_raises_what_bleaks_own_backends_raise(
    attempt: Attempt, kind: type[Exception], words: str
) -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected() as client:
            with pytest.raises(kind, match=words):
                await attempt(bed, client)

    run_in_bed(scenario)


def test_a_refusal_carries_the_code_of_the_peripheral() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected() as client:
            with pytest.raises(BleakGATTProtocolError) as refusal:
                await client.write_gatt_char(PICKY, b"no")
            assert refusal.value.code == REFUSAL

    run_in_bed(scenario)


@pytest.mark.parametrize("ending", ["lost", "hung up by the sensor", "hung up by us"])
def test_after_a_connection_nothing_of_it_is_left(ending: str) -> None:
    async def scenario(bed: Bed) -> None:
        gone: list[BleakClient] = []
        client = await bed.client_of(disconnected_callback=gone.append)
        await client.connect()
        await client.start_notify(FLOW, Arrivals())
        if ending == "lost":
            bed.conditions().outage = True
        elif ending == "hung up by the sensor":
            await bed.peripherals[0].hang_up()
        else:
            await client.disconnect()
        await asyncio.sleep(5)
        assert gone == [client]
        assert not client.is_connected
        with pytest.raises(BleakError, match=NOT_DISCOVERED):
            client.services  # noqa: B018
        before_s = now_s()
        await client.disconnect()
        assert now_s() == before_s
        bed.conditions().outage = False
        await client.connect()
        await client.start_notify(FLOW, Arrivals())
        await client.disconnect()
        assert gone == [client, client]

    run_in_bed(scenario)


def test_a_cancelled_request_ends_at_once_and_its_late_answer_disturbs_nobody() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected() as client:
            asked_s = now_s()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await client.read_gatt_char(VALUE)
            assert now_s() - asked_s < 0.02
            assert await client.read_gatt_char(VALUE) == b"calm"

    run_in_bed(scenario)


def test_every_request_under_way_ends_with_the_link() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected() as client:
            bed.conditions().outage = True
            asked_s = now_s()
            answers = await asyncio.gather(*(client.read_gatt_char(VALUE) for _ in range(3)), return_exceptions=True)
            assert [str(answer) for answer in answers] == ["Not connected"] * 3
            assert now_s() - asked_s < 4.001

    run_in_bed(scenario)


def test_an_address_is_searched_first() -> None:
    async def scenario(bed: Bed) -> None:
        async with BleakClient(bed.peripherals[0].address, backend=bed.client) as client:
            assert await client.read_gatt_char(VALUE) == b"calm"
        with pytest.raises(BleakDeviceNotFoundError):
            await BleakClient("C0:00:00:00:0F:0F", timeout=1, backend=bed.client).connect()

    run_in_bed(scenario)


def test_a_lost_controller_is_told_at_once_and_everything_after_it_refused() -> None:
    async def scenario(bed: Bed) -> None:
        gone: list[BleakClient] = []
        absent = await bed.client_of(1)
        client = await bed.client_of(disconnected_callback=gone.append)
        await client.connect()
        bed.conditions(1).in_reach = False
        dialling = asyncio.create_task(absent.connect())
        await asyncio.sleep(0.1)
        bed.central.host.on_transport_lost()  # type: ignore[no-untyped-call]  # bumble gives it none
        assert gone == [client]
        for refused in (dialling, bed.find(), absent.connect()):
            with pytest.raises(BleakBluetoothNotAvailableError) as refusal:
                await refused
            assert refusal.value.reason is BleakBluetoothNotAvailableReason.NO_BLUETOOTH
        await client.disconnect()

    run_in_bed(scenario, peripherals=2)
