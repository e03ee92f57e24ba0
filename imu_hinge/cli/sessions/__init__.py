"""`imu-hinge sessions`: what was trained, kept in the history."""

import argparse

from imu_hinge.cli.groups import Subcommand, add_subcommands, run_chosen
from imu_hinge.cli.sessions import comparing, editing, exporting, gathering, listing, noting, showing

EXAMPLE = "example:\n  imu-hinge sessions list --client Ann\n  imu-hinge sessions show 0b9a61f2"

COMMANDS = {
    "list": Subcommand("the sessions, newest first", listing.EXAMPLE, listing.configure, listing.run),
    "show": Subcommand("one session, with notes and changes by hand", showing.EXAMPLE, showing.configure, showing.run),
    "note": Subcommand("write a note about a session", noting.EXAMPLE, noting.configure, noting.run),
    "edit": Subcommand(
        "change by hand what was counted; what the program said is kept",
        editing.EXAMPLE,
        editing.configure,
        editing.run,
    ),
    "compare": Subcommand("two sessions, measure by measure", comparing.EXAMPLE, comparing.configure, comparing.run),
    "rebuild": Subcommand(
        "make the history again from the recordings",
        gathering.REBUILD,
        gathering.configure_rebuild,
        gathering.run_rebuild,
    ),
    "import": Subcommand(
        "add recordings that lie elsewhere to the history",
        gathering.IMPORT,
        gathering.configure_import,
        gathering.run_import,
    ),
    "export": Subcommand(
        "repetitions, days or captures as a table, with changes by hand",
        exporting.EXAMPLE,
        exporting.configure,
        exporting.run,
    ),
}
"""What can be done with sessions."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the commands."""
    parser.epilog = EXAMPLE
    add_subcommands(parser, COMMANDS)


def run(arguments: argparse.Namespace) -> int:
    """Runs the one that was named."""
    return run_chosen(arguments)
