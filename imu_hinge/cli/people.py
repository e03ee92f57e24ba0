"""Who is meant, and who speaks: the arguments that commands on the history share."""

import argparse

from imu_hinge.history.accesses import looked
from imu_hinge.history.authors import author, authors, default_author
from imu_hinge.history.clients import client
from imu_hinge.history.database import Connection, History
from imu_hinge.history.rows import ME, Author, Client
from imu_hinge.model.errors import HistoryError

YOURSELF = "me"
"""Stands for whoever trains here without having been added."""


def add_who(parser: argparse.ArgumentParser) -> None:
    """The client a command is about."""
    meaning = f"client: name, pseudonym or the beginning of one; `{YOURSELF}` for yourself"
    parser.add_argument("who", metavar="WHO", help=meaning)


def add_client_option(parser: argparse.ArgumentParser, meaning: str) -> None:
    """--client."""
    parser.add_argument("--client", metavar="WHO", help=f"{meaning}: name, pseudonym or `{YOURSELF}`")


def add_by(parser: argparse.ArgumentParser) -> None:
    """--by and --as."""
    parser.add_argument("--by", metavar="NAME", help="who says so; default: the trainer, or you about yourself")
    parser.add_argument("--as", dest="kind", choices=("wearer", "trainer"), help="what NAME is; default: trainer")


def named(db: Connection, who: str) -> Client:
    """The client meant by WHO. Raises UsageError."""
    return client(db, ME if who == YOURSELF else who)


def speaker(db: Connection, arguments: argparse.Namespace, about: Client) -> Author:
    """Who says something about a client, made when absent."""
    kind = arguments.kind or ("wearer" if about.pseudonym == ME and not arguments.by else "trainer")
    return author(db, arguments.by, kind) if arguments.by else default_author(db, kind)


def by_id(db: Connection) -> dict[object, Author]:
    """Every author."""
    return {one.id: one for one in authors(db)}


def note_access(history: History, client: Client, what: str, now_ns: int) -> None:
    """Notes that a trainer saw it; looking at one's own is no access. What cannot be written to can still be read."""
    if client.pseudonym == ME:
        return
    try:
        with history.writing() as db:
            looked(db, client, default_author(db, "trainer"), what, now_ns)
    except HistoryError:
        return
