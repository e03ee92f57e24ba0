"""A list to choose from: exercises, recordings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

BY_DIGIT = 9
"""So many of a list can be taken by their number."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row."""

    value: str
    words: str
    detail: str = ""


class Rows(OptionList):
    """A list whose keys are named in the footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor_down", "choose", key_display="up, down"),
        Binding("enter", "select", "take", key_display="Enter"),
    ]


class ChooseScreen(Screen[str]):
    """Gives the value of the chosen item; None when it was left."""

    AUTO_FOCUS = "Rows"
    CSS = """
    ChooseScreen { align: center middle; }
    ChooseScreen #page { width: 100%; max-width: 84; height: auto; max-height: 100%; padding: 0 2; }
    ChooseScreen #title { text-style: bold; margin: 0 0 1 0; }
    ChooseScreen OptionList { height: auto; max-height: 100%; border: none; background: $background; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(digit), f"choose({digit})", "take one", show=digit == 1, key_display="1 to 9")
            for digit in range(1, BY_DIGIT + 1)
        ),
        Binding("escape,q", "leave", "back", key_display="Esc"),
    ]

    def __init__(self, title: str, items: Sequence[Item]) -> None:
        super().__init__()
        self._title, self._items = title, tuple(items)

    def compose(self) -> ComposeResult:
        """The title, the rows, the keys."""
        with Vertical(id="page"):
            yield Static(self._words(0), id="title", markup=False)
            yield Rows(*(Option(row(item, _mark(at))) for at, item in enumerate(self._items)))
        yield Footer(show_command_palette=False)

    def on_option_list_option_highlighted(self, message: OptionList.OptionHighlighted) -> None:
        """How many there are is told above them: not all may fit."""
        self.query_one("#title", Static).update(self._words(message.option_index))

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Taken."""
        self.dismiss(self._items[message.option_index].value)

    def action_choose(self, number: int) -> None:
        """Taken by its number, from 1."""
        if number <= len(self._items):
            self.dismiss(self._items[number - 1].value)

    def action_leave(self) -> None:
        """None of them."""
        self.dismiss(None)

    def _words(self, at: int) -> str:
        return f"{self._title}  {at + 1} of {len(self._items)}"


def _mark(at: int) -> str:
    return f"{at + 1}  " if at < BY_DIGIT else "   "


def row(item: Item, mark: str = "") -> Content:
    """The words behind the mark, and the detail below."""
    first = Content.styled(f"{mark}{item.words}", "bold")
    return Content("\n").join([first, Content(item.detail)]) if item.detail else first
