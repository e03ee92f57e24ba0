"""`clients plan`: what a client is to do in a session."""

import argparse
import time
from collections.abc import Iterable, Mapping
from typing import Any

from imu_hinge.catalogue import exercise_ids
from imu_hinge.catalogue.progression import rules_of
from imu_hinge.cli.output import aligned, print_json
from imu_hinge.cli.people import add_by, add_who, by_id, named, speaker
from imu_hinge.cli.told import by, day, title
from imu_hinge.core.progression import sides_words
from imu_hinge.history.database import Connection, History, open_history
from imu_hinge.history.levels import level
from imu_hinge.history.plans import MOST_REPS, MOST_SETS, drop_plan, plan, set_plan
from imu_hinge.history.rows import Author, Client, PlanRow
from imu_hinge.model.errors import UsageError
from imu_hinge.model.plural import counted
from imu_hinge.view.words import spaced

EXAMPLE = "clients plan Ann band_rdl --sets 3 --reps 8"
_MOST = {"--sets": MOST_SETS, "--reps": MOST_REPS}


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_who(parser)
    parser.add_argument(
        "exercise", nargs="?", metavar="EXERCISE", help="id, see `imu-hinge exercises`; without it the plan is printed"
    )
    parser.add_argument("--sets", type=int, metavar="N", help="in a session, left and right together")
    parser.add_argument("--reps", type=int, metavar="N", help="in a set")
    parser.add_argument("--level", action="store_true", help="plan what the client's level asks for by default")
    parser.add_argument("--clear", action="store_true", help="take the exercise out of the plan; without one all of it")
    add_by(parser)
    parser.add_argument("--json", action="store_true", help="print the plan as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Plans an exercise, takes it out, or prints what is planned."""
    _check(arguments)
    with open_history() as history:
        if arguments.clear or arguments.level or arguments.exercise:
            _change(history, arguments)
        with history.reading() as db:
            about, authors = named(db, arguments.who), by_id(db)
            found = plan(db, about)
    if arguments.json:
        print_json(dicts_of(found))
    else:
        print("\n".join([f"{title(about)}: {'plan' if found else 'nothing is planned'}", *lines_of(found, authors)]))
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """Raises UsageError for what cannot be planned, before anything is opened."""
    given = {what: value for what, value in _asked_for(arguments).items() if value is not None}
    if arguments.level and (arguments.clear or given):
        raise UsageError("clients plan --level: plans the exercise, sets and reps of the level; give nothing else")
    if arguments.clear or not given:
        return
    if arguments.exercise not in (None, *exercise_ids()):
        raise UsageError(f"clients plan: no exercise {arguments.exercise!r}; there are {', '.join(exercise_ids())}")
    for what, most in _MOST.items():
        if what in given and given[what] not in range(1, most + 1):
            raise UsageError(f"clients plan {what}: expected 1 to {most}, found {given[what]}")
    if missing := [what for what in _asked_for(arguments) if what not in given]:
        raise UsageError(f"clients plan: {' and '.join(missing)} missing, as in: {EXAMPLE}")


def _asked_for(arguments: argparse.Namespace) -> dict[str, Any]:
    return {"EXERCISE": arguments.exercise, "--sets": arguments.sets, "--reps": arguments.reps}


def lines_of(found: Iterable[PlanRow], authors: Mapping[object, Author]) -> list[str]:
    """One line for each exercise."""
    rows = [(spaced(one.exercise), planned(one), by(authors.get(one.author_id)), day(one.at_ns)) for one in found]
    return aligned(rows, "  ")


def planned(one: PlanRow) -> str:
    """`3 sets of 8`, `4 sets of 8, 2 on each side`."""
    return f"{counted(one.sets, 'set')} of {one.reps}{sides_words(one.exercise, one.sets)}"


def dicts_of(found: Iterable[PlanRow]) -> list[dict[str, Any]]:
    """The same as JSON."""
    return [{"exercise": one.exercise, "sets": one.sets, "reps": one.reps, "at_ns": one.at_ns} for one in found]


def _change(history: History, arguments: argparse.Namespace) -> None:
    with history.writing() as db:
        about = named(db, arguments.who)
        if not arguments.clear:
            who, what = speaker(db, arguments, about), _asked(db, arguments, about)
            set_plan(db, about, *what, who, time.time_ns())
        elif not drop_plan(db, about, arguments.exercise):
            raise UsageError(f"{title(about)}: nothing is planned{_of(arguments.exercise)}")


def _asked(db: Connection, arguments: argparse.Namespace, about: Client) -> tuple[str, int, int]:
    """Exercise, sets and repetitions."""
    if not arguments.level:
        return arguments.exercise, arguments.sets, arguments.reps
    held = level(db, about)
    if held is None:
        raise UsageError(f"{title(about)} has no level yet: `imu-hinge clients level {arguments.who} LEVEL` sets one")
    rules = rules_of(held.level)
    return rules.id, rules.dose.sets, rules.dose.reps


def _of(exercise: str | None) -> str:
    return f" of {exercise!r}" if exercise else ""
