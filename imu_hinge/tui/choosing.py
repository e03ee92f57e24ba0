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


@dataclass(frozen=True, slots=True)
class Item:
    """One row."""

    value: str
    words: str
    detail: str = ""


class ChooseScreen(Screen[str]):
    """Gives the value of the chosen item; None when it was left."""

    AUTO_FOCUS = "OptionList"
    CSS = """
    ChooseScreen { align: center middle; }
    ChooseScreen #page { width: 100%; max-width: 84; height: auto; max-height: 100%; padding: 0 2; }
    ChooseScreen #title { text-style: bold; margin: 0 0 1 0; }
    ChooseScreen OptionList { height: auto; max-height: 100%; border: none; background: $background; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "back", key_display="Esc")]

    def __init__(self, title: str, items: Sequence[Item]) -> None:
        super().__init__()
        self._title, self._items = title, items

    def compose(self) -> ComposeResult:
        """The title, the rows, the keys."""
        with Vertical(id="page"):
            yield Static(self._title, id="title", markup=False)
            yield OptionList(*(Option(_row(item), id=str(i)) for i, item in enumerate(self._items)))
        yield Footer(show_command_palette=False)

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Taken."""
        self.dismiss(self._items[message.option_index].value)

    def action_leave(self) -> None:
        """None of them."""
        self.dismiss(None)


def _row(item: Item) -> Content:
    first = Content.styled(item.words, "bold")
    return Content("\n").join([first, Content(item.detail), Content("")]) if item.detail else first
