"""`imu-hinge export`: tables for other tools."""

import argparse
from dataclasses import replace
from pathlib import Path

from imu_hinge.analysis import open_source
from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli import batch
from imu_hinge.cli.delivery import check_place, hidden_in, moved
from imu_hinge.cli.export_many import export_many, fallback
from imu_hinge.cli.progress import watched
from imu_hinge.export import FORMATS, TABLES, Wanted, check_extra, table_for, write

EXAMPLE = """example:
  imu-hinge export recordings/rdl_row.mcap -o frames.csv --table frames
  imu-hinge export recordings/rdl_row.mcap -o set1.sto --format sto --set 1
  imu-hinge export recordings/*.mcap -o dataset --format bids"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="recording or plain CSV")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="OUT",
        help="what to make: a file; of several PATHs a folder",
    )
    parser.add_argument("--table", choices=TABLES, help="what to write; sto, bids and fit need no telling")
    parser.add_argument("--format", choices=FORMATS, default="csv", help="default: csv; bids makes a folder")
    parser.add_argument("--set", type=int, dest="set_index", metavar="N", help="this set alone (sto)")
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; default: as recorded")
    parser.add_argument("--force", action="store_true", help="overwrite a file that is there")
    batch.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Writes one export, or one for each of several files; 1 when one of those cannot be made."""
    arguments.table = table_for(arguments.format, arguments.table, arguments.set_index)
    check_extra(arguments.format)
    return _one(arguments) if len(arguments.paths) == 1 else export_many(arguments)


def _one(arguments: argparse.Namespace) -> int:
    (path,), out = arguments.paths, arguments.output
    wanted = Wanted(path, arguments.table, arguments.set_index)
    check_place(out, arguments.force, FORMATS[arguments.format].folder, path)
    with (
        hidden_in(out.parent, out.name) as folder,
        open_source(path, arguments.exercise, fallback=fallback(arguments.format, wanted)) as source,
    ):
        told = replace(source, items=watched(source.items, path.name))
        write(arguments.format, told, wanted, folder / out.name)
        moved(folder, out.parent, arguments.force)
    return 0
