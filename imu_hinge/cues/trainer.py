"""What a trainer says into a session: read from Commands with JSON in them, and a stop until it is over. Pure."""

import json
from dataclasses import dataclass, replace
from typing import Any

from imu_hinge.cues.banner import Banner
from imu_hinge.cues.shown import STOP
from imu_hinge.model.events import Event, RepCompleted, RepStatus, SetStarted
from imu_hinge.model.inputs import Command, Input

NOTE, STOPPING, EXERCISE = "trainer_note", "trainer_stop", "trainer_exercise"
"""Names of the Commands."""
GO_ON = frozenset({"start_set", "calibrate", "end"})
"""Commands of the wearer that end a stop."""
STANDS_S = 3.0
"""A set that begins by itself ends a stop that stood for so long: time to see it in a repetition; our choice."""
_BY = "your trainer"
_AFTER = "starting a set goes on"


@dataclass(frozen=True, slots=True)
class TrainerWord:
    """One of them; fields that do not belong to it are empty."""

    by: str
    text: str = ""
    """Of a note, or the reason of a stop; one line."""
    exercise: str = ""
    side: str = ""
    set_reps: int | None = None


def trainer_word(command: Command) -> TrainerWord | None:
    """What a trainer says; None for any other Command, and for one that nobody can read."""
    if command.name not in (NOTE, STOPPING, EXERCISE):
        return None
    try:
        values = json.loads(command.argument or "{}")
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    reps = values.get("set_reps")
    return TrainerWord(
        by=_line(values.get("by")) or _BY,
        text=_line(values.get("text")) or _line(values.get("reason")),
        exercise=_line(values.get("exercise")),
        side=_line(values.get("side")),
        set_reps=reps if type(reps) is int and 0 < reps < 1000 else None,
    )


def stop_line(word: TrainerWord) -> str:
    """`anna asks you to stop: come over here`."""
    asks = f"{word.by} asks you to stop"
    return f"{asks}: {word.text}" if word.text else asks


class Stop:
    """A trainer asks to stop; it holds until the wearer goes on: by a command, or in a set that begins by itself."""

    def __init__(self) -> None:
        self.line = ""
        """Who asks, and why, while it holds."""
        self.banner: Banner | None = None
        """While it holds."""
        self.said = False
        """Whether it is news of this input."""
        self.passed_by = ""
        """Who had asked, where with this input a set that began by itself ended it."""
        self._by = ""
        self._since_ns = 0
        self._begun = False

    def step(self, item: Input, events: tuple[Event, ...] = ()) -> None:
        """Take an input and what the fold said."""
        self.said, self.passed_by = False, ""
        if self.banner is not None and self._goes_on(item.t_ns, events):
            self.passed_by = self._by
            self._over()
        if not isinstance(item, Command):
            return
        word = trainer_word(item)
        if word is not None and item.name == STOPPING:
            self._begin(word, item.t_ns)
        elif item.name in GO_ON:
            self._over()

    def _begin(self, word: TrainerWord, t_ns: int) -> None:
        self.line, self.said, self._by = stop_line(word), True, word.by
        self.banner = replace(STOP, line=f"{self.line}; {_AFTER}")
        self._since_ns, self._begun = t_ns, False

    def _over(self) -> None:
        self.line, self.banner = "", None

    def _goes_on(self, t_ns: int, events: tuple[Event, ...]) -> bool:
        """The set that was open when the trainer asked proves nothing."""
        self._begun = self._begun or any(isinstance(event, SetStarted) for event in events)
        trains = any(isinstance(event, SetStarted) or _is_counted(event) for event in events)
        return self._begun and trains and t_ns - self._since_ns >= STANDS_S * 1e9


def _is_counted(event: Event) -> bool:
    return isinstance(event, RepCompleted) and event.rep.status is not RepStatus.PROVISIONAL


def _line(value: Any) -> str:
    """Text as one line of letters that can be printed."""
    text = value if isinstance(value, str) else ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
