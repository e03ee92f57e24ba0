"""The command line: builds source, session and sinks; nothing else. Each command is imported when it is asked for."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from imu_hinge import __version__
from imu_hinge.cli.terminal import leave_for_good
from imu_hinge.cli.texts import DISCLAIMER, paragraph
from imu_hinge.model.errors import HingeError
from imu_hinge.model.said import of_system, of_unforeseen

COMMANDS = {
    "live": ("imu_hinge.cli.live", "count and cue while it happens: the screen for a set"),
    "posture": ("imu_hinge.cli.posture", "posture through the day: minutes by zone, reminders of staying"),
    "assess": ("imu_hinge.cli.assess", "tests of movement, led by voice: how far, how alike, limits of your own"),
    "trainer": ("imu_hinge.cli.trainer", "many clients live: who needs attention first"),
    "scan": ("imu_hinge.cli.scan", "the sensors in reach"),
    "review": ("imu_hinge.cli.review", "look at a session again: every repetition, changes by hand, limits, trends"),
    "report": ("imu_hinge.cli.report", "one page about a session, to print or send"),
    "sessions": ("imu_hinge.cli.sessions", "the history: list, show, compare, change, rebuild"),
    "clients": ("imu_hinge.cli.clients", "who trains: consent, notes, trends, backup, erase"),
    "analyze": ("imu_hinge.cli.analyze", "sets, repetitions and faults of a recording or a plain CSV"),
    "verify": ("imu_hinge.cli.verify", "fold recordings again and compare with what was said live"),
    "import": ("imu_hinge.cli.import_csv", "turn a plain CSV into a recording"),
    "export": ("imu_hinge.cli.export", "tables for other tools"),
    "recover": ("imu_hinge.cli.recover", "what can be kept of an incomplete recording"),
    "doctor": ("imu_hinge.cli.doctor", "what a session needs, and the remedy where it is missing"),
    "exercises": ("imu_hinge.cli.exercises", "the exercises, as a table"),
    "faults": ("imu_hinge.cli.faults", "the faults and their limits, as a table"),
}
"""Command -> module with `configure(parser)` and `run(arguments)`, and one line of help."""

EXAMPLE = "example:\n  imu-hinge analyze bend.csv --exercise forward_bend"

Run = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Says what is amiss in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit code 2."""
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def main(argv: list[str] | None = None) -> int:
    """Runs one command; 0 success, 1 the answer is no, 2 input or usage refused, 128 + n ended by signal n."""
    if argv is not None:
        return _ended(argv)
    _open_streams()
    signal.signal(signal.SIGTERM, _terminated)
    code = _ended(sys.argv[1:])
    leave_for_good(code)
    return code


def _ended(words: list[str]) -> int:
    """The exit code, whatever happens."""
    try:
        return _run(words)
    except HingeError as error:
        return _refuse(str(error))
    except BrokenPipeError:
        return _reader_left()
    except OSError as error:
        return _refuse(of_system(error, "standard output"))
    except MemoryError:
        return _refuse("there is not enough memory for this file; make several of it")
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _refuse(of_unforeseen(error))


def _run(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    parser = _parser(words)
    if not words:
        return _start(parser)
    arguments = parser.parse_args(words)
    run: Run = arguments.run
    code = run(arguments)
    sys.stdout.flush()
    return code


def _start(parser: argparse.ArgumentParser) -> int:
    """A first screen where there is a terminal, else the help."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        parser.print_help()
        return 0
    from imu_hinge.cli.start import choose

    words = choose()
    return _run(words) if words else 0


def _open_streams() -> None:
    """A process may be started with its streams closed; what is said there goes nowhere."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # open until the end


def _terminated(signum: int, frame: object) -> NoReturn:
    """Leaves as an error does, so that half a file is taken away."""
    sys.exit(128 + signum)


def _parser(words: list[str]) -> argparse.ArgumentParser:
    parser = Parser(
        prog="imu-hinge",
        description="Counts and judges hip-hinge repetitions from two wearable motion sensors.",
        epilog=f"{EXAMPLE}\n\n{paragraph(DISCLAIMER)}",
        formatter_class=partial(argparse.RawDescriptionHelpFormatter, max_help_position=16),
    )
    parser.add_argument("--version", action="version", version=f"imu-hinge {__version__}\n{DISCLAIMER}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, formatter_class=argparse.RawDescriptionHelpFormatter)
        if name in words[:1]:
            _configure(command, module, summary)
    return parser


def _configure(parser: argparse.ArgumentParser, module: str, summary: str) -> None:
    command = import_module(module)
    parser.description = summary[0].upper() + summary[1:] + "."
    command.configure(parser)
    parser.set_defaults(run=command.run)


def _refuse(message: str) -> int:
    print("imu-hinge: " + " ".join(message.split()), file=sys.stderr)
    return 2


def _reader_left() -> int:
    """Whoever read our output has seen enough: no error. What is still buffered must not raise at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
