"""Calibration without a promise: which way is up and forward, what is refused, and that the mounting never matters."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from imu_hinge.core.automatic import calibrate_automatically
from imu_hinge.core.motion import Motion, Pair
from imu_hinge.core.mount import Calibration
from imu_hinge.core.refusals import REMEDIES, Refusal
from tests.core import recorded
from tests.core.motions import (
    axis_maps,
    bend,
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

SET = hold(6) + (bend() + hold(0.6)) * 4 + hold(6)
SEATED = hold(2) + (bend(55, 25) + hold(0.4)) * 3 + (side(30) + side(-30)) * 3 + hold(2)
IDENTITY = np.eye(3)


def found(both: Pair, at_end: bool = True) -> Calibration:
    result = calibrate_automatically(both, at_end=at_end)
    assert isinstance(result, Calibration), result
    return result


def refusal(both: Pair, at_end: bool = True) -> str:
    result = calibrate_automatically(both, at_end=at_end)
    assert isinstance(result, Refusal), result
    assert result.remedy == REMEDIES[result.reason]
    return result.reason


def both_off_deg(got: Calibration, sacrum: np.ndarray, thoracic: np.ndarray) -> float:
    assert got.sacrum is not None
    assert got.thoracic is not None
    return max(off_deg(got.sacrum.axes, sacrum), off_deg(got.thoracic.axes, thoracic))


@pytest.mark.parametrize("course", [SET, SEATED, walk(6) + SET], ids=["set", "seated", "walk"])
def test_mounts_range_and_quality(course: object) -> None:
    got = found(pair(course))  # type: ignore[arg-type]
    assert got.status == "automatic"
    assert got.upright_known
    assert got.quality == 0.7
    assert both_off_deg(got, IDENTITY, IDENTITY) < 1.5
    assert got.thorax_rom_rad is not None
    assert np.degrees(got.thorax_rom_rad) == pytest.approx(70 if course is not SEATED else 55, abs=2)
    assert got.own_max_lumbar_rad is None


@pytest.mark.parametrize("at", range(24))
def test_any_axis_map_gives_the_same_answer(at: int) -> None:
    one, other = axis_maps()[at], axis_maps()[(7 * at + 5) % 24]
    plain, got = found(pair(SEATED)), found(mounted(pair(SEATED), one, other))
    assert plain.sacrum is not None
    assert plain.thoracic is not None
    assert both_off_deg(got, one @ plain.sacrum.axes.T, other @ plain.thoracic.axes.T) < 1e-4
    assert (got.quality, got.reasons) == (plain.quality, plain.reasons)


def test_any_random_mounting_gives_the_same_answer() -> None:
    rng = np.random.default_rng(11)
    for course in (SET, SEATED):
        plain = found(pair(course))
        assert plain.sacrum is not None
        assert plain.thoracic is not None
        for _ in range(8):
            one, other = random_rotation(rng), random_rotation(rng)
            got = found(mounted(pair(course), one, other))
            assert both_off_deg(got, one @ plain.sacrum.axes.T, other @ plain.thoracic.axes.T) < 1e-4


def test_a_recording_that_starts_bent_takes_no_zero_from_it() -> None:
    course = hold(1.5, 60, 40) + swing([0, 0, 0, 0], 0.2) + SEATED
    assert both_off_deg(found(pair(course)), IDENTITY, IDENTITY) < 3


def test_a_lean_back_first_does_not_flip_forward() -> None:
    course = hold(4) + bend(-25, -8) + (bend() + bend(-20, -5)) * 3 + hold(4)
    assert both_off_deg(found(pair(course)), IDENTITY, IDENTITY) < 3


def test_the_live_answer_waits_for_a_posture_it_can_be_sure_of() -> None:
    both = pair(hold(0.4, 30, 20) + (bend() + hold(0.2)) * 4)
    assert refusal(both, at_end=False) in ("posture_unclear", "too_few_hinges")


def test_without_a_witness_it_counts_and_says_upright_unknown() -> None:
    row = hold(1.5, 62, 45)  # the top is passed, the bottom is held
    down = pair(hold(0.5, 31, 22) + (row + swing([-62, -45, 0, 0], 2.4).leaning(62, 45)) * 5 + hold(0.5, 31, 22))
    got = found(down)
    assert not got.upright_known
    assert "upright_unknown" in got.reasons
    assert got.thoracic is not None
    assert np.degrees(got.thorax_rom_rad or 0) == pytest.approx(62, abs=4)


@pytest.mark.parametrize(("depth", "refused"), [(14.0, False), (6.0, True)])
def test_small_movement_is_enough_at_the_end_but_not_any_movement(depth: float, refused: bool) -> None:
    both = pair(hold(5) + (bend(depth, 0.7 * depth) + hold(1.0)) * 4 + hold(5))
    if refused:
        assert refusal(both) == "too_few_hinges"
    else:
        assert both_off_deg(found(both), IDENTITY, IDENTITY) < 3
    assert refusal(both, at_end=False) == "too_few_hinges"


@pytest.mark.parametrize(("bends", "live"), [(1, False), (2, True)])
def test_live_a_deep_bend_needs_a_fellow(bends: int, live: bool) -> None:
    both = pair(hold(6) + (bend() + hold(0.6)) * bends + hold(3))
    assert isinstance(calibrate_automatically(both, at_end=False), Calibration) is live
    assert found(both).quality <= 0.7


def test_side_bends_alone_are_no_forward() -> None:
    assert refusal(pair(hold(5) + (side(35) + side(-35)) * 3 + hold(5))) == "too_few_hinges"


def test_walking_alone_is_refused() -> None:
    assert refusal(pair(hold(3) + walk(20))) == "too_few_hinges"


def test_no_sensor_at_all() -> None:
    assert refusal(without(without(pair(SET), "sacrum"), "thoracic")) == "no_data"
    assert refusal(pair(SET)[:0]) == "no_data"


def test_one_sensor_alone() -> None:
    upper = found(without(pair(SET), "sacrum"))
    assert upper.sacrum is None
    assert upper.reasons == ("no_pelvis",)
    lower = found(without(pair(SET), "thoracic"))
    assert lower.thoracic is None
    assert lower.thorax_rom_rad is None
    assert lower.reasons == ("no_thorax",)
    assert lower.sacrum is not None
    assert off_deg(lower.sacrum.axes, IDENTITY) < 1.5


def test_roles_exchanged() -> None:
    both = pair(SET)
    assert refusal(Pair(both.t_ns, both.thoracic, both.sacrum)) == "swapped"


@pytest.mark.parametrize(("ratio", "expected"), [(0.78, "refused"), (0.82, "asked"), (1.18, "asked"), (1.25, "clear")])
def test_liveliness_just_over_and_just_under(ratio: float, expected: str) -> None:
    both = pair(SET)
    alike = replace(both.sacrum, lin=both.thoracic.lin / ratio)
    result = calibrate_automatically(replace(both, sacrum=alike), at_end=True)
    if expected == "refused":
        assert isinstance(result, Refusal)
    else:
        assert isinstance(result, Calibration)
        assert ("perhaps_swapped" in result.reasons) is (expected == "asked")


def twisted(share: float) -> Pair:
    """The set with so much of the pelvis's squared rate in a twist that keeps time of its own."""
    both = pair(SET)
    flexing = both.sacrum.gyr[:, 1]
    twist = np.sin(np.arange(len(both)) * 0.8) * (np.abs(flexing) > 0.05)
    scale = np.sqrt((flexing**2).sum() / (twist**2).sum() * share / (1 - share))
    gyr = both.sacrum.gyr + np.stack([np.zeros_like(twist), np.zeros_like(twist), scale * twist], 1)
    return replace(both, sacrum=replace(both.sacrum, gyr=gyr))


@pytest.mark.parametrize(("share", "known"), [(0.06, True), (0.10, False)])
def test_a_pelvis_that_twists_is_refused(share: float, known: bool) -> None:
    got = found(twisted(share))
    assert (got.sacrum is not None) is known
    assert ("pelvis_axis_unknown" in got.reasons) is not known


def test_a_sensor_that_slips_between_the_bends_teaches_only_from_its_larger_healthy_part() -> None:
    part = hold(3) + (bend() + hold(1.0)) * 4
    slipped = (bend() + hold(1.0)) * 2 + hold(3)
    course = part + slipped
    both = pair(course)
    n = len(part.rows)
    loose = mounted(both[n:], random_rotation(np.random.default_rng(3)), IDENTITY)
    got = found(
        Pair(
            both.t_ns,
            *(joined(a, b) for a, b in ((both.sacrum[:n], loose.sacrum), (both.thoracic[:n], loose.thoracic))),
        )
    )
    assert both_off_deg(got, IDENTITY, IDENTITY) < 2


def joined(one: Motion, other: Motion) -> Motion:
    names = ("up", "up_slow", "gyr", "lin", "valid")
    return Motion(*(np.concatenate([getattr(one, k), getattr(other, k)]) for k in names))


def test_a_sensor_that_slides_in_every_bend_is_refused() -> None:
    both = pair(SET)
    slide = np.radians(np.linspace(0, 160, len(both)))
    up = np.stack([-np.sin(slide), np.zeros_like(slide), np.cos(slide)], 1)
    got = found(replace(both, sacrum=replace(both.sacrum, up=up, up_slow=up)))
    assert got.sacrum is None
    assert "pelvis_axis_unknown" in got.reasons


@recorded.needed
@pytest.mark.parametrize("path", recorded.trunkyxl(), ids=lambda p: p.stem)
def test_real_seated_bends(path: Path) -> None:
    both = recorded.load(path)[:9000]
    got = found(both)
    assert got.upright_known
    assert got.thoracic is not None
    start = recorded.start_up(both.thoracic)
    assert np.degrees(np.arccos(start @ got.thoracic.axes[2])) < 7
    assert recorded.forward_off_deg(got.thoracic) < 10
    loose = path.stem == "pp15_20230116095612"
    assert (got.sacrum is None) is loose
    if got.sacrum is not None:
        assert recorded.forward_off_deg(got.sacrum) < 15


@recorded.needed
@pytest.mark.parametrize("name", ["HeelRaise", "Lunge", "Walk", "Pose", "StepUpH"])
def test_real_movements_that_are_no_bend(name: str) -> None:
    assert refusal(recorded.load(recorded.cmu(name))) in ("too_few_hinges", "no_data")
