"""`sessions rebuild` and `sessions import`: recordings become sessions."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.output import print_json
from imu_hinge.cli.people import add_client_option, named
from imu_hinge.cli.progress import followed
from imu_hinge.cli.sessions.listing import what
from imu_hinge.cli.told import short
from imu_hinge.history.database import History, open_history
from imu_hinge.history.gathering import Gathered, gather
from imu_hinge.history.rebuild import path_of, rebuild
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.sessions import sessions
from imu_hinge.model.errors import HingeError, HistoryError, UsageError
from imu_hinge.model.inputs import Input
from imu_hinge.model.plural import counted
from imu_hinge.recording import default_folder

REBUILD = "sessions rebuild"
LEFT = 130
"""Exit code after Ctrl-C."""
IMPORT = "sessions import old/*.mcap --client Ann"


def configure_rebuild(parser: argparse.ArgumentParser) -> None:
    """Arguments of `rebuild`."""
    add_client_option(parser, "only the recordings of one client")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_rebuild(arguments: argparse.Namespace) -> int:
    """Folds them again; 1 when one could not be used. What people said stays."""
    with open_history() as history:
        client = _client(history, arguments.client)
        along = Along()
        try:
            made = rebuild(history, default_folder(), along.progress, client, along.watch)
        except KeyboardInterrupt:
            print(f"imu-hinge: {along.left}; `imu-hinge sessions rebuild` does the rest", file=sys.stderr)
            return LEFT
        with history.reading() as db:
            gone = [line.session for line in sessions(db, client) if _is_gone(line.session)]
    if arguments.json:
        print_json({"sessions": made.sessions, "problems": list(made.problems)})
    else:
        print(f"{counted(made.sessions, 'session')} made again from recordings; what people said is as it was")
        for one in gone:
            print(f"session {short(one.id)}: its recording is missing, so that it stays as it was")
        for problem in made.problems:
            print(f"imu-hinge: {problem}", file=sys.stderr)
    return 1 if made.problems else 0


def configure_import(parser: argparse.ArgumentParser) -> None:
    """Arguments of `import`."""
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="recording, or a folder of them")
    add_client_option(parser, "whose they are; default: whoever they were recorded for")
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; default: as recorded")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_import(arguments: argparse.Namespace) -> int:
    """Copies each into the folder of recordings and adds its session; 2 when one could not be used."""
    paths = [path for given in arguments.paths for path in _below(given)]
    if not paths:
        raise UsageError(f"{arguments.paths[0]}: there is no recording (.mcap) in it; name one, or another folder")
    with open_history() as history:
        done = list(_gathered(history, paths, _client(history, arguments.client), arguments))
    found = [one for one in done if one]
    if arguments.json:
        print_json([_as_dict(one) for one in found])
    return 2 if len(found) < len(done) else 0


def _gathered(
    history: History, paths: Sequence[Path], client: Client | None, arguments: argparse.Namespace
) -> Iterator[Gathered | None]:
    """Each in its turn, told when it is there; None for one that could not be used, which is told, too."""
    along = Along()
    for number, path in enumerate(paths):
        along.progress(number, len(paths))
        try:
            one = gather(history, path, default_folder(), client, arguments.exercise, along.watch)
        except HistoryError:
            raise
        except (HingeError, OSError) as error:
            print(f"imu-hinge: {error}", file=sys.stderr)
            yield None
            continue
        if not arguments.json:
            print(_words(one), flush=True)
        yield one


def _is_gone(one: SessionRow) -> bool:
    path = path_of(one, default_folder())
    return one.ended_at_ns is not None and not (path and path.exists())


def _below(given: Path) -> list[Path]:
    """The recordings in a folder; a file itself, whatever it is."""
    return sorted(given.rglob("*.mcap")) if given.is_dir() else [given]


def _client(history: History, who: str | None) -> Client | None:
    if who is None:
        return None
    with history.reading() as db:
        return named(db, who)


def _words(one: Gathered) -> str:
    state = "session" if one.is_new else "was here already as session"
    return f"{one.source}: {state} {one.session.id}, {what(one.session)}"


def _as_dict(one: Gathered) -> dict[str, object]:
    return {"path": str(one.source), "session": str(one.session.id), "kind": one.session.kind, "new": one.is_new}


class Along:
    """Shows on standard error how far many recordings are, and how far within one."""

    def __init__(self) -> None:
        self._done = self._total = 0

    def progress(self, done: int, total: int) -> None:
        """So many are done."""
        self._done, self._total = done, total

    def watch(self, items: Iterable[Input], path: Path, duration_ns: int) -> Iterator[Input]:
        """As `Watch`."""
        return followed(items, f"{self._done + 1} of {self._total}  {path.name}", duration_ns)

    @property
    def left(self) -> str:
        """What there is after Ctrl-C."""
        return f"stopped: {self._done} of {self._total} recordings are read, and the rest is as it was"
