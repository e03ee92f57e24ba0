"""`imu-hinge export`: tables for other tools."""

import argparse
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path

from imu_hinge.analysis import open_source
from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.output import check_output, written
from imu_hinge.cli.progress import watched
from imu_hinge.export import TABLES, make_table, write_csv
from imu_hinge.export.tables import Row
from imu_hinge.model.errors import UsageError

EXAMPLE = "example:\n  imu-hinge export recordings/rdl_row.mcap -o frames.csv --table frames"
NEEDS_EXERCISE = ("reps",)
ANY_EXERCISE = "forward_bend"
"""Stands in where a table does not depend on the exercise and the file says none."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("path", type=Path, metavar="PATH", help="recording or plain CSV")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="file to write")
    parser.add_argument("--table", choices=TABLES, required=True, help="what to write")
    parser.add_argument("--format", type=_format, default="csv", metavar="csv", help="csv is the only one so far")
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; default: as recorded")
    parser.add_argument("--force", action="store_true", help="overwrite OUT")


def run(arguments: argparse.Namespace) -> int:
    """Writes the table."""
    check_output(arguments.output, arguments.force, arguments.path)
    fallback = None if arguments.table in NEEDS_EXERCISE else ANY_EXERCISE
    with open_source(arguments.path, arguments.exercise, fallback=fallback) as source:
        table = make_table(arguments.table, replace(source, items=watched(source.items, arguments.path.name)))
    if arguments.table != "reps":
        table = replace(table, rows=_some(table.rows, arguments.path, arguments.table))
    with written(arguments.output, arguments.force) as stream:
        write_csv(table, stream)
    return 0


def _some(rows: Iterable[Row], path: Path, table: str) -> Iterable[Row]:
    """The rows; raises UsageError when there are none."""
    listed = iter(rows)
    first = next(listed, None)
    if first is None:
        raise UsageError(f"{path}: holds no {table} that can be read; see what `imu-hinge verify` says of it")
    return chain([first], listed)


def _format(name: str) -> str:
    if name != "csv":
        raise argparse.ArgumentTypeError(f"{name} does not exist in this version; csv does")
    return name
