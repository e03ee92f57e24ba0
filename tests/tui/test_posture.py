"""The posture screen: what stands on it, in every state and at every size."""

import asyncio
import re
from dataclasses import replace

import pytest

from imu_hinge.model.events import Zone
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.tui import blocks
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.posture.helping import help_text
from imu_hinge.tui.posture.layout import COLUMNS, ROWS
from imu_hinge.tui.posture.setting_up import DAY_AGAIN
from imu_hinge.tui.widgets.banner import BannerBand
from imu_hinge.view.day import shares
from imu_hinge.view.day_words import words_of_all
from imu_hinge.view.snapshot import Calibrating, Recorded, Sensor, Snapshot
from tests.tiers import sizes
from tests.tui.days import (
    CALIBRATING,
    COURSE,
    ENDED,
    LOST,
    PAUSED,
    SNOOZED,
    STATES,
    TALL,
    TODAY,
    WAITING,
    Shown,
    after,
    page,
    text,
)
from tests.tui.looking import INK
from tests.tui.screens import shown
from tests.wording import forbidden

SIZES = [(80, 24), (120, 40), (200, 60)]
WORDS = {
    "tall": "TALL",
    "slumped": "SLUMP",
    "walking": "WALK",
    "lying": "LYING",
    "off": "OFF",
    "unknown": "",
    "one_sensor": "LEAN",
    "lost": "LOST",
    "paused": "PAUSE",
    "snoozed": "TALL",
    "stance": "TALL",
    "waiting": "WAIT",
    "calibrating": "HINGE",
    "ended": "DONE",
}


def band(app: Shown) -> BannerBand:
    return app.day.query_one(BannerBand)


@pytest.mark.parametrize("size", sizes(SIZES))
@pytest.mark.parametrize("state", STATES)
def test_the_word_is_that_of_the_state_and_large(state: str, size: tuple[int, int]) -> None:
    def seen(app: Shown) -> tuple[str, int]:
        found = band(app)
        inked = sum(bool(INK & set(found.render_line(y).text)) for y in range(found.size.height))
        return found.seen.word if found.seen else "-", inked

    word, inked = after(STATES[state], (), seen, size)
    assert word == WORDS[state]
    assert inked >= {"calibrating": 4, "unknown": 6}.get(state, 7)


@pytest.mark.parametrize("state", STATES)
def test_nothing_floods_but_a_sensor_lost(state: str) -> None:
    assert after(STATES[state], (), lambda app: band(app).flooded) is (state == "lost")


def test_every_word_fits_80_columns_at_twice_the_smallest_size() -> None:
    for word in (*words_of_all(), *(zone.value.upper() for zone in Zone), "? LOST", "?"):
        assert blocks.scale(word, 80, 8) >= 2, word


@pytest.mark.parametrize("size", SIZES)
def test_the_minutes_are_those_of_the_day(size: tuple[int, int]) -> None:
    shown = page(TALL, size=size)
    for row in shares(TODAY)[:5]:
        line = next(line for line in shown.splitlines() if line.startswith(f" {row.name} "))
        assert f" {row.minutes} " in line and f"{row.percent} %" in line
    alone = re.search(r"lying 2, off 10 min", shown)
    rows_of_both = re.search(r"^ lying +2 ", shown, re.M) and re.search(r"^ not worn +10 ", shown, re.M)
    assert alone if size == (80, 24) else rows_of_both
    for words in ("31 min, sitting", "26 in all", "12 hip, 4 back", "lean 6:10 at 10:42", "2 given, 1 snoozed"):
        assert words in shown


@pytest.mark.parametrize("size", SIZES)
def test_what_stands_beside_the_minutes(size: tuple[int, int]) -> None:
    shown = page(TALL, size=size)
    words = ("since 09:04", "14.10MB", "87%", "91%", "trunk 4 deg forward", "tall for 1:20", "41 min ago")
    assert all(one in shown for one in (*words, "next reminder: lean in 1:10 if you stay"))


def test_the_strip_has_five_minutes_a_column_with_its_marks() -> None:
    shown = page(TALL, size=(120, 40)).splitlines()
    hours = next(at for at, row in enumerate(shown) if row.startswith(" 09          10 "))
    assert shown[hours + 1].startswith(f" {COURSE}")
    assert [shown[hours + 2].index(sign) for sign in "!n"] == [
        1 + (38_640 - 32_400) // 300,
        1 + (39_900 - 32_400) // 300,
    ]


def test_a_day_too_long_for_the_strip_shows_its_newest_hours() -> None:
    shown = page(TALL).splitlines()
    strip = next(row for row in shown if "???" in row)
    assert strip.rstrip(" ·").endswith("ttttt")


def test_the_days_before_stand_where_there_is_room() -> None:
    assert "last 4 days" in page(TALL, size=(120, 40))
    wide = page(TALL, size=(200, 60))
    assert all(past.date in wide for past in TALL.week)
    assert "last" not in page(replace(TALL, week=()), size=(120, 40)).replace("last reminder", "")


def test_what_is_not_known_is_said_and_never_a_number() -> None:
    shown = page(STATES["unknown"])
    assert "so still that it may lie on a table" in shown
    assert "trunk" not in shown
    assert "no sacrum sensor, so no low back" in page(STATES["one_sensor"])
    assert "low back" not in page(STATES["one_sensor"]).split("today")[0].replace("so no low back", "")


@pytest.mark.parametrize(("size", "words"), [((80, 24), "reading 40 %"), ((66, 24), "earlier parts: reading 40 %")])
def test_minutes_that_are_not_all_read_say_so_beside_them(size: tuple[int, int], words: str) -> None:
    (head,) = [row for row in page(replace(TALL, read=0.4, told="note kept"), size=size).splitlines() if "min" in row][
        :1
    ]
    assert head.rstrip().endswith(f"share  {words}")


def test_why_no_reminder_comes_is_said() -> None:
    assert "none while walking" in page(STATES["walking"])
    assert "snoozed for another 4:32: recorded, not said" in page(SNOOZED)
    assert "none while paused" in page(PAUSED)


def test_before_the_calibration_the_page_is_that_of_every_session() -> None:
    assert "Waiting for the thoracic sensor" in page(WAITING)
    shown = page(CALIBRATING)
    assert "Stand tall after each one." in shown and "> 3 hinges" in shown and "today" not in shown


def test_a_calibration_that_was_not_taken_speaks_of_no_repetitions() -> None:
    refused = Calibrating(refused="you moved: stand still", reason="moved_in_stance")
    session = replace(WAITING.session, sensors=TALL.session.sensors, calibrating=refused)
    shown = " ".join(page(replace(WAITING, session=session)).split())
    assert DAY_AGAIN in shown and "repetitions" not in shown


def test_the_last_page_says_where_it_lies_and_nothing_of_what_comes() -> None:
    shown = page(ENDED)
    assert "saved: /home/anna" in shown and "next reminder" not in shown and "Pause" not in shown


@pytest.mark.parametrize("state", STATES)
def test_nothing_but_ascii_is_drawn_where_nothing_else_can_be(state: str) -> None:
    assert page(STATES[state], size=(120, 40), looks=Looks(ascii=True)).isascii()


def test_pages_above_are_ascii_too() -> None:
    for key in ("question_mark", "d", "ctrl+q"):
        assert page(TALL, key, looks=Looks(ascii=True)).isascii()


@pytest.mark.parametrize("state", ["tall", "lost", "calibrating", "ended"])
def test_every_state_draws_at_every_size_and_is_the_same_afterwards(state: str) -> None:
    edges = [(columns, rows_) for columns, _ in COLUMNS[1:] for rows_, _ in ROWS[1:]]

    async def run() -> None:
        app = Shown(STATES[state])
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            before = shown(app)
            for size in ((40, 12), (20, 6), (10, 3), (3, 1), *edges[::4], (120, 40)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert {len(row) for row in shown(app)} == {size[0]}
            await pilot.pause()
            assert shown(app) == before

    asyncio.run(run())


def test_without_bluetooth_the_page_says_so() -> None:
    none = {place: Sensor(state=LinkState.NO_BLUETOOTH, detail="Bluetooth is off: switch it on") for place in Placement}
    shown = page(replace(WAITING, session=replace(WAITING.session, sensors=none)))
    assert "Bluetooth is off: switch it on" in shown and "no Bluetooth" in shown
    assert shown.startswith(" ? SACRUM  ? THORACIC")


def test_small_terminals_keep_the_word() -> None:
    assert after(TALL, (), lambda app: band(app).size.height, (40, 12)) == 11
    assert "TALL" in page(TALL, size=(10, 3))


def test_the_words_are_plain() -> None:
    pages = [*map(page, STATES.values()), *map(help_text, (TALL, WAITING)), page(TALL, "d")]
    assert [forbidden(page) for page in pages] == [[]] * len(pages)


def test_a_snapshot_that_comes_later_is_shown() -> None:
    async def run() -> str:
        app = Shown(TALL)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.now = LOST
            await pilot.pause(0.4)
            return text(app)

    assert "no data from thoracic" in asyncio.run(run())


def test_a_recording_that_cannot_be_written_says_so() -> None:
    session: Snapshot = replace(TALL.session, recorded=Recorded("x.mcap", 1, 1.0, "the disk is full"))
    assert "NOT RECORDING" in page(replace(TALL, session=session))
