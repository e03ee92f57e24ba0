"""One criterion as a row: what it looks at, when it holds, how it is told. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import ge, le, lt

from imu_hinge.core.progression.looked import Looked

Figure = Callable[[Looked], float | None]
"""None: it cannot be told."""
Number = Callable[[Looked], float]
"""What the level, or the person's trainer, asks for."""
Missing = Callable[[Looked], int]
"""How many days are still missing; 0 where no number of days tells it."""

AT_LEAST, AT_MOST, BELOW = ge, le, lt
SHARE, RATIO, WHOLE = "share", "ratio", "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A row of a table."""

    id: str
    """Its key in the file of the level."""
    title: str
    figure: Figure
    needed: Number
    holds: Callable[[float, float], bool]
    """Figure, needed -> whether."""
    unit: str = WHOLE
    asks: str
    """What is needed, with `{needed}`."""
    missing: Missing = lambda looked: 0
    absent: Callable[[Looked], str] = lambda looked: "not known"
    """What is told in place of a figure that there is not."""
    lacks: str = ""
    """What is missing where it does not hold, with `{count}` and `{s}` for the plural."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A criterion against the facts."""

    id: str
    title: str
    figure: float | None
    """Share or count; None: it cannot be told."""
    needed: float
    met: bool
    figure_words: str
    """`86 %`, `3`, `not known`."""
    needed_words: str
    """`at least 80 % in every session`."""
    missing: str
    """`2 more days of training`; empty where it holds, or where `needed_words` say it all."""

    @property
    def words(self) -> str:
        """`in form: 86 %, at least 80 % in every session`."""
        return f"{self.title}: {self.figure_words}, {self.needed_words}"


def up_needs(key: str) -> Number:
    """The number in the level's file, to go on."""
    return lambda looked: looked.rules.up[key].value


def back_needs(key: str) -> Number:
    """The number in the level's file, to go back."""
    return lambda looked: looked.rules.back[key].value


def checked(row: Criterion, looked: Looked) -> Checked:
    """One row; what cannot be told does not hold."""
    figure, needed = row.figure(looked), row.needed(looked)
    met = figure is not None and row.holds(figure, needed)
    return Checked(
        id=row.id,
        title=row.title,
        figure=figure,
        needed=needed,
        met=met,
        figure_words=row.absent(looked) if figure is None else number_words(figure, row.unit),
        needed_words=row.asks.format(needed=number_words(needed, row.unit)),
        missing="" if met else _lack_words(row.lacks, row.missing(looked)),
    )


def number_words(value: float, unit: str) -> str:
    """`86 %`, `0.72`, `3`; rounded down, so that nothing is told as reached that is not."""
    return _NUMBERS[unit](value)


_NUMBERS: dict[str, Callable[[float], str]] = {
    SHARE: lambda value: f"{_hundredths(value)} %",
    RATIO: lambda value: f"{_hundredths(value) / 100:.2f}",
    WHOLE: lambda value: f"{value:g}",
}


def _hundredths(value: float) -> int:
    return int(value * 100 + 1e-9)


def _lack_words(lacks: str, count: int) -> str:
    return lacks.format(count=count, s="" if count == 1 else "s") if count else ""
