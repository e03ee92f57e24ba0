"""The words of the trainer's help pages. Pure."""

from collections.abc import Sequence

from imu_hinge.tui.help_page import BLANK, EVERYTHING, lines
from imu_hinge.tui.key_table import Key

_MEANINGS = (
    ("● ~ ✗ ? = -", "good, close to a limit, past it, no data or unsure, resting, away"),
    ("large number", "reps of the set, counted and unsure; pale or hatched: not sure yet"),
    ("frame", "hatched: no data in a set; full: past a limit or stopped; grey: close to one"),
    ("order", "who needs attention comes first; a card stays where it is for 5 s at least"),
    ("number", "of a client: its key, the same for the whole session"),
)


def help_text(keys: Sequence[Key]) -> str:
    """Keys, then what each sign means."""
    return lines([*((one.keys_shown, one.meaning) for one in keys), EVERYTHING, BLANK, *_MEANINGS])
