"""The live screen of one client, for a trainer: the wearer's keys do nothing here."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from imu_hinge.tui.help_page import HelpPage
from imu_hinge.tui.key_table import Entry, bindings_of, entries_of
from imu_hinge.tui.layout import CSS
from imu_hinge.tui.live import LiveScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.targets import Target, key
from imu_hinge.tui.trainer.asking import Asking
from imu_hinge.tui.trainer.helping import help_text
from imu_hinge.tui.trainer.keys import ONE
from imu_hinge.tui.trainer.palette import OneCommands
from imu_hinge.tui.widgets.head import Head, Heads, Part
from imu_hinge.tui.widgets.key_bar import KeyBar
from imu_hinge.view.cards import SIGNS, card_of
from imu_hinge.view.snapshot import Snapshot
from imu_hinge.view.wall import Seat

_MAY = frozenset({key_.action for key_ in ONE})
_TAPPED = ("back", "note", "ask_stop", "propose", "listen")
"""Actions that have a target to tap where there are rows to spare."""
_CSS = """
OneScreen #who { height: 1; display: block; }
OneScreen #taps { height: 3; display: none; }
OneScreen.-tall #taps, OneScreen.-extra #taps { display: block; }
OneScreen.-big #taps { display: none; }
"""


class OneKeys(KeyBar):
    """The keys of this screen, whatever the stage."""

    def see(self, snapshot: Snapshot) -> tuple[Entry, ...]:
        """Always the same."""
        return entries_of(ONE)


class OneScreen(LiveScreen):
    """Shows what the wearer sees, and above it who it is and how the connection stands."""

    CSS = CSS.replace("LiveScreen", "OneScreen") + _CSS
    COMMANDS = {OneCommands}  # noqa: RUF012  # Textual's way
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(ONE)  # type: ignore[assignment]

    def __init__(
        self, seat: Callable[[], Seat | None], asking: Asking, looks: Looks, page: Callable[[str], object]
    ) -> None:
        """`seat` is that of the client, None once it is gone; `page` opens the page of a client."""
        first = seat()
        assert first is not None and first.snapshot is not None
        self._seat, self._last, self._exercise = seat, first, first.snapshot.exercise
        self._asking, self._page = asking, page
        super().__init__(self._newest, lambda name, argument: None, looks, sound=self._sound)

    def _newest(self) -> Snapshot:
        seat = self._seat()
        self._last = self._last if seat is None else seat
        return self._last.snapshot or Snapshot(exercise=self._exercise)

    def _sound(self) -> str:
        return "on" if self._asking.heard == self._client else "off"

    @property
    def _client(self) -> str:
        return self._last.person.client

    def compose(self) -> ComposeResult:
        """The parts of the live screen, with the keys of this one."""
        yield Head(self._looks, id="who", classes="frame")
        for widget in super().compose():
            yield OneKeys(self._looks, id="keys", classes=_ALWAYS) if isinstance(widget, KeyBar) else widget
        with Horizontal(id="taps"):
            yield from _targets()

    def update_picture(self) -> None:
        """Who it is first: that changes also where no data come. A client who is not to be seen any more closes it."""
        self._asking.look_at(self._client)
        seat = self._seat()
        self.query_one(Head).paint(_who(seat or self._last))
        super().update_picture()
        if self._last.snapshot is None and self.is_current:
            self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the wearer may do does nothing here."""
        return action in _MAY or not hasattr(LiveScreen, f"action_{action}")

    def action_back(self) -> None:
        """To all clients."""
        self.dismiss()

    def action_note(self) -> None:
        """A dated note."""
        self._asking.note(self._client)

    def action_ask_stop(self) -> None:
        """Asks the wearer to stop."""
        self._asking.ask_stop(self._client)

    def action_propose(self) -> None:
        """Proposes another exercise."""
        self._asking.propose(self._client)

    def action_listen(self) -> None:
        """This client's cues are heard here, or not."""
        self._asking.listen(self._client)
        self._show_again()

    def action_page(self) -> None:
        """Notes, plan and sessions."""
        self._page(self._client)

    def action_help(self) -> None:
        """The keys of this screen."""
        self.app.push_screen(HelpPage(help_text(ONE), self._looks))


_ALWAYS = "frame detail waiting calibrating ready set rest ended"


def _targets() -> Iterable[Widget]:
    shown = {one.action: one for one in ONE}
    for action in _TAPPED:
        one = shown[action]
        yield Target(Content("  ").join([key(one.shown), Content(one.label)]), action)


def _who(seat: Seat) -> Heads:
    """`2 Boris T.   ? THORACIC LOST 9 s, count paused`."""
    card = card_of(seat)
    name = Part(f"{card.number} {card.name}", "*text", 0)
    state = Part(f"{card.glyph} {card.words}", SIGNS[card.need].ink, 1)
    of = Part(f"plan {card.sets_of} sets of {card.of}" if card.sets_of and card.of else "", "muted", 3)
    pain = Part(f"pain {card.pain}" if card.pain is not None else "", "*text", 2)
    return Heads((name, state, pain, of), Part(card.remark, "lost", 4))
