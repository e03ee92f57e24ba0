"""A wearer who makes the tests of an assessment."""

from itertools import pairwise

import numpy as np
import pytest

from imu_hinge.catalogue.assess import load_test, rows
from imu_hinge.virtual.assess_ways import ASTRAY, RIGHT, WAYS, mistakes_of
from imu_hinge.virtual.assessing import AssessOptions, assessing, assessment
from imu_hinge.virtual.seeds import TUNING

SEED = TUNING[31]


def test_every_test_has_its_way_and_its_mistakes() -> None:
    assert set(WAYS) == {row.id for row in rows()}
    assert "trunk_moved" in mistakes_of(load_test("pelvic_tilt_back"))
    assert "trunk_moved" not in mistakes_of(load_test("flexion"))
    assert RIGHT not in mistakes_of(load_test("flexion")) and len(ASTRAY) == 11


def test_each_movement_is_made_as_often_as_asked() -> None:
    options = AssessOptions(tests=("flexion", "extension"), repeats=2, mistakes={"flexion": ("no_hold",)})
    made = assessment(SEED, options).made
    assert [(one.test, one.kind) for one in made] == [
        ("flexion", "no_hold"), ("flexion", RIGHT), ("flexion", RIGHT), ("extension", RIGHT), ("extension", RIGHT),
    ]  # fmt: skip
    assert all(one.t_end_s < after.t_start_s for one, after in pairwise(made))


@pytest.mark.parametrize("test", [row.id for row in rows()])
def test_an_end_range_goes_the_right_way_and_far_enough(test: str) -> None:
    options = AssessOptions(tests=(test,), repeats=1, mistakes={test: ("other_direction", "too_small")})
    by = {one.kind: one.value_deg for one in assessment(SEED, options).made}
    row = load_test(test)
    assert by[RIGHT] > row.least_deg and by["other_direction"] < -row.begin_deg
    assert row.begin_deg < by["too_small"] < row.least_deg


def test_people_differ_and_a_seed_is_one_person() -> None:
    options = AssessOptions(tests=("flexion",), repeats=1)
    values = [assessment(seed, options).made[0].value_deg for seed in (*TUNING[40:46], TUNING[40])]
    assert len(set(values[:-1])) == 6 and values[-1] == values[0]
    assert np.ptp(values) > 3


def test_the_truth_is_that_of_the_body() -> None:
    wearer = assessment(SEED, AssessOptions(tests=("side_bend_left",), repeats=1))
    (made,) = wearer.made
    middle = wearer.wearer.body.tilts(np.arange(made.t_start_s, made.t_end_s, 0.01))
    assert made.lateral_deg == pytest.approx(np.degrees(middle.lateral.min()), abs=2.5)
    assert made.value_deg == -made.lateral_deg > 0


def test_the_simulation_says_its_own_words_and_can_wait() -> None:
    words = [spoken.name for spoken in assessing(SEED).commands]
    assert words == ["calibrate", "skip", "assess", "end"]
    assert assessing(SEED, 3.0).end_s == pytest.approx(assessing(SEED).end_s + 3.0)
