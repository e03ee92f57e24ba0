"""The keys of the posture screen, as a table: bindings, footer, palette and help are made of it."""

from collections.abc import Iterator

from textual.binding import Binding

from imu_hinge.tui.keys import Key, score_bindings, table_bindings
from imu_hinge.tui.widgets.key_bar import Entry
from imu_hinge.view.snapshot import Snapshot, Stage

_BEFORE = frozenset({Stage.WAITING, Stage.CALIBRATING})
_ALWAYS = frozenset(Stage)
_SESSION = _ALWAYS - {Stage.ENDED}
_DAY = _SESSION - _BEFORE


class DayKey(Key):
    """A key of the posture screen."""

    @property
    def id(self) -> str:
        """What a wearer's own key map calls it."""
        return f"posture.{self.label.lower().replace(' ', '_')}"


def _bend_asked(session: Snapshot) -> bool:
    """Whether a full bend is still to come."""
    calibrating = session.calibrating
    return bool(calibrating.step) and not calibrating.bend_skipped and calibrating.step != "stance_again"


KEYS = (
    DayKey("pause", "space", "space", "Pause", "no zones and no reminders until it is pressed again", _DAY, 0),
    DayKey("snooze", "z", "z", "Snooze", "no reminder is said for 1 min; again: 5, 30", _DAY, 1),
    DayKey("stance", "c", "c", "Stance", "stand tall and still: both tilts are taken as zero", _DAY, 2),
    DayKey("delays", "d", "d", "Delay", "after how long a reminder comes; all of them on or off", _DAY, 6),
    DayKey("calibrate", "c", "c", "Calibrate", "begin the calibration anew", _BEFORE, 2),
    DayKey("skip", "k", "k", "Skip bend", "leave the full bend out", frozenset({Stage.CALIBRATING}), 1, _bend_asked),
    DayKey("pain", "p", "p", "PAIN", "asks 0 to 10; a set under way ends", _SESSION, 3),
    DayKey("sound", "m", "m", "Sound", "change how much is heard", _SESSION, 7),
    DayKey("note", "n", "n", "Note", "write a note into the recording", _SESSION, 8),
    DayKey("calibrate", "C", "C", "Calibrate anew", "begin the calibration anew", _DAY, 10),
    DayKey("theme", "t", "t", "Theme", "dark or light", _ALWAYS, 9),
    DayKey("help", "question_mark", "?", "Help", "this page; ?, q or esc closes it", _ALWAYS, 5),
    DayKey("leave", "ctrl+q,ctrl+c", "^q", "Quit", "end the day's recording", _ALWAYS, 4),
)
"""In the order of the footer. `c` is what is calibrated next: first the sensors, then the stance."""


def bindings() -> list[Binding]:
    """All of them for Textual."""
    return [*table_bindings(KEYS), *score_bindings(), Binding("escape", "dismiss_question", show=False)]


def working(session: Snapshot) -> Iterator[DayKey]:
    """The keys that do something at this moment."""
    return (key for key in KEYS if key.works(session))


def entries(session: Snapshot) -> tuple[Entry, ...]:
    """For the footer."""
    return tuple(Entry(key.shown, key.label, key.rank) for key in working(session))


ACTIONS = frozenset(key.action for key in KEYS)


def works(action: str, session: Snapshot) -> bool:
    """Whether an action does anything here; true for those that are not in the table."""
    return action not in ACTIONS or any(key.action == action for key in working(session))
