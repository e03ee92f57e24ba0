"""The guided calibration: its steps, each refusal just over and just under; cuts and mountings never matter."""

from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.core.guided import Guided
from imu_hinge.core.guided_table import TABLE, GuidedStep
from imu_hinge.core.motion import Motion, Pair
from imu_hinge.core.mount import Calibration
from imu_hinge.core.refusals import REMEDIES, Refusal
from tests.core.motions import (
    Course,
    axis_maps,
    bend,
    cuts,
    hold,
    mounted,
    off_deg,
    pair,
    random_rotation,
    walk,
    without,
)

HINGES = (bend() + hold(0.5)) * 3
FULL = bend(100, 55, 3.0)
WHOLE = hold(8) + HINGES + FULL + hold(3)
STANCE_ROWS = slice(150, 350)
IDENTITY = np.eye(3)


def run(both: Pair, skip: bool = False) -> Guided:
    guided = Guided()
    if skip:
        guided.skip()
    guided.step(both)
    return guided


def passed(both: Pair, skip: bool = False) -> Calibration:
    result = run(both, skip).result
    assert isinstance(result, Calibration), result
    return result


def reason(both: Pair) -> str | None:
    result = run(both).result
    assert not isinstance(result, Refusal) or result.remedy == REMEDIES[result.reason]
    return result.reason if isinstance(result, Refusal) else None


def with_lower(both: Pair, **changes: object) -> Pair:
    return replace(both, sacrum=replace(both.sacrum, **changes))  # type: ignore[arg-type]


def worst_off(got: Calibration, sacrum: np.ndarray = IDENTITY, thoracic: np.ndarray = IDENTITY) -> float:
    assert got.sacrum is not None
    assert got.thoracic is not None
    return max(off_deg(got.sacrum.axes, sacrum), off_deg(got.thoracic.axes, thoracic))


def test_the_steps_in_order() -> None:
    said = Guided().step(pair(WHOLE))
    assert [a.step for a in said] == ["stance", "hinges", "full_bend", "stance_again", "done"]
    assert said[0].t_ns == 149 * 20_000_000
    assert said[1].t_ns == 349 * 20_000_000
    assert [a.result is not None for a in said] == [False] * 4 + [True]


def test_what_it_finds() -> None:
    got = passed(pair(WHOLE))
    assert (got.status, got.quality, got.reasons, got.upright_known) == ("guided", 1.0, (), True)
    assert worst_off(got) < 0.05
    assert np.degrees(got.thorax_rom_rad or 0) == pytest.approx(70, abs=0.5)
    assert np.degrees(got.own_max_lumbar_rad or 0) == pytest.approx(45, abs=0.5)


@pytest.mark.parametrize("seed", range(4))
def test_cuts_do_not_matter(seed: int) -> None:
    both = pair(walk(3) + WHOLE)
    whole, pieces = Guided(), Guided()
    said = whole.step(both)
    cut = [a for block in cuts(both, seed) for a in pieces.step(block)]
    assert [(a.t_ns, a.step) for a in cut] == [(a.t_ns, a.step) for a in said]
    one, other = whole.result, pieces.result
    assert isinstance(one, Calibration)
    assert isinstance(other, Calibration)
    assert one.quality == other.quality
    assert one.sacrum is not None
    assert other.sacrum is not None
    assert (one.sacrum.axes == other.sacrum.axes).all()


def test_mounting_does_not_matter() -> None:
    rng = np.random.default_rng(2)
    both = pair(WHOLE)
    for one, other in [*zip(axis_maps(), axis_maps()[::-1], strict=True), (random_rotation(rng), random_rotation(rng))]:
        assert worst_off(passed(mounted(both, one, other)), one, other) < 0.05


def test_gyro_bias_that_is_still_there_does_not_stop_the_start() -> None:
    both = pair(WHOLE)
    biased = with_lower(both, gyr=both.sacrum.gyr + np.radians([0.0, 0.0, 1.5]))
    assert isinstance(run(biased).result, Calibration)


def test_the_full_bend_may_be_skipped_or_left_out_or_be_none() -> None:
    for got in (
        passed(pair(hold(8) + HINGES + hold(3)), skip=True),
        passed(pair(hold(8) + HINGES + hold(23))),
        passed(pair(hold(8) + HINGES + bend(60, 50) + hold(3))),
    ):
        assert got.own_max_lumbar_rad is None
        assert got.reasons == ("no_full_bend",)


@pytest.mark.parametrize(("lumbar", "kept"), [(24, False), (26, True), (89, True), (91, False)])
def test_own_maximum_just_over_and_just_under(lumbar: float, kept: bool) -> None:
    got = passed(pair(hold(8) + HINGES + bend(lumbar + 20, 20, 4.0) + hold(3)))
    assert (got.own_max_lumbar_rad is not None) is kept


def test_a_thorax_sensor_alone() -> None:
    got = passed(without(pair(WHOLE), "sacrum"))
    assert got.sacrum is None
    assert got.reasons == ("no_pelvis", "no_full_bend")


def test_progress_can_be_read() -> None:
    guided = Guided()
    guided.step(pair(hold(5)))
    assert (guided.now, guided.stood_s, guided.hinges_seen) == (GuidedStep.STANCE, 2.0, 0)
    guided.step(pair(hold(3) + HINGES * 1, start=250)[: 150 + 200])
    assert (guided.now, guided.hinges_seen, guided.quality) == (GuidedStep.HINGES, 1, 1.0)


def test_nothing_starts_while_the_wearer_walks() -> None:
    guided = run(pair(walk(20)))
    assert guided.now is GuidedStep.HOLD


def test_every_refusal_of_the_table_has_a_remedy() -> None:
    for row in TABLE.values():
        assert {*row.refuses, *((row.late,) if row.late else ())} <= set(REMEDIES)
        assert set(row.again) <= set(row.refuses)


def swaying(dps: float) -> Pair:
    """Sway of this spread, slow enough for the 1 Hz low-pass to let it through, once the stance has begun."""
    both = pair(WHOLE)
    sway = np.zeros((len(both), 3))
    sway[STANCE_ROWS, 2] = np.radians(dps) * np.sqrt(2) * np.sin(2 * np.pi * 0.25 * np.arange(200) / 50)
    return with_lower(both, gyr=both.sacrum.gyr + sway)


def heavy(extra: float) -> Pair:
    both = pair(WHOLE)
    lin = both.sacrum.lin.copy()
    lin[STANCE_ROWS] += extra * both.sacrum.up_slow[STANCE_ROWS]
    return with_lower(both, lin=lin)


def hinges_of(*depths: float) -> Pair:
    course: Course = hold(8)
    for depth in depths:
        course = course + bend(depth, 0.7 * depth) + hold(0.5)
    return pair(course + FULL + hold(3))


def rolling(share: float) -> Pair:
    """So much of the pelvis's squared rate in a twist out of step with the flexion."""
    both = pair(WHOLE)
    flexing = both.sacrum.gyr[:, 1]
    twist = np.where(np.abs(flexing) > 1e-6, np.sin(np.arange(len(both)) * 0.8), 0.0)
    twist[:400] = 0.0
    scale = np.sqrt((flexing[400:835] ** 2).sum() / (twist[400:835] ** 2).sum() * share / (1 - share))
    return with_lower(both, gyr=both.sacrum.gyr + scale * twist[:, None] * np.array([0.0, 0.0, 1.0]))


def slanted(deg: float) -> Pair:
    """The pelvis's axis of rotation tipped out of the level."""
    both = pair(WHOLE)
    rate = both.sacrum.gyr[:, 1]
    tip = np.radians(deg)
    return with_lower(both, gyr=np.stack([np.zeros_like(rate), rate * np.cos(tip), rate * np.sin(tip)], 1))


def delayed(rows: int) -> Pair:
    """The pelvis follows the thorax so many rows later."""
    both = pair(WHOLE)
    shifted = {k: np.roll(getattr(both.sacrum, k), rows, axis=0) for k in ("up", "up_slow", "gyr", "lin")}
    return replace(both, sacrum=Motion(**shifted, valid=both.sacrum.valid))


def gap(rows: slice) -> Pair:
    return without(pair(WHOLE), "sacrum", rows)


@pytest.mark.parametrize(
    ("refused", "over", "under"),
    [
        ("moved_in_stance", swaying(2.6), swaying(1.5)),
        ("not_gravity", heavy(0.65), heavy(0.55)),
        ("hinge_too_small", hinges_of(29, 29, 29), hinges_of(31.5, 31.5, 31.5)),
        ("hinges_differ", hinges_of(100, 45, 46), hinges_of(70, 50, 46)),
        ("not_planar", rolling(0.12), rolling(0.08)),
        ("axis_not_level", slanted(16), slanted(14)),
        ("segments_disagree", delayed(15), delayed(6)),
        ("sensor_lost", gap(slice(200, 202)), gap(slice(400, 415))),
        ("sensor_lost", gap(slice(420, 450)), gap(slice(420, 435))),
        ("too_few_hinges", pair(hold(8) + (bend() + hold(0.5)) * 2 + hold(20)), pair(WHOLE)),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_refusals_just_over_and_just_under(refused: str, over: Pair, under: Pair) -> None:
    assert reason(over) == refused
    result = run(under).result
    assert isinstance(result, Calibration), result
    assert 0.0 < result.quality <= 1.0


@pytest.mark.parametrize(("deg", "refused"), [(6.5, True), (5.5, False)])
def test_the_second_stance(deg: float, refused: bool) -> None:
    guided = Guided()
    guided.skip()
    guided.step(pair(hold(8) + HINGES + hold(3, deg, deg)))
    assert guided.result is not None
    assert (isinstance(guided.result, Refusal) and guided.result.reason == "stance_moved") is refused


def test_a_second_stance_that_never_comes() -> None:
    guided = Guided()
    guided.skip()
    t = np.arange(600) / 50
    rows = np.zeros((600, 5))
    rows[:, 0] = rows[:, 1] = 8 * np.sin(2 * np.pi * 0.7 * t)
    guided.step(pair(hold(8) + HINGES + Course(rows)))
    assert isinstance(guided.result, Refusal)
    assert guided.result.reason == "moved_in_stance"


def test_roles_exchanged() -> None:
    both = pair(WHOLE)
    assert reason(Pair(both.t_ns, both.thoracic, both.sacrum)) == "swapped"


def test_the_weakest_score_is_the_quality_and_is_named() -> None:
    got = passed(hinges_of(37.5, 37.5, 37.5))
    assert got.quality == pytest.approx(0.5, abs=0.01)
    assert got.reasons == ("hinge_too_small",)


def test_a_thorax_sensor_alone_is_asked_for_no_full_bend() -> None:
    said = Guided().step(without(pair(hold(8) + HINGES + hold(3)), "sacrum"))
    assert [one.step for one in said] == ["stance", "hinges", "stance_again", "done"]
