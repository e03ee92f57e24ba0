"""`imu-hinge clients`: the people whose sessions are kept, and all that belongs to them."""

import argparse

from imu_hinge.cli.clients import (
    adding,
    consenting,
    copying,
    erasing,
    keeping,
    levelling,
    listing,
    planning,
    progressing,
    saying,
    showing,
    trending,
)
from imu_hinge.cli.groups import Subcommand, add_subcommands, run_chosen

EXAMPLE = "example:\n  imu-hinge clients add Ann --consent keep\n  imu-hinge clients list"

COMMANDS = {
    "add": Subcommand("add a client under a new pseudonym", adding.ADD, adding.configure_add, adding.add),
    "list": Subcommand("the clients, and when they were last seen", listing.EXAMPLE, listing.configure, listing.run),
    "show": Subcommand("all that is known of a client", showing.EXAMPLE, showing.configure, showing.run),
    "change": Subcommand("change what is known of a client", adding.CHANGE, adding.configure_change, adding.change),
    "note": Subcommand("write a note about a client, or read them", saying.NOTE, saying.configure_note, saying.note),
    "consent": Subcommand(
        "what a client agrees to: note it, take it back, or read it",
        consenting.EXAMPLE,
        consenting.configure,
        consenting.run,
    ),
    "limit": Subcommand("limits of a client's own", saying.LIMIT, saying.configure_limit, saying.limit),
    "plan": Subcommand("what a client is to do in a session", planning.EXAMPLE, planning.configure, planning.run),
    "level": Subcommand("the level a client is at, and why", levelling.EXAMPLE, levelling.configure, levelling.run),
    "progress": Subcommand(
        "which level is proposed next, and why", progressing.EXAMPLE, progressing.configure, progressing.run
    ),
    "trend": Subcommand("one measure over all sessions", trending.EXAMPLE, trending.configure, trending.run),
    "export": Subcommand("take all of a client along", copying.EXPORT, copying.configure_export, copying.export),
    "import": Subcommand("read what `export` wrote", copying.IMPORT, copying.configure_import, copying.import_),
    "erase": Subcommand("erase a client so that nothing is left", erasing.EXAMPLE, erasing.configure, erasing.run),
    "backup": Subcommand("copy the history to a file", keeping.BACKUP, keeping.configure_backup, keeping.backup),
    "restore": Subcommand("put a backup in its place", keeping.RESTORE, keeping.configure_restore, keeping.put_back),
    "migrate": Subcommand(
        "bring the tables of a server to this version", keeping.MIGRATE, keeping.configure_migrate, keeping.bring_up
    ),
}
"""What can be done with clients."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the commands."""
    parser.epilog = EXAMPLE
    add_subcommands(parser, COMMANDS)


def run(arguments: argparse.Namespace) -> int:
    """Runs the one that was named."""
    return run_chosen(arguments)
