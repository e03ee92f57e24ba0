"""What is known of the sets of a session: what all have, and the numbers that stay without the repetitions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol


class SetOutline(Protocol):
    """What is known of every set, with or without its repetitions."""

    @property
    def side(self) -> str | None:
        """The working side; None where that was not said."""
        ...

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        ...

    @property
    def t_start_ns(self) -> int:
        """Session time."""
        ...

    @property
    def counted(self) -> int:
        """Repetitions."""
        ...

    @property
    def unsure(self) -> int:
        """Repetitions."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums over sets; `reps` is `counted` + `unsure`, and with faults to judge also the sum of the verdicts below."""

    sets: int
    reps: int
    counted: int
    unsure: int
    good: int
    close: int
    past: int
    not_judged: int
    """Counted, but no fault of the exercise could be judged; 0 for an exercise without faults."""
    peak_deg: float | None
    """Largest lumbar flexion of the counted, valid repetitions, deg; None where there is none."""
    peak_at: tuple[int, int] | None
    """SetSummary.index and Rep.index of the repetition with that peak."""
    faults: Mapping[str, int]
    """Repetitions past the limit, by fault id; most frequent first."""
    cautions: Mapping[str, int]
    """Repetitions past the early limit only, by fault id; most frequent first."""
    rows: int
    sides: Mapping[str, int]
    """Repetitions by working side; empty for an exercise without sides."""

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNumbers:
    """One set without its repetitions: a tenth of what they take."""

    side: str | None
    ended: bool
    t_start_ns: int
    totals: Totals

    @property
    def counted(self) -> int:
        """Repetitions."""
        return self.totals.counted

    @property
    def unsure(self) -> int:
        """Repetitions."""
        return self.totals.unsure
