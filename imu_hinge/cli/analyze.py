"""`imu-hinge analyze`: sets, repetitions and faults of files."""

import argparse
import shutil
from dataclasses import replace
from pathlib import Path

from imu_hinge.analysis import Analysis, fold, open_source
from imu_hinge.batch import Failed
from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli import batch
from imu_hinge.cli.batch_lines import Job, Told, told
from imu_hinge.cli.output import print_json
from imu_hinge.cli.page import page
from imu_hinge.cli.progress import watched
from imu_hinge.cli.texts import NOT_PROVEN, paragraph
from imu_hinge.model.kinds import Kind
from imu_hinge.view.totals import totals, words

EXAMPLE = """example:
  imu-hinge analyze bend.csv --exercise forward_bend --json
  imu-hinge analyze recordings/*.mcap"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = f"{EXAMPLE}\n\n{paragraph(NOT_PROVEN)}"
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="recording or plain CSV")
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; default: as recorded")
    parser.add_argument("--json", action="store_true", help="print JSON; of several files one list")
    batch.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the analysis of one file, or a line for each of several; 1 when one of those cannot be analysed."""
    return _one(arguments) if len(arguments.paths) == 1 else _many(arguments)


def analyzed(job: Job) -> Told:
    """The task. Raises HingeError, OSError."""
    with open_source(job.path, job.exercise) as source:
        analysis = fold(source)
    return Told(f"{job.name}: {_line(analysis)}", {"analysis": analysis.to_dict()})


def _line(analysis: Analysis) -> str:
    """What is in one file, in one line."""
    if analysis.kind != Kind.TRAINING:
        from imu_hinge.cli.page_kinds import line

        return line(analysis)
    sets = f"{len(analysis.sets)} {'set' if len(analysis.sets) == 1 else 'sets'}"
    return f"{analysis.exercise.id}, {sets}, {words(totals(analysis.sets, analysis.exercise))}"


def _one(arguments: argparse.Namespace) -> int:
    (path,) = arguments.paths
    with open_source(path, arguments.exercise) as source:
        analysis = fold(replace(source, items=watched(source.items, path.name)))
    if arguments.json:
        print_json(analysis.to_dict())
    else:
        print("\n".join(page(analysis, shutil.get_terminal_size().columns)))
    return 0


def _many(arguments: argparse.Namespace) -> int:
    results = told(analyzed, arguments)
    return 1 if any(isinstance(result, Failed) for result in results) else 0
