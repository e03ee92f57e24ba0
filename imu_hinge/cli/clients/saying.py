"""`clients note` and `clients limit`: what people say about a client."""

import argparse
import time
from uuid import UUID

from imu_hinge.catalogue import fault_ids, load_fault
from imu_hinge.cli.clients.noted import dicts_of, lines_of
from imu_hinge.cli.output import columns, print_json
from imu_hinge.cli.people import add_by, add_who, by_id, named, speaker
from imu_hinge.cli.told import by, day, decimal, title
from imu_hinge.history.database import History, open_history
from imu_hinge.history.limits import drop_limit, limits, set_limit
from imu_hinge.history.notes import add_note, drop_note, notes, origins
from imu_hinge.history.rows import Client
from imu_hinge.model.errors import UsageError
from imu_hinge.model.plural import counted
from imu_hinge.view.words import spaced

NOTE = 'clients note Ann "sleeps on the left side" --by Tess'
LIMIT = "clients limit Ann lumbar_flexion 10 15"


def configure_note(parser: argparse.ArgumentParser) -> None:
    """Arguments of `note`."""
    add_who(parser)
    parser.add_argument("text", nargs="?", metavar="TEXT", help="without it the notes are printed")
    add_note_options(parser)


def add_note_options(parser: argparse.ArgumentParser) -> None:
    """What notes about clients and about sessions share."""
    parser.add_argument("--client-may-see", action="store_true", help="the note may be shown to the client")
    parser.add_argument("--drop", metavar="NOTE", help="take the note away whose id begins like this")
    add_by(parser)
    parser.add_argument("--json", action="store_true", help="print the notes as JSON")


def note(arguments: argparse.Namespace) -> int:
    """Writes one, takes one away, or prints them."""
    with open_history() as history:
        if arguments.text is not None:
            with history.writing() as db:
                about = named(db, arguments.who)
                who = speaker(db, arguments, about)
                add_note(db, about, who, arguments.text, time.time_ns(), client_may_see=arguments.client_may_see)
        with history.reading() as db:
            about = named(db, arguments.who)
        if arguments.drop:
            drop(history, about, arguments.drop)
        return _print_notes(history, about, arguments.json)


def drop(history: History, about: Client, begin: str) -> None:
    """Takes away the one note of a client whose id begins so. Raises UsageError."""
    with history.writing() as db:
        drop_note(db, _note_of([one.id for one in notes(db, about)], begin))


def _note_of(known: list[UUID], begin: str) -> UUID:
    found = [ident for ident in known if str(ident).startswith(begin.lower())]
    if len(found) != 1:
        many = "more than one note begins" if found else "no note begins"
        raise UsageError(f"note {begin!r}: {many} so; `imu-hinge clients note WHO` lists them")
    return found[0]


def _print_notes(history: History, about: Client, as_json: bool) -> int:
    with history.reading() as db:
        found, authors, begun = notes(db, about), by_id(db), origins(db, about)
    if as_json:
        print_json(dicts_of(found, authors, begun))
    else:
        print("\n".join([f"{title(about)}: {counted(len(found), 'note')}", *lines_of(found, authors, begun)]))
    return 0


def unit_of(fault: str) -> str:
    """Of its limits; nothing for a fault of a later version."""
    return load_fault(fault).unit if fault in fault_ids() else ""


def configure_limit(parser: argparse.ArgumentParser) -> None:
    """Arguments of `limit`."""
    add_who(parser)
    parser.add_argument(
        "fault", nargs="?", metavar="FAULT", help="id, see `imu-hinge faults`; without it all are shown"
    )
    parser.add_argument("values", nargs="*", type=decimal, metavar="VALUE", help="early limit and limit, in its unit")
    parser.add_argument("--drop", action="store_true", help="let the limit of the table hold again")
    add_by(parser)
    parser.add_argument("--json", action="store_true", help="print the limits as JSON")


def limit(arguments: argparse.Namespace) -> int:
    """Sets one, drops one, or prints them."""
    if arguments.fault and not arguments.drop and len(arguments.values) != 2:
        raise UsageError("clients limit: expected the early limit and the limit, as in: lumbar_flexion 10 15")
    with open_history() as history:
        if arguments.fault:
            _change_limit(history, arguments)
        return _print_limits(history, arguments)


def _change_limit(history: History, arguments: argparse.Namespace) -> None:
    with history.writing() as db:
        about = named(db, arguments.who)
        if not arguments.drop:
            early, late = arguments.values
            set_limit(db, about, arguments.fault, early, late, speaker(db, arguments, about), time.time_ns())
        elif not drop_limit(db, about, arguments.fault):
            raise UsageError(f"{title(about)} has no limit of their own for {arguments.fault!r}")


def _print_limits(history: History, arguments: argparse.Namespace) -> int:
    with history.reading() as db:
        about, authors = named(db, arguments.who), by_id(db)
        found = limits(db, about)
    if arguments.json:
        print_json([{"fault": one.fault, "caution": one.caution, "limit": one.limit} for one in found])
        return 0
    rows = [
        (
            spaced(one.fault),
            f"{one.caution:g}",
            f"{one.limit:g}",
            unit_of(one.fault),
            by(authors.get(one.author_id)),
            day(one.at_ns),
        )
        for one in found
    ]
    head = ("fault", "early", "limit", "", "set by", "on")
    print("\n".join(columns(head, rows, numbers=(1, 2)) if rows else [f"{title(about)}: the limits of the table hold"]))
    return 0
