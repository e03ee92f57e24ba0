"""A room of virtual wearers in a thread of its own: it ends when asked, with every recording whole."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import sleep

import pytest

from imu_hinge.analysis import verify
from imu_hinge.cli.about import about_recording
from imu_hinge.core.session import Session
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import Recorder
from imu_hinge.station.rehearsal import client_of, roster_of
from imu_hinge.station.room import Begun, Place, Room
from imu_hinge.station.worlds import World, crowded
from imu_hinge.virtual.crowds import crowd
from imu_hinge.virtual.loops import PacedLoop
from imu_hinge.virtual.seeds import TUNING


def recorded(path: Path, begun: list[str], exercise: str) -> Begun:
    begun.append(exercise)
    return Begun(Session(exercise), [Recorder(path, about_recording(exercise, "simulate"))])


def test_a_room_that_is_stopped_early_leaves_whole_recordings(tmp_path: Path) -> None:
    members = crowd(2, TUNING[0])
    clients, begun = [client_of(one) for one in members], list[str]()
    paths = [tmp_path / f"{client}.mcap" for client in clients]
    places = [
        Place(client=client, roster=roster_of(one), exercise="band_rdl", begin=partial(recorded, path, begun))
        for client, one, path in zip(clients, members, paths, strict=True)
    ]
    room = Room(partial(crowded, members, clients), places, partial(PacedLoop, 20.0))
    assert not room.running
    room.say(clients[0], "gate", "not asked")
    room.start()
    while len(begun) < len(members):
        sleep(0.05)
    sleep(0.5)
    assert room.running
    room.stop()
    room.stop()
    room.wait()
    assert (room.broke, room.dark, room.running) == (False, {}, False)
    assert [verify(path).same for path in paths] == [True, True]


def test_stopped_before_it_began_or_while_it_opens_it_does_nothing() -> None:
    opens = []

    @asynccontextmanager
    async def never() -> AsyncIterator[World]:
        opens.append(True)
        await asyncio.sleep(3600)
        raise AssertionError
        yield

    early, late = Room(never, []), Room(never, [])
    early.stop()
    early.start()
    early.wait()
    assert opens == []
    late.start()
    while not opens:
        pass
    late.stop()
    late.wait()
    assert not late.broke


def test_bluetooth_that_cannot_be_opened_is_raised_where_one_waits() -> None:
    @asynccontextmanager
    async def broken() -> AsyncIterator[World]:
        raise UsageError("--hci usb:7: there is no such device")
        yield

    room = Room(broken, [])
    room.start()
    with pytest.raises(UsageError, match="usb:7"):
        room.wait()
    assert room.broke
