"""`imu-hinge scan`: the sensors in reach."""

import argparse
import asyncio
from collections import Counter
from typing import Any

from imu_hinge.bluetooth.adapter import Adapter, Sighted
from imu_hinge.bluetooth.errors import trouble_of
from imu_hinge.bluetooth.listen import show
from imu_hinge.bluetooth.missing import missing_words
from imu_hinge.cli.numbers import positive
from imu_hinge.cli.output import fitted, print_json
from imu_hinge.cli.sources import say
from imu_hinge.cli.worlds import add_worlds, scenarios_text, world_of
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.registry import offer_troubles
from imu_hinge.station.roster import Roster, default_path, load_roster
from imu_hinge.station.worlds import OpenWorld

EXAMPLE = "example:\n  imu-hinge scan --seconds 3\n  imu-hinge scan --identify HINGE-7A3C\n  imu-hinge scan --simulate"
SHOWN_S = 5
HEAD = ("sensor", "driver", "worn at", "battery", "signal", "state")
NOBODY = (
    "no sensor in reach; is it charged and on? Is it connected to a phone or another program? See `imu-hinge doctor`"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = f"{EXAMPLE}\n\n{scenarios_text()}"
    add_worlds(parser.add_mutually_exclusive_group())
    parser.add_argument("--seconds", type=positive, default=5.0, metavar="S", help="how long; default: 5")
    parser.add_argument("--identify", metavar="NAME", help="light up the sensor of this name or address for 5 s")
    parser.add_argument("--forget", action="store_true", help="forget the sensors remembered, and do not scan")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line for each sensor; exit code 1 when there is none."""
    if arguments.forget:
        return forget()
    roster = load_roster(default_path())
    for words in offer_troubles():
        say(words)
    heard = asyncio.run(scanned(world_of(arguments), arguments.seconds, arguments.identify))
    found = sorted(heard, key=lambda one: -one.rssi_dbm)
    if arguments.json:
        print_json([as_dict(one, roster) for one in found])
    else:
        print("\n".join(as_lines(found, roster)))
    return 0 if found else 1


def forget() -> int:
    """Removes the list of remembered sensors."""
    there = default_path().exists()
    default_path().unlink(missing_ok=True)
    print(f"forgotten: {default_path()} is gone" if there else "no sensor was remembered")
    return 0


async def scanned(open_world: OpenWorld, seconds: float, shown: str | None) -> list[Sighted]:
    """What is in reach, after the sensor named `shown` was lit; raises UsageError with the remedy when that fails."""
    async with open_world() as world:
        adapter = Adapter(world.backend)
        try:
            found = await adapter.scan(seconds)
            for words in adapter.broken:
                say(words)
            if shown:
                await show(adapter, named(found, shown), SHOWN_S)
            return found
        except Exception as error:
            trouble = trouble_of(error, "The sensor")
            if trouble is None or isinstance(error, UsageError):
                raise
            raise UsageError(trouble.words) from error


def named(found: list[Sighted], name: str) -> Sighted:
    """The sensor of this name or address; raises UsageError with the names there are."""
    meant = [one for one in found if name in (one.label, one.address)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        addresses = ", ".join(sorted(one.address for one in meant))
        raise UsageError(f"--identify {name}: {len(meant)} sensors have this name; give an address: {addresses}")
    there = ", ".join(sorted(one.label for one in found))
    raise UsageError(f"--identify {name}: not in reach; there are: {there or 'none'}")


def as_dict(one: Sighted, roster: Roster) -> dict[str, Any]:
    """One sensor as JSON; null for what it does not say."""
    return {
        "name": one.label,
        "address": one.address,
        "driver": one.driver.id,
        "role": one.sighting.placement,
        "remembered_as": remembered(one, roster),
        "battery_pct": one.sighting.battery_pct,
        "rssi_dbm": one.rssi_dbm,
        "state": one.sighting.state or None,
        "obstacle": one.sighting.obstacle or None,
        "cannot": list(one.driver.cannot),
    }


def as_lines(found: list[Sighted], roster: Roster) -> list[str]:
    """A table of the sensors, and who is missing."""
    if not found:
        return [NOBODY]
    absent = missing_words([worn_at(one, roster) for one in found if is_ours(one, roster)])
    unable = {f"{one.driver.name} cannot {', '.join(one.driver.cannot)}." for one in found if one.driver.cannot}
    names = Counter(one.label for one in found)
    rows = [as_row(one, roster, alone=names[one.label] == 1) for one in found]
    return [*fitted(HEAD, rows), *([absent] if absent else []), *sorted(unable)]


def as_row(one: Sighted, roster: Roster, *, alone: bool) -> tuple[str, ...]:
    """One sensor as cells; with its address where it is not `alone` with its name."""
    name = one.label if alone else f"{one.label} {one.address}"
    battery = "unknown" if one.sighting.battery_pct is None else f"{one.sighting.battery_pct} %"
    place = remembered(one, roster)
    worn = f"{place} (remembered)" if place else str(one.sighting.placement or "does not say")
    state = one.sighting.obstacle or one.sighting.state or "does not say"
    return name, one.driver.name, worn, battery, f"{one.rssi_dbm} dBm", state


def worn_at(one: Sighted, roster: Roster) -> Placement | None:
    """Where a session would take it to be worn; None where it must ask."""
    return remembered(one, roster) or one.sighting.placement


def is_ours(one: Sighted, roster: Roster) -> bool:
    """False for a sensor that claims a placement for which another one is remembered."""
    return remembered(one, roster) is not None or one.sighting.placement not in roster.sensors


def remembered(one: Sighted, roster: Roster) -> Placement | None:
    """The placement this sensor is remembered for; None also where only its serial could tell it from its like."""
    hint = one.sighting.hint
    return next((place for place, known in roster.sensors.items() if hint and known.name == hint), None)
