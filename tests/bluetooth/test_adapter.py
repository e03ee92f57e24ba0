"""The scan, its lock, and what listens without a placement."""

import asyncio
from dataclasses import replace

import pytest
from bleak.exc import BleakError

from imu_hinge.bluetooth.adapter import Adapter, Sighted
from imu_hinge.bluetooth.listen import Heard, listen
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.driver import Advertised
from imu_hinge.virtual.loops import run_jumping
from tests.bluetooth.fake_bleak import HANG, FakeAir, FakeSensor
from tests.bluetooth.fake_driver import DATA, FAKE


def test_name_and_data_come_in_different_packets_and_become_one_sighting() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1", battery_pct=55), FakeSensor("none", "B2"))
    found = run_jumping(Adapter(air.backend, [FAKE]).scan(2.0))
    assert [(one.name, one.sighting.placement, one.sighting.battery_pct, one.rssi_dbm) for one in found] == [
        ("FAKE-A1", Placement.SACRUM, 55, -60),
        ("FAKE-B2", None, 80, -60),
    ]
    assert all(one.driver is FAKE and one.address for one in found)


def test_a_scan_ends_when_it_has_heard_enough() -> None:
    async def run() -> tuple[float, list[str]]:
        adapter = Adapter(FakeAir(FakeSensor("sacrum", "A1")).backend, [FAKE])
        found = await adapter.scan(10.0, stop_when=lambda found: len(found) == 1)
        return asyncio.get_running_loop().time(), [one.label for one in found]

    time_s, labels = run_jumping(run())
    assert time_s < 0.2
    assert labels == ["A1"]


def test_scans_take_turns() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1"))

    async def run() -> float:
        adapter = Adapter(air.backend, [FAKE])
        await asyncio.gather(*(adapter.scan(2.0) for _ in range(3)))
        return asyncio.get_running_loop().time()

    assert run_jumping(run()) == pytest.approx(6.0, abs=0.1)
    assert air.most_at_once == 1


def test_a_cancelled_scan_stops_the_radio_and_frees_the_lock() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1"))

    async def run() -> int:
        adapter = Adapter(air.backend, [FAKE])
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(adapter.scan(10.0), 1.0)
        assert air.scanning == 0
        return len(await adapter.scan(1.0))

    assert run_jumping(run()) == 1


async def heard_in_two_seconds(air: FakeAir, ready: list[str]) -> list[Heard]:
    adapter = Adapter(air.backend, [FAKE])
    found: list[Sighted] = await adapter.scan(1.0)
    return await listen(adapter, found, 2.0, lambda: ready.append("streaming"))


def test_sensors_without_a_role_are_heard_by_serial() -> None:
    air, ready = FakeAir(FakeSensor("none", "A1"), FakeSensor("none", "B2")), list[str]()
    heard = run_jumping(heard_in_two_seconds(air, ready))
    assert ready == ["streaming"]
    assert [one.serial for one in heard] == ["S-A1", "S-B2"]
    assert all(len([p for p in one.packets if p.characteristic == DATA]) > 30 for one in heard)
    assert air.leaked_clients == 0
    assert all(sensor.written == [b"start", b"stop"] for sensor in air.sensors)


@pytest.mark.parametrize(("call", "kind"), [("connect", BleakError), ("disconnect", None)])
def test_listening_closes_what_it_opened_whatever_happens(call: str, kind: type[Exception] | None) -> None:
    trouble = BleakError("no") if kind else HANG
    air = FakeAir(FakeSensor("none", "A1"), FakeSensor("none", "B2", troubles={call: [trouble]}))
    if kind is None:
        assert len(run_jumping(heard_in_two_seconds(air, []))) == 2
    else:
        with pytest.raises(kind):
            run_jumping(heard_in_two_seconds(air, []))
    assert air.leaked_clients == 0


def test_a_driver_of_another_package_that_fails_is_told_once_and_keeps_no_sensor_from_being_heard() -> None:
    def fails(advertised: Advertised) -> None:
        raise KeyError("two\nlines")

    adapter = Adapter(FakeAir(FakeSensor("sacrum", "A1")).backend, [replace(FAKE, id="theirs", sight=fails), FAKE])
    for _ in range(2):
        assert [one.driver for one in run_jumping(adapter.scan(2.0))] == [FAKE]
    (told,) = adapter.broken
    assert told.startswith("sensor driver 'theirs' is left out: KeyError") and "update its package" in told
