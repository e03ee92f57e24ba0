"""What the program relies on of what a driver says to its sensor: it ends, and by no other error than two."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.sensors.dialogue import Dialogue, Port
from imu_hinge.sensors.driver import Driver
from imu_hinge.testing.chosen import specimens_of
from imu_hinge.testing.feeding import any_bytes, packets
from imu_hinge.testing.ports import StubbornPort, refusal, saying, silence
from imu_hinge.virtual.loops import run_jumping

LONGEST_S = 300.0
"""Of virtual time; the program itself gives up a set-up after seconds."""


async def _revived(dialogue: Dialogue, port: Port) -> None:
    """Only a stream that was begun is asked for again."""
    await dialogue.begin(port)
    await dialogue.revive(port)


STEPS: dict[str, Callable[[Dialogue, Port], Awaitable[None]]] = {
    "begin": lambda dialogue, port: dialogue.begin(port),
    "begin and revive": _revived,
    "end": lambda dialogue, port: dialogue.end(port),
    "identify": lambda dialogue, port: dialogue.identify(port, 5),
    "ask_interval": lambda dialogue, port: dialogue.ask_interval(port, 15.0),
}
PORTS: dict[str, Callable[[], StubbornPort]] = {
    "answers nothing": lambda: StubbornPort(silence, offers=True),
    "refuses everything": lambda: StubbornPort(refusal, offers=True),
    "has nothing": lambda: StubbornPort(refusal, offers=False),
    "says nonsense": lambda: StubbornPort(saying([*any_bytes(5)]), offers=True),
}

pytestmark = pytest.mark.filterwarnings("error")
over_ports = pytest.mark.parametrize("port", PORTS)


async def ended(step: Awaitable[object]) -> Exception | None:
    """The error that ends it, None for none. Raises TimeoutError for one that goes on, and what it must not raise."""
    try:
        await asyncio.wait_for(step, LONGEST_S)
    except (LinkDownError, SensorRefusedError) as error:
        return error
    return None


@over_ports
@pytest.mark.parametrize("step", STEPS)
def test_every_step_ends_over_a_stubborn_sensor(driver: Driver, port: str, step: str) -> None:
    """Well, or with LinkDownError or SensorRefusedError."""

    async def main() -> Exception | None:
        return await ended(STEPS[step](driver.new_dialogue(), PORTS[port]()))

    error = run_jumping(main())
    assert error is None or str(error), "an error says what to do"


@pytest.mark.parametrize("port", ["answers nothing", "refuses everything", "has nothing"])
def test_a_stream_does_not_begin_without_the_sensor(driver: Driver, port: str) -> None:
    """`begin` says that it failed: nothing was asked for with success."""

    async def main() -> Exception | None:
        return await ended(driver.new_dialogue().begin(PORTS[port]()))

    assert run_jumping(main()) is not None


@over_ports
def test_asking_who_is_there_ends_over_a_stubborn_sensor(driver: Driver, port: str) -> None:
    """Well, or with LinkDownError or SensorRefusedError."""

    async def main() -> Exception | None:
        return await ended(driver.identify(PORTS[port]()))

    run_jumping(main())


def test_a_dialogue_takes_every_notification(driver: Driver) -> None:
    """`notified` never raises; the battery it knows after them is a percentage."""
    dialogue = driver.new_dialogue()
    payloads = [*any_bytes(6), *specimens_of(driver.id)]
    for characteristic in ("", driver.data_characteristic):
        for packet in packets(driver, payloads, characteristic):
            dialogue.notified(packet)
    assert dialogue.battery_pct is None or 0 <= dialogue.battery_pct <= 100
