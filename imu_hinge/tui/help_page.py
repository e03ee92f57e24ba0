"""Pages of help above a screen: names on the left, what they mean on the right; arrows scroll them."""

import textwrap
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from imu_hinge.tui.above import Above
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import in_ascii

WIDTH = 74
EVERYTHING = ("^p", "every command, to search in")
BLANK = ("", "")
_BOX = "width: 78; max-height: 100%; padding: 0 2; scrollbar-size-vertical: 0;"


def lines(rows: Iterable[tuple[str, str]], names: int = 18) -> str:
    """Lines of at most WIDTH cells; the names have `names` of them."""
    return "\n".join(
        textwrap.fill(meaning, WIDTH, initial_indent=f"{name:<{names}}", subsequent_indent=" " * names)
        for name, meaning in rows
    )


class HelpAbove(Above):
    """Where a wearer trains: the pain key works here, too."""

    DEFAULT_CSS = f"HelpAbove > .box {{ {_BOX} }}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q,enter,space", "choose('BACK')", show=False),
    ]

    def __init__(self, words: str, looks: Looks) -> None:
        super().__init__()
        self._words = in_ascii(words) if looks.ascii else words

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(classes="box"):
            yield Static(self._words, markup=False)


class HelpPage(ModalScreen[None]):
    """Where nobody trains at this screen."""

    DEFAULT_CSS = f"""
    HelpPage {{ align: center middle; }}
    HelpPage > .box {{ background: $gym-panel; color: $gym-text; height: auto; outline: outer $gym-panel; {_BOX} }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,enter,space", "dismiss", show=False)]

    def __init__(self, words: str, looks: Looks) -> None:
        super().__init__()
        self._words = in_ascii(words) if looks.ascii else words

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(classes="box"):
            yield Static(self._words, markup=False)
