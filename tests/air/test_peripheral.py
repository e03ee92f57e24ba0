"""Virtual sensors over the virtual radio, as bleak sees them (PROTOCOL.md sections 2, 3, 4, 12, 13 and 15)."""

import asyncio

import numpy as np
import pytest
from bleak.exc import BleakError, BleakGATTProtocolError
from bumble import smp
from bumble.core import ProtocolError
from bumble.keys import PairingKeys

from imu_hinge.sensors import hsp
from imu_hinge.virtual.air.bonds import Bonds
from imu_hinge.virtual.air.central import host_on
from imu_hinge.virtual.air.controller import AirController
from tests.air.sensors import BATTERY, MODEL, SERIAL, Gym, run_in_gym

PROTECTED = (hsp.DATA, hsp.CONTROL, hsp.TIME_SYNC, hsp.STATUS, hsp.BACKFILL)


def test_it_is_found_by_its_service_and_says_what_it_is() -> None:
    async def scenario(gym: Gym) -> None:
        _, data = (await gym.heard(1.0))[-1]
        advert = hsp.decode_advert(data.manufacturer_data[hsp.COMPANY])
        assert (advert.role, advert.battery, advert.state) == (hsp.Role.SACRUM, 87, hsp.State.IDLE)
        assert data.service_uuids == [hsp.SERVICE]
        device = await gym.find()
        assert device is not None
        assert (device.name, device.address) == (advert.name, gym.sensors[0].address)

    run_in_gym(scenario)


def test_it_advertises_every_100_ms_for_a_minute_then_every_second_and_not_while_connected() -> None:
    async def scenario(gym: Gym) -> None:
        times = [t for t, _ in await gym.heard(70)]
        gaps = np.diff(times)
        assert gaps[:500] == pytest.approx(0.1, abs=0.001)
        assert gaps[-8:] == pytest.approx(1.0, abs=0.001)
        async with await gym.client_of():
            assert await gym.heard(5) == []
        assert np.diff([t for t, _ in await gym.heard(5)]) == pytest.approx(0.1, abs=0.001)

    run_in_gym(scenario)


def test_it_sleeps_after_10_idle_minutes_and_a_press_of_the_button_wakes_it() -> None:
    async def scenario(gym: Gym) -> None:
        await asyncio.sleep(601)
        assert await gym.heard(10) == []
        gym.sensors[0].press_button()
        assert await gym.heard(1)

    run_in_gym(scenario)


def test_config_battery_and_information_are_open_and_everything_else_demands_encryption() -> None:
    async def scenario(gym: Gym) -> None:
        gym.sensors[0].firmware.pairing_until_s = 0.0
        async with await gym.client_of() as client:
            assert await client.read_gatt_char(SERIAL) == b"HS-0000"
            assert await client.read_gatt_char(MODEL) == b"Virtual hinge sensor"
            assert await client.read_gatt_char(BATTERY) == b"\x57"
            assert hsp.decode_config(bytes(await client.read_gatt_char(hsp.CONFIG))).state == hsp.State.IDLE
            await client.start_notify(hsp.CONFIG, lambda _, __: None)
            for uuid in PROTECTED:
                with pytest.raises(BleakGATTProtocolError):
                    await client.start_notify(uuid, lambda _, __: None)
            with pytest.raises(BleakGATTProtocolError) as caught:
                await client.read_gatt_char(hsp.STATUS)
            with pytest.raises(BleakGATTProtocolError):
                await client.write_gatt_char(hsp.CONTROL, b"\x02\x01", response=True)
            assert caught.value.code in (0x05, 0x0F)

    run_in_gym(scenario)


def test_pairing_is_possible_for_a_minute_after_the_button_and_the_bond_is_kept() -> None:
    async def scenario(gym: Gym) -> None:
        await asyncio.sleep(61)
        async with await gym.client_of() as client:
            with pytest.raises(BleakGATTProtocolError):
                await client.read_gatt_char(hsp.STATUS)
            gym.sensors[0].press_button()
            await client.read_gatt_char(hsp.STATUS)
        await gym.sensors[0].restart()
        await asyncio.sleep(100)
        async with await gym.client_of() as client:
            assert await client.read_gatt_char(hsp.STATUS)

    run_in_gym(scenario)


def test_a_sensor_that_forgot_its_bonds_does_not_open_to_the_old_key() -> None:
    async def scenario(gym: Gym) -> None:
        async with await gym.client_of() as client:
            await client.read_gatt_char(hsp.STATUS)
        gym.sensors[0].forget_bonds()
        await asyncio.sleep(61)
        async with await gym.client_of() as client:
            with pytest.raises(BleakError):
                await client.read_gatt_char(hsp.STATUS)

    run_in_gym(scenario)


def test_legacy_pairing_is_refused() -> None:
    async def scenario(gym: Gym) -> None:
        old = host_on(AirController("old host", gym.air), "old host", "C0:00:00:00:09:01")
        config = old.pairing_config_factory
        await old.power_on()

        def without_secure_connections(connection: object) -> object:
            made = config(connection)  # type: ignore[arg-type]  # whatever it is
            made.sc = False
            return made

        old.pairing_config_factory = without_secure_connections  # type: ignore[assignment]  # gives what `config` gives
        connection = await old.connect_le(gym.sensors[0].address)
        with pytest.raises(ProtocolError) as caught:
            await connection.pair()
        assert caught.value.error_code == smp.ErrorCode.AUTHENTICATION_REQUIREMENTS
        await connection.disconnect()

    run_in_gym(scenario)


def test_a_fifth_bond_replaces_the_one_unused_for_longest() -> None:
    async def scenario() -> list[str]:
        bonds = Bonds()
        for name in "abcd":
            await bonds.update(name, PairingKeys())
        await bonds.get("a")
        await bonds.update("e", PairingKeys())
        return [name for name, _ in await bonds.get_all()]

    assert asyncio.run(scenario()) == ["c", "d", "a", "e"]


def test_an_open_sensor_serves_everything_without_pairing() -> None:
    async def scenario(gym: Gym) -> None:
        session = await gym.session()
        assert (await session.ask(hsp.Op.START)).status == 0
        assert gym.sensors[0].bonds.all_keys == {}
        await session.client.disconnect()

    run_in_gym(scenario, secure=False)
