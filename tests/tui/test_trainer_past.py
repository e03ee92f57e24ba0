"""Clients over weeks and the page of one, from a history that is made up."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from imu_hinge.model.errors import UsageError
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Line
from imu_hinge.tui.trainer.above import Ask
from imu_hinge.tui.trainer.app import NO_HISTORY, TrainerApp
from imu_hinge.tui.trainer.past import NOBODY, PageScreen, Past, Week, WeekScreen
from imu_hinge.tui.trainer.screen import TrainerScreen
from tests.tui.screens import shown
from tests.tui.walls import Watched


@dataclass
class Known:
    """Answers what it was made with."""

    rows: tuple[Week, ...] = (
        Week("c-1", (("Anna K.", "*text"), ("   3 days ago", "muted")), (("  pain 2 to 5, rises", "*bad"),)),
        Week("c-8", (("Hana", "*text"), ("   not seen for 5 weeks", "*caution")), (("  no pain told", "muted"),)),
    )
    error: str = ""
    asked: list[str] = field(default_factory=list)

    def weeks(self) -> Sequence[Week]:
        if self.error:
            raise UsageError(self.error)
        return self.rows

    def page(self, client: str) -> Sequence[Line]:
        self.asked.append(client)
        return [(("plan", "*text"),), (("  band_rdl 3 x 8", "text"),)]


def pages(past: Past | None, *keys: str, looks: Looks | None = None) -> tuple[type, str, list[str]]:
    """Screen, text and notices after the keys, each answered before the next."""

    async def run() -> tuple[type, str, list[str]]:
        wall = partial(TrainerScreen, told_time=lambda at_s: "18:22:41")
        app = TrainerApp(Watched(), looks or Looks(), past=past, wall=wall)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await app.workers.wait_for_complete()
                await pilot.pause()
            notices = [one.message for one in app._notifications]
            return type(app.screen), "\n".join(shown(app)), notices

    return asyncio.run(run())


def test_all_clients_are_listed_those_to_look_at_first() -> None:
    screen, text, _ = pages(Known(), "w")
    assert screen is WeekScreen
    assert text.index("Anna K.") < text.index("pain 2 to 5, rises") < text.index("not seen for 5 weeks")


def test_one_of_them_is_opened_and_esc_leads_back_step_by_step() -> None:
    past = Known()
    screen, text, _ = pages(past, "w", "down", "enter")
    assert (screen, past.asked) == (PageScreen, ["c-8"])
    assert "band_rdl 3 x 8" in text
    assert pages(Known(), "w", "enter", "escape")[0] is WeekScreen
    assert pages(Known(), "w", "enter", "escape", "escape")[0] is TrainerScreen


def test_the_page_is_opened_from_the_live_screen_of_a_client_too() -> None:
    past = Known()
    screen, text, _ = pages(past, "1", "w")
    assert (screen, past.asked) == (PageScreen, ["c-1"])
    assert "Anna K." in text


def test_a_note_is_written_from_the_page_of_somebody_who_is_watched() -> None:
    assert pages(Known(), "1", "w", "n")[0] is Ask
    assert pages(Known(), "w", "down", "enter", "n")[0] is PageScreen


def test_an_empty_history_and_a_broken_one_say_what_to_do() -> None:
    assert NOBODY.split(":")[0] in pages(Known(rows=()), "w")[1]
    assert "is locked; try again" in pages(Known(error="the history is locked; try again"), "w")[1]


def test_without_a_history_it_is_told_that_there_is_none() -> None:
    screen, _, notices = pages(None, "w")
    assert (screen, notices) == (TrainerScreen, [NO_HISTORY])


def test_ascii_alone_draws_it() -> None:
    assert pages(Known(), "w", looks=Looks(ascii=True))[1].isascii()
