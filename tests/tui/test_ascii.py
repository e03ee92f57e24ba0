"""Terminals without block characters get the same in ASCII."""

import asyncio

import pytest

from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import in_ascii
from tests.tiers import sizes
from tests.tui.looking import SIZES, look
from tests.tui.made import PROVISIONAL, STATES, Shown

PLAIN = Looks(ascii=True, target=8, sets=3)


@pytest.mark.parametrize("size", sizes([*SIZES, (20, 6)]))
@pytest.mark.parametrize("state", STATES)
def test_nothing_but_ascii_is_drawn(state: str, size: tuple[int, int]) -> None:
    shown = look(STATES[state], size, looks=PLAIN)
    assert shown.text.isascii()


def test_the_verdicts_are_still_told_apart() -> None:
    assert look(STATES["warning"], looks=PLAIN)["reps"][0].startswith(" reps  1o   2o   3o   4~   5o   6x ")
    assert " 2? " in look(STATES["unsure"], looks=PLAIN)["reps"][0]


def test_letters_are_hashes_and_what_is_not_confirmed_is_of_colons() -> None:
    assert set("".join(look(STATES["set"], looks=PLAIN)["count"])) == {" ", "#"}
    assert set("".join(look(PROVISIONAL, looks=PLAIN)["count"])) == {" ", ":"}


def test_lost_data_hatch_the_band() -> None:
    assert set(look(STATES["sensor_lost"], looks=PLAIN)["banner"][0]) == {"/", "#"}


def after(*keys: str) -> str:
    """All that is seen after the keys, with a message in the corner."""

    async def run() -> str:
        app = Shown(STATES["rest"], PLAIN)
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await pilot.pause()
            app.notify("no sound device", severity="warning", timeout=60)
            await pilot.press(*keys)
            await pilot.pause(0.5)
            return "\n".join(strip.text for strip in app.screen._compositor.render_strips())

    return asyncio.run(run())


@pytest.mark.parametrize("key", ["question_mark", "ctrl+q", "ctrl+p"])
def test_what_lies_above_the_screen_is_ascii_too(key: str) -> None:
    assert after(key).isascii()


def test_a_message_has_a_frame_of_ascii() -> None:
    seen = after()
    assert seen.isascii()
    assert "no sound device" in seen and "+--" in seen


def test_names_from_outside_keep_their_length() -> None:
    assert in_ascii("Zoë ● 5 °") == "Zo? o 5 ?"
