"""`clients plan`: what a client is to do in a session."""

import argparse
import time
from collections.abc import Iterable, Mapping
from typing import Any

from imu_hinge.cli.output import columns, print_json
from imu_hinge.cli.people import add_by, add_who, by_id, named, speaker
from imu_hinge.cli.told import by, counted, day, title
from imu_hinge.history.database import History, open_history
from imu_hinge.history.plans import drop_plan, plan, set_plan
from imu_hinge.history.rows import Author, PlanRow
from imu_hinge.model.errors import UsageError
from imu_hinge.view.words import spaced

EXAMPLE = "clients plan Ann band_rdl --sets 3 --reps 8"


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_who(parser)
    parser.add_argument(
        "exercise", nargs="?", metavar="EXERCISE", help="id, see `imu-hinge exercises`; without it the plan is printed"
    )
    parser.add_argument("--sets", type=int, metavar="N", help="in a session")
    parser.add_argument("--reps", type=int, metavar="N", help="in a set")
    parser.add_argument("--clear", action="store_true", help="take the exercise out of the plan; without one all of it")
    add_by(parser)
    parser.add_argument("--json", action="store_true", help="print the plan as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Plans an exercise, takes it out, or prints what is planned."""
    given = (arguments.exercise, arguments.sets, arguments.reps)
    if not arguments.clear and any(given) and None in given:
        raise UsageError(f"clients plan: expected an exercise with --sets and --reps, as in: {EXAMPLE}")
    with open_history() as history:
        if arguments.clear or arguments.exercise:
            _change(history, arguments)
        with history.reading() as db:
            about, authors = named(db, arguments.who), by_id(db)
            found = plan(db, about)
    if arguments.json:
        print_json(dicts_of(found))
    else:
        print("\n".join([f"{title(about)}: {'plan' if found else 'nothing is planned'}", *lines_of(found, authors)]))
    return 0


def lines_of(found: Iterable[PlanRow], authors: Mapping[object, Author]) -> list[str]:
    """One line for each exercise."""
    rows = [(spaced(one.exercise), planned(one), by(authors.get(one.author_id)), day(one.at_ns)) for one in found]
    return columns(rows[0], rows[1:], "  ") if rows else []


def planned(one: PlanRow) -> str:
    """`3 sets of 8`."""
    return f"{counted(one.sets, 'set')} of {one.reps}"


def dicts_of(found: Iterable[PlanRow]) -> list[dict[str, Any]]:
    """The same as JSON."""
    return [{"exercise": one.exercise, "sets": one.sets, "reps": one.reps, "at_ns": one.at_ns} for one in found]


def _change(history: History, arguments: argparse.Namespace) -> None:
    with history.writing() as db:
        about = named(db, arguments.who)
        if not arguments.clear:
            who = speaker(db, arguments, about)
            set_plan(db, about, arguments.exercise, arguments.sets, arguments.reps, who, time.time_ns())
        elif not drop_plan(db, about, arguments.exercise):
            raise UsageError(f"{title(about)}: nothing is planned{_of(arguments.exercise)}")


def _of(exercise: str | None) -> str:
    return f" of {exercise!r}" if exercise else ""
