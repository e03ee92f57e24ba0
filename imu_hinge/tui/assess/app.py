"""One assessment on the screen: the questions before it, the tests, the results."""

from collections.abc import Callable, Mapping
from typing import Protocol

from imu_hinge.gate.interview import Interview
from imu_hinge.tui.app import Driven, Opened, SessionApp
from imu_hinge.tui.assess.screen import AssessScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.view.assess.viewer import Seen


class DrivenTests(Driven, Protocol):
    """The session beneath the screen."""

    def seen(self) -> Seen:
        """The newest state."""
        ...

    def take(self, place: int) -> str:
        """Keeps the proposed limit of this place, from 0; what became of it, in words."""
        ...


class AssessApp(SessionApp[DrivenTests]):
    """As every session: begins when the questions are answered, leaves when it is over and its end was seen."""

    def __init__(
        self,
        driven: DrivenTests,
        looks: Looks,
        interview: Interview,
        remember: Callable[[Interview], None] = lambda _: None,
        *,
        pain_limit: int,
        theme: str = "",
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """`pain_limit`: from this pain on it is proposed to stop."""
        super().__init__(driven, looks, interview, remember, theme=theme, keymap=keymap)
        self._pain_limit = pain_limit

    def opened(self) -> Opened:
        """The screen of the tests."""
        tests = self._driven
        screen = AssessScreen(
            tests.seen,
            tests.say,
            self._looks,
            pain_limit=self._pain_limit,
            take=tests.take,
            sound=tests.sound,
            next_sound=tests.next_sound,
            leave=self.leave,
        )
        return screen, screen.action_leave
