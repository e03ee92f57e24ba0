"""What a driver gets from its Port: values, limits, and errors it knows."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from bleak.exc import BleakError, BleakGATTProtocolError

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.connection import Connection
from imu_hinge.bluetooth.errors import HungError, UnansweredError
from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.virtual.loops import run_jumping
from tests.bluetooth.fake_bleak import BATTERY, HANG, FakeAir, FakeSensor
from tests.bluetooth.fake_driver import CONTROL, DATA, FAKE, STATUS

Script = Callable[[Connection, FakeSensor, list[Packet]], Awaitable[None]]


def connected(script: Script) -> None:
    """Runs a script on an open connection."""

    async def run() -> None:
        sensor = FakeSensor("sacrum", "A1")
        adapter = Adapter(FakeAir(sensor).backend, [FAKE])
        (sighted,) = await adapter.scan(1.0)
        packets: list[Packet] = []
        loop = asyncio.get_running_loop()
        connection = Connection(adapter, sighted, Placement.SACRUM, lambda: round(loop.time() * 1e9), packets.append)
        try:
            await connection.connect()
            await script(connection, sensor, packets)
        finally:
            await connection.close()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run_jumping(run())


def test_notifications_and_values_read_become_packets_with_their_time() -> None:
    async def script(connection: Connection, sensor: FakeSensor, packets: list[Packet]) -> None:
        await connection.port.subscribe(STATUS)
        sensor.tell_status()
        assert await connection.port.read(BATTERY) == bytes([80])
        assert [(packet.characteristic, packet.payload) for packet in packets] == [
            (STATUS, bytes([80, 30])),
            (BATTERY, bytes([80])),
        ]
        assert packets[1].t_ns == connection.port.now_ns()
        assert {(packet.driver, packet.placement) for packet in packets} == {("fake", Placement.SACRUM)}

    connected(script)


def test_an_answer_is_a_notification_that_fits() -> None:
    async def script(connection: Connection, sensor: FakeSensor, packets: list[Packet]) -> None:
        port, loop = connection.port, asyncio.get_running_loop()
        await port.subscribe(CONTROL)
        for after_s, payload in ((0.1, b"other"), (0.2, b"yes 1"), (0.3, b"yes 2")):
            loop.call_later(after_s, sensor.send, CONTROL, payload)
        assert await port.ask(CONTROL, b"ask", lambda payload: payload.startswith(b"yes"), 1.0) == b"yes 1"
        assert sensor.written == [b"ask"]

    connected(script)


def test_no_answer_is_a_link_down_after_its_time() -> None:
    async def script(connection: Connection, sensor: FakeSensor, packets: list[Packet]) -> None:
        await connection.port.subscribe(CONTROL)
        with pytest.raises(HungError, match="no answer within 2 s"):
            await connection.port.ask(CONTROL, b"ask", lambda payload: True, 2.0)

    connected(script)


@pytest.mark.parametrize("call", ["read", "write"])
def test_a_request_that_hangs_has_a_limit(call: str) -> None:
    async def script(connection: Connection, sensor: FakeSensor, packets: list[Packet]) -> None:
        await connection.port.subscribe(DATA)
        sensor.troubles[call] = [HANG]
        began_s = asyncio.get_running_loop().time()
        with pytest.raises(UnansweredError, match="no answer within 5 s"):
            await (connection.port.read(BATTERY) if call == "read" else connection.port.write(CONTROL, b"x"))
        assert asyncio.get_running_loop().time() - began_s == pytest.approx(5.0)

    connected(script)


def test_the_end_of_the_link_ends_every_wait() -> None:
    async def script(connection: Connection, sensor: FakeSensor, packets: list[Packet]) -> None:
        port = connection.port
        await port.subscribe(CONTROL)
        waits = [port.sleep(60.0), port.ask(CONTROL, b"ask", lambda payload: True, 60.0), connection.lost()]
        waiting = [asyncio.ensure_future(wait) for wait in waits]
        await asyncio.sleep(1.0)
        sensor.hang_up()
        for ended in await asyncio.gather(*waiting, return_exceptions=True):
            assert isinstance(ended, LinkDownError)
        with pytest.raises(LinkDownError):
            await port.read(BATTERY)

    connected(script)


def test_a_refusal_is_the_sensors_and_a_missing_characteristic_too() -> None:
    async def script(connection: Connection, sensor: FakeSensor, packets: list[Packet]) -> None:
        sensor.troubles["write"] = [BleakGATTProtocolError(0x80)]
        with pytest.raises(SensorRefusedError):
            await connection.port.write(CONTROL, b"x")
        assert not connection.port.offers("1234")
        with pytest.raises(SensorRefusedError):
            await connection.port.read("1234")

    connected(script)


def test_errors_of_the_stack_are_link_downs_and_bugs_are_bugs() -> None:
    async def script(connection: Connection, sensor: FakeSensor, packets: list[Packet]) -> None:
        sensor.troubles["read"] = [BleakError("Not connected"), KeyError("a bug")]
        with pytest.raises(LinkDownError):
            await connection.port.read(BATTERY)
        with pytest.raises(KeyError):
            await connection.port.read(BATTERY)

    connected(script)


def test_nothing_is_received_after_the_port_is_shut() -> None:
    async def script(connection: Connection, sensor: FakeSensor, packets: list[Packet]) -> None:
        await connection.port.subscribe(STATUS)
        connection.give_up()
        sensor.tell_status()
        assert packets == []

    connected(script)


def test_a_probe_has_no_limit_of_its_own_but_the_stack_may_have() -> None:
    async def script(connection: Connection, sensor: FakeSensor, packets: list[Packet]) -> None:
        await connection.port.subscribe(DATA)
        sensor.troubles["read"] = [TimeoutError(), HANG]
        with pytest.raises(UnansweredError, match="no answer"):
            await connection.port.probe(BATTERY)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(connection.port.probe(BATTERY), 600.0)

    connected(script)
