"""A client from one machine to another: `export_client` writes a folder, `import_client` reads it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from imu_hinge.history.bundle import MANIFEST, RECORDINGS, Bundle, read_bundle
from imu_hinge.history.database import History
from imu_hinge.history.edits import store_summaries
from imu_hinge.history.exporting import Exported, export_client, note_export
from imu_hinge.history.files import Kept, placed
from imu_hinge.history.merging import merge
from imu_hinge.history.plain import Row
from imu_hinge.history.reading import stored_path
from imu_hinge.history.tables import REP_EDIT, SESSION
from imu_hinge.model.errors import HistoryError

__all__ = ["Exported", "Imported", "bundles_in", "export_client", "import_client"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in."""

    pseudonym: str
    added: Mapping[str, int]
    """Rows added or changed, by table."""
    recordings: tuple[Path, ...]
    """Files that were added here."""


def bundles_in(folder: Path) -> list[Path]:
    """The exported clients in a folder: itself, or those directly below it."""
    if (folder / MANIFEST).exists() or not folder.is_dir():
        return [folder]
    return sorted(path.parent for path in folder.glob(f"*/{MANIFEST}")) or [folder]


def import_client(history: History, source: Path, folder: Path, now_ns: int) -> Imported:
    """Adds an exported client to this history and its recordings to `folder`; doing it again adds nothing.

    Everything is checked first: where a file is missing or is not as it was exported, a HistoryError names it and
    nothing is imported. The source is noted among the copies, so that an erase can name it.
    """
    bundle = read_bundle(source, now_ns)
    made: list[Path] = []
    try:
        places = _placed(bundle, folder / bundle.client["pseudonym"], made)
        paths = {row["id"]: stored_path(path, folder) for row in bundle.rows[SESSION] if (path := _of(row, places))}
        added = _merge(history, bundle, paths, now_ns)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
    return Imported(bundle.client["pseudonym"], added, tuple(made))


def _placed(bundle: Bundle, home: Path, made: list[Path]) -> dict[str, Path]:
    """Name of each recording -> where it lies below `home`; `made` gets those that are new there."""
    places = {}
    for name, told in bundle.recordings.items():
        places[name], is_new = placed(bundle.folder / RECORDINGS / name, home / name, told)
        if is_new:
            made.append(places[name])
    return places


def _of(row: Row, places: Mapping[str, Path]) -> Path | None:
    """Where the recording of a session lies here."""
    return places.get(Kept(row["client_id"], row["recording_id"], "", row["started_at_ns"]).canonical_name)


def _merge(history: History, bundle: Bundle, paths: Mapping[UUID, str], now_ns: int) -> dict[str, int]:
    try:
        with history.writing() as db:
            added = merge(db, bundle, paths, now_ns)
            note_export(db, bundle.client["pseudonym"], bundle.folder, now_ns)
            if added[REP_EDIT.name]:
                for session_id in {row["session_id"] for row in bundle.rows[REP_EDIT]}:
                    store_summaries(db, session_id)
    except HistoryError as error:
        if isinstance(error.__cause__, IntegrityError):
            raise HistoryError(bundle.folder, "holds rows that do not fit together", "export it again") from error
        raise
    return added
