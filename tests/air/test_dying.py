"""A link that ends at any moment of its beginning: whoever waits learns it in time, and nothing is left behind."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import pytest
from bleak import BleakClient
from bleak.exc import BleakError

from imu_hinge.sensors import hsp
from tests.air.sensors import Gym, now_s, run_in_gym
from tests.tiers import shortened

CONNECTING_S, ENCRYPTING_S, PAIRING_S, KEYS_S = 1.2, 0.16, 0.22, 0.175
"""From the link to a connected client, then to an encrypted link with a stored key, to a paired one, and to the new
keys, of which a dying link may bring only one."""
TOLD_S = 0.1
SUPERVISION_S = 4.0

End = Callable[[Gym, BleakClient], Awaitable[None]]
ENDS: dict[str, tuple[End, float]] = {
    "the sensor hangs up": (lambda gym, _: gym.sensors[0].hang_up(), TOLD_S),
    "we hang up": (lambda _, client: client.disconnect(), TOLD_S),
    "its battery dies": (lambda gym, _: gym.sensors[0].power_off(), SUPERVISION_S + TOLD_S),
    "it restarts": (lambda gym, _: gym.sensors[0].restart(), SUPERVISION_S + TOLD_S),
}


def moments(until_s: float, step_s: float = 0.005) -> list[float]:
    """Some before, at and after connection events, which come every 30 ms."""
    return [step * step_s for step in range(round(until_s / step_s))]


async def ended(work: Awaitable[object]) -> float:
    """When it ended, by an error of a lost link or by itself."""
    try:
        await work
    except BleakError as error:
        assert str(error) == "Not connected"
    return now_s()


async def called(owner: object, method: str, turns: int) -> None:
    """Waits for a call, and then so many turns of the loop, which take no time."""
    has_been, original = asyncio.Event(), getattr(owner, method)

    def hooked(*args: object) -> None:
        original(*args)
        has_been.set()

    setattr(owner, method, hooked)
    await has_been.wait()
    for _ in range(turns):
        await asyncio.sleep(0)


@pytest.mark.parametrize("end", shortened(ENDS))
def test_a_link_that_ends_while_it_is_paired_for_the_first_time(end: str) -> None:
    async def scenario(after_s: float, gym: Gym) -> None:
        client = await gym.client_of()
        await client.connect()
        reading = asyncio.ensure_future(ended(client.read_gatt_char(hsp.STATUS)))
        await asyncio.sleep(after_s)
        end_link, told_s = ENDS[end]
        began_s = now_s()
        await end_link(gym, client)
        assert await reading - began_s < told_s
        await client.disconnect()

    for after_s in moments(PAIRING_S):
        run_in_gym(partial(scenario, after_s))


def test_a_bonded_sensor_that_hangs_up_while_it_is_encrypted_is_lost_and_not_unpaired() -> None:
    async def scenario(after_s: float, gym: Gym) -> None:
        for waits_s in (1.0, after_s):
            client = await gym.client_of()
            await client.connect()
            reading = asyncio.ensure_future(ended(client.read_gatt_char(hsp.STATUS)))
            await asyncio.sleep(waits_s)
            await gym.sensors[0].hang_up()
            assert await reading - now_s() < TOLD_S
            await client.disconnect()

    for after_s in moments(ENCRYPTING_S):
        run_in_gym(partial(scenario, after_s))


def test_a_sensor_that_hung_up_while_it_was_paired_is_paired_on_the_next_connection() -> None:
    async def scenario(after_s: float, gym: Gym) -> None:
        client = await gym.client_of()
        await client.connect()
        reading = asyncio.ensure_future(ended(client.read_gatt_char(hsp.STATUS)))
        await asyncio.sleep(after_s)
        await gym.sensors[0].hang_up()
        await reading
        await client.disconnect()
        async with await gym.client_of() as again:
            assert hsp.decode_status(bytes(await again.read_gatt_char(hsp.STATUS))).battery == 87

    for after_s in moments(KEYS_S, 0.01):
        run_in_gym(partial(scenario, after_s))


@pytest.mark.parametrize("turns", range(12))
def test_a_battery_that_dies_while_the_sensor_looks_for_its_key(turns: int) -> None:
    async def scenario(gym: Gym) -> None:
        client = await gym.client_of()
        await client.connect()
        (controller,) = (one for one in gym.air.controllers if one.name.startswith("HINGE-"))
        reading = asyncio.ensure_future(ended(client.read_gatt_char(hsp.STATUS)))
        await called(controller, "on_ll_control_pdu", turns)
        await gym.sensors[0].power_off()
        await reading
        await client.disconnect()

    run_in_gym(scenario)


@pytest.mark.parametrize("turns", range(24))
def test_a_battery_that_dies_while_the_sensor_begins_to_advertise(turns: int) -> None:
    async def scenario(gym: Gym) -> None:
        client = await gym.client_of()
        await client.connect()
        hanging_up = asyncio.ensure_future(client.disconnect())
        await called(gym.sensors[0].firmware, "disconnected", turns)
        await gym.sensors[0].power_off()
        await hanging_up

    run_in_gym(scenario)


def test_a_link_that_ends_while_services_are_discovered_ends_the_attempt_at_once() -> None:
    async def scenario(after_s: float, gym: Gym) -> None:
        client = await gym.client_of()
        connecting = asyncio.ensure_future(ended(client.connect()))
        while not gym.sensors[0].is_connected:
            await asyncio.sleep(0.001)
        await asyncio.sleep(after_s)
        await gym.sensors[0].hang_up()
        assert await connecting - now_s() < TOLD_S

    for after_s in moments(CONNECTING_S, 0.035):
        run_in_gym(partial(scenario, after_s))
