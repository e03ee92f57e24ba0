"""The keys of the review screen, as a table: bindings, footer, palette and help are made of it."""

from imu_hinge.tui.key_table import Key


class ReviewKey(Key):
    """A key of the review screen."""

    SCREEN = "review"


KEYS = (
    ReviewKey("play", "space", "space", "Play", "play from here at its own speed, or stop", 0),
    ReviewKey("seconds(-1)", "left", "<- ->", "1s", "one second back", 1),
    ReviewKey("seconds(1)", "right", "", "Second on", "one second on", 1),
    ReviewKey("seconds(-5)", "shift+left", "", "Five back", "five seconds back", 1),
    ReviewKey("seconds(5)", "shift+right", "", "Five on", "five seconds on", 1),
    ReviewKey("reps(-1)", "comma,up", ", .", "Rep", "the repetition before", 2),
    ReviewKey("reps(1)", "full_stop,down", "", "Next rep", "the next repetition", 2),
    ReviewKey("sets(-1)", "left_square_bracket,pageup", "[ ]", "Set", "the set before", 3),
    ReviewKey("sets(1)", "right_square_bracket,pagedown", "", "Next set", "the next set", 3),
    ReviewKey("peak", "w", "w", "Peak", "the repetition with the largest low-back peak", 4),
    ReviewKey("compare", "c", "c", "Compare", "mark A; on another one: compare; again: sets, sessions, no more", 5),
    ReviewKey("change", "x", "x", "Change", "take out, count again, another side or verdict", 7),
    ReviewKey("note", "n", "n", "Note", "write a note about this moment", 8),
    ReviewKey("limits", "l", "l", "Limits", "what another limit would have made of it", 9),
    ReviewKey("export", "e", "e", "Export", "the table of repetitions as a file", 10),
    ReviewKey("undo", "u", "u", "Undo", "take the last change back", 11),
    ReviewKey("uncounted", "enter", "enter", "Not counted", "the next movement that was not counted", 13),
    ReviewKey("count", "plus", "+", "Count", "count the movement shown that was not counted", 14),
    ReviewKey("curve", "v", "v", "Curve", "low back, pelvis or hinge share", 15),
    ReviewKey("near", "z", "z", "Zoom", "two minutes of the timeline, or the whole session", 16),
    ReviewKey("find", "slash", "/", "Find", "another session, by client or date", 12),
    ReviewKey("trend", "T", "T", "Trend", "this client over weeks", 17),
    ReviewKey("theme", "t", "t", "Theme", "dark or light", 19),
    ReviewKey("help", "question_mark", "?", "Help", "this page", 6),
    ReviewKey("leave", "ctrl+q,ctrl+c,q", "^q", "Quit", "leave", 18),
)
"""In the order of the footer. `t` is the theme on every screen, so the trend is its capital."""
