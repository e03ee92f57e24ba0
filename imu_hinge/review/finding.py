"""Sessions to choose from: those of the history, and recordings that it does not have."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.history.database import History
from imu_hinge.history.reading import stored_path
from imu_hinge.history.sessions import SessionLine, sessions
from imu_hinge.model.kinds import Kind
from imu_hinge.review.keeping import Found, recordings
from imu_hinge.review.known import name_of
from imu_hinge.view.words import number, reps_words

_MOST, _KNOWN = 200, 1000
"""Sessions that are listed, and those whose recordings are not listed again."""
_DATE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")


def found(history: History, folder: Path, text: str) -> list[Found]:
    """Newest first; a date (2026-03-14, 2026-03) stands for its time, other words are looked for."""
    since_ns, until_ns = span_of(text) or (None, None)
    with history.reading() as db:
        lines = sessions(db, None, since_ns, until_ns, "" if since_ns else text, _MOST)
        known = {line.session.recording_path for line in sessions(db, limit=_KNOWN)}
    loose = [one for one in recordings(folder, text) if stored_path(Path(one.what), folder) not in known]
    return [*map(_line, lines), *loose]


def span_of(text: str) -> tuple[int, int] | None:
    """First and last-plus-one ns of a day or a month, UTC; None for other words, and for a day that is none."""
    match = _DATE.match(text.strip())
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    try:
        first = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    last = first + timedelta(days=1) if match[3] else (first + timedelta(days=31)).replace(day=1)
    return int(first.timestamp()) * 1_000_000_000, int(last.timestamp()) * 1_000_000_000


def _line(line: SessionLine) -> Found:
    row = line.session
    local = datetime.fromtimestamp(row.started_at_ns / 1e9, UTC) + timedelta(minutes=row.utc_offset_min)
    if row.kind != Kind.TRAINING:
        return _other(line, f"{local.day} {local:%b %Y, %H:%M}")
    title = load_exercise(row.exercise).title if row.exercise in exercise_ids() else row.exercise
    who = name_of(line.client)
    words = f"{local.day} {local:%b %Y, %H:%M}  {f'{who}  ' if who else ''}{title}"
    peak = f", low back peak {number(line.peak_deg, 0, ' deg')}" if line.peak_deg is not None else ""
    return Found(row.id.hex, words, f"{reps_words(line.counted, line.unsure)}{peak}")


_KINDS = {Kind.POSTURE.value: "posture through the day", Kind.ASSESSMENT.value: "assessment"}


def _other(line: SessionLine, when: str) -> Found:
    """A part of a day, or an assessment: how long it was."""
    row, who = line.session, name_of(line.client)
    words = "  ".join(filter(None, (when, who, _KINDS[row.kind])))
    return Found(row.id.hex, words, f"{row.duration_ns / 60e9:.0f} min")
