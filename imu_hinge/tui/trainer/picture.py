"""What of the wall is shown in header and feed. Pure."""

from collections.abc import Callable, Mapping, Sequence

from imu_hinge.tui.trainer.feed import Seen, Told
from imu_hinge.tui.widgets.head import Heads, Part
from imu_hinge.view.cards import SIGNS, Card, Need, heads
from imu_hinge.view.names import short_names
from imu_hinge.view.needs import By
from imu_hinge.view.wall import BROKER_OK, Wall

_LINES = 60
"""Of the feed: more than the tallest terminal shows."""
_QUIET = frozenset({Need.WORKING, Need.RESTING})
"""States that the header does not count."""
_GAP, _LEAST = 3, 24
"""Cells behind a part of the header, and those that words about a broker have at least when all is not well."""
NOBODY = "Nobody is watched yet."
NOBODY_THERE = "connected; nobody is there yet. On the client's machine: imu-hinge live --broker ACCOUNT"


def heads_of(cards: Sequence[Card], broker: str, clock: str, by: By, width: int) -> Heads:
    """`6 clients   ? 1 link lost   ✗ 1 past the limit`; right the clock, which gives way first."""
    clients = Part("1 client" if len(cards) == 1 else f"{len(cards)} clients", "*text", 0)
    states = [
        Part(f"{SIGNS[need].glyph} {count} {SIGNS[need].words}", SIGNS[need].ink, 2 + need)
        for need, count in heads(cards).items()
        if need not in _QUIET
    ]
    order = [Part("by name", "muted", 12)] if by is By.NAME else []
    told = _broker(broker, width - sum(len(part.words) + _GAP for part in (clients, *states)))
    return Heads((clients, *states, *order, told), Part(clock, "muted", 13))


def _broker(words: str, room: int) -> Part:
    """Gives way while all is well; else it stays before the states, shortened to so many cells."""
    if words in ("", BROKER_OK):
        return Part(words, "muted", 11)
    most = max(room - _GAP - 1, _LEAST)
    return Part(words if len(words) <= most else f"{words[: most - 1]}…", "text", 1)


def empty_of(broker: str) -> str:
    """What is said where there is no client."""
    return NOBODY_THERE if broker == BROKER_OK else broker or NOBODY


def feed_of(wall: Wall, acknowledged: Mapping[str, int], told_time: Callable[[float], str]) -> Seen:
    """The newest lines; those acknowledged are dimmed."""
    names = short_names(seat.person for seat in wall.seats)
    return Seen(
        tuple(
            Told(
                told_time(line.at_s),
                names.get(line.client, line.client),
                line.words,
                line.id <= acknowledged.get(line.client, -1),
            )
            for line in wall.feed[:_LINES]
        )
    )
