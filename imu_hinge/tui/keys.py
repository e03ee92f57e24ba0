"""The keys of the live screen, as a table: bindings, footer and help are made of it."""

from dataclasses import dataclass

from textual.binding import Binding

from imu_hinge.catalogue import Exercise
from imu_hinge.gate.pain import KEYS as PAIN_KEYS
from imu_hinge.gate.pain import Offer
from imu_hinge.view.snapshot import Stage

_SET = frozenset({Stage.SET})
_LIVE = frozenset({Stage.READY, Stage.SET, Stage.REST})
_ALWAYS = frozenset(Stage)
_SESSION = _ALWAYS - {Stage.ENDED}


_NAMES = {"plus": "+", "question_mark": "?", "ctrl+q": "^q", "ctrl+c": "^c", "pagedown": "PgDn"}


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
    sides: bool = False
    """Only for exercises with sides."""

    @property
    def id(self) -> str:
        """What a wearer's own key map calls it."""
        return f"live.{self.label.lower().replace(' ', '_')}"

    @property
    def keys_shown(self) -> str:
        """All keys of the action, for the help page."""
        return " ".join(_NAMES.get(key, key) for key in self.keys.split(","))

    def works(self, stage: Stage, exercise: Exercise) -> bool:
        """Whether it does anything here."""
        return stage in self.stages and (exercise.sides or not self.sides)


KEYS = (
    Key("toggle_set", "space,enter,pagedown", "space", "Set", "start the set, or end it", _LIVE, 0),
    Key("pain", "p", "p", "PAIN", "stop: ends the set at once and asks 0 to 10", _SESSION, 1),
    Key("command('undo')", "u", "u", "Undo", "take the last repetition back", _SET, 2),
    Key("command('add')", "plus", "+", "Add", "count one repetition the program did not see", _SET, 8),
    Key("side", "s", "s", "Side", "change the working, rear leg", _SESSION, 3, sides=True),
    Key("command('skip')", "k", "k", "Skip bend", "leave the full bend out", frozenset({Stage.CALIBRATING}), 2),
    Key("command('calibrate')", "c", "c", "Calibrate", "begin the calibration anew", _SESSION - {Stage.SET}, 11),
    Key("command('stance')", "z", "z", "Stance", "check how you stand", _LIVE - {Stage.SET}, 10),
    Key("sound", "m", "m", "Sound", "change how much is heard", _SESSION, 4),
    Key("big", "f", "f", "Big", "word and number as large as they go", _SESSION, 7),
    Key("note", "n", "n", "Note", "write a note into the recording", _SESSION, 9),
    Key("theme", "t", "t", "Theme", "dark or light", _ALWAYS, 12),
    Key("help", "question_mark", "?", "Help", "this page", _ALWAYS, 6),
    Key("leave", "ctrl+q,ctrl+c", "^q", "Quit", "end the session", _ALWAYS, 5),
)
"""In the order of the footer."""

OFFER_KEYS = {"q": Offer.STOP, "e": Offer.EASIER, "o": Offer.ON}
"""What may be chosen while resting after a rise of pain."""


def bindings() -> list[Binding]:
    """All of them for Textual."""
    table = [Binding(key.keys, key.action, key.label, show=False, id=key.id) for key in KEYS]
    scores = [Binding(key, f"score({score})", show=False) for key, score in PAIN_KEYS.items()]
    offers = [Binding(key, f"offer('{offer}')", show=False) for key, offer in OFFER_KEYS.items()]
    return [*table, *scores, *offers, Binding("escape", "dismiss_question", show=False)]


_BY_ACTION = {key.action: key for key in KEYS}


def works(action: str, parameters: tuple[object, ...], stage: Stage, exercise: Exercise) -> bool:
    """Whether an action does anything here; true for those that are not in the table."""
    written = f"{action}({', '.join(map(repr, parameters))})" if parameters else action
    key = _BY_ACTION.get(written)
    return key is None or key.works(stage, exercise)
