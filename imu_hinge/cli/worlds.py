"""The arguments that choose a Bluetooth world."""

from argparse import Namespace, _ActionsContainer
from functools import partial

from imu_hinge.model.errors import UsageError
from imu_hinge.station.worlds import OpenWorld, controller, simulation, system
from imu_hinge.virtual.scenarios import DEFAULT, SCENARIOS, Scenario
from imu_hinge.virtual.wearer import Wearer

SEED = 101
"""Of the simulated wearer: every run shows the same movement."""


def add_worlds(group: _ActionsContainer) -> None:
    """The arguments that choose a world."""
    group.add_argument(
        "--simulate", nargs="?", const=DEFAULT, metavar="SCENARIO", help=f"virtual sensors; default: {DEFAULT}"
    )
    group.add_argument("--hci", metavar="TRANSPORT", help="a Bluetooth controller of its own: usb:0, serial:PORT, ...")


def scenarios_text() -> str:
    """Every scenario, a line each."""
    width = max(map(len, SCENARIOS))
    return "scenarios of --simulate:\n" + "\n".join(f"  {name:{width}}  {one.says}" for name, one in SCENARIOS.items())


def chosen_scenario(name: str) -> Scenario:
    """The scenario; raises UsageError with the names that exist."""
    name = name.lower()
    if name not in SCENARIOS:
        raise UsageError(f"--simulate={name}: there is no such scenario; there are: {', '.join(SCENARIOS)}")
    return SCENARIOS[name]


def world_of(arguments: Namespace, wearer: Wearer | None = None) -> OpenWorld:
    """How to open the world that the arguments choose; `wearer` is whom `--simulate` shows."""
    if arguments.hci is not None:
        return partial(controller, arguments.hci)
    if arguments.simulate is not None:
        scenario = chosen_scenario(arguments.simulate)
        return partial(simulation, scenario, wearer or scenario.wearer(SEED))
    return system
