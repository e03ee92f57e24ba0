"""Another session: by client, date or words of a note."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from imu_hinge.model.errors import HingeError
from imu_hinge.review.keeping import Found

TITLE = "Which session?"
_HOW = "client, date (2026-03-14) or words of a note; down goes to the list"


class FindScreen(Screen[str]):
    """Gives the session that was chosen; None when it was left. `find` gives those that fit some words."""

    AUTO_FOCUS = "Input"
    CSS = """
    FindScreen { align: center middle; }
    FindScreen #page { width: 100%; max-width: 100; height: 100%; padding: 0 2; }
    FindScreen #title { text-style: bold; }
    FindScreen #told { color: $text-muted; height: auto; }
    FindScreen Input { border: none; height: 1; padding: 0; margin: 0 0 1 0; background: $panel; }
    FindScreen OptionList { height: 1fr; border: none; background: $background; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", key_display="Esc"),
        Binding("down", "list", show=False),
    ]

    def __init__(self, find: Callable[[str], Sequence[Found]], told: str = "") -> None:
        super().__init__()
        self._search, self._told = find, told
        self._found: Sequence[Found] = ()

    def compose(self) -> ComposeResult:
        """A line to write in, and the list."""
        with Vertical(id="page"):
            yield Static(TITLE, id="title")
            yield Input(placeholder=_HOW, compact=True)
            yield OptionList()
            yield Static(self._told, id="told", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """All of them."""
        self._list("")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Fewer."""
        self._list(message.value.strip())

    def on_input_submitted(self) -> None:
        """The first one, where there is one."""
        if self._found:
            self.dismiss(self._found[0].what)

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Taken."""
        self.dismiss(self._found[message.option_index].what)

    def action_list(self) -> None:
        """Into the list."""
        rows = self.query_one(OptionList)
        rows.highlighted = 0 if self._found else None
        rows.focus()

    def action_leave(self) -> None:
        """None of them."""
        self.dismiss(None)

    def _list(self, text: str) -> None:
        try:
            self._found, told = self._search(text), self._told
        except HingeError as error:
            self._found, told = (), str(error)
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options([Option(f"{one.words}\n  {one.detail}") for one in self._found])
        self.query_one("#told", Static).update(told if self._found else told or "There is no session like this.")
