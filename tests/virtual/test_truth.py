"""The truth says what the trajectory does, and faults have the size that was asked for."""

import json

import numpy as np
import pytest

from imu_hinge.catalogue import load_fault
from imu_hinge.virtual import Wearer, truth_to_dict
from imu_hinge.virtual.body import Person
from imu_hinge.virtual.lifts import CLEAR_SIZES, LIFTS, STYLES, RepPlan, natural_tempo_s, plan_rep, with_fault
from imu_hinge.virtual.performing import SetPlan, perform
from imu_hinge.virtual.script import Script
from imu_hinge.virtual.scripts import EXERCISES, SCRIPTS, fault_session, session
from imu_hinge.virtual.seeds import TUNING
from imu_hinge.virtual.truth import TrueRep

STILL = Person(sway_deg=0.0)


def planned(exercise: str = "band_rdl", rows: int = 0) -> RepPlan:
    return plan_rep(LIFTS[exercise], np.random.default_rng(TUNING[1]), "plain", rows)


def true_reps(plans: list[RepPlan], exercise: str = "band_rdl", **changes: object) -> tuple[TrueRep, ...]:
    script = Script(t_s=2.0)
    perform(script, SetPlan(exercise=exercise, reps=plans, **changes))  # type: ignore[arg-type]
    script.wait(3.0)
    return Wearer(script, STILL, {}, chance=0).truth.sets[0].reps


def test_an_exact_repetition_is_measured_exactly() -> None:
    plan = RepPlan(thorax_deg=60.0, lumbar_deg=12.0, down_s=2.0, pause_s=0.4, up_s=1.5, top_s=1.0)
    for rep in true_reps([plan] * 3):
        assert rep.thorax_rom_deg == pytest.approx(60.0, abs=0.8)  # it starts where the rate passes 8 deg/s
        assert rep.pelvis_rom_deg == pytest.approx(48.0, abs=0.8)
        assert rep.hinge_share == pytest.approx(0.8, abs=0.001)
        assert rep.lumbar_flexion_peak_deg == pytest.approx(12.0, abs=1e-3)
        assert rep.lumbar_flexion_peak_pct == pytest.approx(100 * 12 / 52, abs=0.01)
        assert (rep.lockout_pelvis_deg, rep.lockout_thorax_deg) == pytest.approx((0.0, 0.0), abs=1e-6)
        assert rep.faults == ()


def test_phase_times_follow_the_definition() -> None:
    lift = LIFTS["band_rdl"]
    plan = RepPlan(
        thorax_deg=60.0, lumbar_deg=12.0, down_s=lift.down_s, pause_s=lift.pause_s, up_s=lift.up_s, top_s=1.0
    )
    (rep,) = true_reps([plan])
    assert (rep.eccentric_s, rep.pause_s, rep.concentric_s) == pytest.approx(natural_tempo_s(lift), abs=0.02)
    assert 2.0 <= rep.t_start_s < rep.t_bottom_s < rep.t_end_s <= 2.0 + lift.down_s + lift.pause_s + lift.up_s


@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_one_whole_repetition(style: str) -> None:
    rng = np.random.default_rng(TUNING[2])
    reps = true_reps([plan_rep(LIFTS["band_rdl"], rng, style) for _ in range(4)])
    for rep, following in zip(reps, [*reps[1:], None], strict=True):
        assert 55 < rep.thorax_rom_deg < 70
        assert abs(rep.lockout_pelvis_deg) < 3
        assert rep.eccentric_s > 0.2
        assert rep.concentric_s > 0.2
        assert following is None or rep.t_end_s <= following.t_start_s


SIZES = {
    "lumbar_flexion": 33.0,
    "low_hinge_share": 0.5,
    "arch_lost": 14.0,
    "incomplete_lockout": 17.0,
    "not_tall": 14.0,
    "forward_lean": 23.0,
    "overextension": -17.0,
    "shallow": 0.6,
    "tempo": 0.4,
}


@pytest.mark.parametrize(("fault", "size"), SIZES.items())
def test_a_fault_has_the_size_that_was_asked_for(fault: str, size: float) -> None:
    tempo = natural_tempo_s(LIFTS["band_rdl"])
    plan = RepPlan(thorax_deg=62.0, lumbar_deg=11.2, down_s=1.9, pause_s=0.4, up_s=1.4, top_s=1.0)
    rep = true_reps(with_fault([plan] * 3, fault, size, (1,)), tempo_s=tempo)[1]
    assert rep.measures[fault] == pytest.approx(size, rel=0.04)
    assert fault in {found.id for found in rep.faults}


def test_faults_of_special_exercises_have_their_size() -> None:
    shifted = true_reps(with_fault([planned("split_stance_hinge")] * 2, "side_shift", 14.0, (1,)), "split_stance_hinge")
    assert shifted[1].measures["side_shift"] == pytest.approx(14.0, abs=0.7)
    rounded = true_reps(with_fault([planned("rdl_row", 3)] * 2, "row_arch_lost", 14.0, (1,)), "rdl_row")
    assert rounded[1].measures["row_arch_lost"] == pytest.approx(14.0, abs=0.7)
    assert rounded[1].rows == 3
    slowing = true_reps(with_fault([planned()] * 8, "speed_loss", 0.35, ()))
    assert [rep.index for rep in slowing if "speed_loss" in rep.measures] == [5, 6, 7, 8]
    against_the_first = (0.20, 0.25, 0.30, 0.35)
    expected = [1 - (1 - loss) / (1 - 0.075) for loss in against_the_first]
    assert [rep.measures["speed_loss"] for rep in slowing[4:]] == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("fault", ["lumbar_flexion", "arch_lost", "incomplete_lockout", "overextension"])
def test_the_level_changes_at_the_limit_of_the_catalogue(fault: str) -> None:
    row = load_fault(fault).fault
    assert row is not None
    limit = row.at(STILL.own_max_lumbar_deg)
    plan = RepPlan(thorax_deg=62.0, lumbar_deg=11.2, down_s=1.9, pause_s=0.4, up_s=1.4, top_s=1.0)
    for factor, level in ((0.93, "caution"), (1.07, "fault")):
        rep = true_reps(with_fault([plan], fault, limit * factor, (0,)))[0]
        found = {x.id: x for x in rep.faults}[fault]
        assert found.level == level
        assert found.margin == pytest.approx(abs(found.value - found.limit))


@pytest.mark.parametrize("fault", CLEAR_SIZES)
def test_fault_sessions_show_their_fault_where_intended(fault: str) -> None:
    reps = [rep for s in fault_session(fault, TUNING[3]).truth.sets for rep in s.reps]
    for rep in reps:
        has = any(found.id == fault for found in rep.faults)
        assert has == bool(rep.intended) or fault == "speed_loss"
    assert any(rep.intended for rep in reps)
    assert any(found.id == fault for rep in reps for found in rep.faults)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_ordinary_sessions_have_no_fault(exercise: str) -> None:
    for seed in TUNING[4:8]:
        truth = session(exercise, seed).truth
        assert [found.id for s in truth.sets for rep in s.reps for found in rep.faults if found.level == "fault"] == []
        assert truth.rep_count >= 18


def test_a_stoop_right_against_the_set_is_no_part_of_its_last_repetition() -> None:
    for seed in TUNING[8:20]:
        for s in SCRIPTS["band_rdl_hard"](seed).truth.sets:
            last = s.reps[-1]
            assert last.concentric_s > 0.2
            assert last.lumbar_flexion_peak_deg < 20


def test_the_tilts_are_against_the_calibrated_stance() -> None:
    truth = session("band_rdl", TUNING[0]).truth
    start, end = truth.stances[0]
    quiet = truth.tilts(np.arange(start, end, 0.01))
    assert (quiet.pelvis.mean(), quiet.thorax.mean()) == pytest.approx((0.0, 0.0), abs=1e-4)
    rep = truth.sets[0].reps[0]
    bottom = truth.tilts_at(np.array([round(rep.t_bottom_s * 1e9)]))
    assert np.degrees(bottom.thorax[0]) == pytest.approx(rep.thorax_rom_deg, abs=1.5)


def test_acts_follow_one_another_and_sets_lie_outside_the_nuisances() -> None:
    truth = session("band_rdl", TUNING[0]).truth
    ends = [act.t_end_s for act in truth.acts]
    assert [act.t_start_s for act in truth.acts[1:]] == ends[:-1]
    for s in truth.sets:
        assert not [n for n in truth.nuisances if n.t_start_s < s.t_end_s and n.t_end_s > s.t_start_s]


def test_the_full_bend_reaches_the_own_maximum() -> None:
    truth = session("band_rdl", TUNING[0]).truth
    lumbar = truth.tilts(np.arange(0, truth.stances[-1][1], 0.01)).lumbar
    assert np.degrees(lumbar.max()) == pytest.approx(truth.own_max_lumbar_deg, abs=1.5)


def test_truth_is_json() -> None:
    plain = truth_to_dict(session("split_stance_hinge", TUNING[0]).truth)
    again = json.loads(json.dumps(plain, allow_nan=False))
    assert again["sets"][0]["side"] == "left"
    assert len(again["mounts"]["sacrum"]) == 3
