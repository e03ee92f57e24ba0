"""Clients on the trainer's screen: told apart in the feed, and found by typing."""

import pytest

from imu_hinge.tui.choosing import ChooseScreen
from imu_hinge.tui.finding import FindScreen
from imu_hinge.tui.trainer.screen import TrainerScreen
from imu_hinge.view.wall import Line, Wall
from tests.tiers import shortened
from tests.tui.walls import GOOD, Watched, many, running, seat, seen, text

NAMES = ("Ann Smith", "Ann Jones", "Yvonne Nguyen", "Zoë Élan")
TWENTY_ONE = Wall(
    tuple(seat(at, GOOD, NAMES[at - 18] if at >= 18 else f"Client {at}") for at in range(1, 22)),
)


def wall_of(*names: str) -> Wall:
    seats = tuple(seat(at, GOOD, name) for at, name in enumerate(names, 1))
    return Wall(seats, tuple(Line(at, at, f"c-{at}", "pain 5") for at in range(len(names), 0, -1)))


def told(wall: Wall, width: int) -> list[str]:
    """The lines of the feed."""
    page = seen(watch=Watched(wall), size=(width, 40)).splitlines()
    return [row[row.index(" 18:22:") :].strip() for row in page if "pain 5" in row and " 18:22:" in row]


def test_two_of_the_same_first_name_are_told_apart_in_the_feed() -> None:
    rows = told(wall_of("Ann Smith", "Ann Jones", "Boris Tal"), 120)
    assert [row.split("  pain")[0].split(maxsplit=1)[1].strip() for row in rows] == ["Boris", "Ann J.", "Ann S."]


@pytest.mark.parametrize("width", [80, 160])
def test_long_names_keep_what_tells_them_apart(width: int) -> None:
    rows = told(wall_of("Maximiliane-Charlotte Smith", "Maximiliane-Charlotte Jones"), width)
    assert len({row[9:] for row in rows}) == 2 and all("…" in row for row in rows)


def keys(typed: str) -> tuple[str, ...]:
    return ("slash", *typed)


@pytest.mark.parametrize(
    ("typed", "opened"),
    shortened(
        [("yvo", "20 Yvonne"), ("zoe", "21 Zoë"), ("ELA", "21 Zoë"), ("jones", "19 Ann"), ("c-17", "17 Client")], 2
    ),
)
def test_what_is_typed_finds_the_client_that_enter_opens(typed: str, opened: str) -> None:
    watch = Watched(TWENTY_ONE)
    assert "1 of 1" in seen(*keys(typed), watch=watch)
    assert seen(*keys(typed), "enter", watch=watch).startswith(f" {opened}")


def test_a_digit_is_a_letter_of_what_is_looked_for() -> None:
    page = seen(*keys("17"), watch=Watched(TWENTY_ONE))
    assert "Client 17" in page and "Client 16" not in page and "1 of 1" in page


def test_the_arrows_choose_among_those_found() -> None:
    watch = Watched(TWENTY_ONE)
    assert "2 of 2" in seen(*keys("ann"), "down", watch=watch)
    assert seen(*keys("ann"), "down", "enter", watch=watch).startswith(" 19 Ann Jones")
    assert seen(*keys("ann"), "down", "up", "enter", watch=watch).startswith(" 18 Ann Smith")


def test_where_nobody_is_found_enter_opens_nobody() -> None:
    watch = Watched(TWENTY_ONE)
    page = seen(*keys("xyz"), "enter", watch=watch)
    assert "none of 21" in page and "Client" not in page
    assert seen(*keys("xyz"), "backspace", "backspace", "backspace", watch=watch) == seen("slash", watch=watch)


def test_any_letter_can_be_typed_and_esc_leads_back() -> None:
    assert running(Watched(TWENTY_ONE), keys("q"), lambda app: type(app.screen)) is FindScreen
    assert running(Watched(TWENTY_ONE), (*keys("q"), "escape"), lambda app: type(app.screen)) is TrainerScreen


@pytest.mark.parametrize(("count", "page"), [(9, ChooseScreen), (10, FindScreen)])
def test_where_the_digits_do_not_reach_everybody_a_question_is_answered_by_typing(
    count: int, page: type[ChooseScreen]
) -> None:
    assert running(Watched(many(count)), ["x"], lambda app: type(app.screen)) is page


def test_an_order_goes_to_the_client_that_was_typed() -> None:
    watch = Watched(TWENTY_ONE)
    running(watch, ["x", *"yvn", "enter"], text)
    assert watch.asked == []
    running(watch, ["x", *"yvo", "enter", "enter"], text)
    assert watch.asked == [("stop", "c-20", "")]
