"""Cues about form: at most one in a repetition; the first one of a session is explained at the next rest."""

from imu_hinge.catalogue import Exercise
from imu_hinge.cues.cue import Cue, Sort
from imu_hinge.cues.dose import Dosing
from imu_hinge.model.events import FaultRaised, RepRejected, Step
from imu_hinge.model.inputs import Input

TALL = frozenset({"incomplete_lockout", "not_tall", "forward_lean"})
"""Faults of the top of a repetition; they sound unlike those of the way down."""


class Form:
    """Says what the coach chose, as far as the dose lets it."""

    def __init__(self, exercise: Exercise, dosing: Dosing) -> None:
        self._explanations = {fault.id: fault.explanation for fault in exercise.faults}
        self._dosing = dosing
        self._cued: tuple[int, int | None] | None = None
        self._explained, self._explanation = False, ""
        self.withheld: list[Cue] = []
        """What the dose kept back."""

    def step(self, item: Input, step: Step) -> list[Cue]:
        """The cues of this step."""
        cues = []
        for event in step.events:
            if isinstance(event, RepRejected):
                self._cued = None
            elif isinstance(event, FaultRaised) and event.cue:
                cues += self._fault(item.t_ns, event)
        return cues

    def _fault(self, t_ns: int, event: FaultRaised) -> list[Cue]:
        rep = (event.set_index, event.rep_index)
        if rep == self._cued:
            return []
        self._cued = rep
        sort = Sort.TALL if event.fault in TALL else Sort.FAULT
        if not self._dosing.lets_fault(event.set_index, event.rep_index or 0):
            self.withheld.append(Cue(t_ns=t_ns, sort=sort, words=event.cue))
            return []
        if not self._explained:
            self._explained, self._explanation = True, self._explanations.get(event.fault, "")
        return [Cue(t_ns=t_ns, sort=sort, words=event.cue)]

    def explanation(self) -> str:
        """What the first cue of the session meant: a sentence that is too long for a set. Given once; else empty."""
        given, self._explanation = self._explanation, ""
        return given
