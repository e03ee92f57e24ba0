"""Every driver there is: our own by name, and those that other installed packages offer (docs/drivers.md)."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from imu_hinge.sensors.driver import Driver

GROUP = "imu_hinge.sensors"
"""Entry points of this group name a Driver; the name of the entry point is the driver's id."""
OWN = ("hsp", "witmotion", "movella_dot", "metamotion", "thingy52", "polar")
"""Rooms of this folder; each has a DRIVER. One is read when it is asked for."""


@cache
def find_driver(driver_id: str) -> Driver:
    """The driver with this id; raises KeyError with the ids that exist."""
    if driver_id in OWN:
        return _own(driver_id)
    offered = offered_drivers()
    if driver_id not in offered:
        raise KeyError(f"no driver {driver_id!r}; there are: {', '.join(sorted({*OWN, *offered}))}")
    return offered[driver_id]


@cache
def all_drivers() -> tuple[Driver, ...]:
    """Ours, then those of other packages."""
    return (*map(_own, OWN), *offered_drivers().values())


def offered_drivers() -> Mapping[str, Driver]:
    """Drivers of other packages by id. One that cannot be used is left out; `offer_troubles` says why."""
    return {name: found for name, found in _offers().items() if isinstance(found, Driver)}


def offer_troubles() -> tuple[str, ...]:
    """A line for each driver of another package that cannot be used."""
    return tuple(found for found in _offers().values() if isinstance(found, str))


def reason_of(error: BaseException) -> str:
    """In one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _own(driver_id: str) -> Driver:
    driver: Driver = import_module(f"imu_hinge.sensors.{driver_id}").DRIVER
    return driver


@cache
def _offers() -> Mapping[str, Driver | str]:
    """By id. Which one of two drivers reads a recording must not be left to chance: then there is none."""
    points: dict[str, set[EntryPoint]] = {}
    for point in entry_points(group=GROUP):
        points.setdefault(point.name, set()).add(point)
    return {name: _offered(*found) if len(found) == 1 else _too_many(name, found) for name, found in points.items()}


def _too_many(name: str, found: set[EntryPoint]) -> str:
    places = " and ".join(sorted(point.value for point in found))
    return f"sensor driver {name!r} is offered more than once, by {places}; uninstall all but one of their packages"


def _offered(point: EntryPoint) -> Driver | str:
    """The driver, or why there is none: what others wrote must not keep our own sensors from working."""
    place = f"sensor driver {point.name!r} ({point.value})"
    if point.name in OWN:
        return f"{place}: the id is one of ours; rename it, or uninstall its package"
    try:
        driver = point.load()
    except (Exception, SystemExit) as error:
        return f"{place}: {reason_of(error)}; update its package, or uninstall it"
    if not isinstance(driver, Driver) or driver.id != point.name:
        return f"{place}: is no Driver with the id {point.name!r}; update its package, or uninstall it"
    return driver
