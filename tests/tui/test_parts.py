"""What each part of the live screen shows."""

from dataclasses import replace
from typing import Any

import pytest

from imu_hinge.core.refusals import REMEDIES
from imu_hinge.cues.banner import CALM
from imu_hinge.cues.shown import DISK, GOOD
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.tui.looks import Looks
from imu_hinge.view.snapshot import ELSEWHERE, Angles, Calibrating, Note, Recorded, Snapshot
from imu_hinge.view.words import not_taken
from tests.made import S
from tests.tui.looking import inked, look
from tests.tui.made import (
    CALIBRATING,
    PROVISIONAL,
    RDL,
    REFUSED,
    RESTING,
    SENSOR_LOST,
    SET,
    STANDING,
    SUMMARY,
    UNSURE_SET,
    WAITING,
    WARNING,
)


def test_a_good_set_is_calm() -> None:
    assert SET.banner == CALM
    assert set("".join(look(SET)["banner"])) == {" "}


def test_a_note_stays_in_the_calm_band_for_a_while() -> None:
    noted = replace(SET, notes=(Note(SET.t_ns - S, "sacrum sensor moved"),))
    assert look(noted)["banner"][-1].strip() == "sacrum sensor moved"
    assert look(replace(noted, t_ns=SET.t_ns + 8 * S))["banner"][-1].strip() == ""
    assert look(replace(noted, banner=WARNING.banner))["banner"][-1].strip() == "keep the arch"


def test_the_band_says_the_same_in_a_sentence() -> None:
    assert look(SENSOR_LOST)["banner"][-1].strip("░") == " thoracic sensor lost, counting paused "
    assert look(WARNING)["banner"][-1].strip() == "keep the arch"


@pytest.mark.parametrize("snapshot", [STANDING, RESTING], ids=["ready", "rest"])
def test_between_sets_a_new_note_is_seen_below_the_word(snapshot: Snapshot) -> None:
    noted = replace(snapshot, notes=(Note(snapshot.t_ns, "standing as calibrated"),))
    assert "standing as calibrated" in look(noted).text
    assert look(noted).word == snapshot.banner.word
    assert "standing as calibrated" not in look(replace(noted, t_ns=noted.t_ns + 9 * S)).text


def test_of_a_long_sentence_the_first_clauses_are_shown_whole() -> None:
    why = "recording stopped: No space left on device; the session goes on without it; free some space"
    full = replace(SET, banner=replace(DISK, line=why))
    assert look(full)["banner"][-1].strip("░ ") == why.rpartition("; ")[0]
    assert look(full, (120, 40))["banner"][-1].strip("░ ") == why
    assert inked(look(full)["banner"][:-1]) == inked(look(replace(SET, banner=DISK))["banner"]), "the word is as large"


def test_a_sentence_is_wrapped_where_rows_are_left() -> None:
    rows = look(replace(SET, banner=replace(GOOD, line="nothing past a limit, " * 5)), (80, 30))["banner"]
    assert sum("nothing past a limit" in row for row in rows) == 2


def test_an_unconfirmed_count_is_hatched() -> None:
    count = "".join(look(PROVISIONAL)["count"])
    assert "▒" in count and "█" not in count
    assert "▒" not in "".join(look(SET)["count"])


def test_the_side_is_a_letter_only_where_sides_are_trained_apart() -> None:
    both, one = look(SET)["count"], look(replace(SET, exercise=RDL))["count"]
    left = [row[: len(row) // 3] for row in both]
    assert inked(left) >= 7
    assert inked([row[: len(row) // 3] for row in one]) == 0


def test_the_strip_has_a_block_for_each_repetition_and_says_what_the_other_side_did() -> None:
    narrow, wide = look(UNSURE_SET)["reps"], look(WARNING, (120, 40))["reps"]
    assert narrow[0].startswith(" reps  1●   2?   3●   4●   5?   6·")
    assert narrow[0].endswith("right 8 done ")
    assert wide[0].startswith(" reps  1●   2●   3●   4~   5●   6✗   7·")
    assert wide[0].endswith("right 8 done   target 8 ")
    assert wide[1].split() == ["2.0s"] * 6


def test_of_a_long_set_the_newest_repetitions_are_shown() -> None:
    reps = SET.sets[0].reps * 5
    many = tuple(replace(rep, index=number) for number, rep in enumerate(reps, 1))
    shown = look(replace(SET, sets=(SET.sets[0], replace(SET.sets[1], reps=many)), count=40))["reps"][0]
    assert shown.startswith(" …") and " 40● " in shown and " 1● " not in shown


def test_the_gauge_shows_the_angle_and_whose_limit_it_is() -> None:
    bar, scale = look(WARNING)["gauge"]
    assert bar.index("┃") == scale.index("^")
    assert bar[: bar.index("┃")].count("█") == bar.index("┃") - 2  # without margin and early mark
    assert scale.split("  ")[0:2] == [" 0", "low back 23 deg"]
    assert "^ your limit 18 deg" in scale and scale.endswith("35 ")


def test_a_limit_that_is_not_the_wearers_own_does_not_say_so() -> None:
    assert SET.limits is not None
    scale = look(replace(SET, limits=replace(SET.limits, fault_deg=31.0, own=False)))["gauge"][1]
    assert "limit 31 deg ^" in scale and "your" not in scale


def test_a_limit_beyond_the_scale_stretches_it() -> None:
    assert SET.limits is not None
    bar, scale = look(replace(SET, limits=replace(SET.limits, fault_deg=44.0)))["gauge"]
    assert "┃" in bar and scale.endswith("55 ")


def test_what_cannot_be_judged_is_hatched_and_has_no_number() -> None:
    shown = look(SENSOR_LOST, (120, 40))
    assert set(shown["gauge"][0].strip()) == {"░", "┃", "╎"}
    assert "low back -- " in shown["gauge"][-1]
    assert set(shown["share"][0].strip()) == {"░"}
    assert shown["share"][1].split() == ["PELVIS", "--", "LOW", "BACK", "--"]


def test_the_share_is_of_pelvis_and_low_back() -> None:
    bar, names = look(SET, (120, 40))["share"]
    assert names.split() == ["PELVIS", "78", "%", "LOW", "BACK", "22", "%"]
    assert (bar.count("█"), bar.count("▓")) == (92, 26)


def test_the_link_bar_shows_sensors_sound_and_that_the_file_grows() -> None:
    assert look(SET)["links"][0].split("  ") == [
        " ● SACRUM 87%",
        "● THORACIC 91%",
        *[""] * 7,
        " snd all",
        "REC 00:25 213kB",
        "set 2/3 ",
    ]
    wide = look(SET, (120, 40))["links"][0]
    assert "● SACRUM -58dBm 87%" in wide and "104 Hz  lost 0.2%" in wide and "split_stance_hinge  set 2/3" in wide
    later = replace(SET, recorded=replace(SET.recorded, bytes=12_345_678, seconds=3671.0))
    assert "REC 1:01:11 12.35MB" in look(later)["links"][0]


def test_a_silent_sensor_says_for_how_long_in_place_of_its_charge() -> None:
    assert look(SENSOR_LOST)["links"][0].startswith(" ● SACRUM 87%  ? THORACIC 2.1s ")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"age_s": 0.2}, " ● SACRUM 87% "),
        ({"age_s": 0.4}, " ~ SACRUM 87% "),
        ({"age_s": 1.1}, " ? SACRUM 1.1s "),
        ({"age_s": None}, " - SACRUM  "),
        ({"state": LinkState.STOPPED}, " - SACRUM  "),
        ({"battery_pct": None}, " ● SACRUM  "),
    ],
)
def test_the_dot_of_a_sensor_tells_how_fresh_its_data_are(changes: dict[str, Any], words: str) -> None:
    sensors = {**SET.sensors, Placement.SACRUM: replace(SET.sensors[Placement.SACRUM], **changes)}
    assert look(replace(SET, sensors=sensors))["links"][0].startswith(words)


def test_nothing_is_known_of_a_sensor_that_was_never_heard() -> None:
    assert look(replace(SET, sensors={}))["links"][0].startswith(" - SACRUM  - THORACIC ")


@pytest.mark.parametrize(
    ("recorded", "words"),
    [(Recorded(), "no REC"), (replace(SET.recorded, problem="the disk is full"), "? NOT RECORDING")],
)
def test_a_session_that_is_not_recorded_says_so(recorded: Recorded, words: str) -> None:
    assert words in look(replace(SET, recorded=recorded))["links"][0]


def test_without_a_bar_it_is_said_too_that_nothing_is_recorded() -> None:
    full = replace(SET, recorded=replace(SET.recorded, problem="the disk is full"))
    assert look(full, looks=Looks(big=True))["reps"][0].endswith("● ● ? NOT RECORDING ")


def test_of_a_session_elsewhere_nothing_is_said_about_its_recording() -> None:
    there, ended = replace(SET, recorded=ELSEWHERE), replace(SUMMARY, recorded=ELSEWHERE)
    shown = [*look(there)["links"], *look(there, looks=Looks(big=True))["reps"], *look(ended)["page"]]
    assert not [row for row in shown if "REC" in row or "recorded" in row or "Saved" in row]


def test_waiting_names_the_missing_sensor() -> None:
    words = look(WAITING)["page"]
    assert any("Waiting for the thoracic sensor." in row for row in words)
    assert any("THORACIC" in row and "searching" in row for row in words)
    assert any("last seen 3 days ago" in row for row in words)


def test_calibrating_counts_the_hinges_and_shows_who_holds_still() -> None:
    shown = look(CALIBRATING)
    assert inked(shown["count"]) == 7
    assert any("sacrum" in row and row.rstrip().endswith("still") for row in shown["page"])
    assert any("thoracic" in row and "moving" in row for row in shown["page"])


def test_the_block_of_the_calibration_stays_where_it_is() -> None:
    def left(still_dps: float | None) -> int:
        sensors = {place: replace(one, still_dps=still_dps) for place, one in SET.sensors.items()}
        row = next(row for row in look(replace(CALIBRATING, sensors=sensors))["page"] if "sacrum" in row)
        return row.index("sacrum")

    assert {left(still_dps) for still_dps in (None, 0.4, 1.9, 3.1, 48.2, 120.0)} == {left(0.6)}


def test_what_is_said_of_a_stopped_calibration_is_said_once() -> None:
    refused = Calibrating(refused=REMEDIES["stopped"], reason="stopped")
    told = (Note(0, not_taken(REMEDIES["stopped"])),)
    stopped = replace(WAITING, sensors=SET.sensors, calibrating=refused, notes=told, stopped_ns=0)
    page = " ".join(row.strip() for row in look(stopped)["page"])
    assert page.count("stopped") == 1
    assert "c tries the calibration again. Or just begin" in page


def test_swapped_sensors_are_to_be_exchanged_and_nothing_else_is_offered() -> None:
    refused = Calibrating(refused=REMEDIES["swapped"], reason="swapped")
    told = (Note(0, not_taken(REMEDIES["swapped"])),)
    swapped = replace(WAITING, sensors=SET.sensors, calibrating=refused, notes=told)
    page = " ".join(row.strip() for row in look(swapped)["page"])
    assert "Exchange the two sensors, then c calibrates again." in page
    assert "just begin" not in page and page.count("moves more than the upper one") == 1


def test_a_refused_calibration_says_why_and_what_to_do() -> None:
    page = " ".join(row.strip() for row in look(REFUSED)["page"])
    assert "~ you moved during the stand: stand still, arms down, and try again" in page


def test_rest_shows_verdicts_advice_and_peak() -> None:
    page = [row.strip() for row in look(RESTING)["page"]]
    assert page[0].startswith("8 reps:   ● 4 good   ~ 2 close   ✗ 1 past the limit   ? 1 unsure")
    assert page[1] == "Next set: keep the arch."
    assert page[2] == "low back peak 23 deg, limit 18 deg"


def test_the_rest_clock_is_as_large_as_the_count() -> None:
    at_0_43, at_1_43 = look(RESTING)["count"], look(replace(RESTING, rest_s=103.0))["count"]
    assert inked(at_0_43) >= 7
    assert at_0_43 != at_1_43


def test_a_rise_of_pain_is_told_and_offers_a_choice() -> None:
    risen = replace(RESTING, pains=((0, 2), (201 * S, 4)))
    shown = look(risen)
    assert shown["pain"][0].strip() == "pain 4, was 2. Stop, easier, or go on?  q stop  e easier  o on"
    assert shown["page"][1].strip() == "", "no advice beside it"
    chosen = look(risen, (80, 24), "e")
    assert chosen.said == [("pain_choice", "easier")]
    assert chosen["pain"][0].strip() == "pain 4, was 2: easier noted"


def test_the_summary_is_a_table_of_all_sets() -> None:
    page = [" ".join(row.split()) for row in look(SUMMARY)["page"]]
    assert f"Saved: {SET.recorded.path}" in page
    assert "1 right 8 8 0 0 0 9 deg 2" in page
    assert "2 left 8 4 2 1 1 23 deg 4" in page
    assert "all 16 12 2 1 1 23 deg" in page


def test_where_the_low_back_is_never_judged_the_thorax_stands_in_its_place() -> None:
    strap = replace(SET, limits=None, unjudged="low back not judged: no second sensor")
    *_, words = look(replace(strap, angles=Angles(thorax_deg=45.0)))["gauge"]
    assert words.strip() == "thorax 45 deg, low back not judged: no second sensor"
    *_, words = look(replace(strap, angles=Angles()))["gauge"]
    assert words.strip() == "thorax --, low back not judged: no second sensor"
