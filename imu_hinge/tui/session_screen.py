"""What the screens of a running session have in common: the newest state, the keys, sound, help, and the way out."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual.screen import Screen

from imu_hinge.tui.above import Answer, AskLeave
from imu_hinge.tui.dressed import change_theme
from imu_hinge.tui.help_page import HelpAbove
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.widgets.pain import PainStrip
from imu_hinge.view.snapshot import Snapshot, Stage

State = TypeVar("State")
"""What is read and shown: a snapshot, or more that holds one."""
_WHILE_WRITING = frozenset({"dismiss_question", "leave"})
"""What keys may do while a line is written."""


class SessionScreen(Screen[None], Generic[State]):
    """Reads the state again and again and shows it; every key is handed on as a command."""

    AUTO_FOCUS = ""
    EVERY_S: ClassVar[float] = 1 / 15
    """How often it is read."""

    def __init__(
        self,
        read: Callable[[], State],
        say: Callable[[str, str], object],
        looks: Looks,
        *,
        sound: Callable[[], str] = lambda: "none",
        next_sound: Callable[[], str | None] = lambda: None,
        leave: Callable[[], object] = lambda: None,
    ) -> None:
        """`sound` gives the sound mode in a word, `leave` ends the session.

        `next_sound` changes the mode; where nothing can be heard it leaves it as it is and says why.
        """
        super().__init__()
        self._read, self._say, self._looks = read, say, looks
        self._sound, self._next_sound, self._leave = sound, next_sound, leave
        self._shown: State | None = None

    @abstractmethod
    def _session_of(self, state: State) -> Snapshot:
        """The session in the state."""

    @abstractmethod
    def _show(self, state: State) -> None:
        """Draws it."""

    @abstractmethod
    def _may(self, action: str, parameters: tuple[object, ...], state: State) -> bool:
        """Whether a key does anything; the score and a line being written are looked after already."""

    @abstractmethod
    def _help(self, state: State) -> str:
        """The keys of the moment, and what each part means."""

    @abstractmethod
    def action_pain(self) -> None:
        """Asks how strong it is."""

    @abstractmethod
    def action_score(self, score: int) -> None:
        """The answer."""

    @property
    @abstractmethod
    def _score_open(self) -> bool:
        """Whether a score may be given."""

    @property
    def _writing(self) -> bool:
        """Whether a line is being written."""
        return False

    def _prepare(self) -> None:
        """What is done before the first picture."""

    def on_mount(self) -> None:
        """The first picture, then the next ones."""
        self._prepare()
        self.update_picture()
        self.set_interval(self.EVERY_S, self.update_picture)

    def update_picture(self) -> None:
        """Shows the newest state."""
        state = self._read()
        if state is not self._shown:
            self._shown = state
            self._show(state)

    @property
    def _now(self) -> State:
        """What is shown, or is about to be."""
        return self._shown or self._read()

    def _show_again(self) -> None:
        """Shows the same state after something that is no part of it changed."""
        self._show(self._now)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys do nothing where the table does not list them."""
        shown = self._shown
        if shown is None or (self._writing and action not in _WHILE_WRITING):
            return False
        return self._score_open if action == "score" else self._may(action, parameters, shown)

    def on_pain_strip_answered(self, message: PainStrip.Answered) -> None:
        """A tap is an answer too."""
        if self._score_open:
            self.action_score(message.score)

    def action_command(self, name: str) -> None:
        """Hands a command on as it is."""
        self._say(name, "")

    def action_sound(self) -> None:
        """The next sound mode, or why there is nothing to hear."""
        if why := self._next_sound():
            self.notify(why, severity="warning")
        self._show_again()

    def action_theme(self) -> None:
        """Dark or light."""
        change_theme(self.app)

    def action_help(self) -> None:
        """The help page."""
        self.app.push_screen(HelpAbove(self._help(self._now), self._looks), self._after)

    def action_leave(self) -> None:
        """Ends the session; asks first while something is being recorded."""
        session = self._session_of(self._now)
        if session.stage is Stage.ENDED or not session.recorded.path or session.recorded.problem:
            self._leave()
        else:
            self.app.push_screen(AskLeave(session.recorded), self._after)

    def _after(self, answer: Answer | None) -> None:
        """What was chosen on a page above this one."""
        if answer is Answer.PAIN:
            self.action_pain()
        elif answer is Answer.LEAVE:
            self._leave()
