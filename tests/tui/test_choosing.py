"""A list to choose from."""

import asyncio

import pytest
from textual.pilot import Pilot

from imu_hinge.cli.start import exercises
from imu_hinge.tui.choosing import ChooseScreen, Item
from imu_hinge.tui.dressed import Dressed

EXERCISES = list(exercises())
MANY = [Item(str(number), f"recording {number}", "0.2 MB") for number in range(1, 41)]


class Host(Dressed):
    """Shows a list and keeps what was chosen."""

    given: str | None = None

    def __init__(self, items: list[Item]) -> None:
        super().__init__()
        self._items = items

    def on_mount(self) -> None:
        self.push_screen(ChooseScreen("What do you train?", self._items), self.keep)

    def keep(self, value: str | None) -> None:
        self.given = value


def drawn(pilot: Pilot[None]) -> str:
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


def after(items: list[Item], *keys: str) -> tuple[str | None, str]:
    """What was chosen by the keys, and what was seen before them."""

    async def run() -> tuple[str | None, str]:
        app = Host(items)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            seen = drawn(pilot)
            await pilot.press(*keys)
            await pilot.pause()
            return app.given, seen

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("keys", "number"), [(("enter",), 1), (("down", "down", "enter"), 3), (("5",), 5), (("9",), None), (("q",), None)]
)
def test_arrows_and_digits_choose(keys: tuple[str, ...], number: int | None) -> None:
    given, _ = after(EXERCISES, *keys)
    assert given == (None if number is None else EXERCISES[number - 1].value)


def test_all_exercises_and_the_keys_are_seen_at_once() -> None:
    _, seen = after(EXERCISES)
    assert all(item.words in seen for item in EXERCISES)
    assert "1 of 5" in seen
    assert " ".join(seen.splitlines()[-1].split()) == "up, down choose Enter take 1 to 9 take one Esc back"


def test_of_a_long_list_it_is_told_how_long_it_is() -> None:
    assert "1 of 40" in after(MANY)[1]
