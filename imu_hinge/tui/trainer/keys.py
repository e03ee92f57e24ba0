"""The keys of the trainer's screens, as tables: bindings, footer, palette and help are made of them."""

from textual.binding import Binding

from imu_hinge.tui.key_table import Key

NUMBERS = {**{str(one): one for one in range(1, 10)}, "0": 10, "minus": 11, "equals_sign": 12}
"""Key -> number of the client it opens: the row above the letters."""


class TrainerKey(Key):
    """A key of the trainer's screens."""

    SCREEN = "trainer"


KEYS = (
    TrainerKey("open_chosen", "enter", "1-9", "Open", "open the chosen client; 1 to 9, 0 - = open client 1 to 12", 0),
    TrainerKey("acknowledge", "a", "a", "Ack", "dim the lines of the feed: of the chosen client, else all", 5),
    TrainerKey("order", "o", "o", "Order", "by need, or by name", 12),
    TrainerKey("note", "n", "n", "Note", "write a dated note about a client", 2),
    TrainerKey("sound", "m", "m", "Sound", "hear the cues of one client here; again: nobody's", 13),
    TrainerKey("ask_stop", "x", "x", "Stop", "ask a client to stop", 1),
    TrainerKey("propose", "e", "e", "Exercise", "propose another exercise", 6),
    TrainerKey("week", "w", "w", "Week", "all clients over weeks", 7),
    TrainerKey("full", "f", "f", "Full", "cards and nothing else, or all parts", 10),
    TrainerKey("find", "slash", "/", "Find", "choose a client by name", 9),
    TrainerKey("choose(-1)", "up,left,shift+tab", "", "Before", "choose the client before", 14),
    TrainerKey("choose(1)", "down,right,tab", "", "Next", "choose the next client", 14),
    TrainerKey("turn(-1)", "pageup", "", "Page up", "the clients above", 14),
    TrainerKey("turn(1)", "pagedown", "", "Page down", "the clients below", 14),
    TrainerKey("back", "escape", "esc", "Back", "nobody chosen, all parts", 8),
    TrainerKey("theme", "t", "t", "Theme", "dark or light", 11),
    TrainerKey("help", "question_mark", "?", "Help", "this page", 4),
    TrainerKey("leave", "ctrl+q,ctrl+c", "^q", "Quit", "leave", 3),
)
"""Of the screen with all clients, in the order of the footer."""

ONE = (
    TrainerKey("back", "escape", "esc", "All clients", "back to all clients", 0),
    TrainerKey("note", "n", "n", "Note", "write a dated note about this client", 1),
    TrainerKey("ask_stop", "x", "x", "Stop", "ask this client to stop", 2),
    TrainerKey("propose", "e", "e", "Exercise", "propose another exercise", 3),
    TrainerKey("listen", "m", "m", "Sound", "hear the cues of this client here, or not", 4),
    TrainerKey("page", "w", "w", "Weeks", "notes, plan and sessions of this client", 6),
    TrainerKey("big", "f", "f", "Big", "word and number as large as they go", 7),
    TrainerKey("theme", "t", "t", "Theme", "dark or light", 8),
    TrainerKey("help", "question_mark", "?", "Help", "this page", 5),
)
"""Of the live screen of one client: what a wearer may do is not among it."""


def openers() -> list[Binding]:
    """The numbers."""
    return [Binding(key, f"open({number})", show=False) for key, number in NUMBERS.items()]
