"""The review screen at every size: nothing breaks, the numbers are those of `analyze`."""

import asyncio
import json
from dataclasses import replace

import pytest

from imu_hinge.analysis import analyze
from imu_hinge.review.book import NOTHING
from imu_hinge.review.opening import open_book
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.review.app import ReviewApp
from imu_hinge.view.words import number
from tests.review.made import RECORDINGS, ROUNDING, ROW, SPLIT, Given, path_of, through_of
from tests.tui.looking import SIZES
from tests.tui.reviewing import Noted, app_of, part, running, screen_of, weeks
from tests.tui.screens import pressed, shown

SMALL = [(60, 16), (20, 6), (10, 3), (3, 1), (99, 15)]


@pytest.mark.parametrize("looks", [Looks(), Looks(ascii=True)], ids=["dots", "ascii"])
def test_it_draws_at_every_size_and_is_the_same_afterwards(looks: Looks) -> None:
    async def run() -> tuple[list[str], list[str]]:
        app = app_of(SPLIT, Noted(), looks)
        async with app.run_test(size=(120, 40)) as pilot:
            await pressed(pilot, ["w"])
            before = shown(app)
            for size in (*SMALL, (200, 60), (80, 24), (120, 40)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                await pilot.pause(0.02)
                rows = shown(app)
                assert (len(rows[0]), len(rows)) == size
                assert not looks.ascii or "".join(rows).isascii()
            return before, rows

    before, afterwards = asyncio.run(run())
    assert before == afterwards


def test_the_pages_above_draw_in_the_smallest_terminal() -> None:
    async def run() -> None:
        app = app_of(ROUNDING, Noted(course_=weeks(20.0, 12.0, 9.0)), Looks(ascii=True))
        async with app.run_test(size=(10, 3)) as pilot:
            for key in ("l", "T", "question_mark", "slash", "x", "n"):
                await pressed(pilot, [key])
                shown(app)
                await pressed(pilot, ["escape"])
            await pilot.resize_terminal(120, 40)
            await pilot.pause()
            assert " 7 reps: " in shown(app)[0]

    asyncio.run(run())


@pytest.mark.parametrize("key", ["l", "T", "question_mark", "slash", "x", "n", "ctrl+p"])
def test_the_pages_above_are_drawn_in_ascii_too(key: str) -> None:
    async def run() -> str:
        app = app_of(ROUNDING, Noted(course_=weeks(20.0, 12.0, 9.0)), Looks(ascii=True))
        async with app.run_test(size=(80, 24)) as pilot:
            await pressed(pilot, [key])
            return "".join(shown(app))

    drawn = asyncio.run(run())
    assert drawn.isascii(), {letter for letter in drawn if not letter.isascii()}


@pytest.mark.parametrize("name", [ROUNDING, SPLIT, ROW])
def test_the_counts_are_those_of_analyze_and_of_the_truth(name: str) -> None:
    truth = json.loads((RECORDINGS / f"{name}.truth.json").read_text(encoding="utf-8"))
    head, table = running(name, [], lambda app: (part(app, "head")[0], part(app, "table")), (120, 40))
    reps = [rep for one in through_of(name).analysis.sets for rep in one.reps]
    assert f" {len(reps)} reps: " in head
    assert len(reps) == sum(len(one["reps"]) for one in truth["sets"])
    rows = [row.lstrip("> ").split() for row in table[1:] if row.strip()]
    peaks = [row[2 if row[1] in ("L", "R") else 1] for row in rows]
    assert peaks == [number(rep.lumbar_flexion_peak_deg) for rep in reps]
    assert ["✗" in row for row in map("".join, rows)] == [bool(rep.faults) for rep in reps]


def test_the_head_is_what_analyze_says_of_the_same_file() -> None:
    known = analyze(path_of(ROUNDING)).to_dict()
    past = sum(bool(rep["faults"]) for one in known["sets"] for rep in one["reps"])
    head = running(ROUNDING, [], lambda app: part(app, "head")[0], (120, 40))
    assert f"{past} past the limit" in head and head.rstrip().endswith("same as live")


@pytest.mark.parametrize("size", SIZES)
def test_the_parts_that_a_size_has_room_for(size: tuple[int, int]) -> None:
    async def run() -> set[str]:
        app = app_of(ROUNDING, Noted())
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            parts = screen_of(app).query("Painted")
            return {str(one.id) for one in parts if one.display and one.parent and one.parent.display}

    always = {"head", "timeline", "table", "lumbar", "told", "keys"}
    moment = {"word", "gauge", "bar", "trace"} if size[1] >= 34 else set()
    wide = {"pelvis", "share", "page"} if size[0] >= 160 else set()
    assert asyncio.run(run()) == always | moment | wide


def test_the_footer_shows_at_most_seven_keys_at_80_columns() -> None:
    row = running(ROUNDING, [], lambda app: part(app, "keys")[0])
    labels = ("Play", "1s", "Rep", "Set", "Peak", "Compare", "Help")
    assert all(f" {label} " in row for label in labels) and "Note" not in row


def test_without_repetitions_everything_is_drawn() -> None:
    async def run(keys: list[str]) -> str:
        book = replace(open_book(path_of(ROUNDING)), said=NOTHING)
        app = ReviewApp(book, Noted, Looks(), keeping=Noted(), read=lambda *_: Given([]))
        async with app.run_test(size=(200, 60)) as pilot:
            await pressed(pilot, keys)
            return "\n".join(shown(app))

    assert "no repetitions" in asyncio.run(run([]))
    keys = ["w", "full_stop", "c", "x", "enter", "space", "space", "v", "z", "l", "escape"]
    assert " 0 reps " in asyncio.run(run(keys))


def test_a_session_of_an_hour_has_sets_and_times_that_do_not_collide() -> None:
    """Every label of the axis stands whole."""
    rows = running("band_rdl", [], lambda app: part(app, "timeline"), (200, 60))
    labels = rows[-1].split()
    assert labels[0] == "0:00" and all(len(label) >= 4 for label in labels)
