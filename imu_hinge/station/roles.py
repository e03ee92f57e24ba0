"""Who sits where, for sensors that do not know it: asked once, by moving one of them."""

from collections.abc import Callable, Sequence

from imu_hinge.bluetooth.adapter import Adapter, Sighted
from imu_hinge.bluetooth.errors import trouble_of
from imu_hinge.bluetooth.listen import Heard, listen
from imu_hinge.model.inputs import Placement
from imu_hinge.station.moved import Moved
from imu_hinge.station.roster import Known, Roster

LOOK_S = 4.0
"""Longest scan before a session."""
MOVING_S = 8.0
QUESTION = "Two sensors do not say where they are worn. Move the one on your sacrum now, and keep the other one still."
UNCLEAR = "It was not clear which sensor moved. Start again, and move only the one on your sacrum."


async def with_roles(adapter: Adapter, roster: Roster, ask: Callable[[str], None]) -> Roster:
    """The roster, completed where sensors in reach have no role; `ask` shows words to the wearer.

    What Bluetooth has to complain of is left to the links, which tell it better.
    """
    try:
        found = await adapter.scan(LOOK_S, lambda found: not _open(roster, found))
        return await _completed(adapter, roster, found, ask)
    except Exception as error:
        if trouble_of(error, "") is None:
            raise
        return roster


def _open(roster: Roster, found: Sequence[Sighted]) -> list[Placement]:
    """Placements that nobody is remembered for and nobody claims."""
    claimed = {one.sighting.placement for one in found}
    return [place for place in Placement if place not in roster.sensors and place not in claimed]


async def _completed(adapter: Adapter, roster: Roster, found: list[Sighted], ask: Callable[[str], None]) -> Roster:
    known = {one.name for one in roster.sensors.values() if one.name}
    silent = [
        one
        for one in found
        if one.sighting.placement is None and not one.sighting.obstacle and one.sighting.hint not in known
    ]
    places = _open(roster, found)
    if not places or len(silent) != len(places):
        return roster
    heard = await listen(adapter, silent, MOVING_S if len(silent) > 1 else 0.0, lambda: _ask(len(silent), ask))
    order = heard if len(heard) == 1 else _in_order(heard)
    if order is None:
        ask(UNCLEAR)
        return roster
    for place, one in zip(places, order, strict=True):
        roster = roster.with_sensor(place, Known(one.sighted.driver.id, one.serial, one.sighted.sighting.hint))
        ask(f"{_named(one, heard)} is the {place} sensor.")
    return roster


def _named(one: Heard, everybody: Sequence[Heard]) -> str:
    """Two of one make often have one name: then their serials tell them apart."""
    label = one.sighted.label
    alone = sum(other.sighted.label == label for other in everybody) == 1
    return label if alone else f"{label} (serial {one.serial})"


def _ask(sensors: int, ask: Callable[[str], None]) -> None:
    if sensors > 1:
        ask(QUESTION)


def _in_order(heard: Sequence[Heard]) -> list[Heard] | None:
    """The moved one first, as the sacrum is the first placement; None where it is not clear."""
    moved = Moved({one.serial: one.sighted.driver.new_decoder() for one in heard})
    for one in heard:
        for packet in one.packets:
            moved.take(one.serial, packet)
    which = moved.which()
    return None if which is None else sorted(heard, key=lambda one: one.serial != which)
