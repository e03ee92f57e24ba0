"""`imu-hinge live`: the station, fed with a recording at its own pace."""

import argparse
import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from imu_hinge.analysis import ended, new_session, open_source
from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.words import Lines, session_line
from imu_hinge.core.summary import Summary
from imu_hinge.model.events import Event, Step
from imu_hinge.model.inputs import Input
from imu_hinge.recording import event_to_json
from imu_hinge.station import Stop, paced, run_session

EXAMPLE = "example:\n  imu-hinge live --from recordings/rdl_row.mcap --speed 4 --plain"
BLOCK_S = 0.1
"""Rows of a CSV arrive in blocks as short as a sensor's notifications."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--from", dest="path", type=Path, required=True, metavar="PATH", help="recording or plain CSV")
    parser.add_argument("--speed", type=_speed, default=1.0, metavar="N", help="N times faster than it happened")
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; default: as recorded")
    form = parser.add_mutually_exclusive_group(required=True)
    form.add_argument("--plain", action="store_true", help="one line of words per event")
    form.add_argument("--json", action="store_true", help="one JSON object per event")


def run(arguments: argparse.Namespace) -> int:
    """Says each event when its time has come; a signal ends the session as `end` does, and is the exit code."""
    with open_source(arguments.path, arguments.exercise, BLOCK_S) as source, stopping() as stop:
        printer = Printer(as_json if arguments.json else Lines(source.exercise).line)
        items = ended(stop.until(paced(source.items, arguments.speed, sleep=stop.sleep)))
        run_session(items, new_session(source.exercise), [printer])
    if arguments.plain:
        print(printer.summary(), flush=True)
    return 128 + stop.signal if stop.signal else 0


@contextmanager
def stopping() -> Iterator[Stop]:
    """Takes Ctrl-C and the request to terminate as a wish to end; inside a thread nothing is taken."""
    stop = Stop()
    with ExitStack() as undo:
        if threading.current_thread() is threading.main_thread():
            for signum in (signal.SIGINT, signal.SIGTERM):
                undo.callback(signal.signal, signum, signal.signal(signum, stop.take))
        yield stop


def as_json(event: Event) -> str:
    """One line: `type` and the fields of the event."""
    return json.dumps(event_to_json(event), allow_nan=False)


class Printer:
    """A sink that prints what is worth a line, flushed at once."""

    def __init__(self, said: Callable[[Event], str | None]) -> None:
        self._said, self._summary, self._t_ns = said, Summary(), 0

    def receive(self, item: Input, step: Step) -> None:
        """Prints the events of one step."""
        self._t_ns = item.t_ns
        for event in step.events:
            self._summary.take(event)
            if line := self._said(event):
                print(line, flush=True)

    def summary(self) -> str:
        """The last line: what was counted in all."""
        return session_line(self._t_ns, self._summary.sets)


def _speed(text: str) -> float:
    value = float(text)
    if not 0.01 <= value <= 1e6:
        raise argparse.ArgumentTypeError(f"expected a number from 0.01 to 1000000, found {text}")
    return value
