"""What the review screen leads to: comparing, another session, other limits, the trend, and back."""

import asyncio
from collections.abc import Callable, Sequence
from threading import Event

from textual.widgets import OptionList

from imu_hinge.review.keeping import Found, Unkept
from imu_hinge.tui.review.app import OPENING
from imu_hinge.tui.review.find import FindScreen
from imu_hinge.tui.review.limits import LimitsScreen
from imu_hinge.tui.review.screen import ReviewScreen
from imu_hinge.tui.review.trend import TrendScreen
from tests.review.made import ROUNDING, SPLIT
from tests.tui.reviewing import Noted, again_told, app_of, page_of, part, running, screen_of, steps, title, told, weeks
from tests.tui.screens import pressed, shown


def test_two_repetitions_are_compared_then_their_sets_then_nothing() -> None:
    groups = [["c"], ["pagedown"], ["c"], ["c"], ["c"]]
    seen = steps(SPLIT, groups, lambda app: (title(app), told(app)))
    assert seen[0][1].startswith("A is rep 1.1 L; c on another one compares")
    assert seen[2][0] == "low back: A rep 1.1 L and B rep 2.1 R" and seen[2][1].startswith("low back peak 8, 8 deg")
    assert seen[3][0] == "low back: A set 1 and B set 2"
    assert seen[4][0].startswith("low back, set 2") and not seen[4][1].startswith("A is")


def test_on_the_same_repetition_the_mark_is_taken_away() -> None:
    assert steps(SPLIT, [["c", "c"]], told) == [""]


def test_sessions_are_compared_with_what_was_marked_before() -> None:
    keeping = Noted(found=[Found(ROUNDING, "Anna, rounding", "7 reps")])
    keys = ["c", "slash", "down", "enter", "c", "c", "c"]
    assert running(SPLIT, keys, title, (120, 40), keeping) == "low back: A 1 Jan 2026, 10:00 and B 1 Jan 2026, 10:00"
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
    assert steps(SPLIT, [["slash", "enter"], ["escape"]], page_of, keeping=keeping) == [FindScreen, ReviewScreen]


def limits(groups: Sequence[Sequence[str]], keeping: Noted | None = None) -> list[str]:
    """The page of limits after each group of keys."""

    async def run() -> list[str]:
        app, pages = app_of(ROUNDING, keeping or Noted()), []
        async with app.run_test() as pilot:
            await pressed(pilot, ["w"])
            app.push_screen(LimitsScreen(screen_of(app).desk, screen_of(app)._looks, 1, again_told))
            for keys in groups:
                await pressed(pilot, keys)
                await pilot.pause(0.1)
                pages.append("\n".join(shown(app)))
        return pages

    return asyncio.run(run())


def test_another_limit_is_counted_at_once() -> None:
    assert steps(ROUNDING, [["l"], ["escape"]], page_of) == [LimitsScreen, ReviewScreen]
    higher, early, hinge, unknown = limits(
        [["right"] * 8, ["left_square_bracket"], ["down", "right", "right"], ["up", "up"]]
    )
    assert "was   early 28 deg, limit 37 deg" in higher and "now   early 28 deg, limit 45 deg" in higher
    assert "set 1                     past it: 0 of 7, was 3" in higher
    assert "last month, 2 sessions    past it: 0 of 14, was 6" in higher
    assert "from each repetition's peak; hold times not looked at" in higher
    assert "now   early 27 deg, limit 45 deg" in early
    assert "little hinge" in hinge and "now   early 0.65, limit 0.57" in hinge
    assert "Of each repetition its value is not kept" in unknown


def test_the_fold_answers_exactly_and_the_limit_is_kept() -> None:
    keeping = Noted()
    (page,) = limits([["right", "enter", "s"]], keeping)
    assert "would have cued 3 times instead of 3" in page and "kept for Anna" in page
    what, asked = keeping.asked[-1]
    assert what == "limit" and isinstance(asked, tuple)
    assert (asked[0], round(asked[1]), round(asked[2])) == ("lumbar_flexion", 28, 38)


def test_the_trend_is_shown_with_its_noise() -> None:
    keeping = Noted(course_=weeks(20.0, 18.0, 9.0))
    page = "\n".join(running(ROUNDING, ["T"], shown, (100, 34), keeping))
    assert "last less first day -11: more than the noise between days" in page
    assert page.count("●") >= 3 and "░" in page
    small = "\n".join(running(ROUNDING, ["T"], shown, (100, 34), Noted(course_=weeks(20.0, 14.0))))
    assert "last less first day -6: within the noise between days" in small


def test_other_measures_and_the_way_back() -> None:
    groups = [["T"], ["right", "right"], ["escape"]]
    seen = steps(
        ROUNDING, groups, lambda app: (page_of(app), "\n".join(shown(app))), keeping=Noted(course_=weeks(20.0))
    )
    assert [page for page, _ in seen] == [TrendScreen, TrendScreen, ReviewScreen]
    assert "one session: nothing to compare with yet" in seen[0][1]
    assert "hinge share" in seen[1][1] and "nothing is known of that" in seen[1][1]


def test_without_a_history_reading_goes_on_and_the_reason_is_told() -> None:
    unkept = Unkept("history.db: is damaged")
    words = steps(
        ROUNDING, [["x"], ["u"], ["n", *"a", "enter"], ["T"]], lambda app: "\n".join(shown(app)), (120, 40), unkept
    )
    assert all("only for reading: history.db: is damaged" in page for page in words)


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
