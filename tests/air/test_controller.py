"""Faults of Bumble's virtual controller that AirController repairs: each test fails without its repair."""

import asyncio
from itertools import pairwise

import pytest
from bleak import BleakScanner
from bumble import hci
from bumble.core import AdvertisingData
from bumble.core import TimeoutError as BumbleTimeoutError
from bumble.device import Device

from imu_hinge.virtual.air.central import host_on
from imu_hinge.virtual.air.controller import AirController, KernelController
from tests.air.bed import FLOW, VALUE, Arrivals, Bed, now_s, open_peripheral, run_in_bed

NOBODY = hci.Address("C0:00:00:00:0F:0F")
KINDS = pytest.mark.parametrize("kind", [AirController, KernelController])


def test_an_attempt_to_connect_that_is_cancelled_ends() -> None:
    async def scenario(bed: Bed) -> None:
        with pytest.raises(BumbleTimeoutError):
            await asyncio.wait_for(bed.central.connect_le(NOBODY, timeout=1), 2)

    run_in_bed(scenario)


def test_there_is_nothing_to_cancel_without_an_attempt() -> None:
    async def scenario(bed: Bed) -> None:
        with pytest.raises(hci.HCI_Error) as refusal:
            await bed.central.send_sync_command(hci.HCI_LE_Create_Connection_Cancel_Command())
        assert refusal.value.error_code == hci.HCI_COMMAND_DISALLOWED_ERROR

    run_in_bed(scenario)


def test_data_arrive_though_a_host_changes_its_random_address() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected() as client:
            rotated = hci.HCI_LE_Set_Random_Address_Command(random_address=hci.Address("C0:00:00:00:0E:0E"))
            await bed.central.send_sync_command(rotated)
            async with asyncio.timeout(1):
                assert await client.read_gatt_char(VALUE) == b"calm"

    run_in_bed(scenario)


def test_data_arrive_though_a_host_dials_with_its_public_address() -> None:
    async def scenario(bed: Bed) -> None:
        host = host_on(AirController("public", bed.air, "00:11:22:33:44:55"), "public", "C0:00:00:00:0D:0D")
        await host.power_on()
        link = await host.connect_le(
            bed.peripherals[0].device.random_address, own_address_type=hci.OwnAddressType.PUBLIC
        )
        async with asyncio.timeout(1):
            assert await link.gatt_client.request_mtu(100) == 100
        await link.disconnect()

    run_in_bed(scenario)


@KINDS
def test_the_scan_response_and_the_signal_strength_are_those_of_the_advertiser(kind: type[AirController]) -> None:
    async def scenario(bed: Bed) -> None:
        peripheral = await open_peripheral(bed.air, 1, kind)
        bed.air.conditions(peripheral.controller).rssi_dbm = -81
        found = await BleakScanner.discover(0.2, return_adv=True, backend=bed.scanner)
        _, data = found[peripheral.address]
        assert (data.local_name, data.rssi) == ("peripheral 1", -81)
        assert data.manufacturer_data == {0xFFFF: b"\x01"}

    run_in_bed(scenario, peripherals=0)


@KINDS
def test_an_empty_scan_response_is_not_reported(kind: type[AirController]) -> None:
    async def scenario(bed: Bed) -> None:
        peripheral = await open_peripheral(bed.air, 1, kind)
        await peripheral.device.stop_advertising()
        await peripheral.device.start_advertising(scan_response_data=b"")
        reports: list[AdvertisingData] = []
        host = host_on(kind("listener", bed.air), "listener", "C0:00:00:00:0C:0C")
        await host.power_on()
        host.on(Device.EVENT_ADVERTISEMENT, lambda heard: reports.append(heard.data))
        await host.start_scanning()
        await asyncio.sleep(0.5)
        assert 5 <= len(reports) <= 11
        await host.stop_scanning()

    run_in_bed(scenario, peripherals=0)


def test_reset_frees_the_peripherals_of_a_killed_client_and_ends_its_scan() -> None:
    async def scenario(bed: Bed) -> None:
        await (await bed.client_of()).connect()
        await bed.central.start_scanning()
        (controller,) = (c for c in bed.air.controllers if isinstance(c, AirController) and c.name == "central")
        host = host_on(controller, "next", "C0:00:00:00:0B:0B")
        heard: list[object] = []
        host.on(Device.EVENT_ADVERTISEMENT, heard.append)
        await host.power_on()
        await asyncio.sleep(0.2)
        assert heard == []
        assert bed.peripherals[0].ends == [hci.HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR]
        link = await host.connect_le(bed.peripherals[0].device.random_address, timeout=0.2)
        await link.disconnect()

    run_in_bed(scenario)


@KINDS
def test_advertisements_are_as_far_apart_as_asked_for(kind: type[AirController]) -> None:
    async def scenario(bed: Bed) -> None:
        await open_peripheral(bed.air, 1, kind, interval_ms=100)
        heard_s: list[float] = []
        async with BleakScanner(lambda _device, _data: heard_s.append(now_s()), backend=bed.scanner):
            await asyncio.sleep(1)
        times_s = sorted(set(heard_s))
        assert {round(later - earlier, 6) for earlier, later in pairwise(times_s)} == {0.1}

    run_in_bed(scenario, peripherals=0)


def test_both_hosts_are_told_the_interval_and_the_supervision_time_of_this_air() -> None:
    async def scenario(bed: Bed) -> None:
        bed.conditions().interval_s, bed.conditions().supervision_s = 0.045, 2.5
        async with bed.connected():
            for host in bed.central, bed.peripherals[0].device:
                (link,) = host.connections.values()
                assert link.parameters.connection_interval == 45
                assert link.parameters.supervision_timeout == 2500

    run_in_bed(scenario)


def test_a_long_notification_is_one_packet_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(bed: Bed) -> None:
        peripheral = bed.peripherals[0]
        async with bed.connected() as client:
            await client.start_notify(FLOW, Arrivals())
            to_controller: list[bytes] = []
            monkeypatch.setattr(peripheral.controller, "on_hci_acl_data_packet", to_controller.append)
            await peripheral.device.notify_subscribers(peripheral.flow, bytes(244))
            await asyncio.sleep(0.1)
            monkeypatch.undo()
        assert len(to_controller) == 1

    run_in_bed(scenario)


def test_a_controller_for_the_kernel_does_not_offer_what_it_then_does_not_announce() -> None:
    masked = hci.LeFeatureMask.LL_PRIVACY | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING

    async def scenario(bed: Bed) -> None:
        host = host_on(KernelController("kernel", bed.air), "kernel", "C0:00:00:00:0A:0A")
        await host.power_on()
        assert not host.host.local_le_features & masked
        assert bed.central.host.local_le_features & masked == masked

    run_in_bed(scenario)


def test_a_connection_of_which_the_peripheral_knows_nothing_is_given_up() -> None:
    async def scenario(bed: Bed) -> None:
        rival = host_on(AirController("rival", bed.air), "rival", "C0:00:00:00:09:09")
        await rival.power_on()
        address = bed.peripherals[0].device.random_address
        links = await asyncio.gather(bed.central.connect_le(address), rival.connect_le(address))
        await asyncio.sleep(1)
        assert len(bed.central.connections) + len(rival.connections) == 1
        for link in links:
            if link.handle in link.device.connections:
                await link.disconnect()

    run_in_bed(scenario)
