"""What is said of an event that comes long after it happened. Both times are of the client's session clock."""

LATE_S = 10.0
"""An event that is further behind the newest that is known of its session came late; our choice."""
_MINUTES_FROM_S = 90.0


def late_words(behind_s: float) -> str:
    """`4 min ago: `, to stand before what is told; empty where it came at once."""
    if behind_s <= LATE_S:
        return ""
    return f"{behind_s:.0f} s ago: " if behind_s < _MINUTES_FROM_S else f"{behind_s / 60.0:.0f} min ago: "
