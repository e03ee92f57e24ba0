"""`imu-hinge live`: the station, fed by sensors, by virtual ones, or by a recording at its own pace."""

import argparse
import math
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from imu_hinge.analysis import new_session
from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.keeping import recording_of
from imu_hinge.cli.sinks import Json, Limit, Printer, Words
from imu_hinge.cli.sources import Plan, planned, say
from imu_hinge.cli.worlds import add_worlds, scenarios_text
from imu_hinge.station import Engine, Sink

EXAMPLES = """example:
  imu-hinge live --plain --exercise band_rdl
  imu-hinge live --simulate=rounding --plain --speed 2
  imu-hinge live --from recordings/rdl_row.mcap --speed 4 --plain"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = f"{EXAMPLES}\n\n{scenarios_text()}"
    where = parser.add_mutually_exclusive_group()
    add_worlds(where)
    where.add_argument("--from", dest="path", type=Path, metavar="PATH", help="recording or plain CSV")
    parser.add_argument("--speed", type=_speed, default=1.0, metavar="N", help="--from, --simulate: N times faster")
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--record", type=Path, metavar="PATH", help="where to record; default: this user's recordings")
    kept.add_argument("--no-record", action="store_true", help="keep nothing")
    parser.add_argument("--sets", type=_whole, metavar="N", help="end after N sets")
    parser.add_argument("--duration", type=positive, metavar="S", help="end after S seconds")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="one line of words per event (the default so far)")
    form.add_argument("--json", action="store_true", help="one JSON object per event")


def run(arguments: argparse.Namespace) -> int:
    """Says each event when its time has come; a signal ends the session as `end` does, and is the exit code."""
    with ExitStack() as opened:
        plan = planned(arguments, opened)
        printer = Printer(Json() if arguments.json else Words(plan.exercise))
        recording = recording_of(plan, arguments.record, arguments.no_record, say)
        signum = _session(plan, [printer, *([recording] if recording else [])], arguments)
    return 128 + signum if signum else 0


def _session(plan: Plan, sinks: list[Sink], arguments: argparse.Namespace) -> int:
    """Runs one session to its end; the number of the signal that ended it, or 0."""
    limit = Limit(arguments.duration, arguments.sets, lambda: engine.stop())
    engine = Engine(plan.open_source, new_session(plan.exercise), [*sinks, limit], plan.new_loop)
    with stopping(engine.stop) as came:
        engine.start()
        engine.wait()
    return came[0] if came else 0


_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Ctrl-C, a request to terminate, and a terminal that is closed."""


@contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[list[int]]:
    """Takes the first signal of _ENDING as a wish to end; gives the signals that came.

    The same signal again acts as it would without us; outside the main thread nothing is taken.
    """
    came: list[int] = []

    def take(signum: int, frame: object) -> None:
        came.append(signum)
        signal.signal(signum, signal.default_int_handler if signum == signal.SIGINT else signal.SIG_DFL)
        stop()

    with ExitStack() as undo:
        if threading.current_thread() is threading.main_thread():
            for signum in _ENDING:
                undo.callback(signal.signal, signum, signal.signal(signum, take))
        yield came


def _speed(text: str) -> float:
    return _number(text, 0.01, 1e6, "expected a number from 0.01 to 1000000")


def positive(text: str) -> float:
    """An argument above 0."""
    return _number(text, 1e-9, math.inf, "expected a number above 0")


def _whole(text: str) -> int:
    value = int(text) if text.isdecimal() else 0
    if not value:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, found {text}")
    return value


def _number(text: str, least: float, most: float, expected: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise argparse.ArgumentTypeError(f"{expected}, found {text}")
    return value
