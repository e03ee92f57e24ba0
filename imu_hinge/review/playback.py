"""A moment of a session as the live screen would have shown it. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from imu_hinge.catalogue import Fault
from imu_hinge.core.summary import SetSummary
from imu_hinge.cues.banner import CALM, Banner
from imu_hinge.cues.shown import MARKS, PER_REP_S
from imu_hinge.model.arrays import Records
from imu_hinge.model.events import FaultRaised, RepStatus
from imu_hinge.review.book import Book
from imu_hinge.view.snapshot import TRACE_S, Snapshot, Stage
from imu_hinge.view.trace import Trace

BEFORE_NS = round(TRACE_S * 1e9)
"""So much before a moment its picture needs."""


def moment(book: Book, rows: Records, t_ns: int) -> Snapshot:
    """What the live widgets show at `t_ns`, from FRAME rows that cover the BEFORE_NS before it."""
    trace = Trace()
    trace.take(rows, t_ns)
    sets = tuple(filter(None, (_until(one, t_ns) for one in book.sets)))
    stage = _stage(book.sets, t_ns)
    current = sets[-1] if sets and stage is not Stage.READY else None
    return Snapshot(
        exercise=book.exercise,
        t_ns=t_ns,
        stage=stage,
        banner=_banner(book, t_ns),
        sets=sets,
        count=len(current.reps) if current else 0,
        side=current.side if current else None,
        rest_s=(t_ns - current.t_end_ns) / 1e9 if current and stage is Stage.REST else None,
        angles=trace.newest(t_ns),
        limits=book.limits(t_ns),
        unjudged=book.unjudged(t_ns),
        trace=trace.points(t_ns),
        pains=tuple(pain for pain in book.pains if pain[0] <= t_ns),
    )


def _stage(sets: Sequence[SetSummary], t_ns: int) -> Stage:
    if any(one.t_start_ns <= t_ns <= one.t_end_ns for one in sets):
        return Stage.SET
    return Stage.REST if sets and t_ns > sets[0].t_end_ns else Stage.READY


def _until(one: SetSummary, t_ns: int) -> SetSummary | None:
    """The set with the repetitions that were over by then; None where there are none."""
    reps = tuple(rep for rep in one.reps if rep.t_end_ns <= t_ns)
    unsure = sum(rep.status is RepStatus.UNSURE for rep in reps)
    ended = t_ns > one.t_end_ns
    return replace(one, reps=reps, counted=len(reps) - unsure, unsure=unsure, ended=ended) if reps else None


def _banner(book: Book, t_ns: int) -> Banner:
    """The word of the newest fault raised within the last moments."""
    new = [one for one in book.raised if 0 <= t_ns - one.t_ns < PER_REP_S * 1e9]
    faults = {fault.id: fault for fault in book.exercise.faults}
    words = [_word(one, faults[one.fault]) for one in new if one.fault in faults and faults[one.fault].word]
    return words[-1] if words else CALM


def _word(one: FaultRaised, fault: Fault) -> Banner:
    tint, glyph = MARKS[one.level]
    return Banner(fault.word, tint, glyph, fault.title)
