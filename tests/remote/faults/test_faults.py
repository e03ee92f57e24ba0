"""Short versions of what `python benchmarks/remote.py --only faults` does at length: nothing lost, nothing twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.remote.broker import Broker
from tests.remote.faults import network, scenarios
from tests.remote.faults.scenarios import Scenario
from tests.remote.faults.world import World

Made = Callable[..., World]


@pytest.fixture
def made(tmp_path: Path, own_broker: Broker) -> Made:
    """A world that has not begun."""
    return lambda clients=2, **more: World(tmp_path / "world", own_broker, own_broker.clients[:clients], **more)


def check(world: World, *faults: tuple[Scenario, float]) -> None:
    """One after the other; everything that happened meanwhile is with the trainers, each event once."""
    with world:
        world.flows()
        for fault, seconds in faults:
            fault(world, seconds)
        world.settles()
        for trainer in world.trainers:
            assert world.compared(trainer).good, world.compared(trainer)


def test_a_broker_that_is_killed(made: Made) -> None:
    check(made(), (scenarios.broker_restarted, 1.0), (scenarios.broker_killed, 1.0))


def test_a_client_that_is_frozen_and_then_killed(made: Made) -> None:
    check(made(), (scenarios.client_frozen, 4.0), (scenarios.client_killed, 1.0))


@pytest.mark.long
def test_a_clock_that_is_set_back_while_events_wait_for_the_next_session(made: Made) -> None:
    check(made(), (scenarios.clock_set_back, 1.0))


@pytest.mark.long
def test_a_trainer_that_is_frozen_killed_and_put_back(made: Made) -> None:
    faults = ((scenarios.trainer_frozen, 7.0), (scenarios.trainer_killed, 0.5), (scenarios.trainer_restored, 1.5))
    check(made(), *faults)


def test_a_network_that_holds_everything_back_while_clocks_are_apart(made: Made, own_broker: Broker) -> None:
    first, second = own_broker.clients[:2]
    world = made(clocks_s={first: 300.0, second: -300.0})
    check(world, (scenarios.clocks_off, 1.0), (scenarios.network_held, 4.0))


@pytest.mark.long
def test_a_client_that_is_put_back_with_two_trainers_of_whom_one_was_away(made: Made) -> None:
    world = made(clients=1, trainers=("t-anna", "t-bob"))
    check(world, (scenarios.trainer_away, 1.0), (scenarios.client_restored, 1.5))


def test_a_cable_that_is_pulled(tmp_path: Path, own_broker: Broker) -> None:
    if why := network.missing():
        pytest.skip(why)
    with network.cable(own_broker.port) as cable:
        user = own_broker.clients[0]
        far = {user: (cable.host, cable.port)}
        world = World(tmp_path / "world", own_broker, [user], within={user: cable.within}, far=far)
        check(world, (cable.pulled, 3.0))
