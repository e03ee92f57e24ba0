"""Everything that can break between clients and a trainer, with real programs: was anything lost, and was it seen?"""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # the programs are those of the tests

from tests.remote.broker import Broker, started
from tests.remote.faults import network, scenarios
from tests.remote.faults.scenarios import Found, Scenario
from tests.remote.faults.world import RIGHT_S, World

Figure = tuple[str, str, str, bool]
CLIENTS = 6
"""Real programs, each with a database: as many as two cores carry."""


@dataclass(frozen=True)
class Fault:
    """One row: what is done, for how long at length and when it is to be quick, s, and to what world."""

    scenario: Scenario
    long_s: float
    quick_s: float
    clients: int = CLIENTS
    rate_hz: float = 1.0
    world: Mapping[str, Any] = field(default_factory=dict)


TWO = {"trainers": ("t-anna", "t-bob")}
FAULTS: dict[str, Fault] = {
    "broker killed, again and again": Fault(scenarios.broker_restarted, 30.0, 5.0),
    "broker killed, away": Fault(scenarios.broker_killed, 30.0, 1.0),
    "trainer killed": Fault(scenarios.trainer_killed, 5.0, 1.0),
    "trainer frozen: all comes twice": Fault(scenarios.trainer_frozen, 20.0, 8.0),
    "trainer's database put back": Fault(scenarios.trainer_restored, 15.0, 3.0),
    "client killed": Fault(scenarios.client_killed, 10.0, 1.0),
    "client frozen": Fault(scenarios.client_frozen, 20.0, 5.0),
    "client's database put back": Fault(scenarios.client_restored, 10.0, 2.0),
    "client killed, clock set back an hour": Fault(scenarios.clock_set_back, 10.0, 1.0),
    "two trainers, one away": Fault(scenarios.trainer_away, 60.0, 5.0, world=TWO),
    "network held": Fault(scenarios.network_held, 30.0, 5.0),
    "clocks 5 min apart": Fault(scenarios.clocks_off, 10.0, 2.0),
}
CUT = "network cut, in a namespace of its own"
CUT_S, CUT_QUICK_S = 600.0, 5.0


def run(chosen: argparse.Namespace) -> list[Figure]:
    print(f"  {CLIENTS} clients, 1 repetition/s each, seeds from {1000 * chosen.seed}; every row begins anew")
    print(
        f"  presence right after: the longest of all clients and trainers, from the end of the fault, <= {RIGHT_S:g} s"
    )
    print(
        f"  {'fault':42} {'s':>5} {'events':>7} {'lost':>5} {'twice':>6} {'other':>6} {'caught up':>10}  "
        "presence right after"
    )
    rows = [_fault(name, fault, chosen) for name, fault in FAULTS.items() if chosen.fault in name]
    rows += [_cut(chosen)] if chosen.fault in CUT else []
    return [figure for row in rows for figure in row]


def _fault(name: str, fault: Fault, chosen: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, started(Path(folder) / "room", clients=fault.clients) as broker:
        more = dict(fault.world)
        if fault.scenario is scenarios.clocks_off:
            more["clocks_s"] = {one: 300.0 if i % 2 else -300.0 for i, one in enumerate(broker.clients)}
        world = World(Path(folder) / "world", broker, broker.clients, rate_hz=fault.rate_hz, seed=chosen.seed, **more)
        return _row(name, world, fault.scenario, fault.quick_s if chosen.quick else fault.long_s)


def _cut(chosen: argparse.Namespace) -> list[Figure]:
    if why := network.missing():
        return [(CUT, "nothing lost", f"not run: {why}", True)]
    seconds = CUT_QUICK_S if chosen.quick else CUT_S
    with (
        tempfile.TemporaryDirectory() as folder,
        started(Path(folder) / "room", clients=3) as broker,
        network.cable(broker.port) as cable,
    ):
        return _row(CUT, _far(Path(folder), broker, cable, chosen.seed), cable.pulled, seconds)


def _far(folder: Path, broker: Broker, cable: network.Cable, seed: int) -> World:
    clients = broker.clients
    within, far = dict.fromkeys(clients, cable.within), dict.fromkeys(clients, (cable.host, cable.port))
    return World(folder / "world", broker, clients, rate_hz=1.0, seed=seed, within=within, far=far)


def _row(name: str, world: World, fault: Scenario, seconds: float) -> list[Figure]:
    """Runs it, prints the row of the table; whether nothing was lost, and whether presence was right in time."""
    found: Found = {}
    try:
        with world:
            world.flows()
            found = fault(world, seconds)
            took_s = world.settles(within_s=120.0)
            verdicts = [world.compared(one) for one in world.trainers]
            doubled = world.log()[-1].doubled
    except AssertionError as error:
        return [(name, "nothing lost, presence right", f"not reached: {error}", False)]
    events, lost = verdicts[0].events, sum(one.lost for one in verdicts)
    other = sum(one.different + one.more + one.conflicts for one in verdicts)
    after_s = found[scenarios.HERE]
    first = ", ".join(f"{word} after {gone_s:.1f} s" for word, gone_s in found.items() if word != scenarios.HERE)
    verdict = "PASS" if after_s <= RIGHT_S else "MISSED"
    print(
        f"  {name:42} {seconds:5.0f} {events:7} {lost:5} {doubled:6} {other:6} {took_s:8.1f} s  "
        f"{after_s:5.1f} s {verdict:6} {first}",
        flush=True,
    )
    good = all(one.good for one in verdicts)
    return [
        (name, "nothing lost, nothing twice", f"{events} events, {lost} lost, {other} other", good),
        (f"{name}: presence right after", f"<= {RIGHT_S:g} s", f"{after_s:.1f} s", after_s <= RIGHT_S),
    ]
