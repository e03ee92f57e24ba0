"""Every row of the catalogue is past its limit just beyond it, and not just before."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.catalogue import fault_ids, load_fault
from imu_hinge.core.mount import Calibration
from imu_hinge.model.events import Event, FaultCleared, FaultRaised, Level
from tests.core.folds import GUIDED, judge, judged, kinds, latest, take
from tests.core.motions import Course, bend, hold, pair, swing, without

REST = hold(2.5)
LIMITS: dict[str, tuple[float, float | None]] = {
    "lumbar_flexion": (22.5, 30.0),
    "low_hinge_share": (0.65, 0.55),
    "arch_lost": (8.0, 12.0),
    "incomplete_lockout": (8.0, 12.0),
    "not_tall": (8.0, 12.0),
    "forward_lean": (10.0, 20.0),
    "overextension": (-10.0, -15.0),
    "shallow": (0.70, None),
    "side_shift": (10.0, None),
    "speed_loss": (0.20, 0.30),
    "row_arch_lost": (8.0, 12.0),
}
"""Caution and fault for a wearer whose low back bends 50 deg at most; `tempo` needs a plan and is never judged yet."""


def blend(start: tuple[float, float], stop: tuple[float, float], seconds: float) -> Course:
    """Thorax and pelvis from one pose to another along a half cosine."""
    share = (1 - np.cos(np.linspace(0.0, np.pi, round(seconds * 50)))) / 2
    rows = np.zeros((len(share), 5))
    for i in (0, 1):
        rows[:, i] = start[i] + (stop[i] - start[i]) * share
    return Course(rows)


def topped(thorax: float, pelvis: float) -> Course:
    """Two repetitions; after the first the wearer comes to rest in this pose for four seconds."""
    top, bottom = (thorax, pelvis), (62.0, 52.0)
    return (
        blend((0, 0), bottom, 1.2)
        + hold(0.3, *bottom)
        + blend(bottom, top, 1.2)
        + hold(4.0, *top)
        + blend(top, (0, 0), 1)
    )


def short(size: float) -> Course:
    """Two repetitions; the first comes up to this pose only, and the second starts from there."""
    top, bottom = (size, size), (62.0, 52.0)
    up = blend((0, 0), bottom, 1.2) + hold(0.3, *bottom) + blend(bottom, top, 1.2) + hold(0.8, *top)
    return up + blend(top, bottom, 1.2) + hold(0.3, *bottom) + blend(bottom, (0, 0), 1.2) + REST


def rounded(peak: float) -> Course:
    return bend(62.0, 62.0 - peak, 3.0) + REST


def shared(share: float) -> Course:
    return bend(40.0, 40.0 * share) + REST


def lost(rise: float) -> Course:
    """The low back rounds by `rise` at the bottom, the thorax at rest."""
    bottom, rounder = (62.0, 55.0), (62.0, 55.0 - rise)
    down = blend((0, 0), bottom, 1.2) + hold(0.6, *bottom) + blend(bottom, rounder, 0.4)
    return down + hold(0.6, *rounder) + blend(rounder, (0, 0), 1.2) + REST


def leaning(lateral: float) -> Course:
    """A bend of 36 deg at whose bottom the up axis leans aside by this much."""
    roll = np.degrees(np.arcsin(np.sin(np.radians(lateral)) / np.cos(np.radians(36.0))))
    whole = swing([36.0, 29.0, 0.0, 0.0], 2.4).rows
    pause = np.tile([36.0, 29.0, 0.0, 0.0, 0.0], (80, 1))
    pause[:, 2] = roll * np.clip(2.0 * np.sin(np.linspace(0.0, np.pi, 80)), 0.0, 1.0)
    return Course(np.concatenate([whole[:60], pause, whole[60:]])) + REST


def slowing(loss: float) -> Course:
    """Four quick repetitions, then one that comes up slower by this share."""
    quick = bend(62.0, 50.0, 2.4)
    up = blend((62.0, 50.0), (0.0, 0.0), 1.2 / (1.0 - loss))
    return (quick + hold(1.5)) * 4 + Course(np.concatenate([quick.rows[:60], up.rows])) + REST


MAKES: dict[str, tuple[Callable[[float], Course], float]] = {
    "lumbar_flexion": (rounded, 2.0),
    "low_hinge_share": (shared, -0.02),
    "arch_lost": (lost, 1.0),
    "incomplete_lockout": (short, 0.5),
    "not_tall": (lambda size: topped(size, 0.0), 0.5),
    "forward_lean": (lambda size: topped(size, size), 0.5),
    "overextension": (lambda size: topped(size, 0.0), -0.5),
    "shallow": (lambda size: bend(62.0 * size, 50.0 * size) + REST, -0.02),
    "side_shift": (leaning, 1.0),
    "speed_loss": (slowing, 0.03),
}
"""A movement with a fault of a size, and how far past the limit is just past it."""


def raised(events: list[Event], fault: str) -> set[Level]:
    return {e.level for e in kinds(events, FaultRaised) if e.fault == fault}


def exercise_of(fault: str) -> str:
    return {"side_shift": "split_stance_hinge", "row_arch_lost": "rdl_row"}.get(fault, "band_rdl")


def said_of(fault: str, size: float) -> list[Event]:
    make, _ = MAKES[fault]
    calibration = replace(GUIDED, thorax_rom_rad=np.radians(40.0)) if fault == "side_shift" else GUIDED
    return judged(make(size), exercise_of(fault), calibration)


def test_every_fault_is_here() -> None:
    assert set(LIMITS) | {"tempo"} == set(fault_ids())
    for fault, (caution, high) in LIMITS.items():
        row = load_fault(fault)
        assert row.caution.at(50.0) == caution
        assert (None if row.fault is None else row.fault.at(50.0)) == high


@pytest.mark.parametrize("fault", MAKES)
def test_a_caution_is_told_just_past_its_limit_and_not_before(fault: str) -> None:
    limit, margin = LIMITS[fault][0], MAKES[fault][1]
    assert raised(said_of(fault, limit - margin), fault) == set()
    assert raised(said_of(fault, limit + margin), fault) == {Level.CAUTION}


@pytest.mark.parametrize("fault", [f for f in MAKES if LIMITS[f][1] is not None])
def test_a_fault_is_told_just_past_its_limit_and_not_before(fault: str) -> None:
    limit, margin = LIMITS[fault][1] or 0.0, MAKES[fault][1]
    assert Level.FAULT not in raised(said_of(fault, limit - margin), fault)
    events = said_of(fault, limit + margin)
    assert Level.FAULT in raised(events, fault)
    assert any(fault in rep.faults for rep in latest(events))


def test_a_movement_without_a_fault_has_none() -> None:
    assert kinds(judged((bend(62.0, 52.0) + REST) * 3), FaultRaised) == []


@pytest.mark.parametrize(("seconds", "told"), [(1.1, False), (2.0, True)])
def test_a_lean_must_last(seconds: float, told: bool) -> None:
    bottom, top = (62.0, 52.0), (14.0, 12.0)
    course = bend(62.0, 52.0) + hold(1.5) + blend((0, 0), top, 0.4) + hold(seconds, *top) + blend(top, bottom, 1.0)
    said = judged(course + blend(bottom, (0, 0), 1.2) + REST)
    assert (raised(said, "forward_lean") != set()) == told


def test_a_fault_that_goes_away_is_said_too() -> None:
    said = judged(topped(0.0, 14.0) + REST)
    assert [e.fault for e in kinds(said, FaultCleared)] == ["overextension"]


def test_limits_follow_the_wearers_own_maximum() -> None:
    """60 % of a low back that bends 70 deg are 42 deg; of one that bends 25 deg the floor of 18 deg holds."""
    for own, size in ((70.0, 42.0), (25.0, 18.0), (None, 31.0)):
        calibration = replace(GUIDED, own_max_lumbar_rad=None if own is None else np.radians(own))
        for off, told in ((-2.0, False), (2.0, True)):
            said = judged(rounded(size + off), calibration=calibration)
            assert (Level.FAULT in raised(said, "lumbar_flexion")) == told


def test_automatic_calibration_widens_absolute_limits_by_6_deg() -> None:
    automatic = replace(GUIDED, status="automatic", quality=0.7)
    for size, told in ((30.0 + 4.0, False), (30.0 + 8.0, True)):
        assert (Level.FAULT in raised(judged(rounded(size), calibration=automatic), "lumbar_flexion")) == told


NOT_JUDGED: list[tuple[Calibration, set[str]]] = [
    (replace(GUIDED, quality=0.45), {"lumbar_flexion", "low_hinge_share", "shallow"}),
    (replace(GUIDED, upright_known=False), {"lumbar_flexion", "incomplete_lockout", "not_tall", "overextension"}),
    (replace(GUIDED, sacrum=None), {"lumbar_flexion", "low_hinge_share", "arch_lost", "incomplete_lockout"}),
]


@pytest.mark.parametrize(("calibration", "silent"), NOT_JUDGED, ids=["poor", "no upright", "no pelvis"])
def test_not_judged_is_a_third_answer(calibration: Calibration, silent: set[str]) -> None:
    (rep,) = latest(judged(rounded(40.0), calibration=calibration))
    assert silent <= set(rep.not_judged)
    assert not silent & {*rep.faults, *rep.cautions}


def test_a_repetition_that_halts_keeps_the_faults_of_its_first_half() -> None:
    """The low back rounds on the way to a halt, straightens there, and the hinge goes on."""
    halt, straight = (40.0, 8.0), (40.0, 34.0)
    course = blend((0, 0), halt, 0.9) + hold(0.4, *halt) + blend(halt, straight, 0.3) + hold(0.2, *straight)
    (rep,) = latest(judged(course + blend(straight, (66.0, 56.0), 0.8) + blend((66.0, 56.0), (0, 0), 1.2) + REST))
    assert "lumbar_flexion" in rep.faults


@pytest.mark.parametrize("sensor", ["sacrum", "thoracic"])
def test_nothing_is_raised_where_a_sensor_is_silent(sensor: str) -> None:
    course = hold(1.0) + bend(62.0, 30.0, 3.0) + REST
    one = judge()
    one.start_set()
    said = take(one, without(pair(course), sensor, slice(55, 190)))
    assert raised(said, "lumbar_flexion") == set()
    assert raised(said, "low_hinge_share") == set()


@pytest.mark.parametrize("size", [1, 9])
def test_a_bottom_that_sinks_on_says_the_same_in_any_cut(size: int) -> None:
    """The descent slows down at 38 deg and goes on, too slow for another descent, while the low back rounds."""
    slow = blend((38.0, 36.0), (62.0, 48.0), 6.0)
    course = blend((0, 0), (38.0, 36.0), 0.9) + hold(0.3, 38.0, 36.0) + slow + blend((62.0, 48.0), (0, 0), 1.2) + REST
    assert judged(course, size=size) == judged(course)


def test_a_back_more_hollow_than_any_is_a_loose_sensor_and_no_fault() -> None:
    assert raised(said_of("overextension", -20.0), "overextension") == {Level.CAUTION, Level.FAULT}
    assert raised(said_of("overextension", -60.0), "overextension") == set()
