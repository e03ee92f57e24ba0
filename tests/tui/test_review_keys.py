"""Every key of the review screen, and what it leads to."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import OptionList, Static

from imu_hinge.review.keeping import Found, Keeping, Unkept
from imu_hinge.tui.choosing import ChooseScreen
from imu_hinge.tui.review.above import ReviewHelp, help_text
from imu_hinge.tui.review.app import OPENING, ReviewApp
from imu_hinge.tui.review.ask import AskLine
from imu_hinge.tui.review.find import FindScreen
from imu_hinge.tui.review.keys import KEYS
from imu_hinge.tui.review.limits import LimitsScreen
from imu_hinge.tui.review.screen import ReviewScreen
from imu_hinge.tui.review.trend import TrendScreen
from tests.made import S
from tests.review.made import ROUNDING, SPLIT, Given, path_of
from tests.tui.reviewing import Noted, again_told, app_of, part, pressed, running, screen_of, shown, weeks


def chosen(name: str, *keys: str) -> str:
    """The row that is marked after the keys."""

    def see(app: ReviewApp) -> str:
        return next(row for row in part(app, "table") if row.startswith(">")).split()[0][1:]

    return running(name, keys, see)


def at_s(name: str, *keys: str) -> float:
    return running(name, keys, lambda app: screen_of(app).view.t_ns) / S


def told(name: str, keys: Sequence[str], keeping: Keeping | None = None) -> str:
    return running(name, keys, lambda app: part(app, "told")[0].strip(), keeping=keeping)


def test_it_begins_with_the_first_repetition() -> None:
    assert chosen(ROUNDING) == "1.1"


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (["full_stop"], "1.2"),
        (["down", "down"], "1.3"),
        (["comma"], "1.1"),
        (["down", "up"], "1.1"),
        (["right_square_bracket"], "2.1"),
        (["pagedown", "pageup"], "1.1"),
        (["right_square_bracket", "full_stop", "left_square_bracket"], "1.1"),
    ],
)
def test_keys_move_by_repetitions_and_sets(keys: list[str], name: str) -> None:
    assert chosen(SPLIT, *keys) == name


def test_the_peak_of_the_header_is_gone_to() -> None:
    assert chosen(ROUNDING, "w") == "1.4"
    assert running(ROUNDING, ["w"], lambda app: "peak 44 deg (1.4)" in part(app, "head")[0])


def test_keys_move_by_seconds() -> None:
    begin = at_s(ROUNDING)
    assert at_s(ROUNDING, "right") == begin + 1
    assert at_s(ROUNDING, "shift+right", "shift+right", "left", "shift+left") == pytest.approx(begin + 4)


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
    gauge = running(ROUNDING, ["w"], lambda app: part(app, "gauge"), (120, 40))
    assert "low back 44 deg" in gauge[1] and "your limit 37 deg" in gauge[1]
    word = running(ROUNDING, ["w"], lambda app: part(app, "word"), (120, 40))
    assert word[0].strip() == "! ARCH"


def test_the_first_overlay_shows_other_curves() -> None:
    titles = [running(ROUNDING, ["v"] * n, lambda app: part(app, "lumbar")[0].split(",")[0].strip()) for n in range(4)]
    assert titles == ["low back", "pelvis tilt", "hinge share", "low back"]


def test_the_timeline_is_shown_near() -> None:
    assert running("band_rdl", ["z"], lambda app: screen_of(app).view.near)
    whole, near = (running("band_rdl", keys, lambda app: part(app, "timeline")[-1]) for keys in ([], ["z"]))
    assert whole != near


def test_movements_that_were_not_counted_are_shown_and_counted() -> None:
    keeping = Noted()
    words = told("band_rdl", ["enter", "enter"], keeping)
    assert words.startswith("not counted 1 of 4: unconfirmed, at 00:45; + counts it")
    assert told("band_rdl", ["enter", "plus"], keeping) == "kept"
    assert keeping.asked[-1] == ("add", "")
    assert told(ROUNDING, ["enter"]) == "every movement was counted"
    assert told(ROUNDING, ["plus"]).startswith("enter goes to a movement that was not counted")


def test_a_repetition_is_changed_with_a_reason() -> None:
    keeping = Noted()
    assert running(ROUNDING, ["x"], lambda app: type(app.screen) is ChooseScreen, keeping=keeping)
    assert told(ROUNDING, ["x", "enter", *"phone", "enter"], keeping) == "kept"
    assert keeping.asked[-1] == ("exclude", "phone")


def test_a_change_can_be_dropped_at_each_step() -> None:
    keeping = Noted()
    told(ROUNDING, ["x", "escape"], keeping)
    told(ROUNDING, ["x", "enter", "escape", "full_stop"], keeping)
    assert {what for what, _ in keeping.asked} == {"checked"}


def test_the_last_change_is_taken_back() -> None:
    keeping = Noted()
    assert told(ROUNDING, ["u"], keeping) == "taken back"
    assert keeping.asked[-1] == ("undo", "")


def test_a_note_is_written_in_place_of_the_keys() -> None:
    keeping = Noted()
    assert running(ROUNDING, ["n"], lambda app: not screen_of(app).query_one("#keys").display)
    assert told(ROUNDING, ["n", *"pad slips", "enter"], keeping) == "note kept"
    assert keeping.asked[-1] == ("note", (round(at_s(ROUNDING) * S), "pad slips"))
    assert running(ROUNDING, ["n", "escape"], lambda app: screen_of(app).query_one("#keys").display)


def test_keys_are_letters_while_a_note_is_written() -> None:
    assert chosen(ROUNDING, "n", *"w.", "escape") == "1.1"


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


def test_two_repetitions_are_compared_then_their_sets_then_nothing() -> None:
    steps: list[list[str]] = [["c"], ["c", "c"], ["c", "pagedown", "c"], ["c", "pagedown", "c", "c"]]
    words = [told(SPLIT, keys) for keys in steps]
    assert words[0].startswith("A is rep 1.1 L; c on another one compares")
    assert not words[1].startswith("A is")
    assert words[2].startswith("low back peak ")
    titles = [running(SPLIT, keys, lambda app: part(app, "lumbar")[0].strip()) for keys in (steps[2], steps[3])]
    assert titles == ["low back: A rep 1.1 L and B rep 2.1 R", "low back: A set 1 and B set 2"]
    assert not told(SPLIT, [*steps[3], "c"]).startswith("low back")


def test_sessions_are_compared_with_what_was_marked_before() -> None:
    keeping = Noted(found=[Found(ROUNDING, "Anna, rounding", "7 reps")])
    keys = ["c", "slash", "down", "enter", "c", "c", "c"]
    title = running(SPLIT, keys, lambda app: part(app, "lumbar")[0].strip(), (120, 40), keeping)
    assert title == "low back: A 1 Jan 2026, 10:00 and B 1 Jan 2026, 10:00"
    assert keeping.asked[-2] == ("open", ROUNDING)


def test_another_session_is_found_by_words() -> None:
    keeping = Noted(found=[Found(SPLIT, "Anna", "10 reps"), Found(ROUNDING, "Ben", "7 reps")])

    async def run() -> tuple[int, str]:
        app = app_of(SPLIT, keeping)
        async with app.run_test() as pilot:
            await pressed(pilot, ["slash", *"Be"])
            assert isinstance(app.screen, FindScreen)
            rows = app.screen.query_one(OptionList).option_count
            await pressed(pilot, ["enter"])
            return rows, part(app, "head")[0]

    rows, head = asyncio.run(run())
    assert rows == 1 and "7 reps: 4 good, 3 past the limit" in head


def test_a_session_that_cannot_be_opened_is_told_and_the_list_stays() -> None:
    keeping = Noted(found=[Found("missing", "Anna", "")])
    assert running(SPLIT, ["slash", "enter"], lambda app: type(app.screen) is FindScreen, keeping=keeping)
    assert running(SPLIT, ["slash", "escape"], lambda app: type(app.screen) is ReviewScreen, keeping=keeping)


def limits(keys: Sequence[str], keeping: Noted | None = None) -> str:
    """The page of limits after the keys."""

    async def run() -> str:
        app = app_of(ROUNDING, keeping or Noted())
        async with app.run_test() as pilot:
            await pressed(pilot, ["w"])
            app.push_screen(LimitsScreen(screen_of(app).desk, screen_of(app)._looks, 1, again_told))
            await pressed(pilot, keys)
            await pilot.pause(0.2)
            return "\n".join(shown(app))

    return asyncio.run(run())


def test_another_limit_is_counted_at_once() -> None:
    assert running(ROUNDING, ["l"], lambda app: type(app.screen) is LimitsScreen)
    page = limits(["right"] * 8)
    assert "was   early 28 deg, limit 37 deg" in page and "now   early 28 deg, limit 45 deg" in page
    assert "set 1                     past it: 0 of 7, was 3" in page
    assert "last month, 2 sessions    past it: 0 of 14, was 6" in page
    assert "from each repetition's peak; hold times not looked at" in page


def test_the_early_limit_and_other_faults_are_changed_too() -> None:
    assert "now   early 27 deg, limit 37 deg" in limits(["left_square_bracket"])
    page = limits(["down", "right", "right"])
    assert "little hinge" in page and "now   early 0.65, limit 0.57" in page
    assert "Of each repetition its value is not kept" in limits(["up"])


def test_the_fold_answers_exactly_and_the_limit_is_kept() -> None:
    keeping = Noted()
    page = limits(["right", "enter", "s"], keeping)
    assert "would have cued 3 times instead of 3" in page and "kept for Anna" in page
    what, asked = keeping.asked[-1]
    assert what == "limit" and isinstance(asked, tuple)
    assert (asked[0], round(asked[1]), round(asked[2])) == ("lumbar_flexion", 28, 38)


def test_the_limits_are_left_again() -> None:
    assert running(ROUNDING, ["l", "escape"], lambda app: type(app.screen) is ReviewScreen)


def test_the_trend_is_shown_with_its_noise() -> None:
    keeping = Noted(course_=weeks(20.0, 18.0, 9.0))
    page = "\n".join(running(ROUNDING, ["T"], shown, (100, 34), keeping))
    assert "last less first day -11: more than the noise between days" in page
    assert page.count("●") >= 3 and "░" in page
    small = "\n".join(running(ROUNDING, ["T"], shown, (100, 34), Noted(course_=weeks(20.0, 14.0))))
    assert "last less first day -6: within the noise between days" in small


def test_other_measures_and_the_way_back() -> None:
    keeping = Noted(course_=weeks(20.0))
    assert "one session: nothing to compare with yet" in "\n".join(running(ROUNDING, ["T"], shown, keeping=keeping))
    page = "\n".join(running(ROUNDING, ["T", "right", "right"], shown, keeping=keeping))
    assert "hinge share" in page and "nothing is known of that" in page
    assert running(ROUNDING, ["T", "escape"], lambda app: type(app.screen) is ReviewScreen, keeping=keeping)
    assert running(ROUNDING, ["T"], lambda app: type(app.screen) is TrendScreen, keeping=keeping)


def test_the_theme_and_the_help_page() -> None:
    assert running(ROUNDING, ["t"], lambda app: app.theme) == "gym-light"
    words = running(ROUNDING, ["question_mark"], lambda app: str(app.screen.query_one(Static).content))
    assert "one second back" in words and max(map(len, words.splitlines())) <= 74
    assert running(ROUNDING, ["question_mark", "q"], lambda app: type(app.screen) is ReviewScreen)
    assert all(key.keys_shown in help_text() and key.meaning in " ".join(help_text().split()) for key in KEYS)
    assert running(ROUNDING, ["question_mark"], lambda app: type(app.screen) is ReviewHelp)


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


def test_without_a_history_reading_goes_on_and_the_reason_is_told() -> None:
    unkept = Unkept("history.db: is damaged")
    for keys in (["x"], ["u"], ["n", *"a", "enter"]):
        assert told(ROUNDING, keys, unkept) == "only for reading: history.db: is damaged"
    assert chosen(ROUNDING, "w") == "1.4"


def test_the_history_comes_later_and_is_told_when_it_does_not_come() -> None:
    def broken() -> Noted:
        raise OSError("no space left")

    async def run(keep: Callable[[], Noted]) -> tuple[str, str]:
        opened = Event()

        def late() -> Noted:
            assert opened.wait(30.0)
            return keep()

        app = app_of(ROUNDING, None, keep=late)
        async with app.run_test() as pilot:
            await pilot.pause()
            desk = screen_of(app).desk
            before = desk.keeping.why_not
            opened.set()
            while desk.keeping.why_not == OPENING:
                await pilot.pause(0.05)
            return before, desk.keeping.why_not

    assert asyncio.run(run(Noted)) == (OPENING, "")
    assert asyncio.run(run(broken))[1] == "no space left"


def test_without_a_session_the_list_comes_first() -> None:
    keeping = Noted(found=[Found(SPLIT, "Anna", "10 reps")])

    async def run() -> str:
        app = app_of(None, None, keep=lambda: keeping)
        async with app.run_test() as pilot:
            await pilot.pause(0.5)
            assert isinstance(app.screen, FindScreen)
            await pressed(pilot, ["enter"])
            return part(app, "head")[0]

    assert "10 reps: 10 good" in asyncio.run(run())


def test_the_list_may_be_left() -> None:
    async def run() -> int | None:
        app = app_of(None, Noted())
        async with app.run_test() as pilot:
            await pressed(pilot, ["escape"])
        return app.return_code

    assert asyncio.run(run()) == 0


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
