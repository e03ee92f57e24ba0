"""Picks at most one cue per repetition."""

from collections.abc import Sequence

from imu_hinge.core.faults import Crossing
from imu_hinge.model.events import Level

SAME_MOST = 3
"""The same cue at most so many repetitions running; then it waits for the end of the set."""


class Coach:
    """Chooses what is said to the wearer. Cautions are shown, not spoken."""

    def __init__(self) -> None:
        self._cued_rep: int | None = None
        self._runs: dict[str, tuple[int, int]] = {}
        self._spent: set[str] = set()

    def new_set(self) -> None:
        """What waited may be said again."""
        self._runs, self._spent = {}, set()

    def choose(self, rep: int, raised: Sequence[Crossing]) -> Crossing | None:
        """Of what was raised at the same instant in repetition number `rep`, the one to cue; None for silence."""
        ranked = sorted(raised, key=lambda c: (c.level is not Level.FAULT, c.fault.order))
        for crossing in ranked:
            if crossing.level is Level.FAULT and crossing.fault.cue and self._may(rep, crossing.fault.cue):
                self._cued_rep = rep
                return crossing
        return None

    def _may(self, rep: int, cue: str) -> bool:
        if self._cued_rep == rep or cue in self._spent:
            return False
        last, running = self._runs.get(cue, (rep, 0))
        self._runs[cue] = (rep, running + 1 if rep - last <= 1 else 1)
        if self._runs[cue][1] > SAME_MOST:
            self._spent.add(cue)
            return False
        return True
