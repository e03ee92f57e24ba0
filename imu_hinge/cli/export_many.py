"""Several files exported at once: each is made out of sight by whoever works on it, and put in its place here."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from imu_hinge.analysis import open_source
from imu_hinge.batch import Done, Failed, Result, attempted
from imu_hinge.cli.batch import here, over, there, work_in
from imu_hinge.cli.delivery import check_folder, check_place, hidden_in, moved
from imu_hinge.export import FORMATS, Wanted, gather, needs_exercise, write
from imu_hinge.model.errors import UsageError

ANY_EXERCISE = "forward_bend"
"""Stands in where a table does not depend on the exercise and the file says none."""

Place = Callable[[str, Path], str]
"""Puts what was made under this name in this folder in its place; says where that is. Raises UsageError, OSError."""


@dataclass(frozen=True, slots=True)
class Order:
    """One export to make; all paths as those who do the work call them."""

    path: str
    exercise: str | None
    format: str
    table: str
    set_index: int | None
    name: str
    """Of what is to be made."""
    workshop: str
    """A folder to make it in."""


def export_many(arguments: argparse.Namespace) -> int:
    """Makes them all in the folder OUT; 1 when one cannot be made."""
    return _together(arguments) if FORMATS[arguments.format].folder else _apart(arguments)


def ordered(order: Order) -> str:
    """The task: makes it in a new folder of the workshop, and says in which. Raises HingeError, OSError."""
    wanted = Wanted(Path(order.path), order.table, order.set_index)
    made = Path(mkdtemp(dir=order.workshop))
    with open_source(order.path, order.exercise, fallback=fallback(order.format, wanted)) as source:
        write(order.format, source, wanted, made / order.name)
    return made.name


def fallback(name: str, wanted: Wanted) -> str | None:
    """The exercise to take in this format for a file that says none; None where it must be known."""
    return None if needs_exercise(name, wanted) else ANY_EXERCISE


def _apart(arguments: argparse.Namespace) -> int:
    """A file for each in OUT, which is made if it is not there."""
    out, names = arguments.output, _names(arguments)
    if new := not out.is_dir():
        check_folder(out)
        out.mkdir()
    free = [attempted(_check_free, (out / name, arguments.force)) for name in names]
    try:
        with hidden_in(out, "export") as workshop:
            return _each(arguments, names, free, workshop, partial(_into_folder, out, arguments.force))
    finally:
        if new:
            with suppress(OSError):  # it stays when something is in it
                out.rmdir()


def _together(arguments: argparse.Namespace) -> int:
    """One folder of everything, which appears when all are in it."""
    out, names = arguments.output, [path.stem for path in arguments.paths]
    check_place(out, arguments.force, folder=True)
    with hidden_in(out.parent, out.name) as hidden:
        workshop, whole = hidden / "parts", hidden / "whole"
        workshop.mkdir()
        whole.mkdir()
        place = partial(_into_whole, arguments.format, whole / out.name)
        code = _each(arguments, names, [Done(None)] * len(names), workshop, place)
        moved(whole, out.parent, arguments.force)
    return code


def _into_folder(out: Path, force: bool, name: str, made: Path) -> str:
    moved(made, out, force)
    return str(out / name)


def _into_whole(format_: str, whole: Path, name: str, made: Path) -> str:
    return gather(format_, made / name, whole)


def _each(
    arguments: argparse.Namespace, names: Sequence[str], free: Sequence[Result[None]], workshop: Path, place: Place
) -> int:
    """Makes and places those whose place is free, and tells of all in order; 1 when one could not be."""
    orders = list(_orders(arguments, names, free, workshop))
    lost = 0
    with closing(over(ordered, orders, arguments, work_in(arguments.paths))) as results:
        for path, name, look in zip(arguments.paths, names, free, strict=True):
            result = next(results) if isinstance(look, Done) else look
            if isinstance(result, Done):
                result = attempted(partial(place, name), workshop / result.value)
            lost += not _told(path, result, arguments)
    return 1 if lost else 0


def _orders(
    arguments: argparse.Namespace, names: Sequence[str], free: Sequence[Result[None]], workshop: Path
) -> Iterator[Order]:
    hall = str(there(workshop, arguments))
    for path, name, look in zip(arguments.paths, names, free, strict=True):
        if isinstance(look, Done):
            remote, wanted = str(there(path, arguments)), (arguments.table, arguments.set_index)
            yield Order(remote, arguments.exercise, arguments.format, *wanted, name, hall)


def _told(path: Path, result: Result[str], arguments: argparse.Namespace) -> bool:
    """Prints what became of one; whether it was made."""
    if isinstance(result, Failed):
        print(f"imu-hinge: {here(result.why, path, arguments)}", file=sys.stderr, flush=True)
        return False
    print(f"{path}: {result.value}", flush=True)
    return True


def _check_free(place: tuple[Path, bool]) -> None:
    path, force = place
    check_place(path, force, folder=False)


def _names(arguments: argparse.Namespace) -> list[str]:
    """What each file becomes in OUT; raises UsageError when two would become the same."""
    table = f".{arguments.table}" if len(FORMATS[arguments.format].tables) > 1 else ""
    names: dict[str, Path] = {}
    for path in arguments.paths:
        name = f"{path.stem}{table}.{arguments.format}"
        if name in names:
            raise UsageError(f"{path}: would become {name}, as {names[name]} does; export them into two folders")
        names[name] = path
    return list(names)
