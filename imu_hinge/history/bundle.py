"""A client as a folder in open formats: a JSON file per table, the recordings, a manifest with the sum of each file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Table

from imu_hinge.history.admitting import check_row
from imu_hinge.history.belongings import CARRIED, SHARED
from imu_hinge.history.clients import is_pseudonym
from imu_hinge.history.files import is_recording_file, sha256_of
from imu_hinge.history.plain import Row, from_plain
from imu_hinge.history.tables import CLIENT, SESSION
from imu_hinge.model.errors import HistoryError, UsageError

FAMILY, MAJOR = "imu-hinge/client/", 1
"""This program writes this major version of the layout, and reads every one up to it."""
MANIFEST, TEXTS, RECORDINGS = "MANIFEST.json", "consent_texts.json", "recordings"
TABLES = (*SHARED, *CARRIED)
"""Tables in a bundle, in the order in which their rows can be added."""

_MEND = "export it again, or copy it again from where it was made"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder that was checked from end to end: every sum is right, every row could stand in its table."""

    folder: Path
    rows: Mapping[Table, list[Row]]
    recordings: Mapping[str, str]
    """Name of each file below `recordings` -> its SHA-256."""

    @property
    def client(self) -> Row:
        """The row of the client."""
        return self.rows[CLIENT][0]


def read_bundle(folder: Path, now_ns: int) -> Bundle:
    """The bundle in a folder.

    Raises HistoryError that names the first file that is not as it was exported, or says what cannot be said here.
    """
    files = manifest(folder)
    for name, told in files.items():
        _check(folder, name, told)
    rows = {table: _rows(folder, table, files) for table in TABLES}
    _check_owner(folder, rows)
    _check_said(folder, rows, now_ns)
    names = {name: told for name, told in files.items() if name.startswith(f"{RECORDINGS}/")}
    return Bundle(folder, rows, {_recording(folder, name): told for name, told in names.items()})


def manifest(folder: Path) -> dict[str, str]:
    """Name of each file -> its SHA-256, as the manifest says. Raises HistoryError, also for a file outside."""
    path = folder / MANIFEST
    values = _json(path)
    schema = str(values.get("schema")) if isinstance(values, dict) else ""
    major = schema.removeprefix(FAMILY)
    if major == schema or not major.isdecimal():
        raise HistoryError(path, "is not the manifest of an exported client", _MEND)
    if int(major) > MAJOR:
        raise HistoryError(path, f"is of {schema}", "a newer imu-hinge reads it")
    files = values.get("files")
    if not isinstance(files, dict) or not all(_is_sum(told) for told in files.values()):
        raise HistoryError(path, "does not say the sum of each file", _MEND)
    if outside := next((name for name in files if not _is_inside(folder, name)), None):
        raise HistoryError(path, f"names {outside!r}, which leaves the folder", "nothing of it was taken")
    return {name: told["sha256"] for name, told in files.items()}


def _is_sum(told: Any) -> bool:
    return isinstance(told, dict) and isinstance(told.get("sha256"), str)


def _check(folder: Path, name: str, told: str) -> None:
    """Raises HistoryError unless the file has the sum that is told of it."""
    path = folder / name
    if not path.is_file():
        raise HistoryError(path, "is missing", _MEND)
    if sha256_of(path) != told:
        raise HistoryError(path, "is not as it was exported", _MEND)


def _is_inside(folder: Path, name: str) -> bool:
    pure = PurePosixPath(name)
    plain = not set(name) & set("\\:\0") and not pure.is_absolute() and ".." not in pure.parts
    return plain and (folder / name).resolve().is_relative_to(folder.resolve())


def _rows(folder: Path, table: Table, files: Mapping[str, str]) -> list[Row]:
    """The rows of one table; none where an older version did not have it."""
    name = f"{table.name}.json"
    if name not in files:
        return []
    values = _json(folder / name)
    if not isinstance(values, list):
        raise HistoryError(folder / name, "is no list of rows", _MEND)
    return [_row(folder / name, table, number, row) for number, row in enumerate(values, 1)]


def _row(path: Path, table: Table, number: int, values: Any) -> Row:
    try:
        return from_plain(table, values)
    except ValueError as error:
        raise HistoryError(path, f"row {number}: {error}", _MEND) from None


def _check_said(folder: Path, rows: Mapping[Table, list[Row]], now_ns: int) -> None:
    for table, row in ((table, row) for table, listed in rows.items() for row in listed):
        try:
            check_row(table, row, now_ns)
        except UsageError as error:
            place, what = folder / f"{table.name}.json", f"row {rows[table].index(row) + 1}: {error}"
            raise HistoryError(place, what, "change it where it was exported, and export it again") from None


def _check_owner(folder: Path, rows: Mapping[Table, list[Row]]) -> None:
    """Raises HistoryError unless it is one client, and every row belongs to it."""
    clients = rows[CLIENT]
    if len(clients) != 1 or not is_pseudonym(clients[0]["pseudonym"]):
        raise HistoryError(folder / f"{CLIENT.name}.json", "is not one client with a pseudonym", _MEND)
    allowed = {"client_id": {clients[0]["id"]}, "session_id": {None, *(row["id"] for row in rows[SESSION])}}
    for table, (name, ids) in product(CARRIED, allowed.items()):
        if name in table.c and any(row[name] not in ids for row in rows[table]):
            raise HistoryError(folder / f"{table.name}.json", f"has a row of another {name[:-3]}", _MEND)


def _recording(folder: Path, name: str) -> str:
    """The bare name of a recording. Raises HistoryError for what is not called like one."""
    bare = name.removeprefix(f"{RECORDINGS}/")
    if "/" in bare or not is_recording_file(folder / name):
        raise HistoryError(folder / name, "is not called like a recording", _MEND)
    return bare


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
    except FileNotFoundError:
        raise HistoryError(path, "is missing", "name the folder that `imu-hinge clients export` made") from None
    except NotADirectoryError:
        raise HistoryError(
            path.parent, "is no exported client", "name the folder that `imu-hinge clients export` made"
        ) from None
    except (ValueError, RecursionError) as error:
        raise HistoryError(path, f"is no JSON ({error})", _MEND) from None


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number")
