"""One session on the screen: the questions before it, the live screen, and a way out that loses nothing."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Generic, Protocol, TypeVar

from textual.binding import BindingType
from textual.screen import Screen

from imu_hinge.gate.interview import Interview
from imu_hinge.gate.questions import Question
from imu_hinge.tui.above import AskLeave
from imu_hinge.tui.dressed import WAYS_OUT, Dressed
from imu_hinge.tui.gate import GateScreen
from imu_hinge.tui.live import LiveScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.view.snapshot import Snapshot

Opened = tuple[Screen[None], Callable[[], None]]
"""The screen of a session, and its way out, which asks first where something is being recorded."""
_LOOK_S = 0.1
REFUSED = 1
"""Exit code: the gate did not let the session begin."""


class Driven(Protocol):
    """The session beneath the screen, which lives in a thread of its own. Nothing here waits."""

    def read(self) -> Snapshot:
        """The newest state."""
        ...

    def say(self, name: str, argument: str) -> None:
        """Puts a Command into the session; words from before it begins are its first inputs."""
        ...

    def begin(self) -> None:
        """Starts it."""
        ...

    def stop(self) -> None:
        """Asks it to end."""
        ...

    @property
    def running(self) -> bool:
        """From its beginning until everything is closed."""
        ...

    @property
    def leaving(self) -> bool:
        """Whether nobody waits for its last page: a signal came, or it broke."""
        ...

    def sound(self) -> str:
        """The sound mode in a word."""
        ...

    def next_sound(self) -> str | None:
        """Changes it; where nothing can be heard it stays, and this says why."""
        ...


D = TypeVar("D", bound=Driven)
"""What is driven: a session, a day, tests."""


class SessionApp(Dressed, Generic[D]):
    """Begins the session when the questions are answered; leaves when the session is over and its end was seen."""

    GATE: ClassVar[type[GateScreen]] = GateScreen
    """What asks."""
    BINDINGS: ClassVar[list[BindingType]] = [*WAYS_OUT]

    def __init__(
        self,
        driven: D,
        looks: Looks,
        interview: Interview,
        remember: Callable[[Interview], None] = lambda _: None,
        *,
        theme: str = "",
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """`remember` is told the interview once it lets the session begin."""
        super().__init__(ascii_only=looks.ascii)
        self._driven, self._looks, self._interview, self._remember = driven, looks, interview, remember
        self._leaving, self._code = False, 0
        self._ask_leave: Callable[[], None] | None = None
        if theme in self.available_themes:
            self.theme = theme
        self.set_keymap(keymap or {})

    def on_mount(self) -> None:
        """Asks first where something is due."""
        self.set_interval(_LOOK_S, self._look)
        if isinstance(self._interview.now, Question):
            self.push_screen(self.GATE(self._interview), self._answered)
        else:
            self._begin()

    def _answered(self, interview: Interview | None) -> None:
        if interview is None or not self.lets_begin(interview):
            words = interview.verdict.words if interview else ""
            self.exit(return_code=REFUSED, message=words)
            return
        self._remember(interview)
        for name, argument in interview.commands:
            self._driven.say(name, argument)
        self._begin()

    def lets_begin(self, interview: Interview) -> bool:
        """Whether the session may begin after these answers."""
        return interview.verdict.may_train

    def _begin(self) -> None:
        self._driven.begin()
        screen, self._ask_leave = self.opened()
        self.push_screen(screen)

    def opened(self) -> Opened:
        """The screen that is shown once the session has begun."""
        driven = self._driven
        ways = {"next_sound": driven.next_sound, "leave": self.leave}
        live = LiveScreen(driven.read, driven.say, self._looks, sound=driven.sound, **ways)
        return live, live.action_leave

    def action_interrupt(self, code: int) -> None:
        """The way out of every page; asked twice, it does not ask."""
        if self._ask_leave is None:
            self.exit(return_code=code)
            return
        self._code = code if self._driven.running else 0
        if isinstance(self.screen, AskLeave):
            self.screen.action_choose("LEAVE")
        else:
            self._ask_leave()

    def leave(self) -> None:
        """Ends the session, then this."""
        self._leaving = True
        self._driven.stop()
        self._look()

    def _look(self) -> None:
        if not self._driven.running and (self._leaving or self._driven.leaving):
            self.exit(return_code=self._code)
