"""The pages that lie above the trainer's screens for a moment."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from imu_hinge.tui.targets import Target, key

_MOST = 4000
"""Letters of an answer: as many as a note may have."""


class Ask(ModalScreen[str | None]):
    """A line to write in; gives the words, which may be none, or None where it was left."""

    AUTO_FOCUS = "Input"
    CSS = """
    Ask { align: center middle; }
    Ask > Vertical { width: 100%; max-width: 84; height: auto; padding: 1 2; background: $gym-panel; color: $gym-text; }
    Ask Input, Ask Input:focus { border: none; height: 3; padding: 1 2; margin: 1 0; }
    Ask Horizontal { height: 3; }
    Ask Target { margin: 0 1; background: $gym-ground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "drop", show=False)]

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question, self._yes = question, yes

    def compose(self) -> ComposeResult:
        """The question, the line, and two things to tap."""
        with Vertical():
            yield Static(self._question, markup=False)
            yield Input(max_length=_MOST)
            with Horizontal():
                yield Target(_label("Enter", self._yes), "take")
                yield Target(_label("Esc", "Back"), "drop")

    def on_input_submitted(self) -> None:
        """Enter."""
        self.action_take()

    def action_take(self) -> None:
        """Answered."""
        self.dismiss(self.query_one(Input).value.strip())

    def action_drop(self) -> None:
        """Left."""
        self.dismiss(None)


class AskLeave(ModalScreen[bool]):
    """Whether to end sessions that are being recorded."""

    CSS = """
    AskLeave { align: center middle; }
    AskLeave > Vertical { width: 100%; max-width: 60; height: auto; padding: 1 2; background: $gym-panel;
        color: $gym-text; }
    AskLeave Horizontal { height: 3; margin: 1 0 0 0; }
    AskLeave Target { margin: 0 1; background: $gym-ground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("n,escape", "answer(False)", show=False),
    ]

    def __init__(self, count: int) -> None:
        super().__init__()
        sessions = "1 session" if count == 1 else f"{count} sessions"
        self._words = f"End {sessions} and close the recordings?"

    def compose(self) -> ComposeResult:
        """The question."""
        with Vertical():
            yield Static(self._words, markup=False)
            with Horizontal():
                yield Target(_label("y", "End"), "answer(True)")
                yield Target(_label("n", "Go on"), "answer(False)")

    def action_answer(self, answer: bool) -> None:
        """Answered."""
        self.dismiss(answer)


def _label(shown: str, words: str) -> Content:
    return Content("  ").join([key(shown), Content(words)])
