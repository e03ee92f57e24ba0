"""The trainer's screens as a program: begins watching, and leaves when everything is closed."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from imu_hinge.tui.dressed import WAYS_OUT, Dressed
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.trainer.above import AskLeave
from imu_hinge.tui.trainer.asking import Asking
from imu_hinge.tui.trainer.one import OneScreen
from imu_hinge.tui.trainer.past import PageScreen, Past, WeekScreen
from imu_hinge.tui.trainer.screen import TrainerScreen
from imu_hinge.view.wall import Wall, Watch

_LOOK_S = 0.1
NOTHING_YET = "{name}: nothing came yet"
NO_HISTORY = "there is no history here"


def recorded_here(wall: Wall) -> int:
    """Sessions of this room that are being recorded; of clients elsewhere no recording is known."""
    return sum(seat.snapshot is not None and bool(seat.snapshot.recorded.path) for seat in wall.seats)


class TrainerApp(Dressed):
    """The wall first; everything else lies above it."""

    BINDINGS: ClassVar[list[BindingType]] = [*WAYS_OUT]

    def __init__(
        self,
        watch: Watch,
        looks: Looks,
        *,
        past: Past | None = None,
        ends: Callable[[Wall], int] = recorded_here,
        theme: str = "",
        keymap: Mapping[str, str] | None = None,
        wall: Callable[..., TrainerScreen] = TrainerScreen,
    ) -> None:
        """`past`: None where there is no history; `ends`: how many recorded sessions end when this app leaves.

        `wall` makes the first screen; tests give it clocks of their own.
        """
        super().__init__(ascii_only=looks.ascii)
        self._watch, self._looks, self._wall, self._past = watch, looks, wall, past
        self._asking = Asking(self, watch)
        self._ends, self._leaving, self._code = ends, False, 0
        if theme in self.available_themes:
            self.theme = theme
        self.set_keymap(keymap or {})

    def on_mount(self) -> None:
        """Begins."""
        self.set_interval(_LOOK_S, self._look)
        self._watch.begin()
        ways = {"open_client": self.open_client, "open_week": self.open_week, "leave": self.leave}
        self.push_screen(self._wall(self._watch, self._asking, self._looks, **ways))

    def open_client(self, client: str) -> None:
        """The live screen of a client."""
        seat = self._asking.seat(client)
        if seat is None or seat.snapshot is None:
            self.notify(NOTHING_YET.format(name=self._asking.name(client)), markup=False)
            return
        read = partial(self._asking.seat, client)
        self.push_screen(OneScreen(read, self._asking, self._looks, self.open_page))

    def open_page(self, client: str, name: str = "") -> None:
        """Notes, plan and sessions of a client."""
        if self._past is None:
            self.notify(NO_HISTORY, severity="warning", markup=False)
            return
        note = self._asking.note if self._asking.seat(client) else None
        self.push_screen(PageScreen(self._past, client, name or self._asking.name(client), self._looks, note))

    def open_week(self) -> None:
        """All clients over weeks."""
        if self._past is None:
            self.notify(NO_HISTORY, severity="warning", markup=False)
            return
        self.push_screen(WeekScreen(self._past, self._looks, self.open_page))

    def action_interrupt(self, code: int) -> None:
        """The way out of every page; asked twice, it does not ask."""
        self._code = code if self._watch.running else 0
        if isinstance(self.screen, AskLeave):
            self.screen.action_answer(True)
        else:
            self.leave()

    def leave(self) -> None:
        """Asks where leaving ends sessions that are being recorded."""
        ended = self._ends(self._watch.read()) if self._watch.running else 0
        if ended:
            self.push_screen(AskLeave(ended), self._answered)
        else:
            self._answered(True)

    def _answered(self, leaving: bool | None) -> None:
        if leaving:
            self._leaving = True
            self._watch.stop()
            self._look()

    def _look(self) -> None:
        if not self._watch.running and (self._leaving or self._watch.leaving):
            self.exit(return_code=self._code)
