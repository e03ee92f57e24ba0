"""What is not yet with whom, and how that is said."""

import pytest

from imu_hinge.remote.owing import Lateness, end_words, late_words
from imu_hinge.remote.window import Heard, Window

DAY, S = 86_400 * 10**9, 10**9


def test_only_who_was_heard_from_within_a_day_is_owed_anything() -> None:
    window = Window({"t-anna": Heard(0, 0), "t-bob": Heard(0, 0), "t-carl": Heard(7, 2 * DAY)}, 1, 20)
    assert window.owed(3 * DAY - S) == {"t-carl": 13}
    window.ack("t-anna", 20, 3 * DAY - S)
    assert window.owed(3 * DAY - S) == {"t-anna": 0, "t-carl": 13}
    assert window.owed(3 * DAY) == {"t-anna": 0}


def test_who_is_here_was_heard_from_in_this_connection() -> None:
    window = Window({"t-anna": Heard(3, 0), "t-bob": Heard(3, 0)}, 1, 3)
    assert list(window.here) == []
    window.hello("t-bob", 3, S)
    window.ack("t-eve", 3, S)
    assert list(window.here) == ["t-bob"]
    window.begin(2 * S)
    assert list(window.here) == []


def test_each_trainer_is_waited_for_alone() -> None:
    lateness = Lateness()
    lateness.late({"t-anna": 3, "t-bob": 3}, 0.0)
    lateness.late({"t-anna": 1, "t-bob": 4}, 4.0)
    assert lateness.late({"t-anna": 2, "t-bob": 5}, 6.0) == {"t-bob": 5}
    assert lateness.late({"t-anna": 2, "t-bob": 0}, 7.0) == {}


@pytest.mark.parametrize(
    ("owed", "late", "end"),
    [
        ({}, "", ""),
        ({"t-anna": 0}, "", ""),
        (
            {"t-anna": 0, "t-bob": 16},
            "16 not yet with bob",
            "all events are with anna; 16 are not yet with bob; they go out with the next session",
        ),
        (
            {"t-anna": 2, "t-bob": 16},
            "2 not yet with anna; 16 not yet with bob",
            "2 events are not yet with anna; 16 events are not yet with bob; they go out with the next session",
        ),
    ],
)
def test_who_misses_how_much_is_said_by_name(owed: dict[str, int], late: str, end: str) -> None:
    assert (late_words(owed), end_words(owed)) == (late, end)
