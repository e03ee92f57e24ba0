"""The trainer's screen: what keys and taps do, and that nobody who needs attention is hidden at any size."""

import asyncio
from dataclasses import replace

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot

from imu_hinge.tui.choosing import ChooseScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.trainer.above import Ask, AskLeave, Page, help_text
from imu_hinge.tui.trainer.app import TrainerApp
from imu_hinge.tui.trainer.geometry import CARD_ROWS, LIST_ROWS, grid, scale
from imu_hinge.tui.trainer.keys import KEYS, ONE
from imu_hinge.tui.trainer.one import OneScreen
from imu_hinge.tui.trainer.palette import AllCommands, OneCommands
from imu_hinge.tui.trainer.screen import TrainerScreen
from imu_hinge.tui.trainer.small import small
from imu_hinge.tui.trainer.wall import Faces
from imu_hinge.tui.widgets.key_bar import FEW, MANY
from imu_hinge.view.snapshot import Recorded
from imu_hinge.view.wall import Line, Wall
from tests.tui.walls import (
    FEED,
    GOOD,
    LOST,
    NAMES,
    SIX,
    SIX_WALL,
    Clock,
    Watched,
    app_of,
    many,
    pressed,
    running,
    seat,
    shown,
)

SIZES = [(80, 24), (120, 40), (200, 60)]
RECORDING = replace(GOOD, recorded=Recorded("x.mcap", 1, 1.0))
COUNTS = [1, 2, 6, 8, 12, 40]


def text(app: TrainerApp) -> str:
    return "\n".join(shown(app))


def notices(app: TrainerApp) -> list[str]:
    return [one.message for one in app._notifications]


def seen(*keys: str, watch: Watched | None = None, size: tuple[int, int] = (80, 24), looks: Looks | None = None) -> str:
    return running(watch or Watched(), keys, text, size, looks)


def asked(*keys: str, why_not: str = "") -> list[tuple[object, ...]]:
    watch = Watched(why_not=why_not)
    running(watch, keys, text)
    return watch.asked


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


def test_a_number_opens_its_client_wherever_the_card_stands_and_esc_leads_back() -> None:
    page = seen("1")
    assert page.startswith(" 1 Anna K.")
    assert "All clients" in page and "Undo" not in page and "PAIN" not in page
    assert seen("1", "escape") == seen()


def test_the_row_of_numbers_goes_on_to_twelve() -> None:
    for key, name in (("0", "Client 10"), ("minus", "Client 11"), ("equals_sign", "Client 12")):
        assert f" {name.split()[1]} {name} " in seen(key, watch=Watched(many(12)))


def test_the_chosen_client_is_opened_by_enter() -> None:
    assert seen("down", "down", "enter").startswith(" 1 Anna K.")
    assert seen("up", "enter").startswith(" 6 Fay L.")


def test_keys_of_the_wearer_do_nothing_on_the_screen_of_a_client() -> None:
    assert asked("1", "space", "p", "u", "plus", "s", "c", "z", "k", "5") == []


def test_a_client_of_whom_nothing_came_cannot_be_opened() -> None:
    watch = Watched(Wall((seat(1, None, "Gil"),)))
    assert running(watch, ["1"], notices) == ["Gil: nothing came yet"]


def test_the_screen_of_a_client_follows_and_stays_when_the_client_is_gone() -> None:
    watch = Watched()

    async def run() -> list[str]:
        app, pages = app_of(watch), []
        async with app.run_test(size=(80, 24)) as pilot:
            await pressed(pilot, ["4"])
            pages.append(shown(app)[0])
            watch.wall = Wall((*SIX[:3], seat(4, replace(LOST, t_ns=GOOD.t_ns + 1), "Dana O."), *SIX[4:]))
            await pilot.pause(0.15)
            pages.append(shown(app)[0])
            watch.wall = Wall()
            await pilot.pause(0.15)
            pages.append(shown(app)[0])
        return pages

    good, lost, gone = asyncio.run(run())
    assert good.startswith(" 4 Dana O.   ● good")
    assert lost.startswith(" 4 Dana O.   ? THORACIC LOST")
    assert gone == lost


def test_a_note_has_the_client_and_the_words() -> None:
    assert asked("down", "n", *"ab", "enter") == [("note", "c-2", "ab")]
    assert asked("1", "n", *"ab", "enter") == [("note", "c-1", "ab")]
    assert asked("down", "n", *"ab", "escape") == [] == asked("down", "n", "enter")


def test_without_a_chosen_client_it_is_asked_who_is_meant() -> None:
    assert running(Watched(), ["n"], lambda app: type(app.screen)) is ChooseScreen
    assert asked("n", "3", *"ab", "enter") == [("note", "c-3", "ab")]


def test_asking_to_stop_asks_once_and_needs_no_reason() -> None:
    assert running(Watched(), ["1", "x"], lambda app: type(app.screen)) is Ask
    assert asked("1", "x", "enter") == [("stop", "c-1", "")]
    assert asked("1", "x", "escape") == []


def test_an_exercise_is_proposed_with_the_repetitions_of_the_plan() -> None:
    assert asked("1", "e", "1") == [("propose", "c-1", "band_rdl", "", 8)]
    assert asked("1", "e", "2") == [("propose", "c-1", "band_hinge", "", None)]


def test_one_client_is_heard_at_a_time() -> None:
    assert asked("1", "m", "escape", "2", "m", "m") == [("listen", "c-1"), ("listen", "c-2"), ("listen", None)]
    assert "sound" in seen("down", "m", "escape")
    assert running(Watched(why_not="no device"), ["1", "m"], notices) == ["no device"]


def test_why_something_cannot_be_is_said() -> None:
    assert running(Watched(why_not="offline"), ["1", "x", "enter"], notices) == ["offline"]
    assert running(Watched(), ["1", "x", "enter"], notices) == ["Anna K. is asked to stop"]


def test_acknowledged_lines_are_dimmed_and_the_card_keeps_its_frame() -> None:
    def dimmed(app: TrainerApp) -> list[bool]:
        feed = app.screen.query_one("#feed").seen  # type: ignore[attr-defined]
        return [told.dimmed for told in feed.lines]

    assert running(Watched(), [], dimmed) == [False] * 4
    assert running(Watched(), ["down", "down", "a"], dimmed) == [True, False, True, False]
    assert running(Watched(), ["a"], dimmed) == [True] * 4
    assert seen("a").splitlines()[1:10] == seen().splitlines()[1:10]


def test_by_name_says_so_and_keeps_the_numbers() -> None:
    page = seen("o", size=(120, 40))
    assert "by name" in page
    assert page.index("1 Anna") < page.index("2 Boris") < page.index("6 Fay")


def test_more_clients_are_a_page_away() -> None:
    below = seen("pagedown", watch=Watched(many(12)))
    assert "more above" in below and "more above" not in seen(watch=Watched(many(12)))
    assert "Client 12" in below
    assert "more above" not in seen("pagedown", "pageup", watch=Watched(many(12)))


def test_the_cards_alone_have_the_whole_screen() -> None:
    page = seen("f")
    assert "Quit" not in page and "Help" not in page and "Boris" in page
    assert seen("f", "escape") == seen() == seen("f", "f")


def test_somebody_is_found_by_name() -> None:
    assert seen("slash", "5").startswith(" 5 Emil S.")


def test_nobody_at_all_says_so() -> None:
    assert "Nobody is watched yet" in seen(watch=Watched(Wall()))
    assert "connecting" in seen(watch=Watched(Wall(broker="connecting")))


def test_connected_to_a_broker_without_clients_says_what_a_client_does() -> None:
    async def run() -> str:
        watch = Watched(Wall(broker="connecting to mqtts://gym:8883"))
        app = app_of(watch)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            watch.wall = Wall(broker="broker ok")
            assert isinstance(app.screen, TrainerScreen)
            app.screen.paint()
            await pilot.pause()
            return " ".join(text(app).split())

    page = asyncio.run(run())
    assert "imu-hinge live --broker ACCOUNT" in page and "connecting" not in page


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
    assert running(Watched(), ["question_mark"], lambda app: type(app.screen)) is Page
    assert running(Watched(), ["1", "question_mark"], lambda app: type(app.screen)) is Page
    assert {key.action for key in ONE} >= {"back", "note", "ask_stop"}


def test_ascii_alone_draws_it() -> None:
    looks = Looks(ascii=True)
    assert all(seen(size=size, looks=looks).isascii() for size in SIZES)
    for keys in (("question_mark",), ("1",), ("1", "x"), ("n",), ("1", "question_mark")):
        assert seen(*keys, size=(120, 40), looks=looks).isascii(), keys


async def _tap(pilot: Pilot[None], app: TrainerApp, offset: tuple[int, int]) -> None:
    await pilot.pause()
    await pilot.click(Faces, offset=offset)
    await pilot.pause()


def test_a_tap_opens_the_client_under_the_finger() -> None:
    async def run(offset: tuple[int, int]) -> str:
        app = app_of(Watched())
        async with app.run_test(size=(120, 40)) as pilot:
            await _tap(pilot, app, offset)
            assert isinstance(app.screen, OneScreen)
            return shown(app)[0]

    assert asyncio.run(run((100, 20))).startswith(" 6 Fay L.")
    assert asyncio.run(run((2, 2))).startswith(" 2 Boris T.")


def test_targets_on_the_screen_of_a_client_are_tapped() -> None:
    async def run() -> type:
        app = app_of(Watched())
        async with app.run_test(size=(120, 40)) as pilot:
            await pressed(pilot, ["1"])
            await pilot.click("#taps Target")
            await pilot.pause()
            return type(app.screen)

    assert asyncio.run(run()) is TrainerScreen


def test_under_a_finger_nothing_moves() -> None:
    watch, clock = Watched(), Clock()

    async def run() -> tuple[list[str], list[str], list[str]]:
        app = app_of(watch, clock=clock)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, TrainerScreen)
            await pilot.mouse_down(Faces, offset=(2, 2))
            clock.s = 60.0
            watch.wall = Wall(tuple(seat(one.person.number, GOOD, one.person.name) for one in SIX), FEED)
            screen.paint()
            under = list(screen._order)
            await pilot.mouse_up(Faces, offset=(100, 20))
            screen.paint()
            return ["c-2", "c-1"], under[:2], list(screen._order)[:2]

    first, under, after = asyncio.run(run())
    assert (under, after) == (first, ["c-1", "c-2"])


def test_within_a_second_of_a_key_nothing_moves() -> None:
    watch, clock = Watched(), Clock()

    async def run() -> list[str]:
        app, first = app_of(watch, clock=clock), []
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, TrainerScreen)
            clock.s = 60.0
            await pilot.press("down")
            watch.wall = Wall(tuple(seat(one.person.number, GOOD, one.person.name) for one in SIX), FEED)
            for clock.s in (60.9, 61.1):
                screen.paint()
                first.append(screen._order[0])
        return first

    assert asyncio.run(run()) == ["c-2", "c-1"]


def test_only_the_cards_that_changed_are_drawn_again() -> None:
    async def run() -> list[int]:
        app = app_of(Watched())
        refreshed: list[int] = []
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            faces = app.screen.query_one(Faces)
            plain = faces.refresh
            faces.refresh = lambda *regions, **rest: (refreshed.append(len(regions)), plain(*regions, **rest))[1]  # type: ignore[method-assign,func-returns-value]
            now = faces.seen
            assert now is not None
            faces.paint(now)
            other = now.faces[2]._replace(chosen=True)
            faces.paint(now._replace(faces=(*now.faces[:2], other, *now.faces[3:])))
        return refreshed

    assert asyncio.run(run()) == [2]


def test_leaving_asks_while_something_is_recorded() -> None:
    watch = Watched(Wall(tuple(replace(one, snapshot=RECORDING) for one in SIX)))
    assert running(watch, ["ctrl+q"], lambda app: type(app.screen)) is AskLeave
    assert watch.running
    running(watch, ["ctrl+q", "y"], lambda app: None)
    assert not watch.running


def test_a_screen_that_ends_nothing_by_leaving_asks_nothing() -> None:
    async def run() -> bool:
        watch = Watched(Wall(tuple(replace(one, snapshot=RECORDING) for one in SIX)))
        app = TrainerApp(watch, Looks(), ends=lambda wall: 0)
        async with app.run_test() as pilot:
            await pressed(pilot, ["ctrl+q"])
        return watch.running

    assert not asyncio.run(run())


def test_leaving_where_nothing_is_recorded_asks_nothing() -> None:
    watch = Watched(SIX_WALL)
    running(watch, ["ctrl+q"], lambda app: None)
    assert not watch.running


def offered(query: str, commands: type[AllCommands] = AllCommands, *keys: str) -> list[str]:
    """What the list of commands offers after these keys."""

    async def run() -> list[str]:
        app = app_of(Watched())
        async with app.run_test(size=(120, 40)) as pilot:
            await pressed(pilot, keys)
            provider = commands(app.screen)
            found = [str(hit.prompt) async for hit in (provider.search(query) if query else provider.discover())]
            assert list(app.screen.COMMANDS) == [commands]
            await pilot.press("ctrl+p")
            assert isinstance(app.screen, CommandPalette)
            return found

    return asyncio.run(run())


def test_every_action_is_in_the_list_of_commands() -> None:
    assert len(offered("")) == len(KEYS)
    assert len(offered("", OneCommands, "1")) == len(ONE)
    assert offered("ask a client to stop") == ["Stop  (x)"]
