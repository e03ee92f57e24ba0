"""What is said of sensors that fall silent and come back."""

from imu_hinge.cues.cue import Cue, Sort
from imu_hinge.cues.presence import Presence
from imu_hinge.cues.spoken import Said
from imu_hinge.model.inputs import Input, Placement

AGAIN_S = (10.0, 30.0)
"""Said again after the first of these, then after the second one each time; our choice."""


class Losses:
    """Says each change once, when it is clear which sensors it is about."""

    def __init__(self) -> None:
        self._presence = Presence()
        self._told: frozenset[Placement] = frozenset()
        self._words = ""
        self._due_ns = 0

    def step(self, item: Input, in_set: bool) -> list[Cue]:
        """What is to be said at this input."""
        presence = self._presence
        presence.step(item, in_set)
        if not presence.settled:
            return []
        if presence.lost != self._told:
            return self._changed(item.t_ns)
        if self._told and item.t_ns >= self._due_ns:
            self._due_ns = item.t_ns + round(AGAIN_S[1] * 1e9)
            return [Cue(t_ns=item.t_ns, sort=Sort.LOST, words=self._words)]
        return []

    def _changed(self, t_ns: int) -> list[Cue]:
        before, self._told = self._told, self._presence.lost
        words, self._words = self._words, self._state_words()
        if self._told - before and self._words != words:
            self._due_ns = t_ns + round(AGAIN_S[0] * 1e9)
            return [Cue(t_ns=t_ns, sort=Sort.LOST, words=self._words)]
        if before - self._told:
            return [Cue(t_ns=t_ns, sort=Sort.BACK, words=Said.BACK)]
        return []

    def _state_words(self) -> str:
        if not self._told:
            return ""
        if not self._presence.left:
            return Said.COUNTING_PAUSED
        return Said.COUNTING_ONLY if Placement.THORACIC in self._presence.left else Said.COUNTING_UNSURE
