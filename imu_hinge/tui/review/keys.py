"""The keys of the review screen, as a table: bindings, footer, palette and help are made of it."""

from dataclasses import dataclass

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
        return f"review.{self.label.lower().replace(' ', '_')}"

    @property
    def keys_shown(self) -> str:
        """All keys of the action, for the help page."""
        return " ".join(_NAMES.get(key, key) for key in self.keys.split(","))


KEYS = (
    Key("play", "space", "space", "Play", "play from here at its own speed, or stop", 0),
    Key("seconds(-1)", "left", "<- ->", "1s", "one second back", 1),
    Key("seconds(1)", "right", "", "Second on", "one second on", 1),
    Key("seconds(-5)", "shift+left", "", "Five back", "five seconds back", 1),
    Key("seconds(5)", "shift+right", "", "Five on", "five seconds on", 1),
    Key("reps(-1)", "comma,up", ", .", "Rep", "the repetition before", 2),
    Key("reps(1)", "full_stop,down", "", "Next rep", "the next repetition", 2),
    Key("sets(-1)", "left_square_bracket,pageup", "[ ]", "Set", "the set before", 3),
    Key("sets(1)", "right_square_bracket,pagedown", "", "Next set", "the next set", 3),
    Key("peak", "w", "w", "Peak", "the repetition with the largest low-back peak", 4),
    Key("compare", "c", "c", "Compare", "mark A; on another one: compare; again: sets, sessions, no more", 5),
    Key("change", "x", "x", "Change", "take out, count again, another side or verdict", 7),
    Key("note", "n", "n", "Note", "write a note about this moment", 8),
    Key("limits", "l", "l", "Limits", "what another limit would have made of it", 9),
    Key("export", "e", "e", "Export", "the table of repetitions as a file", 10),
    Key("undo", "u", "u", "Undo", "take the last change back", 11),
    Key("uncounted", "enter", "enter", "Not counted", "the next movement that was not counted", 13),
    Key("count", "plus", "+", "Count", "count the movement shown that was not counted", 14),
    Key("curve", "v", "v", "Curve", "low back, pelvis or hinge share", 15),
    Key("near", "z", "z", "Zoom", "two minutes of the timeline, or the whole session", 16),
    Key("find", "slash", "/", "Find", "another session, by client or date", 12),
    Key("trend", "T", "T", "Trend", "this client over weeks", 17),
    Key("theme", "t", "t", "Theme", "dark or light", 19),
    Key("help", "question_mark", "?", "Help", "this page", 6),
    Key("leave", "ctrl+q,ctrl+c,q", "^q", "Quit", "leave", 18),
)
"""In the order of the footer. `t` is the theme on every screen, so the trend is its capital."""


def bindings() -> list[Binding]:
    """All of them for Textual."""
    return [Binding(key.keys, key.action, key.label, show=False, id=key.id) for key in KEYS]
