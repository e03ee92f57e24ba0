"""`imu-hinge trainer pair`: which sensors belong to which client of this room."""

import argparse
import asyncio
import time
from collections.abc import Sequence
from functools import partial

from imu_hinge.bluetooth.adapter import Adapter, Sighted
from imu_hinge.bluetooth.errors import trouble_of
from imu_hinge.bluetooth.listen import ask, listen
from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.output import fitted
from imu_hinge.cli.sources import say
from imu_hinge.cli.worlds import SEED, add_worlds, world_of
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from imu_hinge.station.roster import Known, Roster
from imu_hinge.station.wearers import Paired, load_wearers, save_wearers, wearers_path, with_wearer
from imu_hinge.station.worlds import OpenWorld, crowded

EXAMPLE = "trainer pair Ann --sacrum HINGE-7A3C --thoracic HINGE-81F0"
HEAD = ("client", "sacrum", "thoracic", "exercise")
NOT_KEPT = "only tried out: virtual sensors are not remembered; `imu-hinge trainer --simulate` shows virtual wearers"
SCAN_S = 5.0
SIMULATED = 3
"""Wearers in reach with --simulate."""
NEEDED = {"keep": "being recorded", "watch": "being watched"}
"""Purposes that a client must have agreed to, and what each is about."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.add_argument("client", nargs="?", metavar="CLIENT", help="as in `clients list`; without it all are listed")
    parser.add_argument("--sacrum", metavar="NAME", help="name as `scan` shows it, or serial")
    parser.add_argument("--thoracic", metavar="NAME", help="name as `scan` shows it, or serial")
    parser.add_argument("--exercise", metavar="ID", help="what this client begins with")
    parser.add_argument("--forget", action="store_true", help="this client has no sensors any more")
    add_worlds(parser.add_mutually_exclusive_group())


def run(arguments: argparse.Namespace) -> int:
    """Lists, pairs or forgets."""
    if not arguments.client:
        return listed()
    names = {Placement.SACRUM: arguments.sacrum, Placement.THORACIC: arguments.thoracic}
    if arguments.forget:
        return forget(_pseudonym(arguments.client))
    check(names, arguments.exercise)
    client = arguments.client if arguments.simulate is not None else agreed(arguments.client)
    roster = asyncio.run(found(_world(arguments), names))
    for place, one in roster.sensors.items():
        print(f"{client}: {place} is {one.name or one.driver}, serial {one.serial}")
    if arguments.simulate is None:
        keep(client, Paired(roster, arguments.exercise or ""))
    else:
        print(NOT_KEPT)
    return 0


def listed() -> int:
    """Everybody with sensors; exit code 1 where there is nobody."""
    wearers = load_wearers(wearers_path())
    if not wearers:
        print(f"nobody has sensors of this room: imu-hinge {EXAMPLE}")
        return 1
    rows = [(client, *map(partial(_shown, one), Placement), one.exercise or "-") for client, one in wearers.items()]
    print("\n".join(fitted(HEAD, rows)))
    return 0


def forget(client: str) -> int:
    """Takes the sensors from a client; exit code 1 where there were none."""
    wearers = load_wearers(wearers_path())
    if client not in wearers:
        print(f"{client} had no sensors")
        return 1
    save_wearers({whose: one for whose, one in wearers.items() if whose != client}, wearers_path())
    print(f"forgotten: the sensors of {client}")
    return 0


def check(names: dict[Placement, str | None], exercise: str | None) -> None:
    """Raises UsageError for what cannot be paired, before anything is looked for."""
    if not all(names.values()):
        raise UsageError("trainer pair: give both --sacrum and --thoracic; `imu-hinge scan` shows the names")
    if len(set(names.values())) < len(names):
        raise UsageError("trainer pair: one sensor cannot be in two places; give two names")
    if exercise not in (None, *exercise_ids()):
        raise UsageError(f"--exercise: there is no exercise {exercise!r}; see `imu-hinge exercises`")


def agreed(named: str) -> str:
    """Pseudonym of a client who agreed to being recorded and watched.

    Raises UsageError for an unknown client, or one who did not, with the command that notes it; HistoryError.
    """
    from imu_hinge.history.clients import client
    from imu_hinge.history.consents import holds
    from imu_hinge.history.database import open_history

    with open_history() as history, history.reading() as db:
        found = client(db, named)
        missing = [purpose for purpose in NEEDED if not holds(db, found, purpose, time.time_ns())]
    if missing:
        commands = " and ".join(f"`imu-hinge clients consent {found.pseudonym} {purpose}`" for purpose in missing)
        about = " and ".join(NEEDED[purpose] for purpose in missing)
        raise UsageError(f"{found.pseudonym} has not agreed to {about}: {commands} notes it when it is given")
    return found.pseudonym


async def found(open_world: OpenWorld, names: dict[Placement, str | None]) -> Roster:
    """The sensors of these names, each connected to for its serial; raises UsageError with the remedy."""
    async with open_world() as world:
        adapter, roster = Adapter(world.backend), Roster()
        for place, name in names.items():
            try:
                roster = roster.with_sensor(place, await _known(adapter, place, str(name)))
            except Exception as error:
                trouble = trouble_of(error, f"{place.capitalize()} sensor")
                if trouble is None or isinstance(error, UsageError):
                    raise
                raise UsageError(trouble.words) from error
        return roster


def keep(client: str, paired: Paired) -> None:
    """Stores it, and says whose the sensors were."""
    wearers, moved = with_wearer(load_wearers(wearers_path()), client, paired)
    save_wearers(wearers, wearers_path())
    for one in moved:
        say(f"{one.name} was the {one.placement} sensor of {one.client}, who has it no more")


async def _known(adapter: Adapter, place: Placement, name: str) -> Known:
    """Connects as a session does: a sensor that must be paired with this machine is paired here."""
    sighted = await _sighted(adapter, name)
    if sighted.sighting.obstacle:
        raise UsageError(f"{sighted.label} {sighted.sighting.obstacle}")
    role = sighted.sighting.placement
    if role not in (None, place):
        raise UsageError(f"{sighted.label} says that it is the {role} sensor: give the names the other way round")
    (heard,) = await listen(adapter, [sighted], 0.0)
    if not heard.serial:
        raise UsageError(f"{sighted.label} has no serial: give it a name of its own with its maker's program")
    return Known(sighted.driver.id, heard.serial, sighted.sighting.hint)


async def _sighted(adapter: Adapter, name: str) -> Sighted:
    """The sensor of this name, or else of this serial, for which all in reach are asked one by one."""
    in_reach = await adapter.scan(SCAN_S, lambda heard: any(one.sighting.hint and one.label == name for one in heard))
    named = [one for one in in_reach if name in (one.label, one.sighting.hint)]
    if len(named) == 1:
        return named[0]
    if not named and (serial := await _of_serial(adapter, in_reach, name)):
        again = await adapter.scan(SCAN_S, lambda heard: any(one.key == serial for one in heard))
        named = [one for one in again if one.key == serial]
    if named:
        return _only(named, name)
    there = ", ".join(sorted(one.label for one in in_reach))
    raise UsageError(f"{name}: not in reach; there are: {there or 'none'}")


def _only(named: Sequence[Sighted], name: str) -> Sighted:
    if len(named) > 1:
        raise UsageError(f"{name}: {len(named)} sensors in reach have this name; give the serial of the one you mean")
    return named[0]


async def _of_serial(adapter: Adapter, in_reach: Sequence[Sighted], serial: str) -> str:
    """Key of the sensor with this serial; empty where nobody has it."""
    for one in in_reach:
        if not one.sighting.obstacle and (await ask(adapter, one)).serial == serial:
            return one.key
    return ""


def _world(arguments: argparse.Namespace) -> OpenWorld:
    if arguments.simulate is None:
        return world_of(arguments)
    from imu_hinge.virtual.crowds import crowd

    members = crowd(SIMULATED, SEED)
    return partial(crowded, members, [str(one.number) for one in members])


def _pseudonym(named: str) -> str:
    """Of a client of the history; a client who was erased from it is named by the pseudonym itself."""
    from imu_hinge.history.clients import client
    from imu_hinge.history.database import open_history

    if named in load_wearers(wearers_path()):
        return named
    with open_history() as history, history.reading() as db:
        return client(db, named).pseudonym


def _shown(one: Paired, place: Placement) -> str:
    known = one.roster.sensors.get(place)
    return "-" if known is None else known.name or known.serial
