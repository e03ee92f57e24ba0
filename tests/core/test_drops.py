"""One sensor is away in the middle of a set: nothing is missed or counted twice, and what was not seen is unsure."""

from dataclasses import replace

import pytest

from imu_hinge.core.motion import join_motion
from imu_hinge.core.sampler import nothing
from imu_hinge.model.events import Rep, RepStatus, SensorWarning
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.radio import Radio
from imu_hinge.virtual.wearer import Wearer
from tests.core.folds import PLAIN, Told, folded, judge, latest, take, wearer
from tests.core.motions import bend, hold, pair
from tests.tiers import shortened


def dropped(one: Wearer, placement: Placement, rep: int, after_s: float, drop_s: float) -> tuple[Told, float]:
    """The session with the link lost this long after the start of repetition `rep` (from 0); and when it was lost."""
    chosen = one.truth.sets[0]
    start_s = chosen.reps[rep].t_start_s + after_s
    items = one.inputs(Radio(dropouts_s={placement: ((start_s, start_s + drop_s),)}, batch=10))
    return folded(items, chosen.exercise), start_s


def over(told: Told, start_s: float, drop_s: float) -> list[Rep]:
    """The repetitions whose bottom lies in the drop."""
    return [rep for rep in told.reps if start_s + 0.2 < rep.t_bottom_ns / 1e9 < start_s + drop_s - 0.2]


@pytest.mark.parametrize("exercise", ["band_rdl", "forward_bend"])
def test_without_the_thorax_the_pelvis_counts_and_its_repetitions_are_unsure(exercise: str) -> None:
    one = wearer(exercise, 1002, PLAIN)
    told, start_s = dropped(one, Placement.THORACIC, 1, 0.4, 5.0)
    assert told.counts == [4]
    unseen = over(told, start_s, 5.0)
    assert unseen
    assert all(rep.status is RepStatus.UNSURE and "thorax_missing" in rep.reasons for rep in unseen)
    assert all(rep.thorax_rom_deg is None and rep.lumbar_flexion_peak_deg is None for rep in unseen)


def test_without_the_pelvis_the_thorax_counts_and_what_needs_the_pelvis_is_unknown() -> None:
    told, start_s = dropped(wearer(seed=1002), Placement.SACRUM, 1, 0.4, 5.0)
    assert told.counts == [4]
    unseen = over(told, start_s, 5.0)
    assert unseen
    assert all(rep.status is RepStatus.UNSURE and "no_pelvis" in rep.reasons for rep in unseen)
    assert all(rep.pelvis_rom_deg is None and rep.hinge_share is None for rep in unseen)
    assert all(rep.thorax_rom_deg is not None for rep in unseen)


def test_three_make_a_set_also_when_the_thorax_missed_one_of_them() -> None:
    """By the pelvis a repetition with a round low back looks shallow: it is not compared with the others."""
    course = hold(1.0) + bend(62.0, 50.0) + hold(1.2) + bend(62.0, 24.0) + hold(1.2) + bend(62.0, 50.0) + hold(11.0)
    rows, one = pair(course, 0), judge()
    thoracic = join_motion([rows.thoracic[:260], nothing(120), rows.thoracic[380:]])
    said = [*take(one, replace(rows, thoracic=thoracic)), *one.end()]
    assert [rep.status for rep in latest(said)] == [RepStatus.COUNTED, RepStatus.UNSURE, RepStatus.COUNTED]


def test_a_short_loss_at_the_bottom_is_bridged_and_costs_nothing() -> None:
    one = wearer(seed=1002)
    told, _ = dropped(one, Placement.THORACIC, 2, 1.0, 0.2)
    assert [rep.status for rep in told.reps] == [RepStatus.COUNTED] * 4


@pytest.mark.parametrize("placement", shortened(Placement))
def test_a_loss_is_told_within_two_seconds_and_so_is_the_return(placement: Placement) -> None:
    one = wearer(seed=1002)
    start_s = one.truth.sets[0].reps[1].t_bottom_s
    heard: dict[str, float] = {}
    items = one.inputs(Radio(dropouts_s={placement: ((start_s, start_s + 4.0),)}))
    fold = folded([])
    for item in items:
        for event in fold.session.feed(item).events:
            if isinstance(event, SensorWarning) and event.placement is placement:
                heard[event.id] = item.t_ns / 1e9
    assert 1.0 < heard["sensor_silent"] - start_s < 2.0
    assert 0.0 < heard["sensor_back"] - start_s - 4.0 < 1.0
