"""What a trainer is told of one client while it happens: a sentence each, without the name and the time."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from imu_hinge.catalogue import Exercise, Fault
from imu_hinge.gate.pain import CHOICE, pain_said
from imu_hinge.model.events import (
    CalibrationRefused,
    Event,
    FaultRaised,
    Level,
    Rep,
    RepCompleted,
    RepRejected,
    RepRevised,
    RepStatus,
    SensorWarning,
    SetEnded,
    Step,
)
from imu_hinge.model.inputs import Command, Input, Placement
from imu_hinge.view.words import not_taken, note_words, reps_words, spaced

_PEAKS = {"lumbar_flexion": "lumbar_flexion_peak_deg", "hinge_share": "hinge_share"}
"""The measures of a fault whose value for the whole repetition is known, and where."""
_UNITS = {"deg": "{:.0f} deg", "share": "{:.2f}"}
_MARKS = {Level.FAULT: "limit", Level.CAUTION: "mark"}
_LOST = {Placement.THORACIC: "counting paused at {count}", Placement.SACRUM: "the low back is not judged"}
"""What stops without each sensor."""
_UNTOLD = frozenset({"stance_note", "stance_shift"})
"""Warnings that concern the wearer alone."""

Raised = Mapping[tuple[str, Level], FaultRaised]


class Sentences:
    """Feed every step once, in order; a repetition is told again only when what is wrong with it changes."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._raised: dict[tuple[str, Level], FaultRaised] = {}
        self._told: dict[int, str] = {}
        self._count = 0

    def step(self, item: Input, step: Step, count: int) -> list[str]:
        """What is to be told after this step; `count`: the large number."""
        self._count = count
        said = [command_sentence(item)] if isinstance(item, Command) else []
        return [words for words in (*said, *map(self._event, step.events)) if words]

    def _event(self, event: Event) -> str:
        teller = _TELLERS.get(type(event))
        return teller(self, event) if teller else ""

    def _fault(self, event: FaultRaised) -> str:
        """Kept for the repetition it belongs to, which is told as a whole."""
        self._raised[event.fault, event.level] = event
        return ""

    def _rep(self, event: RepCompleted | RepRevised) -> str:
        rep = event.rep
        words = "" if rep.status is RepStatus.PROVISIONAL else rep_words(rep, self._exercise, self._raised)
        if self._told.get(rep.id, "") == words:
            return ""
        self._told[rep.id] = words
        return f"rep {rep.index} {words or 'inside the limits after all'}"

    def _rejected(self, event: RepRejected) -> str:
        said = event.rep_id is not None and self._told.pop(event.rep_id, "")
        return "a rep was taken back" if said else ""

    def _set_ended(self, event: SetEnded) -> str:
        self._told.clear()  # repetitions of a set that is over do not change
        side = f" {event.side}" if event.side else ""
        return f"set {event.set_index}{side} ended: {reps_words(event.counted, event.unsure)}"

    def _refused(self, event: CalibrationRefused) -> str:
        return not_taken(event.remedy)

    def _warned(self, event: SensorWarning) -> str:
        if event.id == "sensor_silent" and event.placement:
            return f"{event.placement} sensor lost, {_LOST[event.placement].format(count=self._count)}"
        return "" if event.id in _UNTOLD else _SHORT.get(event.id, note_words)(event)


_TELLERS: dict[type, Callable[[Sentences, Any], str]] = {
    FaultRaised: Sentences._fault,
    RepCompleted: Sentences._rep,
    RepRevised: Sentences._rep,
    RepRejected: Sentences._rejected,
    SetEnded: Sentences._set_ended,
    CalibrationRefused: Sentences._refused,
    SensorWarning: Sentences._warned,
}
"""What each event says; the other events say nothing here."""


def _back(event: SensorWarning) -> str:
    return f"{event.placement} sensor back, {event.detail}"


def _battery(event: SensorWarning) -> str:
    return f"{event.placement} sensor {event.detail.partition(':')[0]}"


_SHORT = {"sensor_back": _back, "battery_low": _battery, "battery_critical": _battery}
"""Warnings that a trainer needs shorter than the wearer."""


def rep_words(rep: Rep, exercise: Exercise, raised: Raised) -> str:
    """`rounded, 24 deg (limit 18)`, `close: not tall`; empty for a repetition inside all limits."""
    level, names = (Level.FAULT, rep.faults) if rep.faults else (Level.CAUTION, rep.cautions)
    rows = {fault.id: fault for fault in exercise.faults}
    listed = [_fault_words(rows[name], rep, raised.get((name, level))) for name in names if name in rows]
    return ("" if rep.faults or not listed else "close: ") + "; ".join(listed)


def _fault_words(fault: Fault, rep: Rep, event: FaultRaised | None) -> str:
    value = fault_value(fault, rep)
    value = event.value if value is None and event else value
    if value is None:
        return fault.title
    limit = f" ({_MARKS[event.level]} {_number(fault, event.limit)})" if event else ""
    return f"{fault.title}, {_UNITS[fault.unit].format(value)}{limit}"


def fault_value(fault: Fault, rep: Rep) -> float | None:
    """The measure over the whole repetition, in the unit of the fault; None where the repetition holds none."""
    name = _PEAKS.get(fault.measure)
    value: float | None = getattr(rep, name) if name else None
    return value


def _number(fault: Fault, value: float) -> str:
    return _UNITS[fault.unit].format(value).removesuffix(" deg")


def command_sentence(command: Command) -> str:
    """What was asked or told, by the wearer or by a trainer; empty for what is told by what follows it."""
    pain = pain_said(command.name, command.argument)
    if pain is not None:
        return f"pain {pain}"
    if command.name in _TRAINERS:
        return _by_trainer(command)
    told = _WEARERS.get(command.name, "")
    return told.format(argument=spaced(command.argument)) if command.argument or "{" not in told else ""


_WEARERS = {
    "pain": "stopped",
    CHOICE: "after the rise of pain: {argument}",
    "note": "wrote: {argument}",
    "not_recording": "not recording: {argument}",
    "recording": "recording again",
    "unwatched": "does not want to be watched",
    "take_exercise": "takes the exercise proposed",
    "leave_exercise": "keeps the exercise",
}
"""Words of the wearer and of the station."""
_TRAINERS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "trainer_note": lambda fields: f"noted: {fields['text']}",
    "trainer_stop": lambda fields: ": ".join(filter(None, ("asked to stop", fields.get("reason")))),
    "trainer_exercise": lambda fields: f"proposed {fields['exercise']}",
}
"""Words of a trainer, by the Command; its argument holds the fields as JSON."""


def trainer_words(name: str, fields: Mapping[str, Any]) -> str:
    """`asked to stop: come here`: what a trainer did with the Command of this name."""
    return _TRAINERS[name](fields)


def _by_trainer(command: Command) -> str:
    try:
        fields = json.loads(command.argument)
        return f"{fields['by']} {trainer_words(command.name, fields)}"
    except (ValueError, TypeError, LookupError, AttributeError):
        return f"a trainer {spaced(command.name.removeprefix('trainer_'))}"
