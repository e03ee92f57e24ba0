"""One session as it stands in the history, with all that people said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from imu_hinge.analysis import Analysis
from imu_hinge.cli.people import by_id
from imu_hinge.cli.remarks import note_dict, pain_dict
from imu_hinge.cli.told import by, iso
from imu_hinge.core.mount import UNCALIBRATED, Calibration
from imu_hinge.core.summary import SetSummary
from imu_hinge.history.database import Connection
from imu_hinge.history.effective import effective, excluded
from imu_hinge.history.journal import edits
from imu_hinge.history.notes import notes
from imu_hinge.history.pains import pains
from imu_hinge.history.parts import Part, day_parts
from imu_hinge.history.profiles import exercise_of
from imu_hinge.history.rows import Author, Client, Edit, Note, Pain, Said, SessionRow
from imu_hinge.history.sessions import said, session_line
from imu_hinge.model.events import Calibrated, Rep, RepRejected
from imu_hinge.model.kinds import Kind
from imu_hinge.review.assessed import outcome_of
from imu_hinge.review.day_told import said_dict, whole_dict
from imu_hinge.view.assess.outcome import Outcome
from imu_hinge.view.totals import Totals, totals

SCHEMA = "imu-hinge/session/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All of it."""

    session: SessionRow
    client: Client
    analysis: Analysis
    """As `analyze` gives it, with corrections; without what only the recording knows."""
    said: Said
    """Without corrections."""
    totals: Totals
    excluded: tuple[Rep, ...]
    edits: list[Edit]
    notes: list[Note]
    pains: list[Pain]
    authors: Mapping[object, Author]
    outcome: Outcome | None = None
    """Of an assessment."""
    parts: tuple[Part, ...] = ()
    """Of the day that a posture session is a part of, in order."""


def story(db: Connection, session: SessionRow) -> Story:
    """Reads it. Raises HingeError."""
    client = session_line(db, session.id).client
    exercise, fold, journal = exercise_of(db, session), said(db, session.id), edits(db, session.id)
    sets = effective(fold, journal)
    return Story(
        session=session,
        client=client,
        analysis=_analysis(session, exercise, fold, sets),
        said=fold,
        totals=totals(sets, exercise),
        excluded=excluded(fold, journal),
        edits=journal,
        notes=notes(db, client, session),
        pains=pains(db, client, session),
        authors=by_id(db),
        outcome=outcome_of(db, client, session) if session.kind == Kind.ASSESSMENT else None,
        parts=tuple(day_parts(db, session)) if session.kind == Kind.POSTURE else (),
    )


def _analysis(session: SessionRow, exercise: Any, fold: Said, sets: tuple[SetSummary, ...]) -> Analysis:
    return Analysis(
        exercise=exercise,
        origin_ns=session.origin_ns,
        duration_s=session.duration_ns / 1e9,
        sensors={},
        calibration=_calibration(fold.calibrations[-1]) if fold.calibrations else UNCALIBRATED,
        sets=sets,
        warnings=(),
        damage=(),
    )


def _calibration(last: Calibrated) -> Calibration:
    """What is kept of it."""
    return Calibration(last.status, last.quality, last.reasons, None, None, last.upright_known, None, None)


def as_dict(told: Story) -> dict[str, Any]:
    """As JSON. It says nothing of where files lie, so that it is the same on every machine."""
    one, analysis = told.session, told.analysis.to_dict()
    return {
        "schema": SCHEMA,
        "session": str(one.id),
        "client": told.client.pseudonym,
        "recording_id": str(one.recording_id),
        "recording_sha256": one.recording_sha256,
        "kind": one.kind,
        "source": one.source,
        "software": one.software,
        "started": iso(one.started_at_ns, one.utc_offset_min),
        "ended": None if one.ended_at_ns is None else iso(one.ended_at_ns, one.utc_offset_min),
        "end_reason": one.end_reason,
        "verify_state": one.verify_state,
        "lost_samples": one.lost_samples,
        **{key: analysis[key] for key in ("exercise", "duration_s", "calibration")},
        "totals": told.totals.to_dict(),
        **({**said_dict(told.said, one), "whole_day": whole_dict(told.parts)} if one.kind == Kind.POSTURE else {}),
        **({"assessment": told.outcome.to_dict()} if told.outcome else {}),
        "sets": analysis["sets"],
        "excluded": [{"set": rep.set_index, **told.analysis.rep_dict(rep)} for rep in told.excluded],
        "rejected": [_rejected(told, movement) for movement in told.said.rejected],
        "edits": [_edit(told, edit) for edit in told.edits],
        "notes": [note_dict(note, told.authors, one.origin_ns) for note in told.notes],
        "pains": [pain_dict(pain) for pain in told.pains],
        "warnings": list(one.warnings),
        "damage": list(one.damage),
    }


def _rejected(told: Story, movement: RepRejected) -> dict[str, Any]:
    times = ("t_start", "t_bottom", "t_end")
    seconds = {f"{name}_s": told.analysis.seconds(getattr(movement, f"{name}_ns")) for name in times}
    return {**seconds, "reason": movement.reason}


def _edit(told: Story, edit: Edit) -> dict[str, Any]:
    return {
        "id": str(edit.id),
        "n": edit.n,
        "at_ns": edit.at_ns,
        "by": by(told.authors.get(edit.author_id)),
        "action": edit.action,
        "t_bottom_s": None if edit.t_bottom_ns is None else told.analysis.seconds(edit.t_bottom_ns),
        "before": dict(edit.before),
        "after": dict(edit.after),
        "reason": edit.reason,
    }
