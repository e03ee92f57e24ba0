"""The wearers of this room, from the arguments: virtual ones, or those whose sensors were paired."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from imu_hinge.catalogue import Exercise, exercise_ids
from imu_hinge.cli.keeping import heal_abandoned
from imu_hinge.cli.sources import FIRST_EXERCISE, LIVE, SIMULATED, say
from imu_hinge.cli.trainer.hearing import Studio
from imu_hinge.cli.trainer.local import LocalWatch
from imu_hinge.cli.trainer.pair import agreed
from imu_hinge.cli.trainer.sitter import Habit, Listeners, Sitter
from imu_hinge.cli.who import who
from imu_hinge.cli.worlds import SEED, chosen_scenario, world_of
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from imu_hinge.recording import default_folder
from imu_hinge.station import Sink
from imu_hinge.station.room import Place, Room
from imu_hinge.station.roster import Known, Roster
from imu_hinge.station.settings import Settings
from imu_hinge.station.wearers import Paired, load_wearers, wearers_path
from imu_hinge.station.worlds import crowded
from imu_hinge.view.board import MOST, Board
from imu_hinge.view.wall import Person
from imu_hinge.virtual.crowds import MIX, Member, crowd
from imu_hinge.virtual.loops import PacedLoop

MIXED = "mix"
"""Name of the scenario in which everybody does something else."""
BY = "trainer"
_NAMES = ("Ann", "Ben", "Chen", "Dana", "Emil", "Fay", "Gil", "Hana", "Ivo", "Jan", "Kim", "Lea")
"""Of virtual wearers."""


@dataclass(frozen=True, slots=True)
class Wearer:
    """Who sits where."""

    person: Person
    roster: Roster
    exercise: str
    habit: Habit


@dataclass(frozen=True, slots=True)
class Seated:
    """Wearers, and how to open the room they are in."""

    wearers: Sequence[Wearer]
    open_room: Callable[[Sequence[Place]], Room]


def watch_room(
    arguments: argparse.Namespace, opened: ExitStack, settings: Settings, listeners: Listeners
) -> LocalWatch | None:
    """The watch of this room; None where nobody is paired. Raises UsageError, HistoryError."""
    if arguments.exercise not in (None, *exercise_ids()):
        raise UsageError(f"--exercise: there is no exercise {arguments.exercise!r}; see `imu-hinge exercises`")
    seated = _paired(arguments) if arguments.simulate is None else _virtual(arguments)
    if not seated.wearers:
        return None
    if not arguments.no_record:
        heal_abandoned(default_folder())
    board, studio = Board(burst=MOST), Studio(opened, settings.dose)  # virtual time may run fast
    sitters = [_sitter(one, board, studio, listeners) for one in seated.wearers]
    if not (arguments.plain or arguments.json):
        opened.callback(_say_told, sitters)
    return LocalWatch(seated.open_room(_places(seated.wearers, sitters)), sitters, board, studio, BY)


def _virtual(arguments: argparse.Namespace) -> Seated:
    """What they do is recorded, and is nobody's history."""
    names = MIX if arguments.simulate == MIXED else (arguments.simulate,)
    for name in names:
        chosen_scenario(name)
    members = crowd(arguments.wearers, SEED, names)
    habit = Habit(kind=SIMULATED, recorded=not arguments.no_record, kept=False)
    people = [simulated(number) for number in range(1, len(members) + 1)]
    wearers = [
        Wearer(person, _roster(member), arguments.exercise or member.wearer.script.sets[0].exercise, habit)
        for person, member in zip(people, members, strict=True)
    ]
    open_world = partial(crowded, members, [person.client for person in people])
    return Seated(wearers, partial(Room, open_world, new_loop=partial(PacedLoop, arguments.speed)))


def simulated(number: int) -> Person:
    """Nobody: a pseudonym that no history gives."""
    name = _NAMES[number - 1] if number <= len(_NAMES) else f"Wearer {number}"
    return Person(client=f"c-{number:08}", number=number, name=name)


def _roster(member: Member) -> Roster:
    return Roster({place: Known(tag.driver, tag.serial, tag.hint) for place, tag in member.tags.items()})


def _paired(arguments: argparse.Namespace) -> Seated:
    """Everybody whose sensors are known and who agreed; who is left out is told, with the remedy."""
    paired = {client: one for client, one in load_wearers(wearers_path()).items() if _admitted(client, one)}
    keeps = not arguments.no_record
    wearers = [
        Wearer(
            person,
            paired[person.client].roster,
            arguments.exercise or paired[person.client].exercise or FIRST_EXERCISE,
            Habit(kind=LIVE, recorded=keeps, kept=keeps, limits=who(person.client, keeps).limits),
        )
        for person in _known(list(paired))
    ]
    return Seated(wearers, partial(Room, world_of(arguments)))


def _admitted(client: str, one: Paired) -> bool:
    """One who may not be watched keeps nobody else from it. Raises HistoryError."""
    missing = [place for place in Placement if place not in one.roster.sensors]
    try:
        if missing:
            raise UsageError(f"{client}: no {missing[0]} sensor is known; `imu-hinge trainer pair` pairs both")
        agreed(client)
    except UsageError as error:
        say(f"left out: {error}")
        return False
    return True


def _known(pseudonyms: Sequence[str]) -> Sequence[Person]:
    """The library of the history takes a third of a second to load."""
    if not pseudonyms:
        return ()
    from imu_hinge.cli.trainer.people import known

    return known(pseudonyms)


def _sitter(one: Wearer, board: Board, studio: Studio, listeners: Listeners) -> Sitter:
    def everyone(person: Person, exercise: Exercise) -> list[Sink]:
        return [studio.ear(person, exercise), *listeners(person, exercise)]

    return Sitter(one.person, one.habit, board, everyone)


def _places(wearers: Sequence[Wearer], sitters: Sequence[Sitter]) -> list[Place]:
    return [
        Place(client=one.person.client, roster=one.roster, exercise=one.exercise, begin=sitter.begin, tell=sitter.tell)
        for one, sitter in zip(wearers, sitters, strict=True)
    ]


def _say_told(sitters: Sequence[Sitter]) -> None:
    """What was told on the screen, and is worth keeping."""
    for sitter in sitters:
        for words in sitter.told:
            say(f"{sitter.person.name}: {words}")
