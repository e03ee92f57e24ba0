"""All keys of the live screen can be found by their words."""

import asyncio

import pytest
from textual.command import CommandPalette

from imu_hinge.tui.palette import LiveCommands
from imu_hinge.view.snapshot import Snapshot
from tests.tui.made import RDL_SET, SET, STANDING, Shown


async def offered(snapshot: Snapshot, query: str) -> list[str]:
    app = Shown(snapshot)
    async with app.run_test() as pilot:
        await pilot.pause()
        provider = LiveCommands(app.live)
        return [str(hit.prompt) async for hit in (provider.search(query) if query else provider.discover())]


def test_what_works_at_this_moment_is_listed_with_its_key() -> None:
    in_set, before = (asyncio.run(offered(snapshot, "")) for snapshot in (SET, STANDING))
    assert "Undo  (u)" in in_set and "Side  (s)" in in_set
    assert "Stance  (z)" in before and "Stance  (z)" not in in_set
    assert "Side  (s)" not in asyncio.run(offered(RDL_SET, ""))


@pytest.mark.parametrize(("query", "found"), [("hurt", []), ("take back", ["Undo  (u)"]), ("louder", [])])
def test_a_word_finds_what_it_means(query: str, found: list[str]) -> None:
    assert asyncio.run(offered(SET, query)) == found


def test_what_is_chosen_is_done() -> None:
    async def run() -> tuple[bool, list[tuple[str, str]]]:
        app = Shown(SET)
        async with app.run_test() as pilot:
            await pilot.press("ctrl+p")
            opened = isinstance(app.screen, CommandPalette)
            await pilot.press(*"take back")
            await pilot.pause(0.5)  # the list is searched in the background
            await pilot.press("enter")
            while not app.said:
                await pilot.pause()
            return opened, app.said

    assert asyncio.run(run()) == (True, [("undo", "")])
