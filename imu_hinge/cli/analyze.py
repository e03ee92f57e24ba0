"""`imu-hinge analyze`: sets, repetitions and faults of a file."""

import argparse
import shutil
from dataclasses import replace
from pathlib import Path

from imu_hinge.analysis import fold, open_source
from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.output import print_json
from imu_hinge.cli.page import page
from imu_hinge.cli.progress import watched
from imu_hinge.cli.texts import NOT_PROVEN, paragraph

EXAMPLE = """example:
  imu-hinge analyze bend.csv --exercise forward_bend --json"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = f"{EXAMPLE}\n\n{paragraph(NOT_PROVEN)}"
    parser.add_argument("path", type=Path, metavar="PATH", help="recording or plain CSV")
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; default: as recorded")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints the analysis."""
    with open_source(arguments.path, arguments.exercise) as source:
        analysis = fold(replace(source, items=watched(source.items, arguments.path.name)))
    if arguments.json:
        print_json(analysis.to_dict())
    else:
        print("\n".join(page(analysis, shutil.get_terminal_size().columns)))
    return 0
