"""What is said, in words: events as plain lines, and the verdict on a repetition."""

from collections.abc import Callable, Iterable
from typing import Any

from imu_hinge.catalogue import Exercise, Fault
from imu_hinge.gate.pain import CHOICE, pain_said
from imu_hinge.model.events import (
    Calibrated,
    CalibrationRefused,
    CalibrationStep,
    Event,
    FaultRaised,
    PostureChanged,
    PostureReminder,
    Rep,
    RepCompleted,
    RepRejected,
    RepRevised,
    RepStatus,
    SensorWarning,
    SetEnded,
    SetStarted,
)
from imu_hinge.model.inputs import Command, Link, LinkState
from imu_hinge.view.asked import trainer_words
from imu_hinge.view.posture_words import changed_line, reminder_line

UNKNOWN = "-"


def number(value: float | None, digits: int = 0, unit: str = "") -> str:
    """The value with its unit, or a dash where it is not known."""
    return UNKNOWN if value is None else f"{round(value, digits) + 0.0:.{digits}f}{unit}"


def spaced(identifier: str) -> str:
    """An id of the program as words."""
    return identifier.replace("_", " ")


def reason_words(reason: str) -> str:
    """Why something is not judged."""
    return _REASONS.get(reason, spaced(reason))


_REASONS = {
    "thorax_tilt_only": "the thoracic sensor has no gyroscope",
    "sacrum_tilt_only": "the sacrum sensor has no gyroscope",
}
_UNJUDGED = {
    **_REASONS,
    "no_pelvis": "no second sensor",
    "no_thorax": "no thoracic sensor",
    "pelvis_axis_unknown": "how the sacrum sensor sits is not known",
}
"""Why a calibration leaves the low back out, the first that applies."""


def unjudged_words(exercise: Exercise, reasons: Iterable[str]) -> str:
    """Why the low back is not judged under a calibration with these reasons; empty where it is, or never would be."""
    why = next((words for reason, words in _UNJUDGED.items() if reason in set(reasons)), "")
    return f"low back not judged: {why}" if why and exercise.faults else ""


def reps_words(counted: int, unsure: int) -> str:
    """`8 reps, 1 unsure`: the number is counted plus unsure."""
    total = counted + unsure
    words = f"{total} rep" if total == 1 else f"{total} reps"
    return f"{words}, {unsure} unsure" if unsure else words


def link_words(link: Link) -> str:
    """`20.0  sensor  thoracic  lost  ...`: where the link to a sensor stands, and why."""
    power = f"battery {link.battery_pct} %" if link.battery_pct is not None and link.state in _WITH_BATTERY else ""
    where = ("no Bluetooth",) if link.state == LinkState.NO_BLUETOOTH else (str(link.placement), _state(link))
    detail = link.detail.removeprefix(f"{str(link.placement).capitalize()} sensor: ")
    wait = "Waiting for it; Ctrl-C ends." if link.state == LinkState.NO_BLUETOOTH else ""
    return "  ".join([f"{link.t_ns / 1e9:.1f}", "sensor", *where, *(word for word in (detail, wait, power) if word)])


def _state(link: Link) -> str:
    return "no data" if link.state == LinkState.SILENT else spaced(link.state)


def command_words(command: Command) -> str | None:
    """`72.1  pain  7`, `80.0  note  pad slips`; None for a word that is told by what follows it."""
    if (asked := trainer_words(command)) is not None:
        return f"{command.t_ns / 1e9:.1f}  {asked}"
    pain = pain_said(command.name, command.argument)
    said = ("pain", str(pain)) if pain is not None else (command.name, command.argument)
    if said[0] not in _SAID:
        return None
    return "  ".join([f"{command.t_ns / 1e9:.1f}", spaced(said[0]), said[1] or "stopped"])


_SAID = frozenset({"pain", CHOICE, "note"})
"""Commands that are worth a line; a pain that was told before the session is one too."""
_WITH_BATTERY = (LinkState.STREAMING,)


def verdict(rep: Rep, exercise: Exercise) -> str:
    """`good`, `close: ...` for cautions, the faults in words, or what could not be judged; unsure ones say so first."""
    titles = {fault.id: fault.title for fault in exercise.faults}
    words = (
        [titles.get(fault, spaced(fault)) for fault in rep.faults] or _close(rep, titles) or [_passed(rep, exercise)]
    )
    unsure = ["unsure"] if rep.status is RepStatus.UNSURE else []
    return ", ".join(unsure + [word for word in words if word])


def _close(rep: Rep, titles: dict[str, str]) -> list[str]:
    words = ", ".join(titles.get(fault, spaced(fault)) for fault in rep.cautions)
    return [f"close: {words}"] if words else []


def _passed(rep: Rep, exercise: Exercise) -> str:
    if rep.status is RepStatus.UNSURE:
        return ""
    judged = {fault.id for fault in exercise.faults if "plan" not in fault.needs} - set(rep.not_judged)
    if judged:
        return "good"
    return "not judged" if exercise.faults else "counted"


def not_taken(remedy: str) -> str:
    """How a calibration was refused, in one line; the remedy names the reason first."""
    return f"calibration not taken: {remedy}"


def note_words(event: CalibrationRefused | SensorWarning) -> str:
    """The event in one line for a screen: `sacrum sensor moved: ...`."""
    if isinstance(event, CalibrationRefused):
        return not_taken(event.remedy)
    where = f"{event.placement} sensor" if event.placement else ""
    what = _SHORT.get(event.id, _what(event))
    return ": ".join(part for part in (" ".join(word for word in (where, what) if word), event.detail) if part)


def _what(event: SensorWarning) -> str:
    what = _SAYS.get(event.id, spaced(event.id))
    return what.removeprefix("sensor ") if event.placement else what


_SAYS = {
    "sensor_back": "gives data again",
    "stance_zeroed": "stance taken",
    "stance_refused": "stance not taken",
}
"""Warnings whose id could be taken for something else."""
_SHORT = {"stance_note": "", "stance_shift": ""}
"""Warnings whose detail says it all."""


class Lines:
    """Events as lines `seconds  kind  words`; says a repetition again only when the words about it change."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._faults = {fault.id: fault for fault in exercise.faults}
        self._reps: dict[int, tuple[str, ...]] = {}
        self.unjudged = ""
        """Why the low back is not judged; empty where it is."""

    def line(self, event: Event) -> str | None:
        """One line without its end; None for what is not worth one."""
        teller = _TELLERS.get(type(event))
        words = teller(self, event) if teller else None
        return None if words is None else "  ".join([f"{event.t_ns / 1e9:.1f}", *words])

    def _rep(self, event: RepCompleted | RepRevised) -> tuple[str, ...] | None:
        rep = event.rep
        provisional = ("provisional",) if rep.status is RepStatus.PROVISIONAL else ()
        side = (rep.side,) if rep.side else ()
        judged = provisional or (verdict(rep, self._exercise), *_back(rep))
        words = ("rep", str(rep.index), *side, *judged)
        if self._reps.get(rep.id) == words:
            return None
        self._reps[rep.id] = words
        return words

    def _rejected(self, event: RepRejected) -> tuple[str, ...] | None:
        said = self._reps.pop(event.rep_id, None) if event.rep_id is not None else None
        return (*said[:2], "taken back", spaced(event.reason)) if said else ("no rep", spaced(event.reason))

    def _fault(self, event: FaultRaised) -> tuple[str, ...]:
        fault = self._faults.get(event.fault)
        words = (event.cue,) if event.cue else ()
        return (event.level.value, event.fault, *words, *_limit(event, fault))

    def _set_started(self, event: SetStarted) -> tuple[str, ...]:
        said = filter(None, (event.side, self.unjudged))
        return ("set", "start", str(event.set_index), *said)

    def _set_ended(self, event: SetEnded) -> tuple[str, ...]:
        return ("set", "end", str(event.set_index), reps_words(event.counted, event.unsure))

    def _warning(self, event: SensorWarning) -> tuple[str, ...]:
        where = (event.placement.value,) if event.placement else ()
        return ("sensor", *where, _what(event), event.detail)

    def _calibrated(self, event: Calibrated) -> tuple[str, ...]:
        self.unjudged = unjudged_words(self._exercise, event.reasons)
        return ("calibrated", event.status, f"quality {event.quality:.2f}")

    def _refused(self, event: CalibrationRefused) -> tuple[str, ...]:
        return ("calibration", "not taken", spaced(event.reason), event.remedy)

    def _step(self, event: CalibrationStep) -> tuple[str, ...] | None:
        return ("calibration", _ASKED[event.step]) if event.step in _ASKED else None


_ASKED = {
    "hold": "hold: stand tall and still, arms down",
    "stance": "go on standing still",
    "hinges": "hinge forward three times, easily",
    "full_bend": "one slow bend as far as it is comfortable, back rounded",
    "stance_again": "stand tall and still once more",
}
"""What each step of the guided calibration asks; how it ended is told by what follows it."""

_TELLERS: dict[type, Callable[[Lines, Any], tuple[str, ...] | None]] = {
    RepCompleted: Lines._rep,
    RepRevised: Lines._rep,
    RepRejected: Lines._rejected,
    FaultRaised: Lines._fault,
    SetStarted: Lines._set_started,
    SetEnded: Lines._set_ended,
    SensorWarning: Lines._warning,
    Calibrated: Lines._calibrated,
    CalibrationRefused: Lines._refused,
    CalibrationStep: Lines._step,
    PostureChanged: lambda _, event: changed_line(event),
    PostureReminder: lambda _, event: reminder_line(event),
}
"""What is worth a line; phases and cleared faults are not."""


def _back(rep: Rep) -> tuple[str, ...]:
    peak = rep.lumbar_flexion_peak_deg
    return () if peak is None else (f"back {peak:.0f} deg",)


def _limit(event: FaultRaised, fault: Fault | None) -> tuple[str, str]:
    share = fault is not None and fault.unit == "share"
    value = f"{event.value:.2f}" if share else f"{event.value:.0f} deg"
    return value, f"limit {event.limit:.2f}" if share else f"limit {event.limit:.0f}"
