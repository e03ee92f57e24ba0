"""The pages of a day and of an assessment, without a terminal."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from imu_hinge.core.assess import results_of
from imu_hinge.history.captures import events_of
from imu_hinge.history.database import History, open_history, sqlite_url
from imu_hinge.history.reading import read_session
from imu_hinge.history.rebuild import keep
from imu_hinge.review.kept import Kept
from imu_hinge.review.opened import open_session
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.review.app import ReviewApp
from imu_hinge.tui.review.assessed_screen import AssessedScreen
from imu_hinge.tui.review.day_screen import DayScreen
from imu_hinge.tui.review.screen import ReviewScreen
from tests.history.kinds import CAPTURES
from tests.review.days import filled, minute
from tests.review.made import ROUNDING, Given, path_of
from tests.tiers import sizes
from tests.tui.screens import pressed, shown

T = TypeVar("T")


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with open_history(sqlite_url(tmp_path / "history.db")) as opened:
        yield opened


@pytest.fixture
def kept(history: History, tmp_path: Path) -> Kept:
    return Kept(history, tmp_path)


def running(
    kept: Kept,
    what: str,
    groups: Sequence[Sequence[str]],
    see: Callable[[ReviewApp], T],
    size: tuple[int, int] = (80, 24),
    looks: Looks | None = None,
) -> list[T]:
    """What `see` gives after each group of keys."""

    async def run() -> list[T]:
        book = open_session(Path(what)) if what.endswith(".mcap") else kept.open(what, None)
        app = ReviewApp(book, lambda: kept, looks or Looks(), keeping=kept, read=lambda *_: Given([]))
        seen = []
        async with app.run_test(size=size) as pilot:
            for keys in groups:
                await pressed(pilot, keys)
                await app.workers.wait_for_complete()
                await pilot.pause()
                seen.append(see(app))
        return seen

    return asyncio.run(run())


def page(app: ReviewApp) -> str:
    return "\n".join(shown(app))


def test_a_day_shows_minutes_strip_and_what_happened(kept: Kept, history: History) -> None:
    _, days, _ = filled(history)
    (rows,) = running(kept, days[0].id.hex, [[]], page)
    lines = rows.split("\n")
    assert "Ann   Monday 16 November 2026   09:00 to 15:00   2:00:00 looked at   2 parts" in lines[0]
    assert any(line.split()[:5] == ["tall", "-10..10", "67", "56", "%"] for line in lines)
    assert "slumped   33 min, sitting" in rows and "bends     6 hip, 4 back, 2 unknown" in rows
    assert " 11:40  09:10  seated, slumped" in rows
    assert any(line.startswith(" tl?tl?tl?tl?") for line in lines)
    assert " > 09:00  gyro bias" in rows
    assert "the recording of this part is gone" in lines[-2]


def test_keys_walk_through_what_happened_and_through_time(kept: Kept, history: History) -> None:
    _, days, _ = filled(history)
    groups = [["down", "down"], ["full_stop"], ["right"], ["shift+left"], ["right_square_bracket"], ["pageup"], ["up"]]

    def at(app: ReviewApp) -> str:
        return next(line for line in shown(app) if line.startswith(" > ")).strip(" >").split("  ")[0]

    assert running(kept, days[0].id.hex, groups, at) == [
        "09:15",
        "09:21",
        "09:21",
        "09:10",
        "09:34",
        "09:00",
        "09:00",
    ]


def test_the_tilts_of_the_moment_are_read_from_the_recording(kept: Kept, history: History, tmp_path: Path) -> None:
    row = keep(history, read_session(minute()[0]), tmp_path)
    (rows,) = running(kept, row.id.hex, [["right"]], page, (120, 40))
    lines = rows.split("\n")
    assert "trunk" in lines[-2] and "deg" in lines[-2]
    assert "tilt, deg: trunk, and pelvis beneath it" in rows
    assert sum(any(0x2801 <= ord(letter) <= 0x28FF for letter in line) for line in lines) > 2


def test_a_day_that_nobody_knows_says_what_is_still_to_come(kept: Kept) -> None:
    (rows,) = running(kept, str(minute()[0]), [[]], page)
    assert "checking 0 %" in rows and "changes, bends and stays" in rows
    assert " 1:06 looked at" in rows


def test_days_over_weeks(kept: Kept, history: History) -> None:
    _, days, _ = filled(history)
    first, second = running(kept, days[2].id.hex, [["T"], ["right"]], page)
    assert "slumped, min in an hour" in first and "●" in first
    assert "how much two days differ by themselves is not known" in first
    assert "lean, bent or deep, min in an hour" in second


def test_an_assessment_shows_each_test_beside_the_one_before(kept: Kept, history: History) -> None:
    _, _, tests = filled(history)
    rows, later = running(kept, tests[2].id.hex, [[], ["T"]], page, (120, 40))
    assert "beside 2026-11-23" in rows
    noise = f"{results_of(events_of(CAPTURES))[0].noise_deg:.1f}"
    assert f"> forward bend 92 deg 0.9 {noise} 3 0.60 +0 in noise" in " ".join(rows.split())
    assert "3  60 deg at 0:32: pelvis 36, thorax 60, low back 24," in rows and "share 0.60; taken back" in rows
    assert "not measured, moved" in rows
    assert "forward bend, deg" in later and "░" in later


@pytest.mark.parametrize("size", sizes([(80, 24), (10, 3), (200, 60), (120, 40), (60, 16), (20, 6)], 2))
@pytest.mark.parametrize("looks", [Looks(), Looks(ascii=True)], ids=["dots", "ascii"])
def test_they_draw_at_every_size(kept: Kept, history: History, size: tuple[int, int], looks: Looks) -> None:
    _, days, tests = filled(history)
    for what in (days[0].id.hex, tests[2].id.hex):
        seen = running(kept, what, [["down"], ["question_mark"]], shown, size, looks)
        assert all((len(rows[0]), len(rows)) == size for rows in seen)
        assert not looks.ascii or all("".join(rows).isascii() for rows in seen)


def test_from_a_day_to_an_assessment_to_training_and_back(kept: Kept, history: History, tmp_path: Path) -> None:
    _, days, _ = filled(history)
    keep(history, read_session(path_of(ROUNDING)), tmp_path)

    def screen(app: ReviewApp) -> type:
        return type(app.screen)

    wanted = ["assessment", "training", "posture"]
    groups = [["slash", *words, "enter"] for words in wanted]
    seen = running(kept, days[0].id.hex, [["wait"], *groups], screen)
    assert seen == [DayScreen, AssessedScreen, ReviewScreen, DayScreen]


def test_the_check_says_how_long_it_takes_and_what_is_gone(kept: Kept, history: History, tmp_path: Path) -> None:
    _, days, _ = filled(history)
    row = keep(history, read_session(minute()[0]), tmp_path)
    (gone,) = running(kept, days[0].id.hex, [["f"]], page)
    (going,) = running(kept, row.id.hex, [["f"]], page, (120, 40))
    assert "there is no recording of this any more" in gone
    assert "that takes minutes for a whole day" in going and "checking 0 %" in going


def test_a_note_is_written_about_a_moment_of_a_day_and_about_an_assessment(kept: Kept, history: History) -> None:
    _, days, tests = filled(history)
    words = ["n", *"tired", "enter"]
    at_two, between = running(kept, days[0].id.hex, [["right_square_bracket", *words], ["shift+left", *words]], page)
    assert "note kept" in at_two and "14:00  note: tired" in at_two
    assert "nothing was recorded then" in between
    (about,) = running(kept, tests[0].id.hex, [words], page, (120, 40))
    assert "note kept" in about and ": tired" in about


def test_without_a_history_a_note_on_a_day_says_what_to_do(kept: Kept) -> None:
    (rows,) = running(kept, str(minute()[0]), [["n", *"tired", "enter"]], page, (120, 40))
    assert "imu-hinge sessions import" in rows


def test_a_recording_alone_is_called_a_part(kept: Kept) -> None:
    (rows,) = running(kept, str(minute()[0]), [[]], page, (120, 40))
    assert "part of Saturday 21 November 2026" in rows.split("\n")[0]
