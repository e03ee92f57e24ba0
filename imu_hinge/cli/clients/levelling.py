"""`clients level`: the level of the progression a client is at."""

import argparse
import sys
import time
from collections.abc import Iterable, Mapping
from typing import Any

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.cli.clients.left_out import who_words
from imu_hinge.cli.output import aligned, print_json
from imu_hinge.cli.people import add_by, add_who, by_id, named, speaker
from imu_hinge.cli.told import by, title, when
from imu_hinge.history.database import History, open_history
from imu_hinge.history.levels import LEVELS, level, levels, set_level
from imu_hinge.history.rows import Author, LevelRow
from imu_hinge.model.errors import UsageError
from imu_hinge.view.words import spaced

EXAMPLE = 'clients level Ann 2 --reason "two weeks without pain"'

_HELD = (
    "at level {level} already, nothing is noted; `imu-hinge clients progress {who} --decline WHY` declines a proposal"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_who(parser)
    parser.add_argument(
        "level",
        nargs="?",
        type=_level,
        metavar="LEVEL",
        help=f"{LEVELS[0]} to {LEVELS[-1]}, as `imu-hinge exercises` has them; without it all there were are printed",
    )
    parser.add_argument("--reason", metavar="TEXT", help="why it changes")
    add_by(parser)
    parser.add_argument("--json", action="store_true", help="print the levels as JSON, oldest first")


def run(arguments: argparse.Namespace) -> int:
    """Sets it, or prints those there were."""
    if arguments.reason and arguments.level is None:
        raise UsageError(f"clients level --reason: expected a level, too, as in: {EXAMPLE}")
    with open_history() as history:
        if arguments.level is not None:
            _set(history, arguments)
        with history.reading() as db:
            about, authors = named(db, arguments.who), by_id(db)
            found = levels(db, about)
    if arguments.json:
        print_json(dicts_of(found))
    else:
        now = level_words(found[-1].level) if found else "no level yet"
        print("\n".join([f"{title(about)}: {now}", *lines_of(found, authors)]))
    return 0


def _level(text: str) -> int:
    """Raises ArgumentTypeError for what is no level."""
    if text not in map(str, LEVELS):
        raise argparse.ArgumentTypeError(f"expected a level from {LEVELS[0]} to {LEVELS[-1]}, found {text!r}")
    return int(text)


def _set(history: History, arguments: argparse.Namespace) -> None:
    """Notes a decision, unless it is that which holds: a level set again would decline what is proposed."""
    with history.writing() as db:
        about = named(db, arguments.who)
        holds = level(db, about)
        if holds and holds.level == arguments.level:
            print(f"{title(about)}: {_HELD.format(level=holds.level, who=who_words(about))}", file=sys.stderr)
            return
        who = speaker(db, arguments, about)
        set_level(db, about, arguments.level, who, arguments.reason or "", time.time_ns())


def level_words(level: int) -> str:
    """`level 2, split stance hinge`."""
    names = [one for one in exercise_ids() if load_exercise(one).level == level]
    return ", ".join([f"level {level}", *map(spaced, names)])


def lines_of(found: Iterable[LevelRow], authors: Mapping[object, Author]) -> list[str]:
    """One line for each level there was, newest first."""
    rows = [(when(one.at_ns), str(one.level), by(authors.get(one.author_id)), one.reason) for one in found][::-1]
    return aligned(rows, "  ")


def dicts_of(found: Iterable[LevelRow]) -> list[dict[str, Any]]:
    """The same as JSON."""
    return [{"level": one.level, "reason": one.reason, "at_ns": one.at_ns} for one in found]
