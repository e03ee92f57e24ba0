"""The sets of a session as a table. Pure."""

from collections.abc import Iterable

from imu_hinge.core.summary import SetSummary
from imu_hinge.tui.rows import Line
from imu_hinge.view.pains import pain_after
from imu_hinge.view.snapshot import Snapshot
from imu_hinge.view.totals import Totals, totals
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
    numbers = _numbers(totals([one], snapshot.exercise))
    return [str(position + 1), one.side or "-", *numbers, number(pain_after(snapshot.sets, snapshot.pains, position))]


def _sum(snapshot: Snapshot) -> list[str]:
    return ["all", "", *_numbers(totals(snapshot.sets, snapshot.exercise)), ""]


def _numbers(of: Totals) -> list[str]:
    """What could not be judged stands with what is unsure, as both are marked alike."""
    counts = (of.reps, of.good, of.close, of.past, of.unsure + of.not_judged)
    return [*map(str, counts), number(of.peak_deg, 0, " deg")]
