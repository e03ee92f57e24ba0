"""The contents of a page about days: from the history, or from a recording alone."""

from collections.abc import Sequence
from datetime import date, timedelta

from imu_hinge.analysis import Analysis
from imu_hinge.core.posture import joined
from imu_hinge.history.database import Connection
from imu_hinge.history.hearing import Hearing
from imu_hinge.history.notes import notes
from imu_hinge.history.part_rows import local_day
from imu_hinge.history.parts import Day, Part, day_of, day_parts, days, part
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.sessions import session_by_id
from imu_hinge.history.trends import SIMULATED
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import PostureReminder
from imu_hinge.recording import About
from imu_hinge.report.contents import Origin
from imu_hinge.report.day_contents import DayContents, DayOf
from imu_hinge.report.known import trainers_note
from imu_hinge.report.recorded import local, origin_of_file, warning_words, who
from imu_hinge.view.day import Mark
from imu_hinge.view.posture_words import is_of_day

_UNREAD = "the history does not have this day yet: `imu-hinge sessions rebuild` reads its recording"


def known_day(db: Connection, client: Client, row: SessionRow) -> DayContents:
    """The whole day of this session, all parts of it. Raises UsageError."""
    on, _ = local_day(row.started_at_ns, row.utc_offset_min)
    if part(db, row.id) is None:
        raise UsageError(_UNREAD)
    earlier = [] if row.source == SIMULATED else days(db, client, on - timedelta(days=28), on - timedelta(days=1))
    return DayContents(
        days=(_day(db, client, day_parts(db, row)),),
        origin=origin_of(client, row),
        before=earlier[-1].posture if earlier else None,
        note=trainers_note(db, client, row),
        warnings=tuple(
            warning_words(one.get("placement", ""), one["id"], one["t_s"])
            for one in row.warnings
            if is_of_day(one["id"])
        ),
        damage=row.damage,
    )


def known_week(db: Connection, client: Client, row: SessionRow) -> DayContents:
    """The days from Monday to Sunday around this session. Raises UsageError where there is none."""
    on, _ = local_day(row.started_at_ns, row.utc_offset_min)
    monday = on - timedelta(days=on.weekday())
    week, before = _week(db, client, row, monday), _week(db, client, row, monday - timedelta(days=7))
    if not week:
        raise UsageError(_UNREAD)
    return DayContents(
        days=tuple(_day(db, client, _parts_of(db, one)) for one in week),
        week=True,
        origin=origin_of(client, row),
        before=joined([one.posture for one in before]) if before else None,
        note=trainers_note(db, client, row),
    )


def recorded_day(about: About, analysis: Analysis, hearing: Hearing) -> DayContents:
    """A part of a day from its recording alone. Raises UsageError where nothing was looked at."""
    if analysis.posture is None:
        raise UsageError("this recording is no part of a day")
    on, origin_s = local_day(about.start_wall_ns, about.utc_offset_min)
    end_s = origin_s + analysis.origin_ns / 1e9 + analysis.duration_s
    notes = [one.t_ns for one in hearing.notes]
    one = DayOf(
        date=on,
        posture=analysis.posture,
        spans=((origin_s, end_s),),
        marks=_marks(origin_s, hearing.said.reminders, notes),
    )
    return DayContents(
        days=(one,),
        alone=True,
        origin=origin_of_file(about),
        warnings=tuple(
            warning_words(str(one.placement or ""), one.id, analysis.seconds(one.t_ns))
            for one in analysis.warnings
            if is_of_day(one.id)
        ),
        damage=tuple(map(str, analysis.damage)),
    )


def origin_of(client: Client, row: SessionRow) -> Origin:
    """Where a session of the history was recorded."""
    return Origin(
        who=who(client.pseudonym),
        start=local(row.started_at_ns, row.utc_offset_min),
        recording_id=str(row.recording_id),
        software=row.software,
        source=row.source,
    )


def _week(db: Connection, client: Client, row: SessionRow, monday: date) -> list[Day]:
    """Of the virtual wearer only the day itself: its days follow one another by chance."""
    sunday = monday + timedelta(days=6)
    if row.source != SIMULATED:
        return days(db, client, monday, sunday)
    own = day_parts(db, row)
    return [day_of(own)] if own and monday <= own[0].date <= sunday else []


def _parts_of(db: Connection, day: Day) -> list[Part]:
    return [found for ident in day.sessions if (found := part(db, ident))]


def _day(db: Connection, client: Client, found: Sequence[Part]) -> DayOf:
    return DayOf(
        date=found[0].date,
        posture=joined([one.posture for one in found]),
        spans=tuple((one.origin_s, one.origin_s + one.posture.seconds) for one in found),
        marks=tuple(mark for one in found for mark in _marks_of(db, client, one)),
    )


def _marks_of(db: Connection, client: Client, one: Part) -> tuple[Mark, ...]:
    row = session_by_id(db, one.session_id)
    noted = [note.t_ns for note in notes(db, client, row) if note.t_ns is not None] if row else []
    return _marks(one.origin_s, one.reminders, noted)


def _marks(origin_s: float, reminders: Sequence[PostureReminder], noted: Sequence[int]) -> tuple[Mark, ...]:
    given = [Mark(origin_s + one.t_ns / 1e9, "!") for one in reminders if one.fate == "given"]
    return (*given, *(Mark(origin_s + t_ns / 1e9, "n") for t_ns in noted))
