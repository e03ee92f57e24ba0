"""Just Works with LE Secure Connections, as BlueZ does it: when the sensor demands it, and once."""

import asyncio

import pytest
from bleak.exc import BleakGATTProtocolError
from bumble.device import Device
from bumble.keys import KeyStore
from bumble.pairing import PairingConfig, PairingDelegate

from tests.air.bed import SECRET, Bed, now_s, run_in_bed


def stored(device: Device) -> KeyStore:
    assert device.keystore is not None
    return device.keystore


def test_a_secret_is_read_after_pairing_and_next_time_with_the_stored_key() -> None:
    async def scenario(bed: Bed) -> None:
        took_s = []
        for _ in range(3):
            async with bed.connected() as client:
                asked_s = now_s()
                assert await client.read_gatt_char(SECRET) == b"sealed"
                took_s.append(now_s() - asked_s)
                (link,) = bed.peripherals[0].device.connections.values()
                assert link.is_encrypted
                assert link.sc
        keys = await stored(bed.central).get_all()
        assert [name for name, _ in keys] == [bed.peripherals[0].address]
        assert took_s[0] > 2 * took_s[1]
        assert took_s[1] < 0.2

    run_in_bed(scenario)


def test_two_requests_at_once_pair_once() -> None:
    async def scenario(bed: Bed) -> None:
        pairings: list[object] = []
        bed.peripherals[0].device.on("pairing_start", pairings.append)
        async with bed.connected() as client:
            assert await asyncio.gather(*(client.read_gatt_char(SECRET) for _ in range(2))) == [b"sealed"] * 2
        assert len(pairings) == 1

    run_in_bed(scenario)


def test_pairing_may_be_asked_for_with_the_connection() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected(pair=True):
            (link,) = bed.peripherals[0].device.connections.values()
            assert link.is_encrypted

    run_in_bed(scenario)


def test_a_sensor_that_refuses_to_pair_is_reported_as_one_that_wants_encryption() -> None:
    class Unwilling(PairingDelegate):
        async def accept(self) -> bool:
            return False

    async def scenario(bed: Bed) -> None:
        bed.peripherals[0].device.pairing_config_factory = lambda _link: PairingConfig(delegate=Unwilling())
        async with bed.connected() as client:
            with pytest.raises(BleakGATTProtocolError) as refusal:
                await client.read_gatt_char(SECRET)
            assert refusal.value.code == 0x0F

    run_in_bed(scenario)


def test_a_sensor_that_forgot_us_is_paired_again_after_unpair() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected(pair=True):
            pass
        await stored(bed.peripherals[0].device).delete_all()
        async with bed.connected() as client:
            with pytest.raises(BleakGATTProtocolError):
                await client.read_gatt_char(SECRET)
            await client.unpair()
            assert not client.is_connected
        async with bed.connected() as client:
            assert await client.read_gatt_char(SECRET) == b"sealed"

    run_in_bed(scenario)
