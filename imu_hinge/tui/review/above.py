"""The help page of the review screen."""

import textwrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from imu_hinge.tui.looks import Looks
from imu_hinge.tui.review.keys import KEYS
from imu_hinge.tui.rows import in_ascii

WIDTH = 74
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


class ReviewHelp(ModalScreen[None]):
    """Keys, then what is shown; arrows scroll it."""

    DEFAULT_CSS = """
    ReviewHelp { align: center middle; }
    ReviewHelp > .box { background: $gym-panel; color: $gym-text; height: auto; outline: outer $gym-panel;
        width: 78; max-height: 100%; padding: 0 2; scrollbar-size-vertical: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,enter,space", "dismiss", show=False)]

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self._words = in_ascii(help_text()) if looks.ascii else help_text()

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(classes="box"):
            yield Static(self._words, markup=False)


def help_text() -> str:
    """Lines of at most WIDTH cells."""
    rows = [*((key.keys_shown, key.meaning) for key in KEYS), ("", ""), *_NUMBERS]
    return "\n".join(_row(name, meaning) for name, meaning in rows)


def _row(name: str, meaning: str) -> str:
    return textwrap.fill(meaning, WIDTH, initial_indent=f"{name:<{_NAMES}}", subsequent_indent=" " * _NAMES)
