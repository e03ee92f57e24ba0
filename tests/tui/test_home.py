"""The first start."""

import asyncio
from argparse import ArgumentParser
from importlib import import_module

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from imu_hinge.cli import COMMANDS
from imu_hinge.cli.texts import DISCLAIMER
from imu_hinge.tui.home import ROWS, Choice, HomeScreen, Row
from imu_hinge.tui.start import StartApp
from imu_hinge.tui.targets import Target
from tests.wording import forbidden

CHOICES = [*zip("123456", Choice, strict=True)]
SIZES = [(80, 24), (120, 40), (200, 60)]


class Host(App[None]):
    """Shows the first screen and keeps the choice."""

    given: Choice | None = None

    def on_mount(self) -> None:
        self.push_screen(HomeScreen(DISCLAIMER), self.keep)

    def keep(self, choice: Choice | None) -> None:
        self.given = choice


def shown(pilot: Pilot[None]) -> str:
    return "\n".join(str(one.content) for one in pilot.app.screen.query(Static))


@pytest.mark.parametrize(("key", "choice"), CHOICES)
def test_a_key_or_a_tap_chooses(key: str, choice: Choice) -> None:
    async def by_key() -> Choice | None:
        app = Host()
        async with app.run_test() as pilot:
            await pilot.press("x", "enter", key)
            await pilot.pause()
        return app.given

    async def by_tap() -> Choice | None:
        app = Host()
        async with app.run_test() as pilot:
            await pilot.click(app.screen.query(Target)[int(key) - 1])
            await pilot.pause()
        return app.given

    assert asyncio.run(by_key()) == asyncio.run(by_tap()) == choice


@pytest.mark.parametrize("size", SIZES)
def test_every_choice_three_rows_high_and_the_disclaimer_are_seen_at_once(size: tuple[int, int]) -> None:
    async def run() -> None:
        app = Host()
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            whole = app.screen.size.region
            assert [one.region.height for one in app.screen.query(Target)] == [3] * len(ROWS)
            assert all(whole.contains_region(one.region) for one in app.screen.query(Static))
            assert all(text in shown(pilot) for text in (DISCLAIMER, *(row.command for row in ROWS)))
            assert forbidden(shown(pilot)) == []

    asyncio.run(run())


@pytest.mark.parametrize("row", ROWS, ids=[row.choice for row in ROWS])
def test_the_command_beside_a_choice_exists(row: Row) -> None:
    program, command, *words = row.command.split()
    assert program == "imu-hinge" and command in COMMANDS
    parser = ArgumentParser()
    import_module(COMMANDS[command][0]).configure(parser)
    assert parser.parse_args(words)


def test_any_size_is_drawn() -> None:
    async def run() -> None:
        app = Host()
        async with app.run_test() as pilot:
            for size in ((40, 12), (20, 6), (10, 3), (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert app.screen.size == size

    asyncio.run(run())


def test_q_leaves_without_a_choice() -> None:
    async def run() -> Host:
        app = Host()
        async with app.run_test() as pilot:
            await pilot.press("q")
            await pilot.pause()
            assert not app.is_running
        return app

    assert asyncio.run(run()).given is None


@pytest.mark.parametrize(("key", "words"), [("5", ("posture",)), ("6", ("assess",)), ("4", ("trainer",))])
def test_a_choice_that_needs_nothing_more_begins_its_command(key: str, words: tuple[str, ...]) -> None:
    async def run() -> tuple[str, ...]:
        app = StartApp(DISCLAIMER, [], [], ["trainer"])
        async with app.run_test() as pilot:
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
        return app.words

    assert asyncio.run(run()) == words
