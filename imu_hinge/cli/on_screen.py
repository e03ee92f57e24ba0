"""What every session on a screen has in common: the questions before it, its sound, its settings, and its end."""

from abc import ABC, abstractmethod
from collections import deque
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from imu_hinge.cli.asking import pain_limit_before
from imu_hinge.cli.keeping import finish_earlier
from imu_hinge.cli.stopping import stopping
from imu_hinge.cli.terminal import leaving_anyway
from imu_hinge.cues.cue import Mode
from imu_hinge.cues.modes import next_mode
from imu_hinge.gate.interview import Interview, begin
from imu_hinge.recording import default_folder
from imu_hinge.sound import Player
from imu_hinge.station.settings import Settings, keep_settings, settings_path
from imu_hinge.tui.app import SessionApp
from imu_hinge.tui.looks import Looks


class OnScreen(ABC):
    """What the app drives. Its methods are called on the main thread and, but for `show`, never wait."""

    COMMAND: ClassVar[str]
    """Whose questions are asked before it."""

    def __init__(self, settings: Settings, player: Player, looks: Looks) -> None:
        self.signals: list[int] = []
        """Those that asked for the end."""
        self._settings, self._player, self._looks = settings, player, looks
        self._told = deque[str]()
        """Said again when the screen is gone."""

    @abstractmethod
    def app(self) -> SessionApp[Any]:
        """The app around this session."""

    @abstractmethod
    def stop(self) -> None:
        """Asks for the end."""

    @property
    @abstractmethod
    def began(self) -> bool:
        """Whether it was started."""

    @property
    @abstractmethod
    def running(self) -> bool:
        """From its beginning until everything is closed."""

    @property
    @abstractmethod
    def broke(self) -> bool:
        """Whether it ended by an error."""

    @abstractmethod
    def _wait(self) -> None:
        """Until everything is closed; raises what broke it."""

    @property
    @abstractmethod
    def _worn(self) -> bool:
        """Whether the sensors are real: then somebody wears them."""

    @property
    @abstractmethod
    def _mode(self) -> Mode:
        """How much is heard."""

    @abstractmethod
    def _set_mode(self, mode: Mode) -> None: ...

    @abstractmethod
    def _ask(self, words: str) -> None:
        """A line on the screen."""

    @abstractmethod
    def _say_end(self) -> None:
        """What is worth keeping, to standard output."""

    @property
    def leaving(self) -> bool:
        """Whether nobody waits for the last page."""
        return bool(self.signals) or self.broke

    def sound(self) -> str:
        """The mode, or that nothing can be heard."""
        return "none" if self._player.problem else str(self._mode)

    def next_sound(self) -> str | None:
        """The next mode; where nothing can be heard the mode stays, and this is why."""
        if self._player.problem:
            return self._player.problem
        self._set_mode(next_mode(self._mode))
        return None

    def run(self) -> int:
        """Shows it; a signal ends it as `end` does, and is the exit code."""
        with stopping(self.stop) as came:
            self.signals = came
            code = self.show()
        return 128 + came[0] if came else code

    def show(self) -> int:
        """Runs the app to its end; then says what is worth keeping. Raises what broke the session."""
        app = self.app()
        with self._left_anyway():
            app.run()
        if self.began:
            self.stop()
            self._wait()
            self._keep_settings(app.theme)
            self._say_end()
            if not self.signals:
                finish_earlier(default_folder())
        return app.return_code or 0

    def _left_anyway(self) -> AbstractContextManager[None]:
        """The way out where the app cannot leave."""
        return leaving_anyway(
            lambda: self.leaving and not self.running, lambda: 128 + self.signals[0] if self.signals else 1
        )

    def _interview(self) -> Interview:
        """Real sensors are worn by somebody who is asked first."""
        limit = pain_limit_before(self.COMMAND, self._settings)
        if not self._worn:
            return Interview((), limit)
        return begin(self.COMMAND, self._settings.gate_answered, date.today().isoformat(), limit)

    def _remember(self, interview: Interview) -> None:
        answered = interview.remembered(self._settings.gate_answered, date.today().isoformat())
        self._settings = replace(self._settings, gate_answered=answered)
        self._keep()

    def _keep_settings(self, theme: str) -> None:
        before, self._settings = self._settings, replace(self._settings, theme=theme, sound=self._mode)
        if before != self._settings:
            self._keep()

    def _keep(self) -> None:
        if problem := keep_settings(self._settings, settings_path()):
            self._told.append(problem)

    def _tell(self, words: str) -> None:
        """On the engine's thread: a line on the screen, and again when the screen is gone."""
        self._told.append(words)
        self._ask(words)
