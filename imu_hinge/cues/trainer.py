"""What a trainer says into a session: read from Commands with JSON in them, and a stop until it is over. Pure."""

import json
from dataclasses import dataclass, replace
from typing import Any

from imu_hinge.cues.banner import Banner
from imu_hinge.cues.shown import STOP
from imu_hinge.model.inputs import Command, Input

NOTE, STOPPING, EXERCISE = "trainer_note", "trainer_stop", "trainer_exercise"
"""Names of the Commands."""
GO_ON = frozenset({"start_set", "calibrate", "end"})
"""Commands of the wearer that end a stop."""
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
    """A trainer asks to stop; it holds until the wearer begins a set or a calibration, or ends the session."""

    def __init__(self) -> None:
        self.banner: Banner | None = None
        """While it holds."""
        self.said = False
        """Whether it is news of this input."""

    def step(self, item: Input) -> None:
        """Take an input."""
        self.said = False
        if not isinstance(item, Command):
            return
        word = trainer_word(item)
        if word is not None and item.name == STOPPING:
            self.banner, self.said = replace(STOP, line=f"{stop_line(word)}; {_AFTER}"), True
        elif item.name in GO_ON:
            self.banner = None


def _line(value: Any) -> str:
    """Text as one line of letters that can be printed."""
    text = value if isinstance(value, str) else ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
