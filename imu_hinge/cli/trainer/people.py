"""Who is in the room, as the history knows them."""

from collections.abc import Sequence

from imu_hinge.history.clients import client_known_as
from imu_hinge.history.database import Connection, open_history
from imu_hinge.history.levels import level
from imu_hinge.history.plans import plan
from imu_hinge.history.told_pains import told_pains
from imu_hinge.view.wall import Person, Planned


def known(pseudonyms: Sequence[str]) -> list[Person]:
    """Names, plans, levels and the newest pain, in this order. Raises HistoryError."""
    with open_history() as history, history.reading() as db:
        return [_person(db, one, number) for number, one in enumerate(pseudonyms, 1)]


def _person(db: Connection, pseudonym: str, number: int) -> Person:
    found = client_known_as(db, pseudonym)
    if found is None:
        return Person(client=pseudonym, number=number, name=pseudonym)
    chosen, scores = level(db, found), told_pains(db, found)
    return Person(
        client=pseudonym,
        number=number,
        name=found.display_name or pseudonym,
        planned=tuple(Planned(row.exercise, row.sets, row.reps) for row in plan(db, found)),
        level=chosen.level if chosen else None,
        pain=scores[-1].score if scores else None,
    )
