"""Simulated sessions from end to end, radio included, in virtual time: for tests and benchmarks."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.station.loop import Stage, run_live
from imu_hinge.station.radio import spoken_to, wanted
from imu_hinge.station.roles import with_roles
from imu_hinge.station.roster import Known, Roster
from imu_hinge.station.seat import Begun, Place, Seat, seated
from imu_hinge.station.worlds import Speaker, bound, crowded
from imu_hinge.virtual.air.simulation import Worn, open_simulation
from imu_hinge.virtual.crowds import Member
from imu_hinge.virtual.loops import JumpingLoop
from imu_hinge.virtual.scenarios import Scenario
from imu_hinge.virtual.wearer import Wearer


def rehearse(
    scenario: Scenario, wearer: Wearer, stage: Stage, opened: Callable[[Worn, RadioSource], None] = lambda *_: None
) -> list[str]:
    """Runs the session to its `end`; `opened` sees the sensors and the source before anything happens.

    Returns what the loop's exception handler was told and which tasks were left: nothing, when all is well.
    """
    return _watched(_session(scenario, wearer, stage, opened))


def rehearse_room(
    members: Sequence[Member],
    begin: Callable[[Member, str], Begun],
    told: Callable[[list[Seat]], None] = lambda _: None,
) -> list[str]:
    """Runs the sessions of several wearers on one radio to their ends; `begin` makes one of an exercise for a wearer.

    `told` sees the seats before anything happens, in order. Returns as `rehearse` does.
    """
    return _watched(_room(members, begin, told))


def client_of(member: Member) -> str:
    """A pseudonym for a virtual wearer."""
    return f"v-{member.number + 1:02}"


def roster_of(member: Member) -> Roster:
    """The sensors of a virtual wearer, as somebody who paired them has them."""
    return Roster({place: Known(tag.driver, tag.serial, tag.hint) for place, tag in member.tags.items()})


def _watched(rehearsed: Coroutine[Any, Any, None]) -> list[str]:
    complaints: list[str] = []

    def complain(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        complaints.append(f"{context.get('message')}: {context.get('exception')!r}")

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(complain)
        await rehearsed
        await asyncio.sleep(10.0)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        complaints.extend(f"task left: {task.get_coro()!r}" for task in left)

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(main())
    return complaints


async def _session(
    scenario: Scenario, wearer: Wearer, stage: Stage, opened: Callable[[Worn, RadioSource], None]
) -> None:
    async with open_simulation(scenario, wearer) as simulated:
        adapter = Adapter(bound(*simulated.backends))
        roster = Roster() if scenario.roles else await with_roles(adapter, Roster(), lambda words: None)
        source = RadioSource(adapter, wanted(roster))
        opened(simulated.worn, source)
        async with spoken_to(source, Speaker(wearer, simulated.worn.now_s)):
            await run_live(source, stage)


async def _room(
    members: Sequence[Member], begin: Callable[[Member, str], Begun], told: Callable[[list[Seat]], None]
) -> None:
    seats = [Seat(_place(one, begin)) for one in members]
    async with crowded(members, [client_of(one) for one in members]) as world:
        told(seats)
        await seated(seats, Adapter(world.backend), world.voice_of)


def _place(member: Member, begin: Callable[[Member, str], Begun]) -> Place:
    first = member.wearer.script.sets[0].exercise
    return Place(
        client=client_of(member),
        roster=roster_of(member),
        exercise=first,
        begin=lambda exercise: begin(member, exercise),
    )
