"""Both sensors away at once: what was finished stays, what follows is unsure, and nobody is taken to stand still."""

from dataclasses import replace

import pytest

from imu_hinge.model.events import RepRejected, RepStatus, SensorWarning
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual import Radio, Wearer
from imu_hinge.virtual.scripts import Options, session
from tests.core.folds import Told, folded
from tests.tiers import shortened

EIGHT = Options(sets=1, reps=(8, 9), nuisance=False, styles=("plain",))


def away(wearer: Wearer, start_s: float, seconds: float) -> Told:
    """The session when nothing of both sensors arrives for a while; without backfill."""
    spans = dict.fromkeys(Placement, ((start_s, start_s + seconds),))
    return folded(replace(wearer, radio=Radio(dropouts_s=spans, batch=10)).inputs())


@pytest.mark.parametrize("seconds", shortened([9.0, 2.5, 14.0]))
def test_finished_repetitions_stay_and_the_next_one_is_unsure(seconds: float) -> None:
    wearer = session("band_rdl", 1004, EIGHT)
    reps = wearer.truth.sets[0].reps
    start_s = reps[2].t_start_s + 0.5
    told = away(wearer, start_s, seconds)
    (counted,) = told.counts
    unseen = [rep for rep in reps if start_s < rep.t_bottom_s < start_s + seconds]
    assert len(reps) - len(unseen) - 1 <= counted <= len(reps)
    after = [rep for rep in told.reps if rep.t_end_ns > (start_s + seconds) * 1e9]
    assert after[0].status is RepStatus.UNSURE
    assert [one.reason for one in told.of(RepRejected)].count("unconfirmed") == 0
    assert {w.placement for w in told.of(SensorWarning) if w.id == "sensor_silent"} == set(Placement)


def test_a_blink_hides_nothing() -> None:
    wearer = session("band_rdl", 1004, EIGHT)
    told = away(wearer, wearer.truth.sets[0].reps[2].t_end_s + 0.2, 0.2)
    assert told.counts == [8]
    assert all("unseen" not in rep.reasons for rep in told.reps)


def test_time_in_which_nobody_saw_the_wearer_does_not_end_a_set() -> None:
    wearer = session("band_rdl", 1004, EIGHT)
    last = wearer.truth.sets[0].reps[4]
    told = away(wearer, last.t_end_s + 0.5, 12.0)
    assert len(told.counts) == 1


@pytest.mark.long
def test_however_the_samples_are_cut_the_same_is_said() -> None:
    wearer = session("band_rdl", 1004, EIGHT)
    start_s = wearer.truth.sets[0].reps[2].t_start_s + 0.5
    setups = {place: replace(setup, silent_s=((start_s, start_s + 9.0),)) for place, setup in wearer.setups.items()}
    silent = replace(wearer, setups=setups)
    few, many = (folded(silent.blocks(size)) for size in (1, 3))
    assert [(rep.t_bottom_ns, rep.reasons) for rep in few.reps] == [(rep.t_bottom_ns, rep.reasons) for rep in many.reps]
    assert few.counts == many.counts
    assert any("unseen" in rep.reasons for rep in few.reps)
