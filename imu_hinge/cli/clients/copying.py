"""`clients export` and `clients import`: a client from one machine to another."""

import argparse
import sys
import time
from pathlib import Path

from imu_hinge.cli.people import named, note_access
from imu_hinge.cli.told import title
from imu_hinge.history.clients import clients
from imu_hinge.history.database import History, open_history
from imu_hinge.history.moving import Imported, bundles_in, export_client, import_client
from imu_hinge.history.rows import Client
from imu_hinge.model.errors import UsageError
from imu_hinge.model.plural import counted
from imu_hinge.recording import default_folder
from imu_hinge.recording.names import private_folder

EXPORT = "clients export Ann -o ann"
IMPORT = "clients import ann"


def configure_export(parser: argparse.ArgumentParser) -> None:
    """Arguments of `export`."""
    parser.add_argument("who", nargs="?", metavar="WHO", help="client: name, pseudonym, `me` or `you`")
    parser.add_argument("--all", action="store_true", help="every client, each in a folder of its own in DIR")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="folder to make")


def export(arguments: argparse.Namespace) -> int:
    """Writes the folders; 1 when a recording is missing."""
    if bool(arguments.who) == arguments.all:
        raise UsageError("clients export: expected WHO or --all")
    with open_history() as history:
        with history.reading() as db:
            chosen = [line.client for line in clients(db)] if arguments.all else [named(db, arguments.who)]
        whole = [_export(history, one, out) for one, out in _places(chosen, arguments)]
    return 0 if all(whole) else 1


def _places(chosen: list[Client], arguments: argparse.Namespace) -> list[tuple[Client, Path]]:
    if not arguments.all:
        return [(chosen[0], arguments.output)]
    private_folder(arguments.output)
    return [(one, arguments.output / one.pseudonym) for one in chosen]


def _export(history: History, client: Client, out: Path) -> bool:
    """Writes one folder; returns whether all recordings were there."""
    now_ns = time.time_ns()
    exported = export_client(history, client, out, default_folder(), now_ns)
    note_access(history, client, "exported", now_ns)
    print(f"{title(client)}: {exported.files} files and their sums in {out}")
    for path in exported.missing:
        print(f"imu-hinge: {path}: is missing, so the export has only what was worked out of it", file=sys.stderr)
    return not exported.missing


def configure_import(parser: argparse.ArgumentParser) -> None:
    """Arguments of `import`."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder that `clients export` made, or one of several")


def import_(arguments: argparse.Namespace) -> int:
    """Reads each of them, whole or not at all."""
    with open_history() as history:
        for folder in bundles_in(arguments.folder):
            print(_words(import_client(history, folder, default_folder(), time.time_ns())))
    return 0


def _words(imported: Imported) -> str:
    if not any(imported.added.values()) and not imported.recordings:
        return f"{imported.pseudonym}: all of it was here already"
    sessions, files = counted(imported.added["session"], "session"), counted(len(imported.recordings), "recording")
    return f"{imported.pseudonym}: {sessions}, {files}, {counted(sum(imported.added.values()), 'row')} added"
