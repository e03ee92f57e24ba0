"""Every key of the review screen, and what it leads to."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from imu_hinge.tui.choosing import ChooseScreen
from imu_hinge.tui.help_page import HelpPage
from imu_hinge.tui.review.app import ReviewApp
from imu_hinge.tui.review.ask import AskLine
from imu_hinge.tui.review.helping import help_text
from imu_hinge.tui.review.keys import KEYS
from imu_hinge.tui.review.screen import ReviewScreen
from tests.made import S
from tests.review.made import ROUNDING, SPLIT, Given, path_of
from tests.tui.reviewing import Noted, app_of, page_of, part, running, screen_of, steps, title, told
from tests.tui.screens import pressed
from tests.wording import forbidden


def chosen(app: ReviewApp) -> str:
    """The repetition whose row is marked."""
    return next(row for row in part(app, "table") if row.startswith(">")).split()[0][1:]


def at_s(app: ReviewApp) -> float:
    return screen_of(app).view.t_ns / S


def test_keys_move_by_repetitions_and_sets() -> None:
    keys = ["", "full_stop", "down", "comma", "up", "up", "right_square_bracket", "pageup", "pagedown", "down"]
    keys += ["left_square_bracket"]
    names = ["1.1", "1.2", "1.3", "1.2", "1.1", "1.1", "2.1", "1.1", "2.1", "2.2", "1.1"]
    assert steps(SPLIT, [[key] if key else [] for key in keys], chosen) == names


def test_the_peak_of_the_header_is_gone_to() -> None:
    assert steps(ROUNDING, [["w"]], chosen) == ["1.4"]
    assert "peak 44 deg (1.4)" in running(ROUNDING, [], lambda app: part(app, "head")[0])


def test_keys_move_by_seconds() -> None:
    groups = [[], ["right"], ["shift+right", "shift+right"], ["left", "shift+left"]]
    begin, *later = steps(ROUNDING, groups, at_s)
    assert [t_s - begin for t_s in later] == pytest.approx([1.0, 11.0, 5.0])


def test_it_plays_at_its_own_speed_and_stops() -> None:
    async def run() -> list[float]:
        app = app_of(ROUNDING, Noted())
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            screen, clock = screen_of(app), [0.0]
            screen._clock_s = lambda: clock[0]
            begin, seen = screen.view.t_ns, []
            await pilot.press("space")
            for seconds in (0.5, 2.0):
                clock[0] = seconds
                await pilot.pause(0.2)
                seen.append((screen.view.t_ns - begin) / S)
            assert screen.has_class("-playing")
            await pilot.press("space")
            clock[0] = 9.0
            await pilot.pause(0.2)
            assert not screen.has_class("-playing")
            return [*seen, (screen.view.t_ns - begin) / S]

    assert asyncio.run(run()) == pytest.approx([0.5, 2.0, 2.0])


def test_playing_ends_with_the_session_and_begins_anew() -> None:
    async def run() -> None:
        app = app_of(ROUNDING, Noted())
        async with app.run_test() as pilot:
            await pilot.pause()
            screen, clock = screen_of(app), [0.0]
            screen._clock_s = lambda: clock[0]
            await pilot.press("space")
            clock[0] = 900.0
            await pilot.pause(0.2)
            assert not screen.view.playing and screen.view.t_ns == screen.desk.reviewed.book.duration_ns
            await pilot.press("space")
            await pilot.pause(0.2)
            assert screen.view.playing and screen.view.t_ns == 0

    asyncio.run(run())


def test_the_live_widgets_show_the_moment() -> None:
    gauge, word = running(ROUNDING, ["w"], lambda app: (part(app, "gauge"), part(app, "word")), (120, 40))
    assert "low back 44 deg" in gauge[1] and "your limit 37 deg" in gauge[1]
    assert word[0].strip() == "! ARCH"


def test_the_first_overlay_shows_other_curves_and_the_timeline_is_shown_near() -> None:
    groups = [[], ["v"], ["v"], ["v"], ["z"]]
    seen = steps("band_rdl", groups, lambda app: (title(app).split(",")[0], part(app, "timeline")[-1]))
    assert [name for name, _ in seen[:4]] == ["low back", "pelvis tilt", "hinge share", "low back"]
    assert seen[4][1] != seen[3][1]


def test_movements_that_were_not_counted_are_shown_and_counted() -> None:
    keeping = Noted()
    words = steps("band_rdl", [["plus"], ["enter"], ["enter"], ["plus"]], told, (120, 40), keeping)
    assert words[0].startswith("enter goes to a movement that was not counted")
    assert words[1].startswith("not counted 4 of 4: unconfirmed, at 02:43; + counts it")
    assert words[2].startswith("not counted 1 of 4: unconfirmed, at 00:45")
    assert words[3] == "kept" and keeping.asked[-1] == ("add", "")
    assert steps(ROUNDING, [["enter"]], told) == ["every movement was counted"]


def test_a_repetition_is_changed_with_a_reason_or_not_at_all() -> None:
    keeping = Noted()
    dropped = [["x"], ["escape"], ["x", "enter", "escape"]]
    pages = steps(ROUNDING, [*dropped, ["x", "enter", *"phone", "enter"]], page_of, keeping=keeping)
    assert pages == [ChooseScreen, ReviewScreen, ReviewScreen, ReviewScreen]
    assert keeping.asked[1:] == [("exclude", "phone")]


def test_the_last_change_is_taken_back() -> None:
    keeping = Noted()
    assert steps(ROUNDING, [["u"]], told, keeping=keeping) == ["taken back"]
    assert keeping.asked[-1] == ("undo", "")


def test_a_note_is_written_in_place_of_the_keys() -> None:
    keeping = Noted()

    def see(app: ReviewApp) -> tuple[bool, str, str]:
        return screen_of(app).query_one("#keys").display, told(app), chosen(app)

    writing, dropped, kept = steps(
        ROUNDING, [["n", *"w."], ["escape"], ["n", *"pad slips", "enter"]], see, keeping=keeping
    )
    assert writing == (False, "", "1.1"), "letters are letters while a note is written"
    assert dropped == (True, "", "1.1")
    assert kept == (True, "note kept", "1.1")
    assert keeping.asked[1:] == [("note", (screen_t_ns(), "pad slips"))]


def screen_t_ns() -> int:
    """Where the screen begins."""
    return round(running(ROUNDING, [], at_s) * S)


def test_the_table_is_written_where_it_is_told(tmp_path: Path) -> None:
    out = tmp_path / "r.csv"

    async def run() -> tuple[str, str]:
        app = app_of(ROUNDING, Noted())
        async with app.run_test(size=(200, 60)) as pilot:
            await pressed(pilot, ["e"])
            line = screen_of(app).query_one(AskLine)
            asked, line.value = line.value, str(out)
            await pressed(pilot, ["enter"])
            return asked, part(app, "told")[0].strip()

    asked, words = asyncio.run(run())
    assert asked == str(path_of(ROUNDING).with_name("band_rdl_rounding-reps.csv"))
    assert words.startswith("written: ")
    assert len(out.read_text(encoding="utf-8").splitlines()) == 8
    assert "already exists; choose another name" in asyncio.run(run())[1]


def test_the_theme_and_the_help_page() -> None:
    def see(app: ReviewApp) -> tuple[str, type, str]:
        words = str(app.screen.query_one(Static).content) if page_of(app) is HelpPage else ""
        return app.theme, page_of(app), words

    light, helped, back = steps(ROUNDING, [["t"], ["question_mark"], ["q"]], see)
    assert light[0] == "gym-light" and (helped[1], back[1]) == (HelpPage, ReviewScreen)
    assert "one second back" in helped[2] and max(map(len, helped[2].splitlines())) <= 74
    assert all(key.keys_shown in help_text() and key.meaning in " ".join(help_text().split()) for key in KEYS)
    assert forbidden(help_text()) == []


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c", "q"])
def test_it_is_left_and_the_reading_ends(key: str) -> None:
    given = Given([])

    async def run() -> None:
        app = app_of(ROUNDING, Noted(), read=lambda *_: given)
        async with app.run_test() as pilot:
            await pressed(pilot, [key])

    asyncio.run(run())
    assert given.closed


def test_every_key_of_the_table_is_bound_once() -> None:
    keys = [name for key in KEYS for name in key.keys.split(",")]
    assert len(keys) == len(set(keys))
    assert len({key.id for key in KEYS}) == len(KEYS)


def test_the_users_own_keys_replace_the_programs() -> None:
    async def run() -> int:
        app = app_of(ROUNDING, Noted())
        app.set_keymap({"review.peak": "b"})
        async with app.run_test() as pilot:
            await pressed(pilot, ["w"])
            before = screen_of(app).view.t_ns
            await pressed(pilot, ["b"])
            return screen_of(app).view.t_ns - before

    assert asyncio.run(run()) > 0


def test_every_action_is_in_the_palette() -> None:
    async def run() -> int:
        app = app_of(ROUNDING, Noted())
        async with app.run_test() as pilot:
            await pressed(pilot, ["ctrl+p"])
            await pilot.pause(0.5)
            return app.screen.query_one(OptionList).option_count

    assert asyncio.run(run()) >= len(KEYS)


def test_clicks_lead_to_moments_and_repetitions() -> None:
    async def run() -> tuple[float, str]:
        app = app_of(ROUNDING, Noted())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.click("#timeline", offset=(40, 1))
            await pilot.pause()
            at = screen_of(app).view.t_ns / screen_of(app).desk.reviewed.book.duration_ns
            await pilot.click("#table", offset=(3, 5))
            await pilot.pause()
            return at, next(row for row in part(app, "table") if row.startswith(">"))

    at, row = asyncio.run(run())
    assert at == pytest.approx(0.5, abs=0.01) and row.startswith(">1.5")


def test_what_was_left_out_is_told_in_the_table() -> None:
    def see(app: ReviewApp) -> list[str]:
        screen = screen_of(app)
        reviewed = screen.desk.reviewed
        first = reviewed.book.said.sets[0].reps[0]
        reviewed.book = replace(reviewed.book, edits=())
        object.__setattr__(reviewed.book, "excluded", (replace(first, id=99),))
        screen.paint()
        return part(app, "table")

    rows = running(ROUNDING, [], see)
    assert any("- left out" in row for row in rows)
