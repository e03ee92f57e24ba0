"""What commands over many files share: where the work is done, how far it has come, and what a file is called there."""

import argparse
import math
import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from imu_hinge.batch import Pool, Result, Serial, mapped
from imu_hinge.export.extras import needing

LIMIT_S = 600.0
SMALL_BYTES = 200_000
"""Recordings that have less together are done in this process before two workers have started: measured, two cores."""
CSV_BYTES = 30
"""A plain CSV has as many bytes as this for one byte of a recording that takes as long."""

J = TypeVar("J")
T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds those that say where many files are worked on."""
    group = parser.add_argument_group("for several files")
    group.add_argument("--jobs", type=_count, metavar="N", help="processes at work; default: one for each processor")
    group.add_argument(
        "--time-limit", type=_seconds, default=LIMIT_S, metavar="S", help=f"seconds for one file; default {LIMIT_S:g}"
    )
    group.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster, for instance tcp://10.0.0.5:8786")
    group.add_argument(
        "--path-map",
        type=_map,
        action="append",
        default=[],
        metavar="LOCAL=REMOTE",
        help="how the workers of the cluster call a folder",
    )


def over(
    task: Callable[[J], T], jobs: Sequence[J], arguments: argparse.Namespace, work: float
) -> Generator[Result[T], None, None]:
    """The results in order, with a bar on standard error if that is a terminal; `work` as `work_in` gives it."""
    with _pool(arguments, len(jobs), work) as pool:
        yield from _counted(mapped(task, jobs, pool), len(jobs))


def work_in(paths: Sequence[Path]) -> float:
    """How much there is to do, in bytes of a recording. What is no file may never come to its end."""
    return sum(map(_work, paths))


def _work(path: Path) -> float:
    if not path.is_file():
        return math.inf if path.exists() else 0.0
    return path.stat().st_size / (CSV_BYTES if path.suffix == ".csv" else 1)


def there(path: Path, arguments: argparse.Namespace) -> Path:
    """The path as those who do the work call it."""
    if not arguments.scheduler:
        return path
    whole = path.absolute()
    for local, remote in arguments.path_map:
        if whole.is_relative_to(local):
            return Path(remote) / whole.relative_to(local)
    return whole


def here(why: str, path: Path, arguments: argparse.Namespace) -> str:
    """A refusal by those who do the work, in which the file is called as it is here."""
    words = why.replace(str(there(path, arguments)), str(path))
    return words if words.startswith(str(path)) else f"{path}: {words}"


@contextmanager
def _pool(arguments: argparse.Namespace, count: int, work: float) -> Iterator[Pool]:
    if arguments.scheduler:
        cluster = needing("cluster", "imu_hinge.batch.cluster", "--scheduler")
        with cluster.Cluster(arguments.scheduler, arguments.time_limit) as pool:
            yield pool
    elif arguments.jobs is None and work < SMALL_BYTES:
        yield Serial()
    else:
        from imu_hinge.batch.processes import Processes

        with Processes(min(arguments.jobs or os.cpu_count() or 1, count), arguments.time_limit) as pool:
            yield pool


def _counted(results: Iterator[Result[T]], count: int) -> Iterator[Result[T]]:
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    shown = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    # what is printed meanwhile goes above the bar, unless it does not go to this terminal
    with Progress(*shown, console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as progress:
        yield from progress.track(results, total=count)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, found {text}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"expected seconds above 0, found {text}")
    return seconds


def _map(text: str) -> tuple[Path, str]:
    local, _, remote = text.partition("=")
    if not local or not remote:
        raise argparse.ArgumentTypeError(f"expected LOCAL=REMOTE, found {text}")
    return Path(local).absolute(), remote
