"""What the days of benchmarks/posture.py have to reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from posture_score import Score


class Day(Protocol):
    """One folded day."""

    @property
    def hours(self) -> float: ...

    @property
    def score(self) -> Score: ...

    @property
    def memory_mb(self) -> Sequence[float]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One target."""

    what: str
    found: str
    target: str
    good: bool

    def __str__(self) -> str:
        return f"{'ok  ' if self.good else 'MISS'}  {self.what:58} {self.found:>9}  {self.target}"


def rows(days: Sequence[Day]) -> list[Row]:
    """Worst of the days; reminders are those of all of them."""
    scores = [day.score for day in days]
    agree = min(100 * s.agree / s.seconds for s in scores)
    zone = max(abs(off) for s in scores for off in s.zone_off_pct.values())
    slump = max(abs(s.slumped_off_pct) for s in scores)
    false = 8 * sum(len(s.false) for s in scores) / sum(day.hours for day in days)
    forbidden = sum(len(s.forbidden) for s in scores)
    rolled = 100 * sum(s.rolled_back_told_s for s in scores) / max(sum(s.rolled_back_s for s in scores), 1)
    standing = max(100 * s.standing_slumped_s / s.seconds for s in scores)
    grown = max(100 * (max(day.memory_mb) / day.memory_mb[0] - 1) for day in days if day.memory_mb)
    return [
        Row("seconds with the true state, worst day", f"{agree:.1f} %", ">= 95 %", agree >= 95),
        Row("time in a zone less the truth, worst zone and day", f"{zone:.2f} %", "<= 2 %", zone <= 2),
        Row("slumped time less the truth, worst day", f"{slump:.2f} %", "<= 2 %", slump <= 2),
        Row("pelvis back by 17 deg, thorax within 3: told as slumped", f"{rolled:.1f} %", ">= 95 %", rolled >= 95),
        Row("standing told as slumped, worst day", f"{standing:.2f} %", "<= 0.1 %", standing <= 0.1),
        Row("reminders not true, in 8 h", f"{false:.2f}", "< 1", false < 1),
        Row("reminders while walking, lifting, lying, without sensors", f"{forbidden}", "0", forbidden == 0),
        Row("memory after the first hour, most growth", f"{grown:.1f} %", "<= 5 %", grown <= 5),
    ]
