"""The keys of the review of a day and of an assessment, as tables."""

from imu_hinge.tui.key_table import Key


class KindKey(Key):
    """A key of these screens."""

    SCREEN = "day"


_ALWAYS = (
    KindKey("note", "n", "n", "Note", "write a note about this moment; of an assessment about all of it", 8),
    KindKey("fold", "f", "f", "Check", "go through the recording again and compare it with what was said live", 4),
    KindKey("trend", "T", "T", "Trend", "this client over weeks", 3),
    KindKey("find", "slash", "/", "Find", "another session, by client or date", 6),
    KindKey("theme", "t", "t", "Theme", "dark or light", 9),
    KindKey("help", "question_mark", "?", "Help", "this page", 5),
    KindKey("leave", "ctrl+q,ctrl+c,q", "^q", "Quit", "leave", 7),
)
DAY_KEYS = (
    KindKey("moments(-1)", "up,comma", "up down", "Moment", "the moment before", 0),
    KindKey("moments(1)", "down,full_stop", "", "Next moment", "the next one", 0),
    KindKey("minutes(-1)", "left", "<- ->", "1 min", "one minute back", 1),
    KindKey("minutes(1)", "right", "", "Minute on", "one minute on", 1),
    KindKey("minutes(-10)", "shift+left", "", "Ten back", "ten minutes back", 1),
    KindKey("minutes(10)", "shift+right", "", "Ten on", "ten minutes on", 1),
    KindKey("parts(-1)", "left_square_bracket,pageup", "[ ]", "Part", "the part of the day before", 2),
    KindKey("parts(1)", "right_square_bracket,pagedown", "", "Next part", "the next one", 2),
    *_ALWAYS,
)
TEST_KEYS = (
    KindKey("tests(-1)", "up,comma", "up down", "Test", "the test before", 0),
    KindKey("tests(1)", "down,full_stop", "", "Next test", "the next one", 0),
    KindKey("words(-5)", "left_square_bracket,pageup", "[ ]", "Words", "back in the words", 2),
    KindKey("words(5)", "right_square_bracket,pagedown", "", "Words on", "on in the words", 2),
    *_ALWAYS,
)
