"""Virtual wearers: a set that stays as it was is told nothing, one that changes is told within two repetitions."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.core.quality import Quality, quality
from imu_hinge.core.session import Session
from imu_hinge.core.summary import Summary
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual import Wearer, acts
from imu_hinge.virtual.body import random_person
from imu_hinge.virtual.lifts import FAULTS, LIFTS, RepPlan, plan_reps
from imu_hinge.virtual.performing import SetPlan, perform
from imu_hinge.virtual.radio import Radio
from imu_hinge.virtual.script import Script
from imu_hinge.virtual.seeds import TUNING
from imu_hinge.virtual.sensor import random_setup

REPS, CHANGE = 9, 6
"""Repetitions of the set, and the one from which on it is another."""
Change = Callable[[RepPlan], RepPlan]
RADIO = Radio(batch=15, rotation=False)


def wearer(seed: int, change: Change = lambda rep: rep, first: Change = lambda rep: rep) -> Wearer:
    """One armed set after a guided calibration."""
    rng = np.random.default_rng(seed)
    person, script = random_person(rng), Script()
    acts.stand(script, 1.0)
    acts.calibrate(script, rng, person.own_max_lumbar_deg)
    acts.stand(script, 4.0)
    reps = plan_reps(LIFTS["band_rdl"], rng, REPS, styles=("plain",))
    changed = [first(reps[0]), *reps[1 : CHANGE - 1], *map(change, reps[CHANGE - 1 :])]
    perform(script, SetPlan(exercise="band_rdl", reps=changed, armed=True))
    acts.stand(script, 2.0)
    script.say("end")
    setups = {placement: random_setup(rng) for placement in Placement}
    return Wearer(script, person, setups, int(rng.integers(2**62)), radio=RADIO, seed=seed)


def of(one: Wearer) -> Quality:
    session, summary = Session("band_rdl"), Summary()
    for item in one.inputs():
        for event in session.feed(item).events:
            summary.take(event)
    (only,) = summary.sets
    assert len(only.reps) == REPS
    return quality(only.reps, session.exercise)


def slower(rep: RepPlan) -> RepPlan:
    return FAULTS["speed_loss"](rep, 0.35)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (slower, "speed_loss"),
        (lambda rep: FAULTS["low_hinge_share"](rep, 0.48), "low_hinge_share"),
    ],
    ids=["slower by 35 %", "hinge share 0.48"],
)
def test_a_set_that_changes_is_told_with_the_second_repetition(change: Change, fault: str) -> None:
    found = of(wearer(TUNING[600], change))
    assert found.hint is not None
    assert (found.hint.fault.id, found.hint.rep_index) == (fault, CHANGE + 1)
    assert found.based_on == (1, 2, 3, 4)


def test_a_steady_set_is_told_nothing() -> None:
    found = of(wearer(TUNING[601]))
    assert found.hint is None
    assert abs(found.speed_loss or 1.0) < 0.15


def test_a_first_repetition_that_is_twice_as_quick_spoils_nothing() -> None:
    found = of(wearer(TUNING[602], first=lambda rep: replace(rep, up_s=rep.up_s / 2)))
    assert (found.hint, found.based_on) == (None, (2, 3, 4, 5))


def test_while_a_sensor_is_away_nothing_is_told_of_a_set_that_slows() -> None:
    one = wearer(TUNING[600], slower)
    (only,) = one.script.sets
    away = ((only.reps[CHANGE - 1].t_start_s, only.t_end_s),)
    found = of(replace(one, radio=replace(RADIO, dropouts_s={Placement.SACRUM: away})))
    assert (found.hint, found.based_on) == (None, (1, 2, 3, 4))
