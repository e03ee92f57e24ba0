"""What is said through a day of posture, seldom and in neutral words: reminders of staying, the stance, sensors."""

from collections.abc import Mapping

from imu_hinge.cues.cue import Cue, Sort
from imu_hinge.cues.setting import steps
from imu_hinge.cues.spoken import STEPS, Said, number
from imu_hinge.model.events import Calibrated, Event, PostureReminder, SensorWarning, Step
from imu_hinge.model.inputs import Command, Input, Packet, Placement, Samples

LOST_NS = 5_000_000_000
"""Without data for so long a sensor is spoken of; a day has time."""
AGAIN_NS = 600_000_000_000
"""So long nothing more is said of the same sensor: it may lie in a drawer."""

STAND = "stand tall and still for two seconds"
CHECK = f"check the stance: {STAND}"
TAKEN = "stance taken"
NOT_TAKEN = "stance not taken"
LOST = "sensor lost"
_HELD: Mapping[str, str] = {"lean": "leaning", "bent": "bent forward", "slumped": "slumped"}
"""How a row of the posture catalogue is spoken of; any other one is a position."""
_POSITION = "in one position"
_WARNED: Mapping[str, tuple[Sort, str]] = {
    "stance_zeroed": (Sort.READY, TAKEN),
    "stance_refused": (Sort.STEP, NOT_TAKEN),
    "stance_shift": (Sort.STEP, CHECK),
}


def reminder_words(reminder: PostureReminder) -> str:
    """`two minutes leaning: time to stand tall`; below a minute in seconds."""
    minutes, seconds = divmod(int(reminder.held_s), 60)
    unit = "minute" if minutes == 1 else "minutes"
    held = f"{number(minutes)} {unit}" if minutes else f"{number(seconds)} seconds"
    return f"{held} {_HELD.get(reminder.reminder, _POSITION)}: {reminder.cue}"


def day_phrases() -> tuple[str, ...]:
    """What may be said in a day and has no number in it."""
    return (*map(str, STEPS.values()), str(Said.CALIBRATED), str(Said.BACK), STAND, CHECK, TAKEN, NOT_TAKEN, LOST)


class PostureCues:
    """Time comes from the inputs only. Feed every step once, in order."""

    def __init__(self) -> None:
        self._presence = _Presence()

    def step(self, item: Input, step: Step) -> tuple[Cue, ...]:
        """What is to be said at this input. Of reminders those that are given: snooze, mute and quiet hours hold."""
        said = [cue for event in step.events if (cue := self._said(item.t_ns, event))]
        return (*self._presence.step(item), *self._asked(item), *steps(item, step), *said)

    def _asked(self, item: Input) -> list[Cue]:
        if isinstance(item, Command) and item.name == "stance":
            return [Cue(t_ns=item.t_ns, sort=Sort.STEP, words=STAND)]
        return []

    def _said(self, t_ns: int, event: Event) -> Cue | None:
        match event:
            case PostureReminder(fate="given"):
                return Cue(t_ns=t_ns, sort=Sort.REMINDER, words=reminder_words(event))
            case Calibrated():
                return Cue(t_ns=t_ns, sort=Sort.READY, words=Said.CALIBRATED)
            case SensorWarning(id=warning) if warning in _WARNED:
                sort, words = _WARNED[warning]
                return Cue(t_ns=t_ns, sort=sort, words=words)
        return None


class _Presence:
    """Which sensors give data."""

    def __init__(self) -> None:
        self._heard: dict[Placement, int] = {}
        self._lost: set[Placement] = set()
        self._told: dict[Placement, int] = {}

    def step(self, item: Input) -> list[Cue]:
        """A loss, or that a sensor is back after it."""
        if isinstance(item, Packet | Samples):
            self._heard[item.placement] = item.t_ns
            return self._back(item.placement, item.t_ns)
        late = [one for one, t_ns in self._heard.items() if item.t_ns - t_ns > LOST_NS and one not in self._lost]
        self._lost.update(late)
        due = [one for one in late if item.t_ns - self._told.get(one, -AGAIN_NS) >= AGAIN_NS]
        self._told.update(dict.fromkeys(due, item.t_ns))
        return [Cue(t_ns=item.t_ns, sort=Sort.LOST, words=LOST)] if due else []

    def _back(self, placement: Placement, t_ns: int) -> list[Cue]:
        if placement not in self._lost:
            return []
        self._lost.discard(placement)
        return [Cue(t_ns=t_ns, sort=Sort.BACK, words=Said.BACK)] if self._told.get(placement) else []
