"""`sessions rebuild` and `sessions import`: recordings become sessions."""

import argparse
import sys
from pathlib import Path

from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.output import print_json
from imu_hinge.cli.people import add_client_option, named
from imu_hinge.cli.told import counted
from imu_hinge.history.database import History, open_history
from imu_hinge.history.gathering import Gathered, gather
from imu_hinge.history.rebuild import path_of, rebuild
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.sessions import sessions
from imu_hinge.model.errors import HingeError, HistoryError, UsageError
from imu_hinge.recording import default_folder

REBUILD = "sessions rebuild"
IMPORT = "sessions import old/*.mcap --client Ann"


def configure_rebuild(parser: argparse.ArgumentParser) -> None:
    """Arguments of `rebuild`."""
    add_client_option(parser, "only the recordings of one client")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_rebuild(arguments: argparse.Namespace) -> int:
    """Folds them again; 1 when one could not be used. What people said stays."""
    with open_history() as history:
        client = _client(history, arguments.client)
        made = rebuild(history, default_folder(), progressed, client)
        with history.reading() as db:
            gone = [line.session for line in sessions(db, client) if _is_gone(line.session)]
    if arguments.json:
        print_json({"sessions": made.sessions, "problems": list(made.problems)})
    else:
        print(f"{counted(made.sessions, 'session')} made again from recordings; what people said is as it was")
        for one in gone:
            print(f"session {str(one.id)[:8]}: its recording is missing, so that it stays as it was")
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
    done, refused = list[Gathered](), 0
    with open_history() as history:
        client = _client(history, arguments.client)
        for number, path in enumerate(paths):
            progressed(number, len(paths))
            try:
                done.append(gather(history, path, default_folder(), client, arguments.exercise))
            except HistoryError:
                raise
            except (HingeError, OSError) as error:
                refused += 1
                print(f"imu-hinge: {error}", file=sys.stderr)
        progressed(len(paths), len(paths))
    if arguments.json:
        print_json([_as_dict(one) for one in done])
    else:
        for one in done:
            print(_words(one))
    return 2 if refused else 0


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
    return f"{one.source}: {state} {one.session.id}, {one.session.exercise}"


def _as_dict(one: Gathered) -> dict[str, object]:
    return {"path": str(one.source), "session": str(one.session.id), "new": one.is_new}


def progressed(done: int, total: int) -> None:
    """How many are done, for a person at a terminal."""
    if total > 1 and sys.stderr.isatty():
        print(f"\r{done} of {total} recordings", end="\n" if done == total else "", file=sys.stderr, flush=True)
