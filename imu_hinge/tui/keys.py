"""The keys of the live screen, as a table: bindings, footer and help are made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding

from imu_hinge.gate.pain import KEYS as PAIN_KEYS
from imu_hinge.gate.pain import Offer
from imu_hinge.tui.key_table import Key, bindings_of, written
from imu_hinge.tui.states import proposal_open
from imu_hinge.view.snapshot import Snapshot, Stage

_SET = frozenset({Stage.SET})
_STEPS = frozenset({Stage.CALIBRATING})
_LIVE = frozenset({Stage.READY, Stage.SET, Stage.REST})
_ALWAYS = frozenset(Stage)
_SESSION = _ALWAYS - {Stage.ENDED}
_BETWEEN = _ALWAYS - {Stage.SET, Stage.ENDED}


@dataclass(frozen=True, slots=True)
class SessionKey(Key):
    """A key of a screen in front of which somebody trains."""

    SCREEN: ClassVar[str] = "live"
    stages: frozenset[Stage]
    when: Callable[[Snapshot], bool] = lambda _: True
    """What else it needs."""

    def works(self, snapshot: Snapshot) -> bool:
        """Whether it does anything here."""
        return snapshot.stage in self.stages and self.when(snapshot)


def _sided(snapshot: Snapshot) -> bool:
    """Whether the exercise is trained on each side apart."""
    return snapshot.exercise.sides


def bend_asked(snapshot: Snapshot) -> bool:
    """Whether a full bend is still to come."""
    calibrating = snapshot.calibrating
    return not calibrating.bend_skipped and calibrating.step != "stance_again"


def _is_watched(snapshot: Snapshot) -> bool:
    """Whether trainers elsewhere see this session, or would with a connection."""
    return bool(snapshot.watched.words)


KEYS = (
    SessionKey(
        "take_exercise", "enter", "enter", "Take", "take the exercise your trainer proposes", 0, _BETWEEN, proposal_open
    ),
    SessionKey(
        "leave_exercise", "escape", "esc", "Leave", "leave what your trainer proposes", 1, _BETWEEN, proposal_open
    ),
    SessionKey("toggle_set", "space,enter,pagedown", "space", "Set", "start the set, or end it", 0, _LIVE),
    SessionKey("pain", "p", "p", "PAIN", "stop: ends the set at once and asks 0 to 10", 1, _SESSION),
    SessionKey("command('undo')", "u", "u", "Undo", "take the last repetition back", 2, _SET),
    SessionKey("command('add')", "plus", "+", "Add", "count one repetition the program did not see", 8, _SET),
    SessionKey("side", "s", "s", "Side", "change the working, rear leg", 3, _SESSION, _sided),
    SessionKey("command('skip')", "k", "k", "Skip bend", "leave the full bend out", 2, _STEPS, bend_asked),
    SessionKey("command('calibrate')", "c", "c", "Calibrate", "begin the calibration anew", 11, _SESSION - {Stage.SET}),
    SessionKey("command('stance')", "z", "z", "Stance", "check how you stand", 10, _LIVE - {Stage.SET}),
    SessionKey("sound", "m", "m", "Sound", "change how much is heard", 4, _SESSION),
    SessionKey("big", "f", "f", "Big", "word and number as large as they go", 7, _SESSION),
    SessionKey("note", "n", "n", "Note", "write a note into the recording", 9, _SESSION),
    SessionKey("theme", "t", "t", "Theme", "dark or light", 12, _ALWAYS),
    SessionKey("help", "question_mark", "?", "Help", "this page; ?, q or esc closes it", 6, _ALWAYS),
    SessionKey("unwatch", "w", "w", "Unwatch", "not to be watched any more in this session", 6, _SESSION, _is_watched),
    SessionKey("leave", "ctrl+q,ctrl+c", "^q", "Quit", "end the session", 5, _ALWAYS),
)
"""In the order of the footer."""

OFFER_KEYS = {"q": Offer.STOP, "e": Offer.EASIER, "o": Offer.ON}
"""What may be chosen while resting after a rise of pain."""


def score_bindings() -> list[Binding]:
    """The keys of the question about pain."""
    return [Binding(key, f"score({score})", show=False) for key, score in PAIN_KEYS.items()]


def bindings() -> list[Binding]:
    """All of them for Textual."""
    offers = [Binding(key, f"offer('{offer}')", show=False) for key, offer in OFFER_KEYS.items()]
    dismiss = Binding("escape", "dismiss_question", show=False)
    return [*bindings_of(KEYS), *score_bindings(), *offers, dismiss]


_BY_ACTION = {key.action: key for key in KEYS}


def works(action: str, parameters: tuple[object, ...], snapshot: Snapshot) -> bool:
    """Whether an action does anything here; true for those that are not in the table."""
    key = _BY_ACTION.get(written(action, parameters))
    return key is None or key.works(snapshot)
