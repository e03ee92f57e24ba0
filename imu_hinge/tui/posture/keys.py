"""The keys of the posture screen, as a table: bindings, footer, palette and help are made of it."""

from collections.abc import Iterator

from textual.binding import Binding

from imu_hinge.tui.key_table import Entry, bindings_of, entries_of
from imu_hinge.tui.keys import SessionKey, bend_asked, score_bindings
from imu_hinge.view.snapshot import Snapshot, Stage

_BEFORE = frozenset({Stage.WAITING, Stage.CALIBRATING})
_ALWAYS = frozenset(Stage)
_SESSION = _ALWAYS - {Stage.ENDED}
_DAY = _SESSION - _BEFORE


class DayKey(SessionKey):
    """A key of the posture screen."""

    SCREEN = "posture"


def _bend_asked(session: Snapshot) -> bool:
    """Whether a full bend is still to come; through the day, only once the steps have begun."""
    return bool(session.calibrating.step) and bend_asked(session)


KEYS = (
    DayKey("pause", "space", "space", "Pause", "no zones and no reminders until it is pressed again", 0, _DAY),
    DayKey("snooze", "z", "z", "Snooze", "no reminder is said for 1 min; again: 5, 30", 1, _DAY),
    DayKey("stance", "c", "c", "Stance", "stand tall and still: both tilts are taken as zero", 2, _DAY),
    DayKey("delays", "d", "d", "Delay", "after how long a reminder comes; all of them on or off", 6, _DAY),
    DayKey("calibrate", "c", "c", "Calibrate", "begin the calibration anew", 2, _BEFORE),
    DayKey("skip", "k", "k", "Skip bend", "leave the full bend out", 1, frozenset({Stage.CALIBRATING}), _bend_asked),
    DayKey("pain", "p", "p", "PAIN", "asks 0 to 10; a set under way ends", 3, _SESSION),
    DayKey("sound", "m", "m", "Sound", "change how much is heard", 7, _SESSION),
    DayKey("note", "n", "n", "Note", "write a note into the recording", 8, _SESSION),
    DayKey("calibrate", "C", "C", "Calibrate anew", "begin the calibration anew", 10, _DAY),
    DayKey("theme", "t", "t", "Theme", "dark or light", 9, _ALWAYS),
    DayKey("help", "question_mark", "?", "Help", "this page; ?, q or esc closes it", 5, _ALWAYS),
    DayKey("leave", "ctrl+q,ctrl+c", "^q", "Quit", "end the day's recording", 4, _ALWAYS),
)
"""In the order of the footer. `c` is what is calibrated next: first the sensors, then the stance."""


def bindings() -> list[Binding]:
    """All of them for Textual."""
    return [*bindings_of(KEYS), *score_bindings(), Binding("escape", "dismiss_question", show=False)]


def working(session: Snapshot) -> Iterator[DayKey]:
    """The keys that do something at this moment."""
    return (key for key in KEYS if key.works(session))


def entries(session: Snapshot) -> tuple[Entry, ...]:
    """For the footer."""
    return entries_of(working(session))


ACTIONS = frozenset(key.action for key in KEYS)


def works(action: str, session: Snapshot) -> bool:
    """Whether an action does anything here; true for those that are not in the table."""
    return action not in ACTIONS or any(key.action == action for key in working(session))
