"""The pages that lie above the live screen for a moment."""

from enum import Enum

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import Static

from imu_hinge.tui.states import clock, size
from imu_hinge.view.snapshot import Recorded

_ASK_LEAVE = "End the session and close the recording?\n\n[b]y[/b] End    [b]n[/b] Go on    [b]p[/b] PAIN"
_BRIEFLY = "end? [b]y[/b] [b]n[/b]"
"""Where the question finds no room."""


class Answer(Enum):
    """What was chosen."""

    BACK = 0
    LEAVE = 1
    PAIN = 2


class Above(ModalScreen[Answer]):
    """A box in the middle. The pain key works here too."""

    DEFAULT_CSS = """
    Above { align: center middle; }
    Above > .box { background: $gym-panel; color: $gym-text; padding: 1 2; height: auto; outline: outer $gym-panel; }
    """
    BINDINGS = [  # noqa: RUF012  # Textual's way
        Binding("p", "choose('PAIN')", show=False),
        Binding("escape", "choose('BACK')", show=False),
    ]

    def action_choose(self, answer: str) -> None:
        """Closes with the answer."""
        self.dismiss(Answer[answer])


class AskLeave(Above):
    """Whether to end a session that is being recorded."""

    DEFAULT_CSS = """
    AskLeave > .box { width: 50; }
    AskLeave > .brief { display: none; width: auto; background: $gym-panel; color: $gym-text; }
    AskLeave.-slim > .box, AskLeave.-low > .box { display: none; }
    AskLeave.-slim > .brief, AskLeave.-low > .brief { display: block; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (50, "-usual")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (9, "-short")]  # noqa: RUF012
    BINDINGS = [  # noqa: RUF012
        Binding("y", "choose('LEAVE')", show=False),
        Binding("n", "choose('BACK')", show=False),
    ]

    def __init__(self, recorded: Recorded) -> None:
        super().__init__()
        self._words = f"Recording {clock(recorded.seconds)}, {size(recorded.bytes)}."

    def compose(self) -> ComposeResult:
        """The question."""
        yield Static(f"{self._words}\n{_ASK_LEAVE}", classes="box")
        yield Static(_BRIEFLY, classes="brief")
