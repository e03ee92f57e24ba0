"""What a live session is fed with: sensors, virtual sensors, or a recording."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from imu_hinge.analysis import open_source
from imu_hinge.catalogue import Exercise
from imu_hinge.model.inputs import Input
from imu_hinge.station import LiveSource, Replay

BLOCK_S = 0.1
"""Rows of a CSV arrive in blocks as short as a sensor's notifications."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A session before it begins."""

    exercise: Exercise
    open_source: Callable[[], AbstractAsyncContextManager[LiveSource]]
    kind: str
    """How a recording of it names its source: `live`, `simulate` or `import`."""
    recorded: bool
    """Whether it is recorded unasked."""
    new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop


def planned(arguments: argparse.Namespace, opened: ExitStack) -> Plan:
    """The session these arguments ask for; what it holds open is closed by `opened`."""
    return replayed(arguments, opened)


def replayed(arguments: argparse.Namespace, opened: ExitStack) -> Plan:
    """A file as it happened."""
    source = opened.enter_context(open_source(arguments.path, arguments.exercise, BLOCK_S))
    return Plan(source.exercise, partial(_replay, source.items, arguments.speed), "import", False)


@asynccontextmanager
async def _replay(items: Iterable[Input], speed: float) -> AsyncIterator[LiveSource]:
    yield Replay(items, speed)
