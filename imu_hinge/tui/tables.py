"""The sets of a session as a table. Pure."""

from collections.abc import Iterable, Sequence

from imu_hinge.tui.rows import Line
from imu_hinge.view.pains import Scores, pain_after
from imu_hinge.view.sets import SetNumbers
from imu_hinge.view.snapshot import Snapshot
from imu_hinge.view.totals import Totals, all_numbers, together
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
    sets = all_numbers(snapshot)
    if not sets:
        yield (("No sets.", "text"),)
        return
    yield ((_line([name for name, _ in _COLUMNS]), "muted"),)
    for position in range(len(sets)):
        yield ((_line(_cells(sets, position, snapshot.pains)), "text"),)
    yield ((_line(["all", "", *_numbers(together([one.totals for one in sets])), ""]), "*text"),)


def _line(cells: Iterable[str]) -> str:
    return "".join(cell.rjust(width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True))


def _cells(sets: Sequence[SetNumbers], position: int, scores: Scores) -> list[str]:
    one = sets[position]
    return [str(position + 1), one.side or "-", *_numbers(one.totals), number(pain_after(sets, scores, position))]


def _numbers(of: Totals) -> list[str]:
    """What could not be judged stands with what is unsure, as both are marked alike."""
    counts = (of.reps, of.good, of.close, of.past, of.unsure + of.not_judged)
    return [*map(str, counts), number(of.peak_deg, 0, " deg")]
