"""The connection events of a link: the only times at which data pass."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

_SAME_S = 1e-6
"""A timer that fires this early is still the event it was set for."""


class Anchors:
    """Times that begin at `first_s` and go on with the given gaps, repeated for ever."""

    def __init__(self, first_s: float, gaps_s: Sequence[float]) -> None:
        self._first_s = first_s
        self._offsets_s = [0.0, *accumulate(gaps_s)]
        self._period_s = self._offsets_s.pop()

    def after(self, t_s: float) -> float:
        """The first event later than `t_s`."""
        rounds, place = self._place(t_s)
        later = self._offsets_s[place] if place < len(self._offsets_s) else self._period_s
        return max(self._first_s, self._first_s + rounds * self._period_s + later)

    def last(self, t_s: float) -> float:
        """The newest event not later than `t_s`; the first one when there was none yet."""
        rounds, place = self._place(t_s)
        return max(self._first_s, self._first_s + rounds * self._period_s + self._offsets_s[place - 1])

    def _place(self, t_s: float) -> tuple[float, int]:
        rounds, rest = divmod(t_s + _SAME_S - self._first_s, self._period_s)
        return rounds, bisect_right(self._offsets_s, rest)
