"""The app around a day: it asks and begins whatever is answered; the real program beneath it, with virtual sensors."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack

import pytest

from imu_hinge.cli import Parser, posture
from imu_hinge.cli.asking import NO_LIMIT
from imu_hinge.cli.posture.showing import ShownDay
from imu_hinge.core.posture import PostureDay
from imu_hinge.gate.interview import Interview, begin
from imu_hinge.station.settings import Settings
from imu_hinge.tui.above import AskLeave
from imu_hinge.tui.app import REFUSED
from imu_hinge.tui.dressed import INTERRUPTED
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.posture.app import PostureApp
from imu_hinge.tui.posture.screen import PostureScreen
from imu_hinge.view.day import DaySnapshot, shares
from imu_hinge.view.snapshot import Snapshot, Stage
from tests.tui.days import ENDED, TALL
from tests.tui.looking import rows_of
from tests.tui.screens import Obedient, pressed

NOTHING_DUE = Interview((), NO_LIMIT)
DUE = begin("posture", {}, "2026-01-01", NO_LIMIT)
PATIENCE_S = 180.0


class Session(Obedient):
    """A day that stays as it is."""

    def __init__(self, day: DaySnapshot) -> None:
        super().__init__()
        self.now = day

    def day(self) -> DaySnapshot:
        return self.now

    def read(self) -> Snapshot:
        return self.now.session


def after(
    keys: Sequence[str], interview: Interview = NOTHING_DUE, day: DaySnapshot = TALL
) -> tuple[Session, PostureApp]:
    """Session and app once the keys were pressed and the app had time to leave."""
    session = Session(day)
    app = PostureApp(session, Looks(), interview)

    async def run() -> None:
        async with app.run_test() as pilot:
            await pressed(pilot, keys)
            await pilot.pause(0.3)

    asyncio.run(run())
    return session, app


def test_two_questions_are_asked_and_the_answers_kept() -> None:
    session, _ = after(("2", "n"), DUE)
    assert session.begun == 1
    assert session.said == [("gate", "c 2"), ("gate", "d no")]


def test_no_answer_refuses_the_day() -> None:
    session, app = after(("9", "y", "enter"), DUE)
    assert session.begun == 1
    assert any("skin" in one.message.lower() or "sensor" in one.message.lower() for one in app._notifications)


def test_leaving_before_the_answers_begins_nothing() -> None:
    session, app = after(("ctrl+q",), DUE)
    assert (session.begun, app.return_code) == (0, 0)
    session, app = after(("ctrl+c",), DUE)
    assert (session.begun, app.return_code) == (0, INTERRUPTED)
    assert REFUSED not in (0, INTERRUPTED)


def test_the_day_begins_at_once_where_nothing_is_due() -> None:
    session, _ = after([])
    assert (session.begun, session.running, session.said) == (1, True, [])


@pytest.mark.parametrize(
    ("keys", "code"), [(("ctrl+q", "y"), 0), (("ctrl+q", "ctrl+q"), 0), (("ctrl+c", "ctrl+c"), INTERRUPTED)]
)
def test_it_leaves_when_asked_twice_and_the_day_is_closed(keys: tuple[str, ...], code: int) -> None:
    session, app = after(keys)
    assert (session.running, app.return_code) == (False, code)


def test_asked_once_it_asks() -> None:
    session = Session(TALL)
    app = PostureApp(session, Looks(), NOTHING_DUE)

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.press("ctrl+c")
            await pilot.pause()
            assert isinstance(app.screen, AskLeave)
            await pilot.press("n")
            await pilot.pause()
            assert isinstance(app.screen, PostureScreen)
        assert session.running

    asyncio.run(run())


def test_the_last_page_is_left_without_a_question() -> None:
    session, app = after(("ctrl+q",), day=ENDED)
    assert (session.running, app.return_code) == (False, 0)


async def lived(words: list[str], keys: dict[float, str]) -> tuple[DaySnapshot, PostureDay, list[str], list[str]]:
    """The last snapshot, the day of the fold, what was pressed in time, and the rows of the table at the end."""
    parser = Parser()
    posture.configure(parser)
    pressed = []
    with ExitStack() as opened:
        day = ShownDay(parser.parse_args(words), opened, Settings())
        app = day.app()
        async with app.run_test(size=(120, 40)) as pilot, asyncio.timeout(PATIENCE_S):
            await pilot.pause(0.2)
            while day.running:
                await pilot.pause(0.05)
                for at_s in [at_s for at_s in keys if day.read().t_ns >= at_s * 1e9]:
                    await pilot.press(pressed_key := keys.pop(at_s))
                    pressed.append(pressed_key)
            await pilot.pause(0.3)
            table = rows_of(app.screen.query_one("#zones"))
            await pilot.press("ctrl+q")
        return day.day(), day.sitting.part.today(), pressed, table


def test_the_real_program_shows_the_minutes_of_the_fold() -> None:
    words = ["--simulate", "--no-record", "--speed", "60", "--hours", "0.05", "--duration", "240"]
    last, fold, pressed, table = asyncio.run(lived(words, {60.0: "z", 120.0: "space", 150.0: "space"}))
    assert pressed == ["z", "space", "space"]
    assert last.session.stage is Stage.ENDED
    assert last.today == fold
    assert fold.seconds > 200
    assert 0 < fold.unknown_s["paused"] < 120
    for row, line in zip(shares(fold), table[1:], strict=False):
        assert line.split()[: len(row.name.split())] == row.name.split()
        assert f" {row.minutes} " in line
