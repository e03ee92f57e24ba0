"""Every key of the live screen, and what it asks for."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.events import Key, Paste
from textual.widgets import Input, Static

from imu_hinge.tui.above import AskLeave
from imu_hinge.tui.help_page import HelpAbove
from imu_hinge.tui.helping import help_text
from imu_hinge.tui.keys import KEYS
from imu_hinge.tui.live import LiveScreen
from imu_hinge.tui.widgets.pain import PainStrip
from imu_hinge.view.snapshot import Limits, Recorded, Snapshot
from tests.made import S
from tests.tui.looking import Picture, look, picture
from tests.tui.made import CALIBRATING, PAIN, PROVISIONAL, RDL, RESTING, SET, STANDING, SUMMARY, WAITING, Shown


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
    skipped = replace(CALIBRATING, calibrating=replace(CALIBRATING.calibrating, bend_skipped=True))
    assert said(skipped, "k") == []
    assert "Skip" in look(CALIBRATING)["keys"][0] and "Skip" not in look(skipped)["keys"][0]


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


def asked_then(following: Snapshot, *keys: str) -> Picture:
    """The picture after `p` in a set, then the next snapshot, then keys."""

    async def run() -> Picture:
        app = Shown(SET)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("p")
            app.now = following
            app.live.update_picture()
            await pilot.press(*keys)
            await pilot.pause()
            return picture(app)

    return asyncio.run(run())


@pytest.mark.parametrize("following", [PAIN, PROVISIONAL, WAITING, STANDING], ids=lambda one: one.stage)
def test_the_question_stays_whatever_the_wearer_does_until_it_is_answered(following: Snapshot) -> None:
    open_ = asked_then(following)
    assert open_["pain"][0].strip().startswith("PAIN now, 0 to 10?")
    assert "page" not in open_, "nothing else is said"
    assert asked_then(following, "7").said == [("pain", ""), ("pain", "7")]
    assert asked_then(following, "p").said == [("pain", "")], "it is open already"


def test_a_set_that_the_wearer_begins_closes_the_question() -> None:
    shown = asked_then(PROVISIONAL, "space", "7")
    assert shown.said == [("pain", ""), ("start_set", "")]
    assert "pain" not in shown


def test_the_end_of_the_session_closes_the_question() -> None:
    assert "pain" not in asked_then(SUMMARY)


def test_after_a_stop_there_is_no_advice() -> None:
    good = replace(PAIN, sets=SET.sets[:1], pains=((PAIN.t_ns, 2),))
    assert not any("Same again" in row for row in look(good)["page"])
    assert any("Same again" in row for row in look(replace(good, stopped_ns=None))["page"])


def test_pain_in_an_earlier_set_stands_in_place_of_the_advice() -> None:
    first, second = SET.sets[0], replace(SET.sets[0], index=2, t_start_ns=SET.sets[0].t_start_ns + 60 * S)
    noted = replace(RESTING, sets=(first, second), pains=((first.t_start_ns + S, 6),))
    words = "Pain 6 was noted. Talk it over with a trainer before you go on."
    assert any(words in row for row in look(noted)["page"])
    assert not any("Same again" in row for row in look(noted)["page"])
    assert any("Same again" in row for row in look(replace(noted, pain_limit=7))["page"])


@pytest.mark.parametrize("snapshot", [WAITING, CALIBRATING, STANDING], ids=lambda one: one.stage)
def test_a_stop_ahead_of_any_set_is_answered_and_compared_as_at_rest(snapshot: Snapshot) -> None:
    before = replace(snapshot, stopped_ns=5 * S, t_ns=9 * S, pains=((0, 6), (8 * S, 6)))
    assert look(before)["pain"][0].strip() == "pain 6 noted; another key changes it"
    risen = replace(before, pains=((0, 6), (8 * S, 9)))
    assert look(risen)["pain"][0].strip().startswith("pain 9, was 6. Stop, easier, or go on?")
    assert said(risen, "e", "8") == [("pain_choice", "easier"), ("pain", "8")]
    assert "pain" not in look(replace(before, pains=((0, 6),))), "it was left open"


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


def test_what_is_typed_right_after_the_key_of_the_note_belongs_to_it() -> None:
    async def run() -> tuple[list[tuple[str, str]], str, bool]:
        app = Shown(SET)
        async with app.run_test() as pilot:
            await pilot.pause()
            for key in ("n", "f", "f", "space", "p"):  # all on their way before the first arrives
                app.post_message(Key(key, " " if key == "space" else key))
            await pilot.pause()
            await pilot.pause()
            return app.said, app.live.query_one(Input).value, app.live.has_class("-big")

    assert asyncio.run(run()) == ([], "ff p", False)
    assert said(SET, "n", "f", "f", "space", "enter") == [("note", "ff")]


def test_a_note_has_an_end() -> None:
    async def run() -> Shown:
        app = Shown(SET)
        async with app.run_test() as pilot:
            await pilot.press("n")
            for text in ("123456789 " * 49 + "12345678", *"9012"):
                app.post_message(Paste(text))
                await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
        return app

    ((_, note),) = asyncio.run(run()).said
    assert note.endswith(" 1234567890")
    assert len(note) == 500


def test_without_a_sound_device_the_key_says_why() -> None:
    async def run() -> tuple[str, list[str]]:
        app = Shown(SET)
        app.silence = "no sound device was found"
        async with app.run_test() as pilot:
            await pilot.press("m")
            await pilot.pause()
            return app.sound, [one.message for one in app._notifications]

    assert asyncio.run(run()) == ("all", ["no sound device was found"])


def test_a_note_can_be_dropped_and_an_empty_one_is_none() -> None:
    assert said(SET, "n", *"pad", "escape") == []
    assert said(SET, "n", "enter", "u") == [("undo", "")]


def test_the_help_page_lists_the_keys_that_work_here_and_the_numbers() -> None:
    def words(app: Shown) -> str:
        assert isinstance(app.screen, HelpAbove)
        return str(app.screen.query_one(Static).content)

    text = str(during(SET, ["question_mark"], words))
    assert "take the last repetition back" in text
    assert "leave the full bend out" not in text
    assert "your limit        18 deg; the first mark 14 deg; by your own bend" in text
    assert "esc closes it" in text and "^p                every command" in text
    assert len(text.splitlines()) <= 22 and max(map(len, text.splitlines())) <= 74


def test_the_help_page_tells_the_limits_in_force() -> None:
    measured = help_text(replace(SET, limits=Limits(caution_deg=23.4, fault_deg=31.2, own=False)))
    assert "limit             31 deg; the first mark 23 deg; own bend not measured" in measured
    assert "first mark" not in help_text(replace(SET, limits=None))


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


def test_every_key_of_the_table_is_bound_once_but_for_what_answers_a_trainer() -> None:
    keys = [name for key in KEYS if "exercise" not in key.action for name in key.keys.split(",")]
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
