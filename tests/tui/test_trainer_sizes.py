"""The trainer's screen at every size: nobody who needs attention is hidden, a card is large enough for a finger."""

import asyncio
from dataclasses import replace

import pytest

from imu_hinge.tui.help_page import HelpPage
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.trainer.geometry import CARD_ROWS, LIST_ROWS, grid, scale
from imu_hinge.tui.trainer.helping import help_text
from imu_hinge.tui.trainer.keys import KEYS, ONE
from imu_hinge.tui.trainer.small import small
from imu_hinge.tui.widgets.key_bar import FEW, MANY
from imu_hinge.view.wall import Line, Wall
from tests.tui.screens import shown
from tests.tui.walls import NAMES, SIX, SIX_WALL, Watched, app_of, many, running, seat, seen

SIZES = [(80, 24), (120, 40), (200, 60)]
COUNTS = [1, 2, 6, 8, 12, 40]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_each_client_is_there_with_name_sentence_and_number(size: tuple[int, int]) -> None:
    page = seen(size=size)
    assert all(name in page for name in NAMES)
    assert "THORACIC LOST 9 s, count paused" in page
    assert page.index("Boris") < page.index("Anna K.") < page.index("Chen") < page.index("Fay L.")


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nobody_who_needs_attention_is_hidden_without_a_word(size: tuple[int, int], count: int) -> None:
    page = seen(watch=Watched(many(count)), size=size)
    lost = sum(1 for number in range(1, count + 1) if (number - 1) % 6 == 1)
    visible = page.count("THORACIC LOST")
    assert visible == lost or f"{lost - visible} link lost" in page.split("more below")[1]


@pytest.mark.parametrize("size", [(40, 12), (20, 6), (10, 3), (59, 60), (300, 20)])
def test_it_draws_at_any_size(size: tuple[int, int]) -> None:
    assert seen(size=size)


def test_it_survives_being_made_small_and_large_again() -> None:
    async def run() -> list[str]:
        app = app_of(Watched())
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            before = shown(app)
            for size in ((40, 12), (10, 3), (200, 60), (120, 40)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
            await pilot.pause()
            assert shown(app) == before
            return before

    assert asyncio.run(run())


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_slot_is_large_enough_for_a_finger_and_all_share_one_scale(size: tuple[int, int], count: int) -> None:
    for cards in (False, True):
        one = grid(count, size[0], size[1] - 8, cards)
        assert one.height >= (CARD_ROWS if cards else LIST_ROWS)
        assert one.columns * one.width <= size[0]
        assert one.slots >= count or one.rows * one.height < size[1] - 8
        assert scale(one) >= 0


def test_every_cell_belongs_to_the_slot_that_is_drawn_there() -> None:
    one = grid(6, 121, 32, cards=True)
    assert [one.at(x, 0) for x in (0, 39, 40, 79, 80, 120)] == [0, 0, 1, 1, 2, 2]
    assert (one.at(0, 16), one.at(0, 32)) == (3, None)
    assert one.span(2, 121) == (80, 121)


@pytest.mark.parametrize(
    ("number", "rows"), [(7, (" _ ", "  |", "  |")), (None, ("   ",) * 3), (123, ("   ", "123", "   "))]
)
def test_small_figures(number: int | None, rows: tuple[str, str, str]) -> None:
    assert small(number, 3) == rows


REFUSED = "no broker: the broker at mqtts://gym.example.org:8883 refused the name or the secret of t-anna; trying again"


@pytest.mark.parametrize("size", SIZES)
def test_a_broker_that_refuses_is_told_at_every_size(size: tuple[int, int]) -> None:
    assert REFUSED in " ".join(seen(watch=Watched(Wall(broker=REFUSED)), size=size).split())
    head = seen(watch=Watched(replace(SIX_WALL, broker=REFUSED)), size=size).splitlines()[0]
    assert "no broker: the broker" in head and (REFUSED in head or "…" in head)


@pytest.mark.parametrize("size", [*SIZES, (50, 24)])
def test_what_became_of_messages_stands_with_the_client(size: tuple[int, int]) -> None:
    remark = "184176 messages too many, not read"
    wall = Wall((replace(SIX[0], remark=remark), *(replace(one, remark=remark) for one in many(11).seats[1:])))
    few = Wall((replace(SIX[0], remark=remark), seat(2, None, "Boris T.", remark="clock -6 s")))
    assert "184176 messages too many" in seen(watch=Watched(wall), size=size)
    page = seen(watch=Watched(few), size=size)
    assert "184176 messages too many" in page and page.count("clock -6 s") == 1


def test_at_the_least_width_what_matters_most_keeps_its_key() -> None:
    row = seen(size=(80, 24)).splitlines()[-1]
    assert all(f" {label} " in row for label in ("Open", "Stop", "Exercise", "Note", "Quit", "Help"))


def test_names_in_the_feed_are_cut_only_where_room_is_short() -> None:
    wall = Wall(feed=(Line(1, 1.0, "c-7f3k9q2mxw", "rep 1"),))
    assert "c-7f3k9q2mxw rep 1" in seen(watch=Watched(wall), size=(80, 24))
    assert "c-7f3k9q2… rep 1" in " ".join(seen(watch=Watched(wall), size=(160, 40)).split())


def test_footers_hold_few_keys_and_help_names_them_all() -> None:
    assert len([key for key in KEYS if key.shown]) >= FEW
    for width, most in ((80, FEW), (120, MANY)):
        labels = [key.label for key in KEYS if key.shown]
        row = seen(size=(width, 40)).splitlines()[-1]
        assert sum(f" {label} " in row for label in labels) <= most
    assert all(key.meaning in " ".join(help_text(KEYS).split()) for key in KEYS)
    assert running(Watched(), ["question_mark"], lambda app: type(app.screen)) is HelpPage
    assert running(Watched(), ["1", "question_mark"], lambda app: type(app.screen)) is HelpPage
    assert {key.action for key in ONE} >= {"back", "note", "ask_stop"}


def test_ascii_alone_draws_it() -> None:
    looks = Looks(ascii=True)
    assert all(seen(size=size, looks=looks).isascii() for size in SIZES)
    for keys in (("question_mark",), ("1",), ("1", "x"), ("n",), ("1", "question_mark")):
        assert seen(*keys, size=(120, 40), looks=looks).isascii(), keys
