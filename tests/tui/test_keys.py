"""Every key of the live screen, and what it asks for."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.widgets import Static

from imu_hinge.tui.above import AskLeave, HelpScreen
from imu_hinge.tui.keys import KEYS
from imu_hinge.tui.live import LiveScreen
from imu_hinge.tui.widgets.pain import PainStrip
from imu_hinge.view.snapshot import Recorded, Snapshot
from tests.tui.looking import look, picture
from tests.tui.made import CALIBRATING, PAIN, RDL, RESTING, SET, STANDING, SUMMARY, WAITING, Shown


def said(snapshot: Snapshot, *keys: str) -> list[tuple[str, str]]:
    return look(snapshot, (80, 24), *keys).said


def after(snapshot: Snapshot, *keys: str) -> Shown:
    """The app as it was after the keys."""

    async def run() -> Shown:
        app = Shown(snapshot)
        async with app.run_test() as pilot:
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
        return app

    return asyncio.run(run())


def during(snapshot: Snapshot, keys: list[str], see: Callable[[Shown], object]) -> object:
    """What `see` gives while the app still runs."""

    async def run() -> object:
        app = Shown(snapshot)
        async with app.run_test() as pilot:
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
            return see(app)

    return asyncio.run(run())


@pytest.mark.parametrize("key", ["space", "enter", "pagedown"])
@pytest.mark.parametrize(
    ("snapshot", "command"),
    [(STANDING, "start_set"), (SET, "end_set"), (RESTING, "start_set")],
    ids=["ready", "set", "rest"],
)
def test_a_presenter_key_starts_and_ends_the_set(snapshot: Snapshot, command: str, key: str) -> None:
    assert said(snapshot, key) == [(command, "")]


@pytest.mark.parametrize(("key", "command"), [("u", "undo"), ("plus", "add")])
def test_the_count_of_an_open_set_is_corrected_by_one_key(key: str, command: str) -> None:
    assert said(SET, key) == [(command, "")]
    assert said(RESTING, key) == []


def test_stance_and_calibration_are_asked_for_between_sets_only() -> None:
    assert said(RESTING, "z", "c") == [("stance", ""), ("calibrate", "")]
    assert said(SET, "z", "c") == []


def test_the_bend_can_be_left_out_while_calibrating() -> None:
    assert said(CALIBRATING, "k") == [("skip", "")]
    assert said(SET, "k") == []


@pytest.mark.parametrize(("side", "asked"), [("left", "right"), ("right", "left"), (None, "left")])
def test_the_side_changes_where_there_are_sides(side: str | None, asked: str) -> None:
    assert said(replace(SET, side=side), "s") == [("side", asked)]
    assert said(replace(SET, side=side, exercise=RDL), "s") == []


@pytest.mark.parametrize("snapshot", [WAITING, CALIBRATING, STANDING, SET, RESTING], ids=lambda one: one.stage)
def test_the_pain_key_stops_at_once_and_then_asks(snapshot: Snapshot) -> None:
    shown = look(snapshot, (80, 24), "p")
    assert shown.said == [("pain", "")]
    assert shown["pain"][0].strip().startswith("PAIN now, 0 to 10?")


@pytest.mark.parametrize(("key", "score"), [("0", "0"), ("7", "7"), ("9", "9"), ("x", "10")])
def test_one_key_answers(key: str, score: str) -> None:
    assert said(SET, "p", key) == [("pain", ""), ("pain", score)]
    assert said(RESTING, key) == [("pain", score)]


def test_digits_do_nothing_while_nothing_is_asked() -> None:
    assert said(SET, "7", "x", "escape") == []


def test_the_question_may_stay_open() -> None:
    shown = look(SET, (80, 24), "p", "escape")
    assert shown.said == [("pain", ""), ("pain", "unanswered")]
    assert "pain" not in shown


def test_the_answer_is_shown_and_may_be_changed() -> None:
    answered = replace(PAIN, pains=((PAIN.t_ns, 3),))
    assert look(answered)["pain"][0].strip() == "pain 3 noted; another key changes it"
    assert said(answered, "4") == [("pain", "4")]


def test_a_cell_can_be_tapped() -> None:
    async def run() -> list[tuple[str, str]]:
        app = Shown(RESTING)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            strip = app.live.query_one(PainStrip)
            for score in (0, 10):
                x = strip.render_line(2).text.index(f" {score} ") + 1
                await pilot.click(strip, offset=(x, 3))
        return app.said

    assert asyncio.run(run()) == [("pain", "0"), ("pain", "10")]


def test_a_set_that_begins_closes_the_question() -> None:
    async def run() -> bool:
        app = Shown(STANDING)
        async with app.run_test() as pilot:
            await pilot.press("p")
            app.now = SET
            app.live.update_picture()
            return app.live.query_one(PainStrip).asking

    assert asyncio.run(run()) is False


def test_big_and_back() -> None:
    assert "links" not in look(SET, (80, 24), "f")
    assert "links" in look(SET, (80, 24), "f", "f")


def test_the_sound_mode_is_changed_and_shown() -> None:
    assert " snd all " in look(SET)["links"][0]
    assert " snd off " in look(SET, (80, 24), "m")["links"][0]


def test_a_note_is_written_in_place_of_the_keys() -> None:
    writing = during(SET, ["n", "p", "space"], lambda app: "keys" in picture(app))
    assert writing is False
    shown = look(SET, (80, 24), "n", *"pad slips", "enter")
    assert shown.said == [("note", "pad slips")]
    assert "keys" in shown


def test_a_note_can_be_dropped_and_an_empty_one_is_none() -> None:
    assert said(SET, "n", *"pad", "escape") == []
    assert said(SET, "n", "enter", "u") == [("undo", "")]


def test_the_help_page_lists_the_keys_that_work_here_and_the_numbers() -> None:
    def words(app: Shown) -> str:
        assert isinstance(app.screen, HelpScreen)
        return str(app.screen.query_one(Static).content)

    text = str(during(SET, ["question_mark"], words))
    assert "take the last repetition back" in text
    assert "leave the full bend out" not in text
    assert "your limit        60 % of your own bend or 18 deg" in text
    assert len(text.splitlines()) <= 22 and max(map(len, text.splitlines())) <= 74


@pytest.mark.parametrize("key", ["escape", "question_mark", "q", "enter"])
def test_the_help_page_closes_again(key: str) -> None:
    assert during(SET, ["question_mark", key], lambda app: type(app.screen)) is LiveScreen


@pytest.mark.parametrize("page", ["question_mark", "ctrl+q"])
def test_the_pain_key_works_on_the_pages_above_too(page: str) -> None:
    assert said(SET, page, "p") == [("pain", "")]


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
def test_a_recorded_session_is_ended_after_a_question(key: str) -> None:
    assert during(SET, [key], lambda app: (type(app.screen), app.left)) == (AskLeave, False)
    assert after(SET, key, "y").left is True
    assert during(SET, [key, "n"], lambda app: (type(app.screen), app.left)) == (LiveScreen, False)


@pytest.mark.parametrize("snapshot", [replace(SET, recorded=Recorded()), SUMMARY], ids=["not recorded", "ended"])
def test_nothing_is_asked_where_nothing_is_recorded(snapshot: Snapshot) -> None:
    assert after(snapshot, "ctrl+q").left is True


def test_every_key_of_the_table_is_bound_once() -> None:
    keys = [name for key in KEYS for name in key.keys.split(",")]
    assert len(keys) == len(set(keys))
    assert {key.rank for key in KEYS if key.action == "pain"} == {1}


def test_the_wearers_own_keys_replace_the_programs() -> None:
    async def run() -> list[tuple[str, str]]:
        app = Shown(SET)
        app.set_keymap({"live.undo": "b"})
        async with app.run_test() as pilot:
            await pilot.press("b", "u")
        return app.said

    assert asyncio.run(run()) == [("undo", "")]
