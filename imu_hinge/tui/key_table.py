"""What every screen's table of keys is made of: its rows, and what Textual and the footer need of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual.binding import Binding

_NAMES = {
    "plus": "+",
    "question_mark": "?",
    "comma": ",",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "slash": "/",
    "escape": "esc",
    "ctrl+q": "^q",
    "ctrl+c": "^c",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "shift+left": "shift <-",
    "shift+right": "shift ->",
    "left": "<-",
    "right": "->",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One action and the keys that ask for it."""

    SCREEN: ClassVar[str]
    """What a user's own key map calls the screen."""
    action: str
    keys: str
    """As Textual names them, with commas."""
    shown: str
    """In the footer; empty for one that stands there with another."""
    label: str
    meaning: str
    rank: int
    """Which give way first where the row is short: the highest."""

    @property
    def id(self) -> str:
        """What a user's own key map calls it."""
        return f"{self.SCREEN}.{self.label.lower().replace(' ', '_')}"

    @property
    def keys_shown(self) -> str:
        """All keys of the action, for the help page."""
        return " ".join(_NAMES.get(key, key) for key in self.keys.split(","))


class Entry(NamedTuple):
    """One key of the footer."""

    shown: str
    label: str
    rank: int


def bindings_of(keys: Iterable[Key]) -> list[Binding]:
    """The keys of a table for Textual; a footer of our own shows them."""
    return [Binding(key.keys, key.action, key.label, show=False, id=key.id) for key in keys]


def entries_of(keys: Iterable[Key]) -> tuple[Entry, ...]:
    """The keys of a table for the footer."""
    return tuple(Entry(key.shown, key.label, key.rank) for key in keys if key.shown)


def written(action: str, parameters: tuple[object, ...]) -> str:
    """An action that Textual asks about, as a table writes it."""
    return f"{action}({', '.join(map(repr, parameters))})" if parameters else action
