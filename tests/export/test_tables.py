"""What stands in a table, whatever format it goes into."""

from pathlib import Path

import numpy as np

from imu_hinge.analysis import open_source
from imu_hinge.export import make_table
from imu_hinge.export.table import unit_of
from imu_hinge.export.tables import HEADERS, REPS, frames_table
from imu_hinge.model.arrays import FRAME
from tests.made import bends_csv


def test_frames_that_come_again_after_a_calibration_replace_the_first_ones(tmp_path: Path) -> None:
    with open_source(bends_csv(tmp_path / "bends.csv"), "forward_bend") as source:
        frames = make_table("frames", source)
    t_s = np.asarray(frames.columns["t_s"])
    assert (np.diff(t_s).round(6) == 0.02).all()
    early = (t_s > 1.0) & (t_s < 5.0)
    assert np.isfinite(np.asarray(frames.columns["lumbar_flexion_deg"])[early]).all()


def test_a_session_without_repetitions_is_an_empty_table(tmp_path: Path) -> None:
    with open_source(bends_csv(tmp_path / "still.csv", bends=0), "forward_bend") as source:
        reps = make_table("reps", source)
    assert (len(reps), reps.header, list(reps.rows())) == (0, REPS, [])


def test_units_are_read_off_the_names() -> None:
    units = {name: unit_of(name) for header in HEADERS.values() for name in header}
    assert units["t_bottom_s"] == "s"
    assert units["acc_x_mps2"] == "m/s^2"
    assert units["gyr_z_radps"] == "rad/s"
    assert units["lumbar_flexion_peak_pct"] == "%"
    assert {name for name, unit in units.items() if unit == "deg"} >= {"pelvis_rom_deg", "lumbar_flexion_deg"}
    assert {units[name] for name in ("q_w", "rows", "reasons", "hinge_share", "set_index", "faults")} == {""}


def test_times_keep_their_nanoseconds() -> None:
    frames = np.zeros(1, FRAME)
    frames["t_ns"] = 3_600_000_000_020
    (row,) = frames_table(frames).rows()
    assert row[0] == 3600.00000002
