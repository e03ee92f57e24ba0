"""The four levels as data: one file each, every number with its source, every mistake with file and key."""

from importlib.resources import files

import pytest

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.catalogue.progression import levels, rules_from_text, rules_of
from imu_hinge.core.progression.back import BACK
from imu_hinge.core.progression.proposal import UP
from imu_hinge.gate.pain import RISE
from imu_hinge.model.errors import CatalogueError
from imu_hinge.station.settings import Settings
from tests.wording import forbidden

FOLDER = files("imu_hinge.catalogue").joinpath("progression")
TEXTS = {one.id: FOLDER.joinpath(f"{one.id}.toml").read_text(encoding="utf-8") for one in levels()}


def test_there_is_one_file_for_each_level() -> None:
    trained = [one for one in exercise_ids() if load_exercise(one).level]
    assert [one.id for one in levels()] == trained and [one.level for one in levels()] == [1, 2, 3, 4]
    assert all(rules_of(one.level) is one for one in levels())


def test_every_number_has_a_source_in_plain_words() -> None:
    sources = [number.source for one in levels() for number in one.numbers().values()]
    assert all(sources) and forbidden(" ".join([*sources, *(one.dose.source for one in levels())])) == []


def test_every_number_to_go_on_has_a_rule() -> None:
    ruled = {row.id for row in UP} - {"pain_told"}  # every answer is wanted, without a number
    assert {name for one in levels() for name in one.up} == ruled
    assert {row.id for row in BACK} | {"form_share"} == set(rules_of(1).back)


def test_a_rise_of_the_pain_is_that_of_a_session_and_the_limit_that_of_the_gate() -> None:
    for one in levels():
        assert one.back["pain_rise"].value == RISE and one.back["pain_limit"].value == Settings().pain_start_limit
        assert not one.up or one.up["pain_rise"].value <= RISE
        assert not one.up or one.up["pain_most"].value < one.back["pain_limit"].value


def test_a_dose_can_be_done_and_is_looked_at() -> None:
    for one in levels():
        assert one.looked_at["reps"].value <= one.dose.sets * one.dose.reps
        assert one.dose.sets % 2 == 0 or not load_exercise(one.id).sides


@pytest.mark.parametrize(
    ("level", "old", "new", "key", "expected"),
    [
        ("band_rdl", "[dose]", "[dose", "", "TOML"),
        ("band_rdl", 'id = "band_rdl"', 'id = "rdl_row"', "id", "'band_rdl' as in the name"),
        ("band_rdl", "sets = 3", "sets = 0", "dose.sets", "from 1 to 20"),
        ("band_rdl", "sets = 3", "set = 3", "dose.set", "unknown key"),
        ("split_stance_hinge", "sets = 4", "sets = 3", "dose.sets", "an even number"),
        ("band_rdl", "[looked_at.reps]\nvalue = 12", "[looked_at.reps]\nvalue = 25", "looked_at.reps", "the 24 of the"),
        ("band_rdl", "[up.form_share]\nvalue = 0.85", "[up.form_share]\nvalue = 85", "up.form_share.value", "0 to 1"),
        ("band_rdl", "[up.sessions]\nvalue = 6", "[up.sessions]\nvalue = 6.5", "up.sessions.value", "whole number"),
        ("band_rdl", "[up.sessions]\nvalue = 6\n", "[up.sessions]\n", "up.sessions.value", "missing key"),
        ("band_rdl", "[up.pain_rise]\nvalue = 2", "[up.pain_rise]\nvalue = 3", "up.pain_rise.value", "from 1 to 2"),
        ("band_rdl", "[up.hinge_share]", "[up.share]", "up.share", "unknown key"),
        ("band_rdl", "[up.hinge_share]", "[up.side_reps]", "up.side_reps", "unknown key"),
        ("split_stance_hinge", "[up.side_reps]\nvalue = 8", "[up.other]\nvalue = 8", "up.other", "unknown key"),
        ("rdl_row", "[back.pain_rise]", "[back.rise]", "back.rise", "unknown key"),
        ("rdl_row", "[back.pain_rise]", "[up.sessions]\nvalue = 4\n[back.pain_rise]", "up", "but the last one"),
    ],
)
def test_mistake_in_a_level(level: str, old: str, new: str, key: str, expected: str) -> None:
    assert old in TEXTS[level]
    with pytest.raises(CatalogueError) as caught:
        rules_from_text(f"{level}.toml", TEXTS[level].replace(old, new, 1))
    assert (caught.value.file, caught.value.key) == (f"progression/{level}.toml", key)
    assert expected in caught.value.reason


def test_a_level_without_what_leads_on_is_refused() -> None:
    text = TEXTS["band_rdl"]
    without = text[: text.index("[up.sessions]")] + text[text.index("[back.") :]
    with pytest.raises(CatalogueError, match="up: expected in every level but the last one"):
        rules_from_text("band_rdl.toml", without)


def test_an_exercise_that_is_no_level_is_refused() -> None:
    text = TEXTS["band_rdl"].replace("band_rdl", "forward_bend")
    with pytest.raises(CatalogueError, match="expected an exercise of the progression: band_hinge"):
        rules_from_text("forward_bend.toml", text)
