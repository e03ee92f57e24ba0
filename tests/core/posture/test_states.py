"""What the wearer seems to do, pose by pose."""

import pytest

from imu_hinge.core.angles import frames_of
from imu_hinge.core.mount import UNCALIBRATED
from imu_hinge.core.posture import Posture, PostureParams
from imu_hinge.core.posture.zones import Slumping, Zones
from imu_hinge.model.events import PostureChanged, PostureState, SensorWarning, Step, Zone
from imu_hinge.model.inputs import Placement
from tests.core.folds import still
from tests.core.motions import Course, bend, pair, side, silent
from tests.core.posture.wearing import START, S, eased, rigid, stay, steps, told, word

POSES = {
    "tall": (stay(30), PostureState.STANDING, Zone.TALL),
    "leaning": (stay(30, 14, 8), PostureState.STANDING, Zone.LEAN),
    "bent": (stay(30, 35, 25), PostureState.BENDING, Zone.BENT),
    "deep": (stay(30, 80, 55), PostureState.BENDING, Zone.DEEP),
    "leaning back": (stay(30, -14, -2), PostureState.STANDING, Zone.BACK),
    "seated": (stay(30, 1, -12), PostureState.SITTING, Zone.TALL),
    "on the back": (stay(30, -90, -85), PostureState.LYING, None),
    "on the belly": (stay(30, 92, 88), PostureState.LYING, None),
    "walking": (steps(30), PostureState.WALKING, Zone.TALL),
}


@pytest.mark.parametrize("name", POSES)
def test_each_pose_is_told(name: str) -> None:
    course, state, zone = POSES[name]
    last = told(stay(5) + course).posed[-3]
    assert (last.state, last.zone) == (state, zone)


def test_lying_on_the_side_is_lying_though_the_tilt_is_not_defined() -> None:
    course = stay(5) + stay(20)
    course.rows[250:, 2] = course.rows[250:, 3] = 88.0
    last = told(course).posed[-3]
    assert (last.state, last.zone) == (PostureState.LYING, None)


def test_a_slump_is_told_from_the_angle_between_the_segments() -> None:
    """The pelvis rolls back by 20 deg under a thorax within 3 deg of upright: neither sensor alone shows it."""
    last = told(stay(20) + stay(30, 2, -20)).posed[-1]
    assert (last.state, last.zone, last.slumped) == (PostureState.SITTING, Zone.TALL, True)


@pytest.mark.parametrize(("pelvis", "slumped"), [(-12.0, False), (-14.5, False), (-15.5, True), (-25.0, True)])
def test_sitting_is_a_slump_from_15_deg_of_flexion_on(pelvis: float, slumped: bool) -> None:
    assert told(stay(20) + stay(30, 0, pelvis)).posed[-1].slumped is slumped


def test_a_slump_begins_and_ends_when_it_has_lasted_for_some_seconds() -> None:
    upright, slump = stay(20, 0, -13), stay(3, 0, -18)
    assert not any(one.slumped for one in told(stay(5) + upright + slump + upright).posed)
    rest = stay(20, 0, -18) + stay(3, 0, -13) + stay(20, 0, -18)
    assert all(one.slumped for one in told(stay(5) + upright + rest).posed[35:])


def test_sitting_at_the_limit_is_slumped_for_as_long_as_the_angle_says() -> None:
    """Small movements there and back must not leave the answer on one side of 15 deg."""
    fidgets = (stay(30, 0, -14.5) + stay(3, 0, -17)) * 6
    told_s = told(stay(5) + stay(20, 0, -12) + fidgets).day.slumped_s
    assert told_s == 0


def test_the_same_flexion_standing_is_no_slump() -> None:
    assert not any(one.slumped for one in told(stay(5) + stay(30, 30, 10)).posed)


def test_leaning_forward_on_a_chair_stays_sitting_until_steps() -> None:
    seat = stay(15, 0, -12)
    assert told(eased(stay(5) + seat + stay(60, 25, 5))).posed[-1].state is PostureState.SITTING
    assert told(stay(5) + seat + steps(5) + stay(60, 25, 15)).posed[-1].state is PostureState.BENDING


def test_a_seat_is_left_by_standing_tall() -> None:
    assert told(stay(5) + stay(15, 0, -12) + stay(15)).posed[-1].state is PostureState.STANDING


def test_a_seat_is_left_by_lying_down() -> None:
    course = stay(5) + stay(15, 0, -12) + stay(10, -88, -85) + stay(8, 14, 8)
    assert told(course).posed[-1].state is PostureState.STANDING


def test_sensors_on_a_table_are_not_known_at_first_and_then_not_worn() -> None:
    day = told(stay(10) + rigid(140, 30, 30))
    assert [(one.state.value, one.reasons) for one in (day.posed[40], day.posed[145])] == [
        ("unknown", ("still",)),
        ("not_worn", ()),
    ]


@pytest.mark.parametrize(("column", "tilt", "reason"), [(0, 40.0, "thoracic_moved"), (1, -30.0, "sacrum_moved")])
def test_one_sensor_on_a_table_is_not_taken_for_the_wearer(column: int, tilt: float, reason: str) -> None:
    one_off, on_again = stay(400), stay(10)
    one_off.rows[:, column] = tilt
    day = told(START + one_off + on_again)
    late = [one for one in day.posed if one.second >= 200]
    assert {one.reasons for one in late} == {(reason,)} and {one.slumped for one in late} == {None}
    assert day.reminders == []
    assert (day.posed[-1].zone is None) == (column == 0)
    again = told(START + one_off + stay(30), word(471, "stance"))
    assert again.warned == ["stance_zeroed"] and again.posed[-1].state is PostureState.STANDING


def test_sensors_put_on_again_have_to_be_checked() -> None:
    later = told(stay(10) + rigid(140, 30, 30) + stay(20)).posed[-1]
    assert (later.state, later.zone, later.reasons) == (PostureState.UNKNOWN, None, ("check_stance",))


def test_before_a_calibration_nothing_is_told() -> None:

    stage, rows = Posture(), pair(stay(5) + steps(10))
    stage.tap(rows)
    stage.step(Step(frames_of(rows, UNCALIBRATED, still(rows))))
    assert {(one.state.value, one.zone, one.reasons) for one in stage.fresh} == {("unknown", None, ("not_calibrated",))}


def test_with_the_thoracic_sensor_alone_there_are_zones_and_no_sitting() -> None:
    rows = pair(stay(20, 14, 5) + steps(10))
    one = told(type(rows)(rows.t_ns, silent(rows.sacrum), rows.thoracic)).posed
    assert (one[10].state, one[10].zone, one[10].slumped, one[10].reasons) == (
        PostureState.UNKNOWN,
        Zone.LEAN,
        None,
        ("no_sacrum",),
    )
    assert one[27].state is PostureState.WALKING


def test_with_the_sacrum_alone_walking_and_lying_are_told() -> None:
    rows = pair(stay(20) + steps(10) + stay(10, -90, -85))
    one = told(type(rows)(rows.t_ns, rows.sacrum, silent(rows.thoracic))).posed
    assert (one[10].state, one[10].zone, one[10].reasons) == (PostureState.UNKNOWN, None, ("no_thoracic",))
    assert one[27].state is PostureState.WALKING
    assert one[38].state is PostureState.LYING


def test_silent_sensors_are_no_data() -> None:
    rows = pair(stay(20))
    one = told(type(rows)(rows.t_ns, silent(rows.sacrum), silent(rows.thoracic))).posed[10]
    assert (one.state, one.reasons) == (PostureState.UNKNOWN, ("no_data",))


def test_a_sensor_that_moved_leaves_the_zones_of_the_other() -> None:
    moved = SensorWarning(t_ns=10 * S, id="sensor_moved", placement=Placement.SACRUM, detail="")
    rows = pair(stay(30, 14, 5))
    rows.sacrum.valid[500::50] = False  # the fold marks all rows; one a second is enough
    one = told(rows, moved).posed[20]
    assert (one.state, one.zone, one.reasons) == (PostureState.UNKNOWN, Zone.LEAN, ("sacrum_moved",))


def test_a_zone_is_left_past_a_margin_either_way() -> None:
    up, down = Zones(PostureParams()), Zones(PostureParams())
    assert [up.step(deg) for deg in (9.5, 10.5, 11.5)] == [Zone.TALL, Zone.TALL, Zone.LEAN]
    assert [down.step(deg) for deg in (10.5, 9.5, 8.5)] == [Zone.LEAN, Zone.LEAN, Zone.TALL]


def test_a_pelvis_that_is_not_rolled_back_is_no_slump() -> None:
    slumping = Slumping(PostureParams())
    assert [slumping.step(True, -5.0, 20.0) for _ in range(20)][-1] is False
    assert [slumping.step(True, -10.0, 20.0) for _ in range(20)][-1] is True


def test_time_without_a_position_is_not_known_time() -> None:
    day = told(stay(30) + stay(30, -90, -85)).day
    assert day.seconds == 60 and 28 <= day.known_s <= 34


def test_a_tilt_at_a_limit_does_not_flicker() -> None:
    course = stay(5) + stay(60, 10.2, 6)
    assert len(told(course).of(PostureChanged)) <= 3


@pytest.mark.parametrize("course", [bend(), side(25.0)], ids=["bend", "side bend"])
def test_short_movements_do_not_end_standing(course: Course) -> None:
    assert told(stay(5) + course + stay(10)).posed[-1].state is PostureState.STANDING
