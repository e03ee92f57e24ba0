"""The assessment screen at every size: what to do, how far it goes, what was taken, the results."""

import asyncio
from dataclasses import replace

import pytest

from imu_hinge.tui.assess.screen import AssessScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import in_ascii
from imu_hinge.view.assess.viewer import Seen
from tests.tui.assessing import (
    CALIBRATE,
    ENDED,
    HOLD,
    MOVE,
    NOBODY,
    OVER,
    REFUSED,
    RESULTS,
    SESSION,
    SIDE,
    STAND,
    STATES,
    TAKEN_ONE,
    WAIT,
    Shown,
    look,
)
from tests.tui.looking import SIZES, inked

BAND = slice(1, 9)
"""Rows of the word at 80 columns."""


def text(seen: Seen, size: tuple[int, int] = (80, 24), *keys: str, looks: Looks | None = None) -> str:
    return "\n".join(look(seen, size, *keys, looks=looks)[1])


def part(app: Shown, name: str) -> list[str]:
    widget = app.tests.query_one(f"#{name}")
    return [widget.render_line(y).text for y in range(widget.size.height)]


def parts(seen: Seen, size: tuple[int, int], *names: str) -> dict[str, list[str]]:
    """Rows of some parts while the app runs."""

    async def run() -> dict[str, list[str]]:
        app = Shown(seen)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            return {name: part(app, name) for name in names}

    return asyncio.run(run())


@pytest.mark.parametrize("size", [SIZES[0], *(pytest.param(size, marks=pytest.mark.long) for size in SIZES[1:])])
@pytest.mark.parametrize("name", STATES)
def test_every_state_fits_every_size(name: str, size: tuple[int, int]) -> None:
    _, rows = look(STATES[name], size)
    assert len(rows) == size[1] and {len(row) for row in rows} == {size[0]}
    assert rows[-1].strip(), "the keys stand in the last row"


@pytest.mark.parametrize("size", [(40, 12), (20, 6), (10, 3)])
@pytest.mark.parametrize("name", ["waiting", "refused", "ended"])
def test_small_terminals_draw_something(name: str, size: tuple[int, int]) -> None:
    assert any(row.strip() for row in look(STATES[name], size)[1])


@pytest.mark.parametrize(
    ("size", "word", "name", "number"), [((80, 24), 7, 4, 7), ((120, 40), 10, 4, 14), ((200, 60), 21, 7, 21)]
)
def test_word_name_and_angle_are_readable_at_three_metres(
    size: tuple[int, int], word: int, name: int, number: int
) -> None:
    shown = parts(HOLD, size, "banner", "name", "figure")
    assert inked(shown["banner"]) >= word
    assert inked(shown["name"]) >= name
    assert inked(shown["figure"]) >= number


def test_every_test_has_a_name_in_block_letters() -> None:
    for row in STAND.rows:
        seen = replace(STAND, now=replace(STAND.now, test=row.id))
        assert inked(parts(seen, (80, 24), "name")["name"]) == 4, row.word


def test_before_the_tests_the_screen_is_that_of_every_session() -> None:
    assert "Waiting for the thoracic sensor" in text(WAIT)
    shown = text(CALIBRATE)
    assert "hinge forward three times, easily" in shown and "0.6 deg/s  still" in shown and "> 3 hinges" in shown


def test_where_only_a_key_leads_on_it_is_named() -> None:
    automatic = replace(SESSION, calibrating=replace(SESSION.calibrating, status="automatic"))
    assert "c calibrates. The tests begin by themselves then." in text(replace(WAIT, session=automatic))
    assert "c calibrates" not in text(replace(WAIT, session=SESSION))


def test_why_a_calibration_was_not_taken_stands_beside_the_boxes() -> None:
    refused = replace(SESSION, calibrating=replace(SESSION.calibrating, refused="the hinges were too small"))
    assert "~ the hinges were too small" in text(replace(STAND, session=refused), (120, 40))


def test_while_standing_the_sentence_and_the_number_of_the_movement_are_shown() -> None:
    shown = text(STAND)
    assert "Bend forward as far as you" in shown and "stand tall and still" in shown


def test_boxes_show_what_was_taken_with_its_value() -> None:
    boxes = parts(MOVE, (80, 24), "captures")["captures"]
    assert boxes[0].count("█") == 2 * boxes[0].count("░") > 0
    assert " 51 " in boxes[-1] and " 52 " in boxes[-1]
    assert "last 52 deg" in boxes[0]
    assert " 51 " in parts(TAKEN_ONE, (80, 24), "captures")["captures"][-1]


def test_a_refusal_says_in_words_what_to_do_and_stays_until_the_next_one_is_taken() -> None:
    shown = text(REFUSED, (120, 40))
    assert shown.count("stay at the end") == 2, "in the band, and beside the boxes for as long as it holds"
    assert "stay at the end" in text(replace(REFUSED, session=STAND.session), (120, 40))


def test_from_a_hundred_columns_on_all_tests_stand_at_the_left() -> None:
    shown = text(SIDE, (120, 40))
    assert "> 8 side bend, right  0/3" in shown
    assert "● 1 forward bend  52 deg" in shown
    assert "forward bend" not in text(SIDE)


def test_the_bar_names_the_test_and_no_set() -> None:
    assert "test 8/8" in text(SIDE) and "set 1" not in text(SIDE)


def test_the_results_hold_every_test_the_day_before_and_what_others_measured() -> None:
    shown = text(ENDED, (120, 60))
    noise = [f"{RESULTS[place].noise_deg:.1f}" for place in (0, 6)]
    assert f"forward bend                 52    0.9   {noise[0]}     3     42    +10 different" in shown
    assert f"side bend, left              24    0.5   {noise[1]}     3     23     +1 in noise" in shown
    assert "left 24.4, right 30.5 deg; 6.1 deg apart, different today" in shown
    assert "Before: 2026-08-12" in shown
    assert "rounded: early 23.5, limit 31.5 deg: 45 and 60 % of your own 52 deg" in shown
    assert "Laird 2019" in shown
    assert "not a diagnosis" in shown
    assert "pelvis back: pain 4, 4, 4" in shown


def test_without_a_client_limits_are_shown_and_it_is_said_why_they_cannot_be_kept() -> None:
    app, rows = look(NOBODY, (120, 60), "1")
    assert "Shown only, for no client was named." in "\n".join(rows) and "Take limit" not in rows[-1]
    assert app.taken == []


def test_a_key_takes_one_limit_and_says_what_became_of_it() -> None:
    app, rows = look(ENDED, (120, 60), "2", "2", "9")
    assert app.taken == [1]
    shown = "\n".join(rows)
    assert shown.count("taken for Anna: holds from the next session on") == 1
    assert "1-3 Take limit" in rows[-1]


def test_long_results_can_be_scrolled() -> None:
    first, last = text(ENDED), text(ENDED, (80, 24), "end")
    assert "Saved:" not in first and "Saved:" in last and "forward bend    " in first


def test_pain_is_asked_for_and_nothing_stops_meanwhile() -> None:
    app, rows = look(MOVE, (80, 24), "p")
    shown = "\n".join(rows)
    assert app.said == [] and "PAIN now, 0 to 10?" in shown and "last 52 deg" in shown
    app, rows = look(MOVE, (80, 24), "p", "3")
    assert app.said == [("pain", "3")] and "Stop, leave this test" not in "\n".join(rows)
    app, _ = look(MOVE, (80, 24), "p", "escape")
    assert app.said == [] and not app.left


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("q", [("pain_choice", "stop"), ("end", "")]),
        ("n", [("pain_choice", "next"), ("next", "")]),
        ("o", [("pain_choice", "on")]),
    ],
)
def test_from_the_start_limit_on_it_is_proposed_to_stop_and_the_person_chooses(
    keys: str, said: list[tuple[str, str]]
) -> None:
    app, rows = look(MOVE, (80, 24), "p", "6")
    assert "pain 6; the start limit is 5. Stop, leave this test, or go on?" in "\n".join(rows)
    app, rows = look(MOVE, (80, 24), "p", "6", keys)
    assert app.said == [("pain", "6"), *said] and "Stop, leave" not in "\n".join(rows)


def test_a_rise_since_the_start_is_asked_about_too() -> None:
    before = replace(MOVE, session=replace(MOVE.session, pains=((0, 1),)))
    assert "pain 3, was 1. Stop, leave this test, or go on?" in text(before, (80, 24), "p", "3")
    assert "Stop, leave" not in text(before, (80, 24), "p", "2")


@pytest.mark.parametrize(
    ("seen", "key", "said"),
    [
        (STAND, "n", [("next", "")]),
        (MOVE, "r", [("again", "")]),
        (STAND, "r", []),
        (WAIT, "n", []),
        (OVER, "enter", [("end", "")]),
        (MOVE, "enter", []),
        (OVER, "r", [("again", "")]),
        (CALIBRATE, "k", [("skip", "")]),
        (STAND, "k", []),
        (STAND, "c", [("calibrate", "")]),
        (ENDED, "n", []),
        (ENDED, "p", []),
    ],
)
def test_keys_do_what_goes_with_the_moment(seen: Seen, key: str, said: list[tuple[str, str]]) -> None:
    assert look(seen, (80, 24), key)[0].said == said


def test_leaving_asks_while_it_is_recorded_and_not_at_the_end() -> None:
    app, rows = look(MOVE, (80, 24), "escape")
    assert not app.left and "End the session and close the recording?" in "\n".join(rows)
    assert look(MOVE, (80, 24), "escape", "y")[0].left
    assert look(ENDED, (80, 24), "escape")[0].left
    assert look(
        replace(MOVE, session=replace(SESSION, recorded=replace(SESSION.recorded, path=""))), (80, 24), "escape"
    )[0].left


def test_help_lists_the_keys_of_the_moment() -> None:
    shown = text(MOVE, (80, 24), "question_mark")
    assert "leave out the rest of this test" in shown and "take the proposed limit" not in shown
    assert "take the proposed limit" in text(ENDED, (80, 40), "question_mark")


@pytest.mark.parametrize("name", STATES)
def test_without_block_characters_everything_is_ascii(name: str) -> None:
    shown = text(STATES[name], (120, 40), looks=Looks(ascii=True))
    assert shown.isascii(), [letter for letter in shown if not letter.isascii()]


def test_without_colour_refusal_and_progress_differ_by_glyph_word_and_fill() -> None:
    shown = parts(REFUSED, (10, 6), "banner")["banner"]
    assert any("~ AGAIN" in row for row in shown)
    boxes = parts(REFUSED, (80, 24), "captures")["captures"][0]
    assert "█" in boxes and "░" in boxes


def test_the_sound_key_hands_on_and_the_theme_changes() -> None:
    app, _ = look(MOVE, (80, 24), "t")
    assert app.theme == "gym-light"


def test_the_screen_follows_the_state() -> None:
    async def run() -> list[str]:
        app, words = Shown(STAND), []
        async with app.run_test(size=(80, 24)) as pilot:
            for seen in (STAND, MOVE, HOLD, ENDED):
                app.now = seen
                await pilot.pause(0.15)
                screen = app.screen
                assert isinstance(screen, AssessScreen)
                words.append(screen.seen.session.banner.word if seen is not ENDED else in_ascii("ENDED"))
        return words

    assert asyncio.run(run()) == ["STAND", "MOVE", "HOLD", "ENDED"]


def test_in_ascii_the_degree_sign_is_left_out() -> None:
    assert "?" not in text(MOVE, looks=Looks(ascii=True)).replace("? Help", "")
    assert "47" in text(MOVE, (20, 6), looks=Looks(ascii=True)) and "47°" in text(MOVE, (20, 6))
