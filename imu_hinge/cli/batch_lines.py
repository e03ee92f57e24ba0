"""A line, or a row of JSON, for each of many files, in their order; one that cannot be read has its own."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imu_hinge.batch import Failed, Result
from imu_hinge.cli.batch import here, over, there, work_in
from imu_hinge.cli.output import print_json


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read."""

    path: str
    """As those who do the work call it."""
    name: str
    """As it was named here."""
    exercise: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of one file."""

    line: str
    """In words, its name in front."""
    values: Mapping[str, Any]
    """As JSON, without its name."""


def told(task: Callable[[Job], Told], arguments: argparse.Namespace) -> list[Result[Told]]:
    """Prints a line for each file as they are done, or, with --json, one list of their rows; gives back the results."""
    paths: Sequence[Path] = arguments.paths
    exercise = getattr(arguments, "exercise", None)
    jobs = [Job(str(there(path, arguments)), str(path), exercise) for path in paths]
    results = []
    for path, result in zip(paths, over(task, jobs, arguments, work_in(paths)), strict=True):
        results.append(result)
        if not arguments.json:
            _print_line(path, result, arguments)
    if arguments.json:
        print_json([_row(path, result, arguments) for path, result in zip(paths, results, strict=True)])
    return results


def _print_line(path: Path, result: Result[Told], arguments: argparse.Namespace) -> None:
    if isinstance(result, Failed):
        print(f"imu-hinge: {here(result.why, path, arguments)}", file=sys.stderr, flush=True)
    else:
        print(result.value.line, flush=True)


def _row(path: Path, result: Result[Told], arguments: argparse.Namespace) -> Mapping[str, Any]:
    if isinstance(result, Failed):
        return {"path": str(path), "error": here(result.why, path, arguments)}
    return {"path": str(path), **result.value.values}
