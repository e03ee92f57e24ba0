"""The trainer's screen: what keys and taps do."""

import asyncio
from dataclasses import replace

from textual.command import CommandPalette
from textual.pilot import Pilot

from imu_hinge.tui.choosing import ChooseScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.palette import AllKeyCommands
from imu_hinge.tui.trainer.above import Ask, AskLeave
from imu_hinge.tui.trainer.app import TrainerApp
from imu_hinge.tui.trainer.keys import KEYS, ONE
from imu_hinge.tui.trainer.one import OneScreen
from imu_hinge.tui.trainer.palette import AllCommands, OneCommands
from imu_hinge.tui.trainer.screen import TrainerScreen
from imu_hinge.tui.trainer.wall import Faces
from imu_hinge.view.snapshot import Recorded
from imu_hinge.view.wall import NOT_WATCHED, Presence, Wall
from tests.tui.screens import pressed, shown
from tests.tui.walls import FEED, GOOD, LOST, SIX, SIX_WALL, Clock, Watched, app_of, many, running, seat, seen, text

SIZES = [(80, 24), (120, 40), (200, 60)]
RECORDING = replace(GOOD, recorded=Recorded("x.mcap", 1, 1.0))
COUNTS = [1, 2, 6, 8, 12, 40]


def notices(app: TrainerApp) -> list[str]:
    return [one.message for one in app._notifications]


def asked(*keys: str, why_not: str = "") -> list[tuple[object, ...]]:
    watch = Watched(why_not=why_not)
    running(watch, keys, text)
    return watch.asked


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


def test_the_watch_is_told_who_is_on_the_screen() -> None:
    watch = Watched(many(60))
    running(watch, [], type)
    assert watch.looked[-1][:2] == ["c-2", "c-8"], "those who need somebody most"
    assert 4 < len(set(watch.looked[-1])) == len(watch.looked[-1]) < 60


def test_the_watch_is_told_who_is_open() -> None:
    watch = Watched(many(60))

    async def run() -> None:
        async with app_of(watch).run_test() as pilot:
            await pressed(pilot, ["4"])
            while watch.looked[-1] != ["c-4"]:
                await pilot.pause(0.05)

    asyncio.run(asyncio.wait_for(run(), 30.0))


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


def test_only_those_who_can_be_heard_are_offered_and_where_nobody_can_the_reason_is_said_at_once() -> None:
    far = [replace(seat, mute="sound stays where the client is") for seat in SIX_WALL.seats]
    nobody = Watched(Wall(tuple(far)))
    assert running(nobody, ["m"], lambda app: (type(app.screen), notices(app))) == (TrainerScreen, [far[0].mute])
    one = Watched(Wall((*far[:2], *SIX_WALL.seats[2:3])))
    running(one, ["m", "1"], notices)
    assert one.asked == [("listen", "c-3")]


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
    assert seen("slash", *"mil", "enter").startswith(" 5 Emil S.")


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


def test_the_screen_of_a_client_closes_when_being_watched_is_taken_back() -> None:
    watch = Watched()

    async def run() -> str:
        app = app_of(watch)
        async with app.run_test(size=(120, 40)) as pilot:
            await pressed(pilot, ["1"])
            gone = replace(SIX[0], snapshot=None, presence=Presence.UNWATCHED)
            watch.wall = Wall((gone, *SIX[1:]), FEED)
            assert isinstance(app.screen, OneScreen)
            app.screen.update_picture()
            await pilot.pause()
            assert isinstance(app.screen, TrainerScreen)
            app.screen.paint()
            await pilot.pause()
            return text(app)

    assert NOT_WATCHED in asyncio.run(run())


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


def offered(query: str, commands: type[AllKeyCommands] = AllCommands, *keys: str) -> list[str]:
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
