"""`imu-hinge trainer`: many clients on one screen, and what has to be set up for it."""

import argparse
from importlib import import_module
from typing import Any

from imu_hinge.cli import Parser
from imu_hinge.cli.numbers import speed
from imu_hinge.cli.terminal import is_poor

EXAMPLE = """example:
  imu-hinge trainer --simulate --wearers 6
  imu-hinge trainer --broker mqtts://gym.local:8883
  imu-hinge trainer setup room --clients 30 --trainers anna,bob
  imu-hinge trainer pair ANN --sacrum HINGE-7A3C --thoracic HINGE-81F0
  imu-hinge trainer week"""

COMMANDS = {
    "setup": ("imu_hinge.cli.trainer.setup", "accounts, certificates and the broker's configuration for a room"),
    "pair": ("imu_hinge.cli.trainer.pair", "which sensors belong to which client of this room"),
    "week": ("imu_hinge.cli.trainer.week", "all clients over weeks: who was not seen, pain, sessions to look at"),
}
"""Command -> module with `EXAMPLE`, `configure(parser)` and `run(arguments)`, and one line of help."""
_MOST_WEARERS = 12


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the screen, and the commands."""
    parser.epilog = EXAMPLE
    parser.add_argument("--broker", metavar="URL|FILE", help="clients on other machines: mqtts://HOST, or an account")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--simulate", nargs="?", const="mix", metavar="SCENARIO", help="virtual wearers; default: each another one"
    )
    where.add_argument("--hci", metavar="TRANSPORT", help="a Bluetooth controller of its own: usb:0, serial:PORT, ...")
    parser.add_argument("--wearers", type=_wearers, default=6, metavar="N", help="--simulate: how many; default: 6")
    parser.add_argument("--speed", type=speed, default=1.0, metavar="N", help="--simulate: N times faster")
    parser.add_argument("--exercise", metavar="ID", help="what everybody of this room begins with")
    parser.add_argument("--no-record", action="store_true", help="keep nothing of this room")
    parser.add_argument("--ascii", action="store_true", help="draw the screen with ASCII only")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="one line of words per event, in place of the screen")
    form.add_argument("--json", action="store_true", help="one JSON object per event")
    form.add_argument(
        "--web", nargs="?", type=_port, const=8765, metavar="PORT", help="the screen in a browser of this machine"
    )
    form.add_argument("--shared", action="store_true", help=argparse.SUPPRESS)  # one tab of --web
    _add_commands(parser)


def run(arguments: argparse.Namespace) -> int:
    """Runs the command that was named; without one the screen."""
    if arguments.command:
        module = import_module(COMMANDS[arguments.command][0])
        code: int = module.run(arguments)
        return code
    from imu_hinge.cli.trainer import watching, web

    if arguments.shared:
        return web.tab(arguments)
    arguments.plain = arguments.plain or (is_poor() and not (arguments.json or arguments.web))
    return watching.run(arguments)


def _add_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", parser_class=_Command)
    for name, (_, summary) in COMMANDS.items():
        description = f"{summary[0].upper()}{summary[1:]}."
        commands.add_parser(
            name, help=summary, description=description, formatter_class=argparse.RawDescriptionHelpFormatter
        )


class _Command(Parser):
    """Loads what its command needs when it is named."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Adds the arguments first."""
        command = import_module(COMMANDS[self.prog.split()[-1]][0])
        self.epilog = f"example:\n  imu-hinge {command.EXAMPLE}"
        command.configure(self)
        return super().parse_known_args(args, namespace)


def _port(text: str) -> int:
    value = int(text) if text.isdecimal() else 0
    if value not in range(1024, 65536):
        raise argparse.ArgumentTypeError(f"expected a port from 1024 to 65535, found {text}")
    return value


def _wearers(text: str) -> int:
    value = int(text) if text.isdecimal() else 0
    if value not in range(1, _MOST_WEARERS + 1):
        raise argparse.ArgumentTypeError(f"expected 1 to {_MOST_WEARERS}, found {text}")
    return value
