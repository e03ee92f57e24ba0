"""The keys of the trainer's screens, as tables: bindings, footer, palette and help are made of them."""

from textual.binding import Binding

from imu_hinge.tui.review.keys import Key as ReviewKey
from imu_hinge.tui.widgets.key_bar import Entry

NUMBERS = {**{str(one): one for one in range(1, 10)}, "0": 10, "minus": 11, "equals_sign": 12}
"""Key -> number of the client it opens: the row above the letters."""


class Key(ReviewKey):
    """A key of the trainer's screens."""

    @property
    def id(self) -> str:
        """What a user's own key map calls it."""
        return f"trainer.{self.label.lower().replace(' ', '_')}"


KEYS = (
    Key("open_chosen", "enter", "1-9", "Open", "open the chosen client; 1 to 9, 0 - = open client 1 to 12", 0),
    Key("acknowledge", "a", "a", "Ack", "dim the lines of the feed: of the chosen client, else all", 5),
    Key("order", "o", "o", "Order", "by need, or by name", 12),
    Key("note", "n", "n", "Note", "write a dated note about a client", 2),
    Key("sound", "m", "m", "Sound", "hear the cues of one client here; again: nobody's", 13),
    Key("ask_stop", "x", "x", "Stop", "ask a client to stop", 1),
    Key("propose", "e", "e", "Exercise", "propose another exercise", 6),
    Key("week", "w", "w", "Week", "all clients over weeks", 7),
    Key("full", "f", "f", "Full", "cards and nothing else, or all parts", 10),
    Key("find", "slash", "/", "Find", "choose a client by name", 9),
    Key("choose(-1)", "up,left,shift+tab", "", "Before", "choose the client before", 14),
    Key("choose(1)", "down,right,tab", "", "Next", "choose the next client", 14),
    Key("turn(-1)", "pageup", "", "Page up", "the clients above", 14),
    Key("turn(1)", "pagedown", "", "Page down", "the clients below", 14),
    Key("back", "escape", "esc", "Back", "nobody chosen, all parts", 8),
    Key("theme", "t", "t", "Theme", "dark or light", 11),
    Key("help", "question_mark", "?", "Help", "this page", 4),
    Key("leave", "ctrl+q,ctrl+c", "^q", "Quit", "leave", 3),
)
"""Of the screen with all clients, in the order of the footer."""

ONE = (
    Key("back", "escape", "esc", "All clients", "back to all clients", 0),
    Key("note", "n", "n", "Note", "write a dated note about this client", 1),
    Key("ask_stop", "x", "x", "Stop", "ask this client to stop", 2),
    Key("propose", "e", "e", "Exercise", "propose another exercise", 3),
    Key("listen", "m", "m", "Sound", "hear the cues of this client here, or not", 4),
    Key("page", "w", "w", "Weeks", "notes, plan and sessions of this client", 6),
    Key("big", "f", "f", "Big", "word and number as large as they go", 7),
    Key("theme", "t", "t", "Theme", "dark or light", 8),
    Key("help", "question_mark", "?", "Help", "this page", 5),
)
"""Of the live screen of one client: what a wearer may do is not among it."""


def bindings(keys: tuple[Key, ...]) -> list[Binding]:
    """All of them for Textual."""
    return [Binding(key.keys, key.action, key.label, show=False, id=key.id) for key in keys]


def openers() -> list[Binding]:
    """The numbers."""
    return [Binding(key, f"open({number})", show=False) for key, number in NUMBERS.items()]


def entries(keys: tuple[Key, ...]) -> tuple[Entry, ...]:
    """For the footer."""
    return tuple(Entry(key.shown, key.label, key.rank) for key in keys if key.shown)
