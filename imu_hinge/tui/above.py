"""The pages that lie above the live screen for a moment."""

from enum import Enum

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from imu_hinge.tui.helping import help_text
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import in_ascii
from imu_hinge.tui.states import clock, size
from imu_hinge.view.snapshot import Recorded, Snapshot

_ASK_LEAVE = "End the session and close the recording?\n\n[b]y[/b] End    [b]n[/b] Go on    [b]p[/b] PAIN"


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

    DEFAULT_CSS = "AskLeave > .box { width: 50; }"
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


class HelpScreen(Above):
    """The keys of the stage, and what each number means."""

    DEFAULT_CSS = "HelpScreen > .box { width: 78; max-height: 100%; padding: 0 2; scrollbar-size-vertical: 0; }"
    BINDINGS = [Binding("question_mark,q,enter,space", "choose('BACK')", show=False)]  # noqa: RUF012

    def __init__(self, snapshot: Snapshot, looks: Looks) -> None:
        super().__init__()
        words = help_text(snapshot)
        self._words = in_ascii(words) if looks.ascii else words

    def compose(self) -> ComposeResult:
        """The page; arrows scroll it."""
        with VerticalScroll(classes="box"):
            yield Static(self._words, markup=False)
