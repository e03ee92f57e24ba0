"""What a live session is fed with: sensors, virtual sensors, or a recording."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from imu_hinge.analysis import open_source
from imu_hinge.catalogue import Exercise, Texts, exercise_from_texts, texts
from imu_hinge.catalogue.limits import texts_with
from imu_hinge.cli.worlds import SEED, chosen_scenario, world_of
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Input
from imu_hinge.station import LiveSource, Replay
from imu_hinge.station.radio import radio
from imu_hinge.station.roster import Roster, default_path, load_roster, save_roster
from imu_hinge.virtual.loops import PacedLoop

BLOCK_S = 0.1
"""Rows of a CSV arrive in blocks as short as a sensor's notifications."""
LIVE, SIMULATED, IMPORTED = "live", "simulate", "import"
"""Kinds of sources, as a recording names them."""
FIRST_EXERCISE = "band_hinge"
"""Where nobody says what is trained: the first step of the progression."""


Limits = Mapping[str, tuple[float, float]]
"""Early limit and limit of a wearer by fault id, in place of the catalogue's."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A session before it begins."""

    exercise: Exercise
    open_source: Callable[[], AbstractAsyncContextManager[LiveSource]]
    kind: str
    """How a recording of it names its source."""
    recorded: bool
    """Whether it is recorded unasked."""
    texts: Texts
    """The exercise with the limits it is judged by."""
    new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop


def planned(arguments: argparse.Namespace, opened: ExitStack, tell: Callable[[str], None], limits: Limits) -> Plan:
    """The session these arguments ask for; what it holds open is closed by `opened`, `tell` hears what is asked.

    `limits` are the wearer's own; a recording keeps those it was made with.
    """
    if arguments.path:
        return replayed(arguments, opened)
    plan = sensed if arguments.simulate is None else simulated
    return plan(arguments, tell, limits)


def replayed(arguments: argparse.Namespace, opened: ExitStack) -> Plan:
    """A file as it happened; what of it is missing is said ahead of it."""
    source = opened.enter_context(open_source(arguments.path, arguments.exercise, BLOCK_S))
    if source.damage:
        more = f" (and {len(source.damage) - 1} more)" if len(source.damage) > 1 else ""
        say(f"{arguments.path} is not whole: {source.damage[0]}{more}; `imu-hinge recover` saves what is there")
    judged_by = source.texts or texts(source.exercise.id)
    return Plan(source.exercise, partial(_replay, source.items, arguments.speed), IMPORTED, False, judged_by)


@asynccontextmanager
async def _replay(items: Iterable[Input], speed: float) -> AsyncIterator[LiveSource]:
    yield Replay(items, speed)


def simulated(arguments: argparse.Namespace, tell: Callable[[str], None], limits: Limits) -> Plan:
    """A scenario, under its own exercise unless another one is named."""
    wearer = chosen_scenario(arguments.simulate).wearer(SEED)
    judged_by = texts_with(arguments.exercise or wearer.script.sets[0].exercise, limits)
    source = partial(radio, world_of(arguments, wearer), Roster(), lambda roster: None, tell)
    new_loop = partial(PacedLoop, arguments.speed)
    return Plan(exercise_from_texts(*judged_by), source, SIMULATED, True, judged_by, new_loop)


def sensed(arguments: argparse.Namespace, tell: Callable[[str], None], limits: Limits) -> Plan:
    """Sensors in reach."""
    if arguments.speed != 1.0:
        raise UsageError("--speed: sensors have a time of their own; it goes with --from and --simulate")
    judged_by = texts_with(arguments.exercise or FIRST_EXERCISE, limits)
    roster = load_roster(default_path())
    keep = partial(save_roster, path=default_path())
    source = partial(radio, world_of(arguments), roster, keep, tell)
    return Plan(exercise_from_texts(*judged_by), source, LIVE, True, judged_by)


def say(words: str) -> None:
    """A line on standard error."""
    print(f"imu-hinge: {words}", file=sys.stderr, flush=True)
