"""The words of the review screen's help page. Pure."""

from collections.abc import Sequence

from imu_hinge.tui.help_page import BLANK, lines
from imu_hinge.tui.key_table import Key
from imu_hinge.tui.review.keys import KEYS

_NAMES = 16
_NUMBERS = (
    ("rep", "set, number in it, L or R for the working side; > is the one shown"),
    ("back", "largest lumbar flexion of the repetition, deg; % of your own full bend"),
    ("pelvis", "how far the pelvis went, deg; share: its part of the movement"),
    ("tall", "back at the top after it"),
    ("● ~ ✗ ? -", "good, close to a limit, past it, unsure, taken out by hand"),
    ("curves", "all repetitions of the set from 0 to 100 %, the chosen one bright"),
    ("not counted", "movements that were taken for no repetition, and why"),
    ("checking", "the recording is gone through again and compared with what was said live"),
)


def help_text(keys: Sequence[Key] = KEYS, numbers: Sequence[tuple[str, str]] = _NUMBERS) -> str:
    """Keys, then what is shown."""
    return lines([*((key.keys_shown, key.meaning) for key in keys), BLANK, *numbers], _NAMES)
