"""A day of the history: every part of the date, with what people said in it."""

from pathlib import Path

from imu_hinge.history.database import Connection
from imu_hinge.history.notes import notes
from imu_hinge.history.pains import pains
from imu_hinge.history.part_rows import local_day
from imu_hinge.history.parts import Part, day_parts
from imu_hinge.history.rebuild import path_of
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.sessions import session_by_id
from imu_hinge.review.day_book import DayBook, DayPart, Moment
from imu_hinge.review.known import name_of
from imu_hinge.view.posture_words import is_of_day
from imu_hinge.view.words import spaced


def day_known(db: Connection, client: Client, row: SessionRow, folder: Path) -> DayBook:
    """The whole day of this session."""
    on, _ = local_day(row.started_at_ns, row.utc_offset_min)
    found = day_parts(db, row)
    rows = [(one, known) for one in found if (known := session_by_id(db, one.session_id))]
    made = [_part(db, client, one, known, folder) for one, known in rows]
    place = next((n for n, (_, known) in enumerate(rows) if known.id == row.id), None)
    if place is None:
        made, place = [*made, _unread(db, client, row, folder)], len(made)
    return DayBook(
        date=on,
        parts=tuple(made),
        opened=place,
        client=name_of(client),
        session_id=row.id,
        recording_id=row.recording_id,
    )


def _part(db: Connection, client: Client, one: Part, row: SessionRow, folder: Path) -> DayPart:
    return DayPart(
        path=_path(row, folder),
        origin_s=one.origin_s,
        duration_s=max((row.origin_ns + row.duration_ns) / 1e9, float(one.posture.seconds)),
        posture=one.posture,
        session_id=row.id,
        reminders=one.reminders,
        said=_said(db, client, row, one.origin_s),
    )


def _unread(db: Connection, client: Client, row: SessionRow, folder: Path) -> DayPart:
    """A session whose part the history does not have yet."""
    origin_s = local_day(row.started_at_ns, row.utc_offset_min)[1]
    return DayPart(
        path=_path(row, folder),
        origin_s=origin_s,
        duration_s=(row.origin_ns + row.duration_ns) / 1e9,
        posture=None,
        session_id=row.id,
        said=_said(db, client, row, origin_s),
    )


def _path(row: SessionRow, folder: Path) -> Path | None:
    path = path_of(row, folder)
    return path if path is not None and path.exists() else None


def _said(db: Connection, client: Client, row: SessionRow, origin_s: float) -> tuple[Moment, ...]:
    """A note about all of a part stands at its beginning."""
    timed = [(one.t_ns or 0, f"note: {one.text}", "n") for one in notes(db, client, row)]
    timed += [(one.t_ns, f"pain {one.score}", "") for one in pains(db, client, row) if one.t_ns is not None]
    found = [Moment(origin_s + t_ns / 1e9, " ".join(words.split()), sign) for t_ns, words, sign in timed]
    first_s = origin_s + row.origin_ns / 1e9
    warned = [one for one in row.warnings if is_of_day(one["id"])]
    found += [Moment(first_s + one["t_s"], _warning(one.get("placement"), one["id"])) for one in warned]
    return tuple(found)


def _warning(placement: str | None, ident: str) -> str:
    return " ".join(filter(None, [placement, spaced(ident)]))
