"""Terminals change their size, down to a few cells, and nothing breaks."""

import asyncio

import pytest

from imu_hinge.tui.looks import Looks
from tests.tui.looking import Picture, inked, look, picture
from tests.tui.made import STATES, Shown

SMALL = [(40, 12), (20, 6), (10, 3), (3, 1)]


@pytest.mark.parametrize(("state", "big"), [*((state, False) for state in STATES), ("warning", True), ("rest", True)])
def test_every_state_draws_at_every_size_and_is_the_same_afterwards(state: str, big: bool) -> None:
    async def run() -> tuple[Picture, Picture]:
        app = Shown(STATES[state], Looks(big=big))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            before = picture(app)
            for size in (*SMALL, (200, 60), (120, 40)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                small = picture(app)
                assert {len(row) for rows in small.parts.values() for row in rows} == {size[0]}
            return before, small

    before, afterwards = asyncio.run(run())
    assert before == afterwards


def test_a_small_terminal_shows_word_and_count_only() -> None:
    shown = look(STATES["warning"], (40, 12))
    assert list(shown.parts) == ["banner", "count"]
    assert inked(shown["count"]) >= 3


def test_a_tiny_terminal_shows_them_as_plain_words() -> None:
    shown = look(STATES["warning"], (10, 3))
    assert [row.strip() for row in shown["banner"]] == ["! ARCH"]
    assert "6" in "".join(shown["count"])
    assert "L" in "".join(shown["count"])


def test_sizes_between_the_layouts_still_have_block_letters() -> None:
    for size in [(60, 16), (80, 20), (99, 33), (100, 34), (159, 49), (240, 80)]:
        shown = look(STATES["warning"], size)
        assert inked(shown["count"]) >= 3 and inked(shown["banner"]) >= 3, size
