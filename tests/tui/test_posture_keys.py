"""The posture screen: what its keys and what can be tapped do."""

import asyncio
from dataclasses import replace

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from imu_hinge.catalogue.posture import DELAY_S, stays
from imu_hinge.tui.above import AskLeave
from imu_hinge.tui.help_page import WIDTH, HelpAbove
from imu_hinge.tui.posture.delays import STEPS_S, DelayScreen, stepped
from imu_hinge.tui.posture.helping import help_text
from imu_hinge.tui.posture.keys import KEYS
from imu_hinge.tui.posture.palette import DayCommands
from imu_hinge.tui.targets import Target
from imu_hinge.tui.widgets.key_bar import FEW, MANY
from imu_hinge.tui.widgets.pain import PainStrip
from imu_hinge.view.day import DaySnapshot
from imu_hinge.view.snapshot import Recorded
from tests.made import S
from tests.tui.days import (
    CALIBRATING,
    ENDED,
    PAUSED,
    SNOOZED,
    STATES,
    TALL,
    WAITING,
    Shown,
    after,
    page,
)
from tests.tui.screens import pressed, shown


def said(day: DaySnapshot, *keys: str) -> list[tuple[str, str]]:
    return after(day, keys, lambda app: app.said)


def test_space_pauses_and_goes_on_and_the_page_says_what_it_does() -> None:
    assert said(TALL, "space") == [("pause", "on")]
    assert said(PAUSED, "space") == [("pause", "off")]
    assert "no zones, no reminders; recording goes on" in page(PAUSED)


def test_z_snoozes_longer_each_time_while_one_is_under_way() -> None:
    async def run() -> list[tuple[str, str]]:
        app = Shown(TALL)
        async with app.run_test(size=(80, 24)) as pilot:
            await pressed(pilot, ["z"])
            app.now = SNOOZED
            await pilot.pause(0.3)
            await pressed(pilot, ["z", "z", "z"])
            app.now = replace(TALL, session=replace(TALL.session, t_ns=TALL.session.t_ns + 60 * S))
            await pilot.pause(0.3)
            await pressed(pilot, ["z"])
        return app.said

    assert asyncio.run(run()) == [("snooze", minutes) for minutes in ("1", "5", "30", "1", "1")]
    assert said(TALL, "z", "z", "z") == [("snooze", minutes) for minutes in ("1", "5", "30")]


def test_c_checks_the_stance_and_counts_down() -> None:
    assert said(TALL, "c") == [("stance", "")]
    assert "stand tall and still for two seconds; 11 s left" in page(STATES["stance"])
    refused = replace(TALL, told="stance not taken: no stand of two seconds was seen: stand still, then ask again")
    assert "no stand of two seconds was seen" in " ".join(page(refused).split())


def test_c_before_the_calibration_and_shift_c_after_it_calibrate() -> None:
    assert said(WAITING, "c") == said(TALL, "C") == [("calibrate", "")]
    assert said(CALIBRATING, "k") == [("skip", "")]
    assert said(TALL, "k") == said(WAITING, "k", "space", "z", "d") == []


def test_p_asks_for_pain_at_once_and_one_key_answers() -> None:
    def asks(app: Shown) -> bool:
        return app.day.query_one(PainStrip).asking

    assert after(TALL, ["p"], asks) is True
    assert "PAIN now, 0 to 10?" in page(TALL, "p")
    assert said(TALL, "p", "p", "4") == [("pain", ""), ("pain", "4")]
    assert said(TALL, "p", "x") == [("pain", ""), ("pain", "10")]
    assert said(TALL, "p", "escape") == [("pain", ""), ("pain", "unanswered")]
    assert said(TALL, "4") == []


def test_n_writes_a_note_and_no_key_does_anything_else_meanwhile() -> None:
    assert said(TALL, "n", *"az", "enter") == [("note", "az")]
    assert said(TALL, "n", *"az", "escape") == said(TALL, "n", "enter") == []
    assert after(TALL, ["n"], lambda app: isinstance(app.focused, Input)) is True


def test_m_changes_how_much_is_heard_or_says_why_not() -> None:
    assert "snd off" in page(TALL, "m")

    async def run() -> list[str]:
        app = Shown(TALL)
        app.silence = "no sound device"
        async with app.run_test() as pilot:
            await pressed(pilot, ["m"])
            return [one.message for one in app._notifications]

    assert asyncio.run(run()) == ["no sound device"]


@pytest.mark.parametrize("size", [(15, 4), (80, 6)])
def test_the_question_of_leaving_names_its_keys_where_there_is_little_room(size: tuple[int, int]) -> None:
    assert "end? y n" in page(TALL, "ctrl+q", size=size)


def test_d_changes_delays_and_whether_reminders_are_said() -> None:
    assert isinstance(after(TALL, ["d"], lambda app: app.screen), DelayScreen)
    shown = page(TALL, "d")
    assert all(stay.title in shown for stay in stays())
    assert said(TALL, "d", "3", "plus") == [("delay", "lean 180")]
    assert said(TALL, "d", "down", "left") == [("delay", "bent 30")]
    assert said(TALL, "d", "2", "minus", "minus") == [("delay", "bent 30")]
    assert said(TALL, "d", "m", "m") == [("mute", "on"), ("mute", "off")]
    assert "after 3 min" in page(TALL, "d", "3", "plus")
    assert "recorded only" in page(TALL, "d", "m")
    assert "tall for 1:20" in page(TALL, "d", "escape")


def test_delays_stay_within_what_the_catalogue_allows() -> None:
    assert (STEPS_S[0], STEPS_S[-1]) == DELAY_S
    assert (stepped(30, -1), stepped(7200, 1), stepped(100.0, 1), stepped(100.0, -1)) == (30, 7200, 120, 60)


def test_leaving_asks_while_it_is_recorded_and_then_leaves() -> None:
    assert isinstance(after(TALL, ["ctrl+q"], lambda app: app.screen), AskLeave)
    assert after(TALL, ["ctrl+q", "n"], lambda app: app.left) is False
    assert after(TALL, ["ctrl+q", "y"], lambda app: app.left) is True
    assert said(TALL, "ctrl+q", "p", "3") == [("pain", ""), ("pain", "3")]
    unrecorded = replace(TALL, session=replace(TALL.session, recorded=Recorded()))
    assert after(unrecorded, ["ctrl+q"], lambda app: app.left) is True
    assert after(ENDED, ["ctrl+q"], lambda app: app.left) is True


def test_t_changes_the_theme() -> None:
    assert after(TALL, ["t"], lambda app: app.theme) == "gym-light"


def test_help_names_the_keys_of_the_moment_and_the_numbers() -> None:
    assert isinstance(after(TALL, ["question_mark"], lambda app: app.screen), HelpAbove)
    shown = help_text(TALL)
    assert all(key.meaning in shown for key in KEYS if key.works(TALL.session))
    assert "standing, leaning: 2 min" in " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= WIDTH
    assert "Snooze" not in help_text(WAITING) and "no reminder is said" not in help_text(WAITING)


@pytest.mark.parametrize("target", range(6))
def test_what_can_be_tapped_does_what_its_key_does(target: int) -> None:
    keys = ("space", "z", "c", "d", "p", "n")

    async def run(tapped: bool) -> tuple[list[tuple[str, str]], str, bool]:
        app = Shown(TALL)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            if tapped:
                found = app.day.query(Target)[target]
                assert found.region.height == 3
                await pilot.click(found)
            else:
                await pilot.press(keys[target])
            await pilot.pause()
            return app.said, type(app.screen).__name__, isinstance(app.focused, Input)

    assert asyncio.run(run(True)) == asyncio.run(run(False))


def test_a_tap_chooses_a_row_and_a_delay() -> None:
    async def run() -> list[tuple[str, str]]:
        app = Shown(TALL)
        async with app.run_test(size=(80, 24)) as pilot:
            await pressed(pilot, ["d"])
            found = list(app.screen.query(Target))
            assert {one.region.height for one in found} == {3}
            for place in (2, 5, 6):
                await pilot.click(found[place])
                await pilot.pause()
            await pilot.click(found[7])
            await pilot.pause()
            assert app.screen is app.day
        return app.said

    assert asyncio.run(run()) == [("delay", "lean 180"), ("mute", "on")]


def test_a_tap_answers_the_question_about_pain_and_only_then() -> None:
    async def run(asked: bool) -> list[tuple[str, str]]:
        app = Shown(TALL)
        async with app.run_test(size=(120, 40)) as pilot:
            await pressed(pilot, ["p"] if asked else [])
            app.day.query_one(PainStrip).post_message(PainStrip.Answered(3))
            await pilot.pause()
        return app.said

    assert asyncio.run(run(True)) == [("pain", ""), ("pain", "3")]
    assert asyncio.run(run(False)) == []


@pytest.mark.parametrize("state", STATES)
def test_the_footer_shows_what_works_and_not_too_much(state: str) -> None:
    for size, most in (((80, 24), FEW), ((120, 40), MANY)):
        footer = after(STATES[state], (), shown, size)[-1]
        listed = [key for key in KEYS if f" {key.shown} {key.label} " in f" {footer} "]
        assert 0 < len(listed) <= most
        assert all(key.works(STATES[state].session) for key in listed)


def test_every_command_can_be_searched_for() -> None:
    async def listed(day: DaySnapshot) -> list[str]:
        app = Shown(day)
        async with app.run_test() as pilot:
            await pilot.pause()
            return [str(hit.prompt) async for hit in DayCommands(app.day).discover()]

    assert asyncio.run(listed(TALL)) == [f"{key.label}  ({key.shown})" for key in KEYS if key.works(TALL.session)]
    assert "Pause  (space)" not in asyncio.run(listed(WAITING))
    assert isinstance(after(TALL, ["ctrl+p"], lambda app: app.screen), CommandPalette)
