"""Tests of the assessment as data, and what an assessment is started with."""

import pytest

from imu_hinge.catalogue.assess import QUANTITIES, load_test, row_from_text, rows
from imu_hinge.core.assess import AssessmentSettings, settings_from
from imu_hinge.model.errors import CatalogueError, UsageError
from tests.wording import forbidden

GOOD = """
id = "flexion"
order = 1
title = "forward bend"
sentence = "Bend forward."
meanwhile = "down"
word = "DOWN"
measure = "lumbar_flexion"
direction = 1
full_range_deg = 80.0
least_deg = 12.0
begin_deg = 5.0
off_plane_deg = 20.0
hold_s = 2.0
repeats = 3
needs_pelvis = true
share = true
"""


def test_the_tests_in_their_order() -> None:
    assert [row.id for row in rows()] == [
        "flexion", "extension", "pelvic_tilt_forward", "pelvic_tilt_back", "hinge_own", "hinge_cued",
        "side_bend_left", "side_bend_right",
    ]  # fmt: skip
    assert [row.id for row in rows(("side_bend_left", "flexion"))] == ["flexion", "side_bend_left"]


def test_each_is_held_and_repeated() -> None:
    assert {(row.hold_s, row.repeats) for row in rows()} == {(2.0, 3)}
    assert {row.id for row in rows() if not row.needs_pelvis} == {"side_bend_left", "side_bend_right"}


def test_the_words_are_plain() -> None:
    assert [forbidden(f"{row.title}. {row.sentence} {row.meanwhile} {row.word}") for row in rows()] == [[]] * 8
    assert [forbidden(text) for text in QUANTITIES.values()] == [[]] * 4


def test_the_own_hinge_has_no_cue_and_the_other_one_has() -> None:
    own, cued = load_test("hinge_own"), load_test("hinge_cued")
    assert "hips back" in cued.meanwhile and "hips" not in own.sentence + own.meanwhile


def test_every_range_can_be_looked_up() -> None:
    ranges = [known for row in rows() for known in row.ranges]
    assert len(ranges) == 5
    assert all("doi 10." in known.source and known.n > 0 for known in ranges)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"lumbar_flexion"', '"hip"', "measure: expected one of lumbar_flexion"),
        ("direction = 1", "direction = 0", "direction: expected 1 or -1, found 0"),
        ("begin_deg = 5.0", "begin_deg = 12.0", "begin_deg: expected less than least_deg, 12"),
        ('id = "flexion"', 'id = "other"', "id: expected 'flexion' as in the name of the file"),
        ("share = true", "share = true\nharsh = 1", "harsh: unknown key"),
        ("share = true", 'share = true\n[[ranges]]\nquantity = "hip"', "ranges.quantity: expected one of"),
    ],
)
def test_a_wrong_row_is_refused_with_the_key_and_what_was_expected(old: str, new: str, says: str) -> None:
    assert row_from_text("flexion.toml", GOOD).ranges == ()
    with pytest.raises(CatalogueError, match=r"^assess/flexion\.toml: ") as refused:
        row_from_text("flexion.toml", GOOD.replace(old, new))
    assert says in str(refused.value)


def test_settings_come_back_from_their_text() -> None:
    settings = AssessmentSettings(("flexion",), repeats=2, ready_s=3.0)
    assert settings_from(settings.to_json()) == settings
    assert settings_from("") == AssessmentSettings()


@pytest.mark.parametrize(
    "text", ['{"tests":["jump"]}', '{"repeats":0}', '{"ready_s":100}', "{", "[1]", '{"speed":3}', '{"tests":3}']
)
def test_settings_that_cannot_be_understood_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        settings_from(text)
