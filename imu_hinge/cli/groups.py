"""A command that has commands of its own."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One of them."""

    summary: str
    """One line, lower case, without a full stop."""
    example: str
    """What follows `imu-hinge`."""
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_subcommands(parser: argparse.ArgumentParser, subcommands: Mapping[str, Subcommand]) -> None:
    """Adds them; the chosen one is run by `run_chosen`."""
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, one in subcommands.items():
        command = commands.add_parser(
            name,
            help=one.summary,
            description=f"{one.summary[0].upper()}{one.summary[1:]}.",
            epilog=f"example:\n  imu-hinge {one.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.configure(command)
        command.set_defaults(chosen=one.run)


def run_chosen(arguments: argparse.Namespace) -> int:
    """Runs the command that was named."""
    run: Callable[[argparse.Namespace], int] = arguments.chosen
    return run(arguments)
