"""What is missing is filled, or said to be missing."""

import numpy as np
import pytest

from imu_hinge.core.gaps import Gaps, Run, between
from imu_hinge.model.arrays import Array, Times
from imu_hinge.model.events import SensorWarning
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.radio import Radio
from tests.core.folds import folded, wearer, worn

MS = 1_000_000
PERIOD_NS = 10 * MS
ROTATION = np.array([0.1, 0.2, 0.3])


def samples(*ms: int) -> tuple[Times, Array, Array]:
    t = np.array(ms, dtype=np.int64) * MS
    return t, np.outer(np.arange(len(t)), [1.0, 0.0, 9.81]), np.outer(np.arange(len(t)), [0.0, 1.0, 0.0])


def split(*ms: int) -> tuple[list[Run], Gaps]:
    gaps = Gaps(PERIOD_NS)
    return gaps.split(*samples(*ms)), gaps


def test_jitter_is_no_gap() -> None:
    runs, gaps = split(0, 10, 24, 30, 47, 50)
    assert [len(run) for run in runs] == [6]
    assert (gaps.samples, gaps.lost, gaps.gaps) == (6, 0, 0)


def test_one_or_two_missing_samples_are_interpolated_and_stay_valid() -> None:
    runs, gaps = split(0, 10, 40, 50)
    assert [run.measured for run in runs] == [True, False, True]
    assert runs[1].t_ns.tolist() == [20 * MS, 30 * MS]
    assert runs[1].gyr[:, 1] == pytest.approx([1 + 1 / 3, 1 + 2 / 3])
    assert runs[1].real.all()
    assert (gaps.lost, gaps.gaps) == (2, 0)


@pytest.mark.parametrize(("gap_ms", "filled"), [(40, True), (50, True), (60, False), (2000, False)])
def test_up_to_50_ms_is_filled_and_not_judged_and_more_begins_anew(gap_ms: int, filled: bool) -> None:
    runs, gaps = split(0, 10, 10 + gap_ms, 20 + gap_ms)
    assert [run.measured for run in runs] == ([True, False, True] if filled else [True, True])
    assert [run.restart for run in runs] == ([True, False, False] if filled else [True, True])
    assert not any(run.real.any() for run in runs if not run.measured)
    assert gaps.gaps == 1
    assert gaps.lost == gap_ms // 10 - 1


@pytest.mark.parametrize(
    ("gap_ms", "filled", "judged"), [(250, True, True), (260, True, False), (10_010, False, False)]
)
def test_with_the_devices_rotation_more_is_bridged(gap_ms: int, filled: bool, judged: bool) -> None:
    gaps = Gaps(PERIOD_NS)
    gaps.join(*samples(0, 10), 0, None)
    runs = gaps.join(*samples(10 + gap_ms, 20 + gap_ms), gap_ms // 10 - 1, ROTATION)
    assert len(runs) == (2 if filled else 1)
    assert runs[-1].restart != filled
    if filled:
        assert (runs[0].gyr == ROTATION).all()
        assert runs[0].real.all() == judged


def test_after_a_new_run_of_the_device_nothing_is_joined() -> None:
    gaps = Gaps(PERIOD_NS)
    gaps.join(*samples(0, 10), 0, None)
    gaps.forget()
    (run,) = gaps.join(*samples(20, 30), 0, None)
    assert run.restart


@pytest.mark.parametrize("at", [1, 3, 4, 7])
def test_cuts_do_not_matter(at: int) -> None:
    t, acc, gyr = samples(0, 10, 30, 40, 90, 100, 180, 190, 200)
    whole, parts = Gaps(PERIOD_NS), Gaps(PERIOD_NS)
    once = whole.split(t, acc, gyr)
    twice = [*parts.split(t[:at], acc[:at], gyr[:at]), *parts.split(t[at:], acc[at:], gyr[at:])]
    for name in ("t_ns", "acc", "gyr", "real"):
        columns = [np.concatenate([getattr(run, name) for run in runs]) for runs in (once, twice)]
        assert columns[0].tobytes() == columns[1].tobytes()
    assert sum(run.restart for run in once) == sum(run.restart for run in twice)
    assert (whole.samples, whole.lost, whole.gaps) == (parts.samples, parts.lost, parts.gaps)


def test_between_is_a_line() -> None:
    assert between(np.zeros(3), np.ones(3), np.array([0.25, 0.5])).tolist() == [[0.25] * 3, [0.5] * 3]


def test_frames_after_a_gap_without_rotation_are_invalid_for_a_second() -> None:
    one = wearer(seed=1002)
    samples = {p: rows.copy() for p, rows in one.samples().items()}
    rows = samples[Placement.SACRUM]
    samples[Placement.SACRUM] = rows[(rows["t_ns"] < 50e9) | (rows["t_ns"] > 50.3e9)]
    told = worn(one, samples)
    invalid = told.frames["t_ns"][(told.frames["t_ns"] > 45e9) & ~told.frames["valid"]]
    assert invalid[0] / 1e9 == pytest.approx(50.0, abs=0.03)
    assert invalid[invalid < 60e9][-1] / 1e9 == pytest.approx(51.3, abs=0.06)
    assert told.of(SensorWarning) == []


def test_frames_after_a_bridged_gap_are_valid_at_once() -> None:
    one = wearer(seed=1002)
    told = folded(one.inputs(Radio(dropouts_s={Placement.SACRUM: ((50.0, 50.4),)}, retry=0.0, jitter_s=0.0)))
    invalid = told.frames["t_ns"][(told.frames["t_ns"] > 45e9) & (told.frames["t_ns"] < 60e9) & ~told.frames["valid"]]
    assert 0.3e9 < invalid[-1] - invalid[0] < 0.6e9
