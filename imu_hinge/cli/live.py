"""`imu-hinge live`: the station, fed with a recording at its own pace."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from imu_hinge.analysis import open_source
from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.words import Lines
from imu_hinge.core.session import Session
from imu_hinge.model.events import Event, Step
from imu_hinge.model.inputs import Input
from imu_hinge.recording import event_to_json
from imu_hinge.station import paced, run_session

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
    """Says each event when its time has come."""
    with open_source(arguments.path, arguments.exercise, BLOCK_S) as source:
        said = as_json if arguments.json else Lines(source.exercise).line
        items = paced(source.items, arguments.speed)
        run_session(items, Session(exercise=source.exercise), [Printer(said)])
    return 0


def as_json(event: Event) -> str:
    """One line: `type` and the fields of the event."""
    return json.dumps(event_to_json(event), allow_nan=False)


class Printer:
    """A sink that prints what is worth a line, flushed at once."""

    def __init__(self, said: Callable[[Event], str | None]) -> None:
        self._said = said

    def receive(self, item: Input, step: Step) -> None:
        """Prints the events of one step."""
        for line in filter(None, map(self._said, step.events)):
            print(line, flush=True)


def _speed(text: str) -> float:
    value = float(text)
    if not 0.01 <= value <= 1e6:
        raise argparse.ArgumentTypeError(f"expected a number from 0.01 to 1000000, found {text}")
    return value
