"""The first start: what can be done, each with the command that does the same."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from imu_hinge.tui.targets import Target, key, strong


class Choice(StrEnum):
    """What to begin with."""

    DEMO = "demo"
    SENSORS = "sensors"
    RECORDING = "recording"
    TRAINER = "trainer"
    POSTURE = "posture"
    ASSESS = "assess"


@dataclass(frozen=True, slots=True)
class Row:
    """One choice."""

    key: str
    choice: Choice
    words: str
    explained: str
    command: str


ROWS = (
    Row("1", Choice.DEMO, "Demo", "a simulated wearer, no sensors needed", "imu-hinge live --simulate"),
    Row("2", Choice.SENSORS, "Set up sensors", "find them, calibrate, train", "imu-hinge live --exercise band_hinge"),
    Row("3", Choice.RECORDING, "Open a recording", "see a set again", "imu-hinge review FILE"),
    Row(
        "4", Choice.TRAINER, "Watch several clients", "six simulated ones until sensors are paired", "imu-hinge trainer"
    ),
    Row("5", Choice.POSTURE, "Posture through the day", "minutes by zone, reminders of staying", "imu-hinge posture"),
    Row("6", Choice.ASSESS, "Assess movement", "five minutes of tests, led by voice", "imu-hinge assess"),
)
_MARGINS_FROM = 34
"""Rows from which there is room between the choices; below it their shades tell them apart."""


class HomeScreen(Screen[Choice]):
    """Gives the choice."""

    AUTO_FOCUS = "#page"
    CSS = """
    HomeScreen { align: center middle; }
    HomeScreen #page { width: 100%; max-width: 84; height: auto; max-height: 100%; padding: 0 2; }
    HomeScreen Target { text-align: left; content-align: left middle; padding: 0 2; }
    HomeScreen Target:even { background: $panel 50%; &:hover { background: $primary 30%; } }
    HomeScreen #title { text-style: bold; }
    HomeScreen #disclaimer { color: $text-muted; }
    HomeScreen.-roomy Target, HomeScreen.-roomy #title { margin: 0 0 1 0; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-close"), (_MARGINS_FROM, "-roomy")]  # noqa: RUF012  # Textual's way
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(row.key, f"choose('{row.choice}')", show=False) for row in ROWS),
        Binding("q", "app.quit", "quit"),
    ]

    def __init__(self, disclaimer: str) -> None:
        super().__init__()
        self._disclaimer = disclaimer

    def compose(self) -> ComposeResult:
        """The choices and what the program is not."""
        with VerticalScroll(id="page"):
            yield Static("imu-hinge", id="title")
            for row in ROWS:
                yield Target(_label(row), f"choose('{row.choice}')")
            yield Static(self._disclaimer, id="disclaimer")
        yield Footer(show_command_palette=False)

    def action_choose(self, choice: str) -> None:
        """Taken."""
        self.dismiss(Choice(choice))


def _label(row: Row) -> Content:
    indent = " " * (len(row.key) + 2)
    first = Content("  ").join([key(row.key), strong(row.words)])
    return Content("\n").join([first, Content(indent + row.explained), Content(indent + row.command)])
