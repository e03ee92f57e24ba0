"""The day in numbers: every number a person sees of it comes from here."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from imu_hinge.core.posture.bends import Counted
from imu_hinge.core.posture.holds import Hold
from imu_hinge.model.events import PostureState, Zone

PER_HOUR_FROM_S = 600
"""Below so much known time nothing is told per hour."""


def shown(name: str) -> Zone | PostureState:
    """What a column can show: a zone or a state; raises ValueError for another name."""
    return Zone(name) if name in set(Zone) else PostureState(name)


SHOWN: tuple[Zone | PostureState, ...] = (*Zone, *PostureState)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Five minutes of the strip."""

    start_s: float
    """Second of the day at which it begins; past midnight it goes on above 86 400."""
    seconds: Mapping[Zone | PostureState, int]
    """Spent in each zone, or in the state where there was no zone."""

    @property
    def most(self) -> Zone | PostureState:
        """What most of it was spent in; of equals the first one in `SHOWN`."""
        return max(SHOWN, key=lambda what: self.seconds.get(what, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureDay:
    """Exposure, in seconds; definitions: docs/posture.md."""

    seconds: int = 0
    """Everything that was looked at."""
    known_s: int = 0
    """Of it, those in which the position is known."""
    by_zone_s: Mapping[Zone, int]
    by_state_s: Mapping[PostureState, int]
    slumped_s: int = 0
    unknown_s: Mapping[str, int]
    """Seconds in which the state is not known, by the first reason."""
    longest: Mapping[str, Hold]
    """By reminder id; only those there were. `since_s` is the second of the day, as in `Column`."""
    changes: int = 0
    bends: Counted
    reminders: Mapping[str, int]
    """By fate."""
    strip: tuple[Column, ...]

    @property
    def changes_per_hour(self) -> float | None:
        """Of the time in which the position is known; None below ten minutes of it."""
        return self.changes * 3600 / self.known_s if self.known_s >= PER_HOUR_FROM_S else None

    @property
    def longest_strained(self) -> tuple[str, Hold] | None:
        """The longest stay that is not merely unchanged, with its reminder id; None when there was none."""
        stays = [(hold.held_s, name, hold) for name, hold in self.longest.items() if name != "unchanged"]
        return max(stays, key=lambda one: one[0])[1:] if stays else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values that JSON keeps as they are; `from_dict` gives an equal day."""
        return {
            **{name: getattr(self, name) for name in SUMS},
            **{name: _named(getattr(self, name)) for name in COUNTS},
            "longest": {row: asdict(hold) for row, hold in self.longest.items()},
            "bends": asdict(self.bends),
            "strip": [{"start_s": one.start_s, "seconds": _named(one.seconds)} for one in self.strip],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "PostureDay":
        """The inverse of `to_dict`; raises ValueError for anything else."""
        try:
            sums: dict[str, Any] = {name: values[name] for name in SUMS}
            counts: dict[str, Any] = {name: _counts(values[name], kind) for name, kind in COUNTS.items()}
            return cls(
                **sums,
                **counts,
                longest={row: Hold(**hold) for row, hold in values["longest"].items()},
                bends=Counted(**values["bends"]),
                strip=tuple(
                    Column(start_s=one["start_s"], seconds=_counts(one["seconds"], shown)) for one in values["strip"]
                ),
            )
        except (KeyError, TypeError, AttributeError) as wrong:
            raise ValueError(f"these are no numbers of a day of posture: {wrong!r}") from None


SUMS = ("seconds", "known_s", "slumped_s", "changes")
COUNTS: Mapping[str, Callable[[str], Any]] = {
    "by_zone_s": Zone,
    "by_state_s": PostureState,
    "unknown_s": str,
    "reminders": str,
}
"""What is added up key by key, and what its keys are."""


def joined(days: Sequence[PostureDay]) -> PostureDay:
    """Parts of one date as one day; what was not recorded between them is in none of its numbers."""
    sums: dict[str, Any] = {name: sum(getattr(day, name) for day in days) for name in SUMS}
    counts: dict[str, Any] = {name: added([getattr(day, name) for day in days]) for name in COUNTS}
    return PostureDay(
        **sums,
        **counts,
        longest=_longest(days),
        bends=Counted(**added([asdict(day.bends) for day in days])),
        strip=_strip(days),
    )


def added(counts: Sequence[Mapping[Any, int]]) -> dict[Any, int]:
    """The sum of each key."""
    total: Counter[Any] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)


def _longest(days: Sequence[PostureDay]) -> dict[str, Hold]:
    longest: dict[str, Hold] = {}
    for row, hold in (item for day in days for item in day.longest.items()):
        longest[row] = max(longest.get(row, hold), hold, key=lambda one: one.held_s)
    return longest


def _strip(days: Sequence[PostureDay]) -> tuple[Column, ...]:
    by_start: dict[float, list[Mapping[Any, int]]] = {}
    for column in (column for day in days for column in day.strip):
        by_start.setdefault(column.start_s, []).append(column.seconds)
    return tuple(Column(start_s=start_s, seconds=added(parts)) for start_s, parts in sorted(by_start.items()))


def _named(counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(what): seconds for what, seconds in counts.items()}


def _counts(values: Mapping[str, int], kind: Callable[[str], Any]) -> dict[Any, int]:
    return {kind(name): seconds for name, seconds in values.items()}
