"""Faults and cautions as banners, and the word for a repetition without them."""

from imu_hinge.catalogue import Exercise, Fault
from imu_hinge.cues.banner import Banner
from imu_hinge.cues.past import judged_anew
from imu_hinge.cues.shown import GOOD, LINES, MARKS, PER_REP_S, UNITS
from imu_hinge.model.events import (
    Event,
    FaultCleared,
    FaultRaised,
    Level,
    Rep,
    RepRevised,
    RepStatus,
    SetEnded,
    Step,
)
from imu_hinge.model.inputs import Input


class Flags:
    """What is past one level at this time; the first row of the catalogue speaks for the others."""

    def __init__(self, exercise: Exercise, level: Level) -> None:
        self._faults = {fault.id: fault for fault in exercise.faults if fault.word}
        self._level = level
        self._raised: dict[str, tuple[int, Banner]] = {}

    def step(self, item: Input, step: Step) -> Banner | None:
        """The banner of this level; None when nothing is past it."""
        if judged_anew(step):
            self._raised = {}
            return None
        for event in step.events:
            self._take(item.t_ns, event)
        self._raised = {fault: raised for fault, raised in self._raised.items() if self._stays(fault, item.t_ns)}
        first = min(self._raised, key=lambda fault: self._faults[fault].order, default=None)
        return None if first is None else self._raised[first][1]

    def _take(self, t_ns: int, event: Event) -> None:
        match event:
            case FaultRaised(fault=fault, level=self._level) if fault in self._faults:
                self._raised[fault] = t_ns, flag(self._faults[fault], event)
            case FaultCleared(fault=fault):
                self._raised.pop(fault, None)
            case SetEnded():
                self._raised = {}

    def _stays(self, fault: str, t_ns: int) -> bool:
        return not self._faults[fault].per_rep or t_ns - self._raised[fault][0] < PER_REP_S * 1e9


def flag(fault: Fault, event: FaultRaised) -> Banner:
    """`! ARCH`, with the value and what it passed in words."""
    tint, glyph = MARKS[event.level]
    value, limit = (UNITS[fault.unit].format(number) for number in (event.value, event.limit))
    line = LINES[event.level].format(title=fault.title, value=value, limit=limit)
    return Banner(fault.word, tint, glyph, line)


class Good:
    """GOOD when a counted repetition is final and was looked at for all that has a word, without a finding."""

    def __init__(self, exercise: Exercise) -> None:
        self._looked_at = frozenset(fault.id for fault in exercise.faults if fault.word)

    def step(self, item: Input, step: Step) -> Banner | None:
        """GOOD at the step that says so."""
        final = [e.rep for e in step.events if isinstance(e, RepRevised) and e.reason == "lockout"]
        return GOOD if final and not judged_anew(step) and self._good(final[-1]) else None

    def _good(self, rep: Rep) -> bool:
        judged = bool(self._looked_at) and not self._looked_at & set(rep.not_judged)
        return judged and rep.status is RepStatus.COUNTED and not rep.faults and not rep.cautions
