"""Many links on one adapter: nobody takes another's sensor, one scan serves all, one sensor's trouble is its own."""

import asyncio

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.model.inputs import Input, Link, LinkState, Placement
from imu_hinge.virtual.loops import run_jumping
from tests.bluetooth.fake_bleak import HANG, FakeAir, FakeSensor
from tests.bluetooth.fake_driver import FAKE

SACRUM, THORACIC = Placement
ROLES = {SACRUM: "sacrum", THORACIC: "thoracic"}


def pair(number: int, roles: bool = True) -> list[FakeSensor]:
    return [FakeSensor(role if roles else "none", f"{role[0].upper()}{number}") for role in ROLES.values()]


def wanted(sensors: list[FakeSensor], hints: bool = True) -> list[Wanted]:
    return [
        Wanted(place, one.serial, one.hint if hints else "", FAKE.id)
        for place, one in zip(Placement, sensors, strict=True)
    ]


def streams(air: FakeAir, everybody: list[list[Wanted]], seconds: float) -> list[dict[Placement, list[Link]]]:
    """The Links of each wearer, by placement, after so long."""

    async def read(source: RadioSource, seen: list[Input]) -> None:
        seen.extend([item async for item in source])

    async def main() -> list[list[Input]]:
        adapter = Adapter(air.backend, [FAKE])
        sources = [RadioSource(adapter, one, seed) for seed, one in enumerate(everybody)]
        seen: list[list[Input]] = [[] for _ in sources]
        reading = [asyncio.create_task(read(*one)) for one in zip(sources, seen, strict=True)]
        await asyncio.sleep(seconds)
        await asyncio.gather(*(source.close() for source in sources))
        await asyncio.gather(*reading)
        return seen

    return [
        {place: [item for item in items if isinstance(item, Link) and item.placement is place] for place in Placement}
        for items in run_jumping(main())
    ]


def serials(links: list[dict[Placement, list[Link]]]) -> list[list[str]]:
    """Of the sensors that streamed for each wearer."""
    return [
        sorted({link.serial for one in wearer.values() for link in one if link.state == LinkState.STREAMING})
        for wearer in links
    ]


def own(everybody: list[list[Wanted]]) -> list[list[str]]:
    return [sorted(one.serial for one in wearer) for wearer in everybody]


def test_twelve_wearers_get_their_own_sensors_and_a_scan_serves_many_of_them() -> None:
    pairs = [pair(number) for number in range(12)]
    air, everybody = FakeAir(*(one for two in pairs for one in two)), [wanted(two) for two in pairs]
    links = streams(air, everybody, 30.0)
    assert serials(links) == own(everybody)
    assert len(air.clients) == 24
    assert air.scans <= 6


def test_sensors_that_only_their_serial_tells_apart_are_asked_once_each() -> None:
    """Twelve links that each ask every sensor would make seventy connections."""
    pairs = [pair(number, roles=False) for number in range(6)]
    air = FakeAir(*(one for two in reversed(pairs) for one in two))
    everybody = [wanted(two, hints=False) for two in pairs]
    assert serials(streams(air, everybody, 90.0)) == own(everybody)
    assert len(air.clients) <= 24


def test_a_sensor_that_hangs_while_it_is_connected_keeps_the_others_waiting_but_not_out() -> None:
    pairs = [pair(number) for number in range(3)]
    pairs[0][0].troubles["connect"] = [HANG]
    air, everybody = FakeAir(*(one for two in pairs for one in two)), [wanted(two) for two in pairs]
    assert serials(streams(air, everybody, 60.0)) == own(everybody)


def test_an_absent_sensor_does_not_keep_the_others_waiting() -> None:
    pairs = [pair(number) for number in range(3)]
    pairs[0][0].in_reach = False
    air, everybody = FakeAir(*(one for two in pairs for one in two)), [wanted(two) for two in pairs]
    links = streams(air, everybody, 12.0)
    assert serials(links) == [[pairs[0][1].serial], *own(everybody)[1:]]
    assert all(link.t_ns < 6e9 for one in links[1:] for two in one.values() for link in two[:-1])


def test_another_make_is_never_asked_for_its_serial() -> None:
    sensors = pair(0, roles=False)
    others = [[Wanted(place, one.serial, "", "another") for place, one in zip(Placement, sensors, strict=True)]]
    air = FakeAir(*sensors)
    assert serials(streams(air, others, 20.0)) == [[]]
    assert air.clients == []
