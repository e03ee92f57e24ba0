"""What the history adds to a page: corrections, pains, the trainer's note, the session before, the trend."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from imu_hinge.core.progression import standing_lines
from imu_hinge.history.authors import authors
from imu_hinge.history.database import Connection
from imu_hinge.history.effective import effective
from imu_hinge.history.effective import standing as standing_edits
from imu_hinge.history.journal import edits
from imu_hinge.history.notes import notes
from imu_hinge.history.pains import pains
from imu_hinge.history.profiles import exercise_of
from imu_hinge.history.progress import standing
from imu_hinge.history.rows import Client, Edit, Pain, SessionRow
from imu_hinge.history.sessions import said, session_line, sessions
from imu_hinge.history.trends import is_training, trend
from imu_hinge.report.contents import Contents, Earlier, Origin, Point
from imu_hinge.report.recorded import Folded, local, warning_words, who

TREND = "lumbar_flexion_peak_deg"
_EDITS = {
    "exclude": "left out",
    "restore": "put back as the program had it",
    "add": "added",
    "status": "said to be sure or unsure",
    "side": "given another side",
    "clear_fault": "cleared of a fault",
    "exercise": "judged as another exercise",
}
"""Action of an Edit, in words."""
_EARLY, _LATE = -1, 2**62
"""Session times of scores that were given outside of it."""


def stored(db: Connection, row: SessionRow) -> Folded:
    """A session without its recording: what was said, no curves."""
    told, client = said(db, row.id), session_line(db, row.id).client
    contents = Contents(
        exercise=exercise_of(db, row),
        sets=told.sets,
        origin=Origin(
            who=who(client.pseudonym),
            start=local(row.started_at_ns, row.utc_offset_min),
            recording_id=str(row.recording_id),
            software=row.software,
            source=row.source,
        ),
        origin_ns=row.origin_ns,
        duration_s=row.duration_ns / 1e9,
        calibrated=told.calibrations[-1] if told.calibrations else None,
        lost_samples=row.lost_samples,
        warnings=tuple(warning_words(one.get("placement", ""), one["id"], one["t_s"]) for one in row.warnings),
        damage=row.damage,
    )
    return Folded(contents, told)


def completed(db: Connection, row: SessionRow, folded: Folded) -> Contents:
    """The page of a session that the history has; `folded` is its recording, or what was stored."""
    contents, client = folded.contents, session_line(db, row.id).client
    journal, scores = edits(db, row.id), pains(db, client, row)
    return replace(
        contents,
        origin=replace(contents.origin, who=who(client.pseudonym)),
        sets=effective(folded.said, journal),
        corrections=(*contents.corrections, *_corrected(standing_edits(journal))),
        pains=tuple(sorted(_given(scores))),
        pain_next_day=next((one.score for one in reversed(scores) if one.moment == "next_day"), None),
        note=trainers_note(db, client, row),
        progression=_progression(db, client, row, contents.pain_limit),
        earlier=_earlier(db, client, row, contents.exercise.id),
        trend=tuple(_trend(db, client, row, contents.exercise.id)),
    )


def _progression(db: Connection, client: Client, row: SessionRow, limit: int) -> tuple[str, ...]:
    """As it stood at the end of the session; nothing where nobody chose a level."""
    end_ns = row.ended_at_ns or row.started_at_ns + row.origin_ns + row.duration_ns
    found = standing(db, client, end_ns, limit, ahead_ns=0)
    return tuple(standing_lines(found)) if found.proposal or found.ticks else ()


def _corrected(standing_ones: Sequence[Edit]) -> Iterator[str]:
    counts = Counter(edit.action for edit in standing_ones)
    for action, words in _EDITS.items():
        if counts[action]:
            yield words if action == "exercise" else f"{counts[action]} {words}"


def _given(scores: Iterable[Pain]) -> Iterator[tuple[int, int]]:
    """Time and score of those that belong to the session itself."""
    for one in scores:
        if one.moment != "next_day":
            outside = _EARLY if one.moment == "before" else _LATE
            yield outside if one.t_ns is None else one.t_ns, one.score


def trainers_note(db: Connection, client: Client, row: SessionRow) -> str:
    """The newest of a trainer that the client may see: about this session, else about the client since then."""
    trainers = {author.id for author in authors(db) if author.kind == "trainer"}
    seen = [one for one in notes(db, client) if one.client_may_see and one.author_id in trainers]
    here = [one for one in seen if one.session_id == row.id]
    since = [one for one in seen if one.session_id is None and one.at_ns >= row.started_at_ns]
    return next((group[-1].text for group in (here, since) if group), "")


def _earlier(db: Connection, client: Client, row: SessionRow, exercise: str) -> Earlier | None:
    """The newest training before this one with repetitions of the same exercise; one that was simulated is none."""
    before = (one for one in sessions(db, client, until_ns=row.started_at_ns) if is_training(one.session))
    line = next((one for one in before if one.session.exercise == exercise and one.reps), None)
    if line is None:
        return None
    day = local(line.session.started_at_ns, line.session.utc_offset_min).date()
    return Earlier(day=day, reps=line.reps, good=line.good, past=line.past, peak_deg=line.peak_deg)


def _trend(db: Connection, client: Client, row: SessionRow, exercise: str) -> Iterator[Point]:
    """Up to this session; nothing where it was not judged in it."""
    points = [one for one in trend(db, client, TREND, exercise) if one.started_at_ns <= row.started_at_ns]
    if not points or points[-1].session_id != row.id or points[-1].value is None:
        return
    for one in points:
        if one.value is not None:
            day = local(one.started_at_ns, row.utc_offset_min).date()
            yield Point(day=day, value_deg=one.value, pain_after=one.pain_after)
