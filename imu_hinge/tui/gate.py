"""The questions before a session, one at a time, and the words when there is none."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Static

from imu_hinge.gate import texts
from imu_hinge.gate.interview import Interview
from imu_hinge.gate.pain import KEYS
from imu_hinge.gate.questions import NO, PAINS, YES, YES_NO, Question
from imu_hinge.gate.verdict import UNANSWERED, Verdict
from imu_hinge.tui.override import OverrideScreen
from imu_hinge.tui.targets import Target, key, strong

_ACCEPTED = {YES_NO: {*YES_NO}, PAINS: {*PAINS, UNANSWERED}}
"""Answers of a question -> what may be pressed."""


class Page(VerticalScroll):
    """What is asked, or why there is no session."""

    DEFAULT_CSS = """
    Page {
        width: 100%; max-width: 84; height: auto; max-height: 100%; padding: 0 2;
        .quiet { color: $text-muted; }
        .words { text-style: bold; margin: 1 0; }
        .refusal { text-style: bold; margin: 1 0; padding: 1 2; background: $foreground; color: $background; }
        .targets { height: auto; margin: 1 0 0 0; }
        Target { margin: 0 1 0 0; }
    }
    """

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview

    def compose(self) -> ComposeResult:
        """What comes now."""
        now = self.interview.now
        yield from self._question(now) if isinstance(now, Question) else self._refusal(now)

    def _question(self, question: Question) -> Iterator[Widget]:
        due = self.interview.due
        yield Static(f"{self.interview.title}  {due.index(question) + 1} of {len(due)}", classes="quiet")
        yield Static(question.words, classes="words")
        yield from (Static(f"- {item}") for item in question.items)
        targets = _pains() if question.answers == PAINS else _yes_no(question)
        yield Horizontal(*targets, classes="targets")

    def _refusal(self, refused: Verdict) -> Iterator[Widget]:
        yield Static(self.interview.title, classes="quiet")
        yield Static(refused.words, classes="refusal")
        yield Static(refused.detail, classes="quiet")


class GateScreen(Screen[Interview]):
    """Gives the interview back when it is over; its verdict says whether a session may begin."""

    AUTO_FOCUS = "Page"
    CSS = "GateScreen { align: center middle; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", f"answer('{YES}')", show=False),
        Binding("n", f"answer('{NO}')", show=False),
        *(Binding(name, f"answer('{pain}')", str(pain), show=name != str(pain)) for name, pain in KEYS.items()),
        Binding("enter", f"answer('{UNANSWERED}')", texts.NO_NUMBER, key_display="Enter"),
        Binding("enter", "leave", texts.LEAVE, key_display="Enter"),
        Binding("b", "back", texts.MISTAKE),
        Binding("t", "override", texts.BY_TRAINER),
    ]

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self._interview = interview

    def compose(self) -> ComposeResult:
        """The page and the keys that go with it."""
        yield Page(self._interview)
        yield Footer(show_command_palette=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys do what goes with the page that is shown, and nothing else."""
        now = self._interview.now
        match action:
            case "answer":
                return isinstance(now, Question) and parameters[0] in _ACCEPTED[now.answers]
            case "back":
                return self._interview.back() is not self._interview
            case "leave":
                return isinstance(now, Verdict)
            case "override":
                return isinstance(now, Verdict) and now.overridable
        return True

    def action_answer(self, value: str) -> None:
        """The question that is shown is answered."""
        self._go_on(self._interview.answer(value))

    def action_back(self) -> None:
        """The last answer was a mistake."""
        self._go_on(self._interview.back())

    def action_override(self) -> None:
        """The trainer decides, with name and reason."""
        self.app.push_screen(OverrideScreen(), self._overridden)

    def action_leave(self) -> None:
        """There is no session."""
        self.dismiss(self._interview)

    def _overridden(self, said: tuple[str, str] | None) -> None:
        if said:
            self._go_on(self._interview.overridden(*said))

    def _go_on(self, interview: Interview) -> None:
        self._interview = interview
        if isinstance(interview.now, Verdict) and interview.now.may_train:
            self.dismiss(interview)
            return
        page = self.query_one(Page)
        page.interview = interview
        page.refresh(recompose=True)
        self.refresh_bindings()


def _pains() -> Iterator[Target]:
    for name, pain in KEYS.items():
        yield Target(key(name) if name == str(pain) else strong(str(pain)), f"answer('{pain}')")


def _yes_no(question: Question) -> Iterator[Target]:
    yes, no = (texts.ONE_OR_MORE, texts.NONE_OF_THESE) if question.items else (YES, NO)
    for name, words, value in (("n", no, NO), ("y", yes, YES)):
        yield Target(Content("  ").join([key(name), strong(words)]), f"answer('{value}')")
