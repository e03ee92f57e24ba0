"""What is still to come to each trainer, and how that is said. Pure."""

from collections.abc import Mapping, Sequence

from imu_hinge.remote.answering import named

LATE_S = 5.0
"""Events that wait longer for an acknowledgement are told of."""
Owed = Mapping[str, int]
"""Number of events by trainer; 0: that one has all."""


class Lateness:
    """Since when a trainer has acknowledged nothing of what is to come."""

    def __init__(self) -> None:
        self._owed: Owed = {}
        self._since_s: dict[str, float] = {}

    def late(self, owed: Owed, now_s: float) -> Owed:
        """Those who have waited for longer than LATE_S."""
        for trainer, count in owed.items():
            if not count or count < self._owed.get(trainer, 0) or trainer not in self._since_s:
                self._since_s[trainer] = now_s
        self._owed = owed
        return {trainer: count for trainer, count in owed.items() if now_s - self._since_s[trainer] > LATE_S}


def names(trainers: Sequence[str]) -> str:
    """`anna, bob`."""
    return ", ".join(map(named, trainers))


def late_words(owed: Owed) -> str:
    """`19 not yet with bob`; empty where nothing is to come."""
    return "; ".join(f"{count} not yet with {named(trainer)}" for trainer, count in owed.items() if count)


def end_words(owed: Owed) -> str:
    """`all events are with anna; 16 are not yet with bob; ...` at the end of a session; empty where all have all."""
    whole = [trainer for trainer, count in owed.items() if not count]
    first, noun = ([f"all events are with {names(whole)}"], "") if whole else ([], " events")
    late = [f"{count}{noun} are not yet with {named(trainer)}" for trainer, count in owed.items() if count]
    if not late:
        return ""
    return "; ".join([*first, *late, "they go out with the next session"])
