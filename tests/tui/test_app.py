"""The app around a session: it asks, begins, and always has a way out."""

import asyncio
from collections.abc import Sequence

import pytest

from imu_hinge.gate.interview import Interview, begin
from imu_hinge.tui.app import REFUSED, SessionApp
from imu_hinge.tui.dressed import INTERRUPTED
from imu_hinge.tui.looks import Looks
from imu_hinge.view.snapshot import Snapshot
from tests.tui.made import STATES
from tests.tui.screens import Obedient, pressed

NOTHING_DUE = Interview((), 5)
DUE = begin("live", {}, "2026-01-01", 5)
PASSED = ("n", "n", "n", "2", "n")


class Session(Obedient):
    """A session that stays as it is."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self.now = snapshot

    def read(self) -> Snapshot:
        return self.now


def after(
    keys: Sequence[str], interview: Interview = NOTHING_DUE, state: str = "set"
) -> tuple[Session, SessionApp[Session]]:
    """Session and app once the keys were pressed and the app had time to leave."""
    session = Session(STATES[state])
    app = SessionApp(session, Looks(), interview)

    async def run() -> None:
        async with app.run_test() as pilot:
            await pressed(pilot, keys)
            await pilot.pause(0.3)

    asyncio.run(run())
    return session, app


def test_where_nothing_is_due_the_session_begins_at_once() -> None:
    session, _ = after([])
    assert (session.begun, session.running, session.said) == (1, True, [])


def test_the_answers_are_the_first_words_of_the_session() -> None:
    session, _ = after(PASSED, DUE)
    assert session.begun == 1
    assert session.said == [("gate", answer) for answer in ("a1 no", "a2 no", "b no", "c 2", "d no")]


def test_a_refusal_ends_it_before_it_began() -> None:
    session, app = after(["y", "enter"], DUE)
    assert (session.begun, app.return_code) == (0, REFUSED)


@pytest.mark.parametrize("pages", [[], ["n"], [*PASSED[:3], "9", "t"]])
@pytest.mark.parametrize(("key", "code"), [("ctrl+c", INTERRUPTED), ("ctrl+q", 0)])
def test_every_question_can_be_left(pages: list[str], key: str, code: int) -> None:
    session, app = after([*pages, key], DUE)
    assert (session.begun, app.return_code) == (0, code)


@pytest.mark.parametrize(
    "keys", [["ctrl+c", "y"], ["ctrl+c", "ctrl+c"], ["question_mark", "ctrl+c", "ctrl+c"], ["n", "ctrl+c", "y"]]
)
def test_a_recorded_session_is_left_after_a_question_and_asked_twice_it_does_not_ask(keys: list[str]) -> None:
    session, app = after(keys)
    assert (session.begun, session.running, app.return_code) == (1, False, INTERRUPTED)


def test_a_session_that_is_over_waits_for_its_last_page_to_be_read() -> None:
    session, app = after(["ctrl+q"], state="summary")
    assert (session.running, app.return_code) == (False, 0)


def test_a_signal_leaves_without_a_key() -> None:
    session = Session(STATES["set"])
    app = SessionApp(session, Looks(), NOTHING_DUE)

    async def run() -> bool:
        async with app.run_test() as pilot:
            await pilot.pause()
            session.leaving, session.running = True, False
            for _ in range(50):
                await pilot.pause(0.05)
                if not app.is_running:
                    return True
            return False

    assert asyncio.run(run()) or app.return_code == 0
