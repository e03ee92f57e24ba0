"""Where the parts of the trainer's screen stand, by the size of the terminal."""

from imu_hinge.tui.trainer.geometry import grid

CSS = """
TrainerScreen { layout: vertical; overflow: hidden; background: $gym-ground; }
TrainerScreen Painted { width: 100%; background: $gym-ground; }
TrainerScreen #head, TrainerScreen #keys { height: 1; }
TrainerScreen #middle { height: 1fr; width: 100%; layout: vertical; }
TrainerScreen #faces { height: 1fr; min-height: 1; }
TrainerScreen.-wide.-tall #middle, TrainerScreen.-wide.-extra #middle { layout: horizontal; }
TrainerScreen.-wide.-tall #faces, TrainerScreen.-wide.-extra #faces { width: 1fr; height: 100%; }
TrainerScreen.-full #head, TrainerScreen.-full #keys, TrainerScreen.-full #feed { display: none; }
TrainerScreen.-slim #keys, TrainerScreen.-low #keys { display: none; }
"""
FEED_COLUMNS, FEED_ROWS = 47, 6
"""Of the feed beside the cards, and below them."""
FEED_LEAST, FACES_LEAST = 2, 12
"""Rows the feed has at least, where the cards have so many left."""


def feed_rows(rows: int, count: int, columns: int, cards: bool) -> int:
    """Rows of the feed below, of `rows` in all: the list leaves it what it does not need for `count` clients."""
    if rows - FEED_LEAST < FACES_LEAST:
        return 0
    if cards:
        return FEED_ROWS
    one = grid(count, max(columns, 1), rows - FEED_LEAST, cards)
    return rows - one.rows * one.height - (one.slots < count)
