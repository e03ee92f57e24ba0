"""Sessions by name: deterministic, mirrored, disjoint seeds, quick."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.catalogue import exercise_ids
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.virtual import Wearer, seeds, truth_to_dict
from imu_hinge.virtual.scripts import EXERCISES, SCRIPTS, Options, session
from imu_hinge.virtual.seeds import TUNING

SHORT = Options(sets=1, reps=(3, 4))
PLAIN_SETUP: dict[str, object] = {
    "mounting": (1.0, 0.0, 0.0, 0.0),
    "wobble_deg": 0.0,
    "gyr_bias_dps": (0.0, 0.0, 0.0),
    "acc_bias_mg": (0.0, 0.0, 0.0),
    "gyr_walk_dps": 0.0,
    "scale_pct": 0.0,
    "misalignment_deg": 0.0,
    "gyr_noise_mdps": 0.0,
    "acc_noise_ug": 0.0,
    "quantised": False,
}


def test_seed_ranges_are_disjoint() -> None:
    ranges = [set(seeds.TUNING), set(seeds.REPORTING), set(seeds.EXAMPLES)]
    assert sum(map(len, ranges)) == len(set.union(*ranges))


def test_every_exercise_of_the_catalogue_has_a_session() -> None:
    assert set(EXERCISES) == set(exercise_ids())
    assert set(EXERCISES) <= set(SCRIPTS)


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name != "long"])
def test_every_script_has_a_truth(name: str) -> None:
    wearer = SCRIPTS[name](TUNING[5])
    truth = wearer.truth
    assert (truth.name, truth.seed) == (name, TUNING[5])
    assert truth.rep_count >= 10
    for s in truth.sets:
        assert 0 < s.t_start_s < s.t_end_s < truth.duration_s
        assert all(
            np.isfinite([rep.thorax_rom_deg, rep.eccentric_s, rep.pause_s, rep.concentric_s]).all() for rep in s.reps
        )


@given(st.sampled_from(sorted(EXERCISES)), st.integers(TUNING.start, TUNING.stop - 1))
@settings(max_examples=4)
def test_one_seed_gives_one_session(exercise: str, seed: int) -> None:
    first, second = (session(exercise, seed, SHORT) for _ in range(2))
    assert truth_to_dict(first.truth) == truth_to_dict(second.truth)
    for placement in Placement:
        assert np.array_equal(first.samples()[placement], second.samples()[placement])
    assert _bytes(first) == _bytes(second) == _bytes(first)


def _bytes(wearer: Wearer) -> list[tuple[int, bytes]]:
    return [(item.t_ns, item.payload) for item in wearer.inputs() if isinstance(item, Packet)]


def test_other_seeds_give_other_sessions() -> None:
    assert len({session("band_rdl", seed, SHORT).end_s for seed in TUNING[:5]}) == 5


def test_a_mirrored_wearer_is_the_mirror_image() -> None:
    options = Options(sets=1, reps=(3, 4), fault="side_shift", setup=PLAIN_SETUP)
    usual = session("split_stance_hinge", TUNING[0], options)
    mirrored = session("split_stance_hinge", TUNING[0], replace(options, person={"mirrored": True}))
    assert [s.side for s in usual.truth.sets] == ["left"]
    assert [s.side for s in mirrored.truth.sets] == ["right"]
    assert [c.argument for c in mirrored.commands if c.name == "side"] == ["right"]
    for placement in Placement:
        a, b = usual.samples()[placement], mirrored.samples()[placement]
        assert b["acc"] == pytest.approx(a["acc"] * [1, -1, 1], abs=1e-6)
        assert b["gyr"] == pytest.approx(a["gyr"] * [-1, 1, -1], abs=1e-6)
    for one, other in zip(usual.truth.sets[0].reps, mirrored.truth.sets[0].reps, strict=True):
        assert other.lumbar_flexion_peak_deg == pytest.approx(one.lumbar_flexion_peak_deg, abs=1e-9)
        assert [f.id for f in other.faults] == [f.id for f in one.faults]


def test_split_stance_alternates_sides() -> None:
    assert [s.side for s in SCRIPTS["split_stance_hinge"](TUNING[0]).truth.sets] == ["left", "right", "left"]


def test_rows_are_told() -> None:
    assert {rep.rows for s in SCRIPTS["rdl_row"](TUNING[0]).truth.sets for rep in s.reps} == {3}


def test_a_minute_of_both_sensors_is_quick() -> None:
    start = time.process_time()
    wearer = session("band_rdl", TUNING[0])
    wearer.inputs()
    assert (time.process_time() - start) / wearer.end_s * 60 < 1.0
