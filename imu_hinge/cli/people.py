"""Who is meant, and who speaks: the arguments that commands on the history share."""

import argparse

from imu_hinge.cli.speaking import add_by as add_by
from imu_hinge.history.accesses import looked
from imu_hinge.history.authors import author, authors, default_author
from imu_hinge.history.clients import client
from imu_hinge.history.database import Connection, History
from imu_hinge.history.rows import ME, Author, Client
from imu_hinge.history.wording import YOURSELF
from imu_hinge.model.errors import HistoryError

_YOURSELF = " or ".join(f"`{word}`" for word in YOURSELF)


def add_who(parser: argparse.ArgumentParser) -> None:
    """The client a command is about."""
    meaning = f"client: name, pseudonym or the beginning of one; {_YOURSELF} for yourself"
    parser.add_argument("who", metavar="WHO", help=meaning)


def add_client_option(parser: argparse.ArgumentParser, meaning: str) -> None:
    """--client."""
    parser.add_argument("--client", metavar="WHO", help=f"{meaning}: name, pseudonym or {_YOURSELF}")


SESSION = "the id of a session or of its recording, or the beginning of one"
"""What a command that takes a session takes."""


def add_session(parser: argparse.ArgumentParser, name: str) -> None:
    """The session a command is about."""
    parser.add_argument(name, metavar="SESSION", help=SESSION)


def named(db: Connection, who: str) -> Client:
    """The client meant by WHO. Raises UsageError."""
    return client(db, who)


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
