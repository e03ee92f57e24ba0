"""The running checks: each just over and just under, how a moved sensor heals, and that cuts never matter."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from imu_hinge.core.automatic import calibrate_automatically
from imu_hinge.core.bends import Bends, Memory, Streak
from imu_hinge.core.motion import Pair, join
from imu_hinge.core.mount import Calibration, Mount
from imu_hinge.core.watch import Watch, Watched
from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Placement
from tests.core import recorded
from tests.core.motions import (
    Course,
    bend,
    cuts,
    hold,
    mounted,
    off_deg,
    pair,
    random_rotation,
    side,
    swing,
    walk,
    without,
)

IDENTITY = np.eye(3)
GUIDED = Calibration("guided", 1.0, (), Mount(IDENTITY), Mount(IDENTITY), True, 1.2, None)
AUTOMATIC = replace(GUIDED, status="automatic", quality=0.7)
SET = (bend() + hold(1.0)) * 6


def watched(course: Course | Pair, calibration: Calibration = GUIDED, recheck: bool = False) -> Watched:
    watch = Watch(calibration)
    if recheck:
        watch.check_stance()
    return watch.step(course if isinstance(course, Pair) else pair(course))


def ids(result: Watched) -> list[tuple[str, Placement | None]]:
    return [(f.id, f.placement) for f in result.findings]


def pitched(deg: float) -> Array:
    """A sensor turned forward on its segment."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])


def rolled(deg: float) -> Array:
    """A sensor turned sideways on its segment."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.array([[1.0, 0.0, 0.0], [0.0, c, s], [0.0, -s, c]])


def slipped(course: Course, mounting: Array) -> Pair:
    return mounted(pair(course), mounting, IDENTITY)


def test_nothing_to_say_of_a_good_set() -> None:
    for course in (hold(5) + SET + hold(5), walk(10) + SET, hold(3) + (side(30) + side(-30)) * 4):
        result = watched(course)
        assert result.findings == ()
        assert result.healed is None
        assert not any(flags.any() for flags in result.moved.values())


@pytest.mark.parametrize(
    ("mounting", "calibration", "moved"),
    [
        (pitched(21), GUIDED, True),
        (pitched(19), GUIDED, False),
        (pitched(27), AUTOMATIC, True),
        (pitched(25), AUTOMATIC, False),
        (pitched(-41), GUIDED, True),
        (pitched(-39), GUIDED, False),
        (rolled(16), GUIDED, True),
        (rolled(14), GUIDED, False),
        (rolled(22), AUTOMATIC, True),
        (rolled(20), AUTOMATIC, False),
    ],
)
def test_where_no_pelvis_can_be(mounting: Array, calibration: Calibration, moved: bool) -> None:
    result = watched(slipped(hold(3), mounting), calibration)
    assert (ids(result) == [("sensor_moved", Placement.SACRUM)]) is moved
    assert result.moved[Placement.SACRUM].sum() == (76 if moved else 0)
    assert not result.moved[Placement.THORACIC].any()


def test_sitting_down_rolls_the_pelvis_back_without_a_word() -> None:
    assert watched(hold(3) + hold(20, 5, -30)).findings == ()


def test_the_time_adds_up_over_moments_that_say_nothing() -> None:
    glimpse, away = hold(0.5), hold(1.0, 30, 20)
    assert ids(watched(slipped((away + glimpse) * 4, pitched(35)))) == [("sensor_moved", Placement.SACRUM)]
    assert ids(watched(slipped((away + glimpse) * 2, pitched(35)))) == []


@pytest.mark.parametrize(("rows", "fast_dps", "moved"), [(15, 210, True), (14, 210, False), (15, 190, False)])
def test_a_sensor_in_the_hand(rows: int, fast_dps: float, moved: bool) -> None:
    both = pair(hold(3))
    for placement in Placement:
        motion = both.sacrum if placement is Placement.SACRUM else both.thoracic
        gyr = motion.gyr.copy()
        gyr[50 : 50 + rows, 1] = np.radians(fast_dps)
        spun = replace(motion, gyr=gyr)
        handled = replace(both, sacrum=spun) if placement is Placement.SACRUM else replace(both, thoracic=spun)
        assert ids(watched(handled)) == ([("sensor_moved", placement)] if moved else [])


@pytest.mark.parametrize(
    ("deg", "expected"),
    [(2.5, None), (3.5, "stance_note"), (5.5, "stance_shift"), (11.5, "stance_shift"), (12.5, "sensor_moved")],
)
def test_the_stance_check_of_a_set(deg: float, expected: str | None) -> None:
    both = slipped(hold(4), pitched(deg))
    assert ids(watched(both, recheck=True)) == ([(expected, Placement.SACRUM)] if expected else [])
    assert ids(watched(both)) == []


def exchanged(ratio: float) -> Pair:
    both = pair(hold(2) + SET)
    return replace(both, sacrum=replace(both.sacrum, lin=both.thoracic.lin / ratio))


@pytest.mark.parametrize(("ratio", "expected"), [(0.78, "swapped"), (0.82, None)])
def test_liveliness(ratio: float, expected: str | None) -> None:
    assert ids(watched(exchanged(ratio))) == ([(expected, None)] if expected else [])


@pytest.mark.parametrize(("pelvis", "swapped"), [(77.5, True), (75, False)])
def test_a_pelvis_that_goes_further(pelvis: float, swapped: bool) -> None:
    course = hold(2) + (bend(70, pelvis) + hold(1.0)) * 4
    both = pair(course)
    calm = replace(both, sacrum=replace(both.sacrum, lin=0.3 * both.thoracic.lin))
    assert (("swapped", None) in ids(watched(calm))) is swapped


@pytest.mark.parametrize(("share", "shifted"), [(0.16, True), (0.08, False)])
def test_a_pelvis_that_twists_in_two_bends_running(share: float, shifted: bool) -> None:
    both = pair(hold(2) + SET)
    flexing = both.sacrum.gyr[:, 1]
    twist = np.where(np.abs(flexing) > 1e-6, np.sin(np.arange(len(both)) * 0.8), 0.0)
    scale = np.sqrt((flexing**2).sum() / (twist**2).sum() * share / (1 - share))
    gyr = both.sacrum.gyr + scale * twist[:, None] * np.array([0.0, 0.0, 1.0])
    found = ids(watched(replace(both, sacrum=replace(both.sacrum, gyr=gyr))))
    assert found == ([("stance_shift", Placement.SACRUM)] if shifted else [])


@pytest.mark.parametrize(("deg", "shifted"), [(6.5, True), (5.5, False)])
def test_slip_within_a_set(deg: float, shifted: bool) -> None:
    first, later = pair(hold(2) + (bend() + hold(1.0)) * 4), pair((bend() + hold(1.0)) * 5)
    both = join([first, mounted(later, pitched(deg), IDENTITY)])
    both = replace(both, t_ns=np.arange(len(both), dtype=np.int64) * 20_000_000)
    assert ids(watched(both)) == ([("stance_shift", Placement.SACRUM)] if shifted else [])


def test_both_segments_leaning_more_is_the_wearer_and_no_slip() -> None:
    tired = (bend() + hold(1.0)) * 5
    assert watched(hold(2) + (bend() + hold(1.0)) * 4 + tired.leaning(8, 8)).findings == ()


@pytest.mark.parametrize(("deg", "slouched"), [(-6.5, True), (-5.5, False)])
def test_a_zero_taken_slouched(deg: float, slouched: bool) -> None:
    course = hold(2) + (bend() + hold(1.0)) * 5
    assert ids(watched(course.leaning(deg, deg))) == ([("stance_slouched", None)] if slouched else [])
    assert ids(watched(course.leaning(deg, deg), AUTOMATIC)) == []


REMOUNT = random_rotation(np.random.default_rng(5))


def remounted(*tail: Course) -> Pair:
    """A set, a sensor that hangs, then `tail` with the sensor strapped on anew."""
    parts = [pair(hold(3) + SET), slipped(hold(4) + side(10), pitched(60))]
    parts += [slipped(course, REMOUNT) for course in tail]
    both = join(parts)
    return replace(both, t_ns=np.arange(len(both), dtype=np.int64) * 20_000_000)


def test_it_heals_between_two_like_stands() -> None:
    both = remounted(hold(4) + (bend() + hold(0.6)) * 2 + hold(4))
    result = watched(both)
    assert ids(result) == [("sensor_moved", Placement.SACRUM)]
    assert result.healed is not None
    assert result.healed.sacrum is not None
    assert off_deg(result.healed.sacrum.axes, REMOUNT) < 2
    moved = result.moved[Placement.SACRUM]
    assert moved.any()
    assert not moved[-50:].any()


@pytest.mark.parametrize(
    "tail",
    [
        hold(4) + bend() + hold(4),
        hold(0.5) + (bend() + hold(0.6)) * 2 + hold(4),
        hold(4) + (bend() + hold(0.6)) * 2 + hold(1),
    ],
    ids=["one bend", "no stand before", "no stand after"],
)
def test_it_does_not_heal_on_less(tail: Course) -> None:
    result = watched(remounted(tail))
    assert result.healed is None
    assert result.moved[Placement.SACRUM][-1]


@pytest.mark.parametrize("seed", range(6))
def test_cuts_do_not_matter(seed: int) -> None:
    both = remounted(hold(4) + (bend() + hold(0.6)) * 2 + hold(4) + SET, swing([60, 60, 0, 0], 3.0) + hold(3))
    whole, pieces = Watch(GUIDED), Watch(GUIDED)
    at_once = whole.step(both)
    cut = [pieces.step(block) for block in cuts(both, seed)]
    assert tuple(f for c in cut for f in c.findings) == at_once.findings
    for s in Placement:
        assert (np.concatenate([c.moved[s] for c in cut]) == at_once.moved[s]).all()
    assert whole.calibration.sacrum is not None
    assert pieces.calibration.sacrum is not None
    assert (whole.calibration.sacrum.axes == pieces.calibration.sacrum.axes).all()
    assert sum(c.healed is not None for c in cut) == 1


def test_silence_and_half_a_calibration_are_no_reason_to_speak() -> None:
    both = pair(hold(3) + SET)
    assert watched(without(both, "sacrum")).findings == ()
    assert watched(without(both, "thoracic")).findings == ()
    for half in (replace(GUIDED, sacrum=None), replace(GUIDED, thoracic=None)):
        assert watched(both, half).findings == ()
    assert watched(both[:0]).findings == ()


def test_streak_bends_and_memory() -> None:
    yes, no = np.array([1, 1, 0, 1, 1], dtype=bool), np.array([0, 0, 0, 0, 0], dtype=bool)
    assert Streak(3).step(yes, no) == [3]
    assert Streak(3).step(yes, ~yes) == []
    assert Bends(0.5, 0.2).step(np.array([0.0, 0.6, 0.3, 0.1, 0.7])) == [(1, 3)]
    memory = Memory(100)
    for block in cuts(pair(hold(6)), 1):
        memory.append(block)
    kept = memory.rows(210, 300)
    assert kept is not None
    assert kept.t_ns[0] == 210 * 20_000_000
    assert memory.rows(190, 300) is None


@recorded.needed
@pytest.mark.parametrize("path", recorded.trunkyxl(), ids=lambda p: p.stem)
def test_real_sensors_that_stay_and_that_come_loose(path: Path) -> None:
    loose_s = {"pp15_20230116095407": (72.0, 185.0), "pp15_20230116095507": (13.0, 27.0)}.get(path.stem)
    both = recorded.load(path)
    calibration = calibrate_automatically(both[: 50 * 60 if loose_s else len(both)], at_end=True)
    assert isinstance(calibration, Calibration)
    result = watched(both, calibration)
    if loose_s is None:
        assert result.findings == ()
        return
    assert ids(result) == [("sensor_moved", Placement.SACRUM)]
    moved_s = both.t_ns[result.moved[Placement.SACRUM]] * 1e-9
    assert loose_s[0] < moved_s[0] < loose_s[0] + 7
    assert moved_s[-1] > min(loose_s[1], both.t_ns[-1] * 1e-9 - 0.03)
