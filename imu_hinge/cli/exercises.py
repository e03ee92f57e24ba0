"""`imu-hinge exercises`: what can be trained."""

import argparse
from typing import Any

from imu_hinge.catalogue import Exercise, exercise_ids, load_exercise
from imu_hinge.cli.output import fitted, print_json

EXAMPLE = "example:\n  imu-hinge exercises --json"


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints the exercises, the progression first."""
    exercises = [load_exercise(exercise) for exercise in exercise_ids()]
    if arguments.json:
        print_json([as_dict(exercise) for exercise in exercises])
    else:
        print("\n".join(fitted(HEAD, [row(exercise) for exercise in exercises])))
    return 0


HEAD = ("id", "level", "title", "range", "sides", "rows", "faults")


def row(exercise: Exercise) -> tuple[str, ...]:
    """One line of the table."""
    return (
        exercise.id,
        str(exercise.level) if exercise.level else "assessment",
        exercise.title,
        f"{exercise.thorax_range_deg:g} deg",
        "yes" if exercise.sides else "-",
        "yes" if exercise.rows else "-",
        str(len(exercise.faults)),
    )


def as_dict(exercise: Exercise) -> dict[str, Any]:
    """All of the profile but the rows of its faults, of which the ids stand."""
    fields = {name: getattr(exercise, name) for name in Exercise.__slots__}
    return {**fields, "faults": [fault.id for fault in exercise.faults]}
