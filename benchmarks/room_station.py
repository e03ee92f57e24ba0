"""A station with several wearers on a controller of another process; prints what came of each as JSON.

python benchmarks/room_station.py SEED COUNT TRANSPORT BEGAN_S FOLDER
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from room_heard import Kept

from imu_hinge.station.rehearsal import client_of, roster_of
from imu_hinge.station.room import Place, Room
from imu_hinge.station.worlds import Speaker, World, bound, calibrate_first
from imu_hinge.virtual.air.reopening import open_lasting
from imu_hinge.virtual.crowds import Member, crowd


@asynccontextmanager
async def opened(transport: str, voices: dict[str, Speaker]) -> AsyncIterator[World]:
    async with open_lasting(transport) as backends:
        yield World(bound(*backends), calibrate_first, voices)


def place(member: Member, kept: Kept) -> Place:
    return Place(
        client=client_of(member),
        roster=roster_of(member),
        exercise=member.wearer.script.sets[0].exercise,
        begin=partial(kept.begin, member),
        tell=lambda words: print(words, file=sys.stderr),
    )


def main(seed: int, count: int, names: Sequence[str], transport: str, began_s: float, folder: Path) -> None:
    members, kept = crowd(count, seed, names), Kept(folder)
    voices = {client_of(one): Speaker(one.wearer, lambda: time.monotonic() - began_s) for one in members}
    room = Room(partial(opened, transport, voices), [place(one, kept) for one in members], asyncio.new_event_loop)
    room.start()
    room.wait()
    print(json.dumps({"cpu_s": time.process_time(), "told": [kept.told(one).as_json() for one in members]}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(","), sys.argv[4], float(sys.argv[5]), Path(sys.argv[6]))
