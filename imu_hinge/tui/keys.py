"""The keys of the live screen, as a table: bindings, footer and help are made of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from textual.binding import Binding

from imu_hinge.gate.pain import KEYS as PAIN_KEYS
from imu_hinge.gate.pain import Offer
from imu_hinge.tui.states import proposal_open
from imu_hinge.view.snapshot import Snapshot, Stage

_SET = frozenset({Stage.SET})
_STEPS = frozenset({Stage.CALIBRATING})
_LIVE = frozenset({Stage.READY, Stage.SET, Stage.REST})
_ALWAYS = frozenset(Stage)
_SESSION = _ALWAYS - {Stage.ENDED}


_BETWEEN = _ALWAYS - {Stage.SET, Stage.ENDED}
_NAMES = {"escape": "esc", "plus": "+", "question_mark": "?", "ctrl+q": "^q", "ctrl+c": "^c", "pagedown": "PgDn"}


@dataclass(frozen=True, slots=True)
class Key:
    """One action and the keys that ask for it."""

    action: str
    keys: str
    """As Textual names them, with commas."""
    shown: str
    label: str
    meaning: str
    stages: frozenset[Stage]
    rank: int
    """Which give way first where the row is short: the highest."""
    when: Callable[[Snapshot], bool] = lambda _: True
    """What else it needs."""

    @property
    def id(self) -> str:
        """What a wearer's own key map calls it."""
        return f"live.{self.label.lower().replace(' ', '_')}"

    @property
    def keys_shown(self) -> str:
        """All keys of the action, for the help page."""
        return " ".join(_NAMES.get(key, key) for key in self.keys.split(","))

    def works(self, snapshot: Snapshot) -> bool:
        """Whether it does anything here."""
        return snapshot.stage in self.stages and self.when(snapshot)


def _sided(snapshot: Snapshot) -> bool:
    """Whether the exercise is trained on each side apart."""
    return snapshot.exercise.sides


def _bend_asked(snapshot: Snapshot) -> bool:
    """Whether a full bend is still to come."""
    calibrating = snapshot.calibrating
    return not calibrating.bend_skipped and calibrating.step != "stance_again"


def _is_watched(snapshot: Snapshot) -> bool:
    """Whether trainers elsewhere see this session, or would with a connection."""
    return bool(snapshot.watched.words)


KEYS = (
    Key(
        "take_exercise", "enter", "enter", "Take", "take the exercise your trainer proposes", _BETWEEN, 0, proposal_open
    ),
    Key("leave_exercise", "escape", "esc", "Leave", "leave what your trainer proposes", _BETWEEN, 1, proposal_open),
    Key("toggle_set", "space,enter,pagedown", "space", "Set", "start the set, or end it", _LIVE, 0),
    Key("pain", "p", "p", "PAIN", "stop: ends the set at once and asks 0 to 10", _SESSION, 1),
    Key("command('undo')", "u", "u", "Undo", "take the last repetition back", _SET, 2),
    Key("command('add')", "plus", "+", "Add", "count one repetition the program did not see", _SET, 8),
    Key("side", "s", "s", "Side", "change the working, rear leg", _SESSION, 3, _sided),
    Key("command('skip')", "k", "k", "Skip bend", "leave the full bend out", _STEPS, 2, _bend_asked),
    Key("command('calibrate')", "c", "c", "Calibrate", "begin the calibration anew", _SESSION - {Stage.SET}, 11),
    Key("command('stance')", "z", "z", "Stance", "check how you stand", _LIVE - {Stage.SET}, 10),
    Key("sound", "m", "m", "Sound", "change how much is heard", _SESSION, 4),
    Key("big", "f", "f", "Big", "word and number as large as they go", _SESSION, 7),
    Key("note", "n", "n", "Note", "write a note into the recording", _SESSION, 9),
    Key("theme", "t", "t", "Theme", "dark or light", _ALWAYS, 12),
    Key("help", "question_mark", "?", "Help", "this page; ?, q or esc closes it", _ALWAYS, 6),
    Key("unwatch", "w", "w", "Unwatch", "not to be watched any more in this session", _SESSION, 6, _is_watched),
    Key("leave", "ctrl+q,ctrl+c", "^q", "Quit", "end the session", _ALWAYS, 5),
)
"""In the order of the footer."""

OFFER_KEYS = {"q": Offer.STOP, "e": Offer.EASIER, "o": Offer.ON}
"""What may be chosen while resting after a rise of pain."""


class Bound(Protocol):
    """A key of the table of any screen."""

    @property
    def keys(self) -> str:
        """As Textual names them, with commas."""
        ...

    @property
    def action(self) -> str:
        """What they do."""
        ...

    @property
    def label(self) -> str:
        """Its name."""
        ...

    @property
    def id(self) -> str:
        """What a user's own key map calls it."""
        ...


def table_bindings(keys: Iterable[Bound]) -> list[Binding]:
    """The keys of a table for Textual; a footer of our own shows them."""
    return [Binding(key.keys, key.action, key.label, show=False, id=key.id) for key in keys]


def score_bindings() -> list[Binding]:
    """The keys of the question about pain."""
    return [Binding(key, f"score({score})", show=False) for key, score in PAIN_KEYS.items()]


def bindings() -> list[Binding]:
    """All of them for Textual."""
    offers = [Binding(key, f"offer('{offer}')", show=False) for key, offer in OFFER_KEYS.items()]
    dismiss = Binding("escape", "dismiss_question", show=False)
    return [*table_bindings(KEYS), *score_bindings(), *offers, dismiss]


_BY_ACTION = {key.action: key for key in KEYS}


def works(action: str, parameters: tuple[object, ...], snapshot: Snapshot) -> bool:
    """Whether an action does anything here; true for those that are not in the table."""
    written = f"{action}({', '.join(map(repr, parameters))})" if parameters else action
    key = _BY_ACTION.get(written)
    return key is None or key.works(snapshot)
