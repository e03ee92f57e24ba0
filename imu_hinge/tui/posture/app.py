"""A day of posture on the screen: the questions before it, the posture screen, and a way out that loses nothing."""

from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType

from imu_hinge.gate import texts
from imu_hinge.gate.interview import Interview
from imu_hinge.gate.verdict import UNANSWERED
from imu_hinge.tui.app import Driven, Opened, SessionApp
from imu_hinge.tui.gate import GateScreen
from imu_hinge.tui.posture.screen import PostureScreen
from imu_hinge.view.day import DaySnapshot


class DayDriven(Driven, Protocol):
    """The session beneath the screen."""

    def day(self) -> DaySnapshot:
        """The newest state."""
        ...


_SEEN_S = 60.0
"""So long what the answers come to stays in the corner."""


class DayGate(GateScreen):
    """The same page; it is left for the day, whatever was answered."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", f"answer('{UNANSWERED}')", texts.NO_NUMBER, key_display="Enter"),
        Binding("enter", "leave", "go on", key_display="Enter"),
    ]


class PostureApp(SessionApp[DayDriven]):
    """Begins the day when the questions are answered: nothing refuses it. Leaves when its end was seen."""

    GATE = DayGate

    def lets_begin(self, interview: Interview) -> bool:
        """Always; what stands in the way of training is told again."""
        if words := interview.verdict.words:
            self.notify(words, severity="warning", timeout=_SEEN_S, markup=False)
        return True

    def opened(self) -> Opened:
        """The posture screen."""
        day = self._driven
        ways = {"next_sound": day.next_sound, "leave": self.leave}
        screen = PostureScreen(day.day, day.say, self._looks, sound=day.sound, **ways)
        return screen, screen.action_leave
