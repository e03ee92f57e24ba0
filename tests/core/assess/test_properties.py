"""The same captures, however it is cut, mounted, mirrored or shifted."""

from dataclasses import replace
from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.core.assess import AssessmentSession, AssessmentSettings
from imu_hinge.core.mount import Mount
from imu_hinge.model.events import Captured, Event, SensorWarning
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual import acts
from imu_hinge.virtual.assessing import AssessOptions, AssessWearer, assessment
from imu_hinge.virtual.body import Person
from imu_hinge.virtual.script import Script
from imu_hinge.virtual.seeds import TUNING
from imu_hinge.virtual.sensor import Setup
from imu_hinge.virtual.wearer import Wearer
from tests.core.assess.moving import ENDS, START, S, at, path, told, word
from tests.core.folds import GUIDED, blocks, commands, folded
from tests.core.motions import Course, mounted, pair, random_rotation

ALL = AssessmentSettings(repeats=1, ready_s=1.0)
DAY = path(
    at(seconds=4.0),
    *(pose for end in ENDS.values() for pose in (end, at(seconds=3.4))),
    seconds=1.1,
)
"""Every test once."""
WORDS = (word(0.5, "assess"), word(6.0, "pain", "4"), word(68.0, "again"))


def said(course: object, **how: object) -> list[Event]:
    return told(course, *WORDS, settings=ALL, **how).events  # type: ignore[arg-type]  # those of told


WHOLE = said(DAY, size=10**6)


@settings(max_examples=5)
@given(st.lists(st.integers(1, 300), min_size=5, max_size=40))
def test_any_cut_says_the_same(sizes: list[int]) -> None:
    assert len([event for event in WHOLE if isinstance(event, Captured)]) >= 8
    assert said(DAY, sizes=sizes, size=97) == WHOLE


@settings(max_examples=3)
@given(st.integers(0, 2**31))
def test_any_mounting_measures_the_same(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sacrum, thoracic = random_rotation(rng), random_rotation(rng)
    calibration = replace(GUIDED, sacrum=Mount(sacrum.T), thoracic=Mount(thoracic.T))
    again = said(mounted(pair(DAY), sacrum, thoracic), calibration=calibration)
    assert [type(event) for event in again] == [type(event) for event in WHOLE]
    assert np.allclose(values(again), values(WHOLE), atol=1e-6)


def values(events: list[Event]) -> list[float]:
    return [event.value_deg for event in events if isinstance(event, Captured)]


def test_a_mirrored_wearer_bends_to_the_other_side() -> None:
    bends = ("side_bend_left", "side_bend_right")
    course = path(START, ENDS[bends[0]], START, ENDS[bends[1]], START)
    mirrored = Course(course.rows * np.array([1.0, 1.0, -1.0, -1.0, 1.0]))
    plain = told(course, settings=AssessmentSettings(bends, 1, 0.0)).of(Captured)
    (right,) = told(
        Course(mirrored.rows[: len(mirrored.rows) // 2]), settings=AssessmentSettings(bends[1:], 1, 0.0)
    ).of(Captured)
    assert right.value_deg == plain[0].value_deg and right.lateral_deg == -(plain[0].lateral_deg or 0.0)


def test_an_assessment_that_begins_later_is_the_same_later() -> None:
    rows = pair(DAY, 500)
    later = told(rows, *(replace(one, t_ns=one.t_ns + 10 * S) for one in WORDS), settings=ALL)
    assert values(later.events) == values(WHOLE)
    assert [event.t_ns - 10 * S for event in later.events] == [event.t_ns for event in WHOLE]


SHORT = AssessOptions(
    tests=("pelvic_tilt_back", "side_bend_right"), repeats=1, mistakes={"side_bend_right": ("no_hold",)}, ready_s=2.0
)


@cache
def wearer() -> AssessWearer:
    return assessment(TUNING[17], SHORT)


@cache
def session(block: int) -> tuple[list[Event], AssessmentSession]:
    fold = AssessmentSession(settings=AssessmentSettings(SHORT.tests, 1, 2.0))
    one = wearer().wearer
    items = blocks(one.samples(), commands(one), lambda: block)
    return [event for item in items for event in fold.feed(item).events], fold


def test_a_whole_session_says_the_same_in_blocks_of_any_length() -> None:
    whole, _ = session(500)
    assert len(values(whole)) == 2
    assert session(37)[0] == whole


def test_a_pain_told_in_the_calibration_does_not_end_it() -> None:
    one = wearer().wearer
    said = commands(one)
    asked = next(item for item in said if item.name == "calibrate")
    hurts = replace(asked, t_ns=asked.t_ns + 9 * S, name="pain", argument="5")
    fold = AssessmentSession(settings=AssessmentSettings(SHORT.tests, 1, 2.0))
    told = [event for item in blocks(one.samples(), [*said, hurts], lambda: 500) for event in fold.feed(item).events]
    assert told == session(500)[0]


def test_a_whole_session_measures_what_was_done() -> None:
    events, fold = session(500)
    true = [one.value_deg for one in wearer().made if one.kind == "right"]
    assert np.abs(np.array(values(events)) - true).max() < 1.0
    assert [result.refused for result in fold.results.tests()] == [{}, {"no_hold": 1}]
    assert [event for event in events if isinstance(event, SensorWarning)] == []
    assert fold.calibration.status == "guided" and fold.exercise.id == "forward_bend" and len(fold.sensors()) == 2


def test_what_looks_to_training_like_a_sensor_come_off_is_a_pelvis_tipped_forward() -> None:
    script = Script()
    acts.stand(script, 2.0)
    acts.calibrate(script, np.random.default_rng(TUNING[5]), 52.0, full_bend=False)
    acts.stand(script, 1.0)
    script.say("assess")
    script.wait(3.5)
    for goal, rest_s in ((-26.0, 4.5), (0.0, 4.0)):
        script.bend(1.5, lumbar=goal)
        script.wait(rest_s)
    one = Wearer(script, Person(), {placement: Setup() for placement in Placement}, 7)
    items = blocks(one.samples(), commands(one), lambda: 500)
    fold = AssessmentSession(settings=AssessmentSettings(("pelvic_tilt_forward",), 1, 0.0))
    said = [event for item in items for event in fold.feed(item).events]
    assert "sensor_moved" in [event.id for event in folded(items).of(SensorWarning)]
    assert [event for event in said if isinstance(event, SensorWarning)] == []
    assert abs(values(said)[0] - 26.0) < 0.5
