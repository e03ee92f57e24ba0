"""`clients erase`: says what would go, and with --yes lets it go and looks for what is left."""

import argparse
from dataclasses import replace
from pathlib import Path

from imu_hinge.cli.output import print_json
from imu_hinge.cli.people import add_who, named
from imu_hinge.cli.told import title
from imu_hinge.history.clients import is_pseudonym
from imu_hinge.history.database import History, open_history
from imu_hinge.history.erase import Erased, Erasure, erase, erasure
from imu_hinge.history.rows import Client
from imu_hinge.history.wording import YOURSELF
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import default_folder
from imu_hinge.station.settings import settings_path

EXAMPLE = "clients erase Ann\n  imu-hinge clients erase Ann --yes"

PROMISE = (
    "No program can promise more than its own files: snapshots of the file system, blocks that a flash disk\n"
    "has put aside, and copies made by others may still hold it."
)

_FILES = ("recordings", "others", "copies", "elsewhere")
"""Fields of Erasure that are lists of files."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_who(parser)
    parser.add_argument("--yes", action="store_true", help="do it; without it nothing is changed")
    parser.add_argument("--keep-copies", action="store_true", help="leave exports and reports, to take them elsewhere")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Lists what goes; with --yes it is gone, and 1 says that something is left."""
    with open_history() as history:
        client = _client(history, arguments.who)
        if arguments.yes and client:
            _check_whole(client, arguments.who)
        pseudonym = client.pseudonym if client else arguments.who
        going = erasure(history, pseudonym, default_folder())
        if arguments.keep_copies:
            going = replace(going, copies=(), elsewhere=tuple(sorted((*going.copies, *going.elsewhere))))
        done = erase(history, going, _where()) if arguments.yes else None
    if arguments.json:
        print_json({"client": pseudonym, "going": _going_dict(going), "erased": done and _done_dict(done)})
    else:
        print("\n".join([*_listed(client, going), *(_done(done) if done else [_again(pseudonym)])]))
    return 1 if done and done.left else 0


def _client(history: History, who: str) -> Client | None:
    """The client; None for a pseudonym without one: an erase that was broken off may have left something."""
    with history.reading() as db:
        try:
            return named(db, who)
        except UsageError:
            if is_pseudonym(who):
                return None
            raise


def _check_whole(client: Client, who: str) -> None:
    """Raises UsageError where only the beginning of the pseudonym was given: too little for what cannot be undone."""
    if who.casefold() not in (client.pseudonym, *YOURSELF, (client.display_name or "").casefold()):
        raise UsageError(f"clients erase {who} --yes: say the whole pseudonym or name: {client.pseudonym}")


def _where() -> list[Path]:
    """Folders of this user that are searched for what is left."""
    folders = dict.fromkeys((default_folder().parent, settings_path().parent))
    return [folder for folder in folders if folder.is_dir()]


def _listed(client: Client | None, going: Erasure) -> list[str]:
    rows = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in going.rows.items())
    lines = [title(client) if client else f"no client {going.sought.pseudonym} is here", f"  rows: {rows or 'none'}"]
    lines += [f"  recording: {path}" for path in going.recordings]
    lines += [f"  lies with the recordings: {path}" for path in going.others]
    lines += [f"  copy: {path}" for path in going.copies]
    lines += [f"  in the backup: {path}" for path in going.backups]
    return lines + [f"  a copy that is yours to delete, if it is there: {path}" for path in going.elsewhere]


def _again(pseudonym: str) -> str:
    return f"nothing was changed; to erase all of this: imu-hinge clients erase {pseudonym} --yes"


def _done(done: Erased) -> list[str]:
    lines = [f"erased: {done.files} files deleted", *done.not_done]
    lines += [f"left: {trace.count} in {trace.path}" for trace in done.traces]
    return [*lines, f"traces found in a search of all files, byte by byte: {done.left}", PROMISE]


def _going_dict(going: Erasure) -> dict[str, object]:
    files = {name: [str(path) for path in getattr(going, name)] for name in _FILES}
    return {"rows": dict(going.rows), **files, "backups": [str(path) for path in going.backups]}


def _done_dict(done: Erased) -> dict[str, object]:
    traces = [{"path": str(trace.path), "count": trace.count} for trace in done.traces]
    return {"files": done.files, "not_done": list(done.not_done), "left": done.left, "traces": traces}
