"""Who is this sensor: decided by role, hint and serial, told when it cannot be decided."""

import asyncio

import pytest

from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.model.inputs import LinkState, Placement
from tests.bluetooth.fake_bleak import FakeAir, FakeSensor
from tests.bluetooth.sessions import FakeSession, run_session

SACRUM, THORACIC = Placement
SEARCHING, CONNECTING, STREAMING, SILENT, LOST, NO_BLUETOOTH, STOPPED = LinkState


async def half_a_minute(session: FakeSession) -> None:
    await asyncio.sleep(30.0)


def details(session: FakeSession) -> list[str]:
    return [link.detail for link in session.links(SACRUM) if link.detail]


@pytest.mark.parametrize("quiet_s", [0.0, 1.2])
def test_two_sensors_with_one_role_are_named_and_neither_is_connected(quiet_s: float) -> None:
    session = run_session(
        FakeAir(FakeSensor("sacrum", "A1"), FakeSensor("sacrum", "A2", quiet_s=quiet_s)),
        half_a_minute,
        [Wanted(SACRUM)],
    )
    assert session.states(SACRUM) == [SEARCHING, STOPPED]
    assert details(session) == [
        "FAKE-A1 and FAKE-A2 both say that they are the sacrum sensor: switch off the one that is not yours."
    ]
    assert session.air.clients == []


def test_of_two_with_one_role_the_remembered_one_is_used_at_once() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1"), FakeSensor("sacrum", "A2"))

    async def script(session: FakeSession) -> None:
        assert await session.until(SACRUM, STREAMING) < 1.0

    session = run_session(air, script, [Wanted(SACRUM, serial="S-A2", hint="A2")])
    assert session.links(SACRUM)[-1].serial == "S-A2"
    assert len(air.clients) == 1


def test_of_two_with_one_role_a_remembered_serial_decides() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1"), FakeSensor("sacrum", "A2"))

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)

    session = run_session(air, script, [Wanted(SACRUM, serial="S-A2")])
    assert session.links(SACRUM)[-1].serial == "S-A2"
    assert "A1 has serial S-A1, the remembered sacrum sensor has serial S-A2" in details(session)[0]
    assert LOST not in session.states(SACRUM)


def test_a_sensor_with_the_wrong_serial_is_named_with_both_and_not_used() -> None:
    session = run_session(FakeAir(FakeSensor("sacrum", "A1")), half_a_minute, [Wanted(SACRUM, serial="S-A2")])
    assert session.states(SACRUM) == [SEARCHING, CONNECTING, SEARCHING, STOPPED]
    assert details(session) == [
        "A1 has serial S-A1, the remembered sacrum sensor has serial S-A2: switch that one on, or assign the other."
    ]
    assert len(session.air.clients) == 1


def test_a_strangers_sensor_is_left_in_peace_when_ours_is_known() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1"))
    session = run_session(air, half_a_minute, [Wanted(SACRUM, serial="S-A2", hint="A2")])
    assert air.clients == []
    assert "the remembered one is A2 (serial S-A2)" in details(session)[0]


def test_a_sensor_confirmed_once_is_not_exchanged_for_another() -> None:
    ours, other = FakeSensor("sacrum", "A1"), FakeSensor("sacrum", "A2", in_reach=False)

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)
        ours.in_reach, other.in_reach = False, True
        await asyncio.sleep(20.0)
        ours.in_reach = True
        await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(ours, other), script, [Wanted(SACRUM)])
    assert {link.serial for link in session.links(SACRUM)} == {"", "S-A1"}


def test_a_newer_protocol_is_told_and_never_connected() -> None:
    session = run_session(FakeAir(FakeSensor("newer", "A1")), half_a_minute, [Wanted(SACRUM)])
    assert details(session) == ["FAKE-A1 needs another version of this program"]
    assert session.air.clients == []


def test_a_sensor_without_role_is_taken_only_for_its_serial() -> None:
    session = run_session(FakeAir(FakeSensor("none", "A1")), half_a_minute, [Wanted(SACRUM)])
    assert session.air.clients == []

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)
        await session.until(THORACIC, STREAMING)

    bought = FakeAir(FakeSensor("none", "A1"), FakeSensor("none", "A2"))
    session = run_session(bought, script, [Wanted(SACRUM, serial="S-A2"), Wanted(THORACIC, serial="S-A1")])
    assert session.links(SACRUM)[-1].serial == "S-A2"
    assert session.links(THORACIC)[-1].serial == "S-A1"


def test_one_remembered_for_this_placement_is_used_whatever_role_it_claims() -> None:
    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)

    wanted = [Wanted(SACRUM, serial="S-A1", hint="A1")]
    assert run_session(FakeAir(FakeSensor("thoracic", "A1")), script, wanted).links(SACRUM)[-1].serial == "S-A1"
