"""The sets of a session as a table. Pure."""

from collections import Counter
from collections.abc import Iterable

from imu_hinge.core.summary import SetSummary
from imu_hinge.tui.rows import Line
from imu_hinge.tui.verdicts import Verdict, tally
from imu_hinge.view.snapshot import Snapshot
from imu_hinge.view.words import number

_COLUMNS = (
    ("set", 4),
    ("side", 6),
    ("reps", 6),
    ("good", 6),
    ("close", 7),
    ("past limit", 12),
    ("unsure", 8),
    ("low back peak", 15),
    ("pain", 6),
)
_COUNTED = (Verdict.CLOSE, Verdict.PAST, Verdict.UNSURE)


def session_table(snapshot: Snapshot) -> Iterable[Line]:
    """A head, a row for each set, and the sum of them."""
    if not snapshot.sets:
        yield (("No sets.", "text"),)
        return
    yield ((_line([name for name, _ in _COLUMNS]), "muted"),)
    for position, one in enumerate(snapshot.sets):
        yield ((_line(_cells(snapshot, position, one)), "text"),)
    yield ((_line(_sum(snapshot)), "*text"),)


def _line(cells: Iterable[str]) -> str:
    return "".join(cell.rjust(width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True))


def _cells(snapshot: Snapshot, position: int, one: SetSummary) -> list[str]:
    peak = one.spreads.get("lumbar_flexion_peak_deg")
    pain = pain_after(snapshot, position)
    counts = _counts(one.counted + one.unsure, tally(one, snapshot.exercise))
    return [
        str(position + 1),
        one.side or "-",
        *counts,
        number(peak.largest if peak else None, 0, " deg"),
        number(pain),
    ]


def _sum(snapshot: Snapshot) -> list[str]:
    total: Counter[Verdict] = sum((tally(one, snapshot.exercise) for one in snapshot.sets), Counter())
    peaks = [
        one.spreads["lumbar_flexion_peak_deg"].largest
        for one in snapshot.sets
        if "lumbar_flexion_peak_deg" in one.spreads
    ]
    reps = sum(one.counted + one.unsure for one in snapshot.sets)
    return ["all", "", *_counts(reps, total), number(max(peaks, default=None), 0, " deg"), ""]


def _counts(reps: int, counts: Counter[Verdict]) -> list[str]:
    good = counts[Verdict.GOOD]
    return [str(value) for value in (reps, good, *(counts[verdict] for verdict in _COUNTED))]


def pain_after(snapshot: Snapshot, position: int) -> int | None:
    """The last score given between the end of a set and the start of the next one."""
    starts = [one.t_start_ns for one in snapshot.sets[position + 1 :]]
    until = starts[0] if starts else snapshot.t_ns + 1
    scores = [score for t_ns, score in snapshot.pains if snapshot.sets[position].t_end_ns <= t_ns < until]
    return scores[-1] if scores else None
