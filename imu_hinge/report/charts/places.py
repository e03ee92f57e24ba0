"""Which repetitions stand in which row of the chart, and where. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from imu_hinge.core.summary import SetSummary
from imu_hinge.model.events import Rep

MOST = 100
"""Repetitions in one row; more of them get a second one."""
GAP, LEAST = 0.9, 8.0
"""Between two sets, and the shortest row, in places of one repetition."""


@dataclass(frozen=True, slots=True)
class Group:
    """One set."""

    name: str
    bars: tuple[tuple[float, Rep], ...]
    """Each repetition with its place."""

    @property
    def middle(self) -> float:
        """Where the name belongs."""
        return (self.bars[0][0] + self.bars[-1][0]) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """The sets of one row."""

    groups: tuple[Group, ...]
    span: float
    """How many places it has."""


def set_name(one: SetSummary) -> str:
    """`set 2 left`."""
    return f"set {one.index} {one.side}" if one.side else f"set {one.index}"


def rows_of(sets: Sequence[SetSummary]) -> list[Row]:
    """Rows of about equal length, none with many more than MOST repetitions unless one set has."""
    return [_row(listed) for listed in _shared(sets)]


def _shared(sets: Sequence[SetSummary]) -> Iterator[Sequence[SetSummary]]:
    total = sum(len(one.reps) for one in sets)
    most = ceil(total / ceil(total / MOST))
    row: list[SetSummary] = []
    for one in sets:
        if row and sum(len(other.reps) for other in row) + len(one.reps) / 2 > most:
            yield row
            row = []
        row.append(one)
    yield row


def _row(sets: Sequence[SetSummary]) -> Row:
    groups, place = [], 0.0
    for one in sets:
        groups.append(Group(set_name(one), tuple((place + n, rep) for n, rep in enumerate(one.reps))))
        place += len(one.reps) + GAP
    return Row(tuple(groups), max(place - GAP, LEAST))
