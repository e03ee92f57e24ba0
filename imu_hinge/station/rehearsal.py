"""A simulated session from end to end, radio included, in virtual time: for tests and benchmarks."""

import asyncio
from collections.abc import Callable
from functools import partial

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.station.loop import Stage, run_live
from imu_hinge.station.radio import spoken_to, wanted
from imu_hinge.station.roles import with_roles
from imu_hinge.station.roster import Roster
from imu_hinge.station.worlds import bound, speak
from imu_hinge.virtual.air.simulation import Worn, open_simulation
from imu_hinge.virtual.loops import JumpingLoop
from imu_hinge.virtual.scenarios import Scenario
from imu_hinge.virtual.wearer import Wearer


def rehearse(
    scenario: Scenario, wearer: Wearer, stage: Stage, opened: Callable[[Worn, RadioSource], None] = lambda *_: None
) -> list[str]:
    """Runs the session to its `end`; `opened` sees the sensors and the source before anything happens.

    Returns what the loop's exception handler was told and which tasks were left: nothing, when all is well.
    """
    complaints: list[str] = []

    def complain(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        complaints.append(f"{context.get('message')}: {context.get('exception')!r}")

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(complain)
        await _session(scenario, wearer, stage, opened)
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
        async with spoken_to(source, partial(speak, wearer, simulated.worn.now_s)):
            await run_live(source, stage)
