"""The small page of reminders: after how long each of them comes, and whether any is said."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from imu_hinge.catalogue.posture import stays
from imu_hinge.core.posture import Reminding
from imu_hinge.tui.posture.layout import COLUMNS
from imu_hinge.tui.targets import Target, key, strong
from imu_hinge.view.posture_words import delay_words

STEPS_S: Sequence[int] = (30, 60, 120, 180, 300, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200)
"""Delays to choose from; our choice, from the least to the most the catalogue allows."""
_TITLE = "Reminders come for staying, never for picking something up."
_SAID, _MUTED = "Reminders are said", "Reminders are recorded only"


class DelayScreen(ModalScreen[None]):
    """A row for each reminder. What is changed holds at once; the page shows what was asked for."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    DelayScreen { align: center middle; }
    DelayScreen > Vertical { width: 100%; height: auto; max-height: 100%; padding: 0 1;
        background: $gym-panel; color: $gym-text; }
    DelayScreen.-mid > Vertical, DelayScreen.-wide > Vertical { max-width: 64; }
    DelayScreen .row { text-align: left; content-align: left middle; padding: 0 2; background: $gym-ground; }
    DelayScreen .row:even { background: $gym-ground 50%; }
    DelayScreen Horizontal { height: 3; margin: 1 0 0 0; }
    DelayScreen Horizontal Target { background: $gym-ground; margin: 0 1 0 0; }
    """
    HORIZONTAL_BREAKPOINTS = COLUMNS
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(place + 1), f"choose({place})", show=False) for place in range(len(stays()))),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("left,minus", "change(-1)", show=False),
        Binding("right,plus", "change(1)", show=False),
        Binding("m", "mute", show=False),
        Binding("escape,enter,d,q", "dismiss", show=False),
    ]

    def __init__(self, reminding: Reminding, say: Callable[[str, str], object]) -> None:
        super().__init__()
        self._delays, self._muted, self._say = dict(reminding.delays_s), reminding.muted, say
        self._chosen = 0

    def compose(self) -> ComposeResult:
        """The rows, and what to do with the chosen one."""
        with Vertical():
            yield Static(_TITLE)
            for place, _ in enumerate(stays()):
                row = Target(self._row(place), f"choose({place})")
                row.add_class("row")
                yield row
            with Horizontal():
                yield Target(label("-", "Shorter"), "change(-1)")
                yield Target(label("+", "Longer"), "change(1)")
            with Horizontal():
                yield Target(self._said(), "mute")
                yield Target(label("Esc", "Back"), "dismiss")

    def _row(self, place: int) -> Content:
        stay = stays()[place]
        words = f"{stay.title:<24} after {delay_words(self._delays[stay.id])}"
        mark = ">" if place == self._chosen else " "
        return Content(f"{mark} ").append(label(str(place + 1), words))

    def _said(self) -> Content:
        return label("m", _MUTED if self._muted else _SAID)

    def _show(self) -> None:
        rows = list(self.query(Target))
        for place, _ in enumerate(stays()):
            rows[place].update(self._row(place))
        rows[-2].update(self._said())

    def action_choose(self, place: int) -> None:
        """This row."""
        self._chosen = place
        self._show()

    def action_move(self, rows: int) -> None:
        """The next row, or the one before."""
        self.action_choose((self._chosen + rows) % len(stays()))

    def action_change(self, steps: int) -> None:
        """Longer or shorter, by a step."""
        row = stays()[self._chosen].id
        delay_s = stepped(self._delays[row], steps)
        if delay_s != self._delays[row]:
            self._delays[row] = delay_s
            self._say("delay", f"{row} {delay_s}")
        self._show()

    def action_mute(self) -> None:
        """Recorded only, or said again."""
        self._muted = not self._muted
        self._say("mute", "on" if self._muted else "off")
        self._show()


def stepped(delay_s: float, steps: int) -> int:
    """The next longer or shorter delay; at the end it stays."""
    further = [one for one in STEPS_S if (one > delay_s if steps > 0 else one < delay_s)]
    if not further:
        return round(delay_s)
    return further[0] if steps > 0 else further[-1]


def label(shown: str, words: str) -> Content:
    """A key and what it does."""
    return Content("  ").join([key(shown), strong(words)])
