"""Which of the sensors a scan heard belongs to a placement. Decided by what the sensors say, never by an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imu_hinge.bluetooth.adapter import Sighted
from imu_hinge.model.inputs import Placement


@dataclass(frozen=True, slots=True)
class Wanted:
    """The sensor one link is for; serial and hint are what is remembered of it, empty where nothing is."""

    placement: Placement
    serial: str = ""
    hint: str = ""
    """`Sighting.hint` of the sensor with that serial: finds it without asking others for their serial."""
    driver: str = ""
    """Its make: no other make is asked for its serial."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do after a scan."""

    sighted: Sighted | None = None
    certain: bool = False
    """The remembered one: no need to listen for another."""
    words: str = ""
    """Why a sensor that was heard is not used; empty where there is nothing to say."""


def choose(found: Sequence[Sighted], wanted: Wanted, serials: Mapping[str, str]) -> Choice:
    """The sensor to connect to. `serials`: what sensors (by key) said when they were asked, whoever asked them."""
    usable = [one for one in found if not one.sighting.obstacle]
    remembered = [one for one in usable if wanted.hint and one.sighting.hint == wanted.hint]
    if remembered:
        return Choice(remembered[0], certain=True)
    claiming = [one for one in usable if one.sighting.placement is wanted.placement]
    if wanted.serial:
        return _by_serial(usable, claiming, wanted, serials)
    if len(claiming) > 1:
        return Choice(words=_too_many(claiming, wanted.placement))
    return Choice(claiming[0]) if claiming else Choice(words=_obstacles(found))


def _by_serial(
    usable: Sequence[Sighted], claiming: Sequence[Sighted], wanted: Wanted, serials: Mapping[str, str]
) -> Choice:
    """Where the hint is known, others are left in peace: a sensor serves one connection at a time."""
    if wanted.hint:
        return Choice(words=_another(claiming[0], wanted) if claiming else "")
    roleless = [one for one in usable if one.sighting.placement is None]
    alike = [one for one in (*claiming, *roleless) if wanted.driver in ("", one.driver.id)]
    ours = [one for one in alike if serials.get(one.key) == wanted.serial]
    untried = [one for one in alike if one.key not in serials]
    if ours or untried:
        return Choice((*ours, *untried)[0], certain=True)
    return Choice(words=next((wrong(one, serials[one.key], wanted) for one in claiming if one in alike), ""))


def wrong(sighted: Sighted, serial: str, wanted: Wanted) -> str:
    """Words for a sensor whose serial turned out to be another's."""
    named = sighted.sighting.hint or sighted.label
    return (
        f"{named} has serial {serial or 'unknown'}, the remembered {wanted.placement} sensor has serial "
        f"{wanted.serial}: switch that one on, or assign the other."
    )


def _too_many(claiming: Sequence[Sighted], placement: Placement) -> str:
    names = " and ".join(sorted(one.label for one in claiming))
    return f"{names} both say that they are the {placement} sensor: switch off the one that is not yours."


def _another(other: Sighted, wanted: Wanted) -> str:
    return (
        f"{other.label} says that it is the {wanted.placement} sensor, the remembered one is {wanted.hint} "
        f"(serial {wanted.serial}): switch that one on, or assign the other."
    )


def _obstacles(found: Sequence[Sighted]) -> str:
    return "; ".join(f"{one.label} {one.sighting.obstacle}" for one in found if one.sighting.obstacle)
