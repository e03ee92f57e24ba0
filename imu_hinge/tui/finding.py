"""A list in which something is found by typing: digits, too, are letters of what is looked for."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from imu_hinge.tui.choosing import ChooseScreen, Item, row
from imu_hinge.view.names import has_letters


class Typed(Input):
    """What is looked for; its keys are named in the footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.move(1)", "choose", key_display="up, down"),
        Binding("up", "screen.move(-1)", show=False),
        Binding("enter", "submit", "take", key_display="Enter"),
    ]


class FindScreen(ChooseScreen, inherit_bindings=False):
    """Shows the items whose words or value have the typed letters anywhere, and gives the value of the chosen one."""

    AUTO_FOCUS = "Typed"
    CSS = f"""{ChooseScreen.CSS.replace("ChooseScreen", "FindScreen")}
    FindScreen #page {{ height: 100%; }}
    FindScreen #title {{ margin: 0; }}
    FindScreen Typed, FindScreen Typed:focus {{ height: 3; border: none; padding: 1 2; margin: 1 0; }}
    FindScreen OptionList {{ height: 1fr; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "back", key_display="Esc")]

    def __init__(self, title: str, items: Sequence[Item]) -> None:
        super().__init__(title, items)
        self._all = self._items

    def compose(self) -> ComposeResult:
        """The title, the line to type in, the rows, the keys."""
        with Vertical(id="page"):
            yield Static(id="title", markup=False)
            yield Typed(placeholder="letters of the name")
            rows = OptionList()
            rows.can_focus = False  # what is typed goes to the line, wherever was tapped
            yield rows
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """All of them."""
        self._narrow("")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Fewer, or more."""
        self._narrow(message.value)

    def on_input_submitted(self) -> None:
        """The chosen one; nothing where there is none."""
        at = self._rows.highlighted
        if at is not None and at < len(self._items):
            self.dismiss(self._items[at].value)

    def action_move(self, count: int) -> None:
        """Another one."""
        (self._rows.action_cursor_down if count > 0 else self._rows.action_cursor_up)()

    @property
    def _rows(self) -> OptionList:
        return self.query_one(OptionList)

    def _narrow(self, typed: str) -> None:
        self._items = tuple(item for item in self._all if has_letters(typed, item.words, item.value))
        self._rows.set_options(Option(row(item)) for item in self._items)
        self._rows.highlighted = 0 if self._items else None
        self.query_one("#title", Static).update(self._words(0))

    def _words(self, at: int) -> str:
        return super()._words(at) if self._items else f"{self._title}  none of {len(self._all)}"
