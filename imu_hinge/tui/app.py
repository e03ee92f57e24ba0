"""One session on the screen: the questions before it, the live screen, and a way out that loses nothing."""

from collections.abc import Callable, Mapping
from typing import Protocol

from imu_hinge.gate.interview import Interview
from imu_hinge.gate.questions import Question
from imu_hinge.tui.dressed import Dressed
from imu_hinge.tui.gate import GateScreen
from imu_hinge.tui.live import LiveScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.view.snapshot import Snapshot

_LOOK_S = 0.1
REFUSED = 1
"""Exit code of a session that the gate did not let begin."""


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

    def next_sound(self) -> None:
        """Changes it."""
        ...


class SessionApp(Dressed):
    """Begins the session when the questions are answered; leaves when the session is over and its end was seen."""

    def __init__(
        self,
        driven: Driven,
        looks: Looks,
        interview: Interview,
        remember: Callable[[Interview], None] = lambda _: None,
        *,
        theme: str = "",
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """`remember` is told the interview once it lets the session begin."""
        super().__init__()
        self._driven, self._looks, self._interview, self._remember = driven, looks, interview, remember
        self._leaving = False
        if theme in self.available_themes:
            self.theme = theme
        self.set_keymap(keymap or {})

    def on_mount(self) -> None:
        """Asks first where something is due."""
        self.set_interval(_LOOK_S, self._look)
        if isinstance(self._interview.now, Question):
            self.push_screen(GateScreen(self._interview), self._answered)
        else:
            self._begin()

    def _answered(self, interview: Interview | None) -> None:
        if interview is None or not interview.verdict.may_train:
            words = interview.verdict.words if interview else ""
            self.exit(return_code=REFUSED, message=words)
            return
        self._remember(interview)
        for name, argument in interview.commands:
            self._driven.say(name, argument)
        self._begin()

    def _begin(self) -> None:
        driven = self._driven
        driven.begin()
        ways = {"next_sound": driven.next_sound, "leave": self.leave}
        self.push_screen(LiveScreen(driven.read, driven.say, self._looks, sound=driven.sound, **ways))

    def leave(self) -> None:
        """Ends the session, then this."""
        self._leaving = True
        self._driven.stop()
        self._look()

    def _look(self) -> None:
        if not self._driven.running and (self._leaving or self._driven.leaving):
            self.exit()
