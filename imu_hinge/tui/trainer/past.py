"""What is known of clients from before: one row for each over weeks, and a page about one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerState

from imu_hinge.tui.choosing import Rows
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Line, in_ascii
from imu_hinge.tui.targets import Target, key
from imu_hinge.tui.themes import PREFIX

READING = "reading the history"
NOBODY = "There is nobody in the history yet: `imu-hinge clients add` adds a client."


@dataclass(frozen=True, slots=True)
class Week:
    """One client over weeks."""

    client: str
    """Pseudonym."""
    first: Line
    """Who it is, and when last seen."""
    second: Line
    """Pain, and what to look at."""


class Past(Protocol):
    """Where it is read; each call may take a while, and raises an error whose words say what to do."""

    def weeks(self) -> Sequence[Week]:
        """All clients, those to look at first."""
        ...

    def page(self, client: str) -> Sequence[Line]:
        """All about one."""
        ...


_CSS = """
{name} {{ background: $gym-ground; color: $gym-text; }}
{name} #page {{ width: 100%; height: 1fr; padding: 0 1; }}
{name} #title {{ text-style: bold; height: 2; }}
{name} .body, {name} .body:focus {{ height: 1fr; border: none; background: $gym-ground; padding: 0;
    background-tint: $gym-ground 0%; }}
{name} #taps {{ height: 3; }}
"""


Found = TypeVar("Found")
"""What is read."""


class _Reading(Screen[None], Generic[Found]):
    """Reads on a thread, and shows what came."""

    AUTO_FOCUS = ".body"

    def __init__(
        self, title: str, looks: Looks, body: Widget, read: Callable[[], Found], show: Callable[[Found], object]
    ) -> None:
        """`read` is called on a thread, for a database may take a while; `show` fills `body` with what came."""
        super().__init__()
        self._title, self._looks = title, looks
        self._body, self._read, self._fill = body, read, show

    def compose(self) -> ComposeResult:
        """The title, what came, what can be tapped."""
        with Vertical(id="page"):
            yield Static(f"{self._title}: {READING}", id="title", markup=False)
            yield self._body
        with Horizontal(id="taps"):
            yield Target(Content("  ").join([key("Esc"), Content("Back")]), "back")

    def on_mount(self) -> None:
        """Reads."""
        self.run_worker(self._read, thread=True, exit_on_error=False)

    def action_back(self) -> None:
        """Where one came from."""
        self.dismiss()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """It is there, or it is known why not."""
        if event.state is WorkerState.ERROR:
            self.say(str(event.worker.error))
        elif event.state is WorkerState.SUCCESS:
            self._fill(cast(Found, event.worker.result))

    def say(self, words: str) -> None:
        """In place of the title."""
        self.query_one("#title", Static).update(self.text(words))

    def text(self, words: str) -> str:
        """As this terminal can draw it."""
        return in_ascii(words) if self._looks.ascii else words


class WeekScreen(_Reading[Sequence[Week]]):
    """All clients; one of them is opened."""

    CSS = _CSS.format(name="WeekScreen")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,w,q", "back", show=False)]

    def __init__(self, past: Past, looks: Looks, open_page: Callable[[str, str], object]) -> None:
        """`open_page` is given the client and the name."""
        super().__init__("All clients over weeks", looks, Rows(classes="body"), past.weeks, self._list)
        self._open = open_page
        self._weeks: Sequence[Week] = ()

    def _list(self, weeks: Sequence[Week]) -> None:
        """Three rows for each, so that a finger finds it."""
        self._weeks = weeks
        rows = self.query_one(OptionList)
        rows.add_options([Option(self._option(one)) for one in self._weeks])
        rows.highlighted = 0 if self._weeks else None
        self.say(f"{self._title}: {len(self._weeks)}   Enter opens one" if self._weeks else NOBODY)

    def _option(self, one: Week) -> Content:
        """In bold and plain only: the row that is marked has a colour of its own."""
        pieces = [*one.first, ("\n", ""), *one.second, ("\n", "")]
        return Content("").join(
            [Content.styled(self.text(words), "bold" if ink.startswith("*") else "") for words, ink in pieces]
        )

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Taken."""
        one = self._weeks[message.option_index]
        self._open(one.client, one.first[0][0])


class PageScreen(_Reading[Sequence[Line]]):
    """Notes, level, plan, pain and sessions of one client."""

    CSS = _CSS.format(name="PageScreen")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w,q", "back", show=False),
        Binding("n", "note", show=False),
    ]

    def __init__(self, past: Past, client: str, name: str, looks: Looks, note: Callable[[str], object] | None) -> None:
        """`note` asks for a note about a client who is watched; None for one who is not."""
        body = VerticalScroll(Static(id="words"), classes="body")  # arrows scroll it
        super().__init__(name, looks, body, lambda: past.page(client), self._tell)
        self._client, self._note = client, note

    def _tell(self, lines: Sequence[Line]) -> None:
        """Line by line."""
        self.query_one("#words", Static).update(Content("\n").join([self._content(line) for line in lines]))
        self.say(self._title)

    def _content(self, line: Line) -> Content:
        return Content("").join([Content.styled(self.text(words), _style(ink)) for words, ink in line])

    def action_note(self) -> None:
        """A dated note."""
        if self._note is not None:
            self._note(self._client)


def _style(ink: str) -> str:
    bold = "bold " if ink.startswith("*") else ""
    return f"{bold}${PREFIX}{ink.removeprefix('*')}"
