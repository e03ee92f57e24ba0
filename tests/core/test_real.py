"""Recordings of people, from CSV to counts. The labels are counts by protocol; no low-back angle here is optical."""

import csv
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from imu_hinge.analysis import Analysis, analyze
from imu_hinge.model.inputs import Placement
from tests.core.recorded import DATA, needed

pytestmark = needed
STILL = "Pose"
OTHER = ["Walk", "Lunge", "StepUpH", "HeelRaise", "CMJDL", STILL]
"""CMU recordings without a bend to count."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    sources = [DATA / "trunkyxl", DATA / "cmu_exercise"]
    command: list[str | Path] = [sys.executable, DATA / "to_csv.py", *sources, "-o", folder]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return folder


@pytest.fixture(scope="module")
def bends(tables: Path) -> Mapping[str, Analysis]:
    return {path.stem: analyze(path, "forward_bend") for path in sorted(tables.glob("pp*.csv"))}


def counts(found: Analysis) -> list[int]:
    return [len(one.reps) for one in found.sets]


def moved_at(found: Analysis) -> list[float]:
    return [found.seconds(w.t_ns) for w in found.warnings if w.id == "sensor_moved" and w.placement is Placement.SACRUM]


def labels() -> dict[str, int]:
    with (DATA / "trunkyxl" / "dev" / "labels.csv").open(encoding="utf-8") as file:
        return {row["file"]: int(row["flexion_reps"]) for row in csv.DictReader(file)}


def test_every_seated_recording_is_counted_exactly(bends: Mapping[str, Analysis]) -> None:
    assert {name: sum(counts(found)) for name, found in bends.items()} == labels()
    assert len(bends) == 16


def test_a_long_recording_has_four_sets(bends: Mapping[str, Analysis]) -> None:
    assert counts(bends["pp15_20230116095407"]) == [3, 3, 3, 3]


@pytest.mark.parametrize(("name", "loose_s"), [("pp15_20230116095407", 72.0), ("pp15_20230116095507", 13.0)])
def test_a_pelvis_sensor_that_comes_loose_is_told_and_not_judged(
    bends: Mapping[str, Analysis], name: str, loose_s: float
) -> None:
    found = bends[name]
    (told_s, *_) = moved_at(found)
    assert loose_s - 1.0 < told_s < loose_s + 10.0
    reps = [(found.seconds(rep.t_bottom_ns), rep) for one in found.sets for rep in one.reps]
    during = [rep for bottom_s, rep in reps if told_s < bottom_s < told_s + 60.0]
    assert all(rep.lumbar_flexion_peak_deg is None and rep.pelvis_rom_deg is None for rep in during)


def test_nobody_elses_sensor_is_called_loose(bends: Mapping[str, Analysis]) -> None:
    assert [name for name, found in bends.items() if moved_at(found) and not name.startswith("pp15")] == []


@pytest.mark.parametrize("exercise", ["band_rdl", "forward_bend"])
@pytest.mark.parametrize("name", OTHER)
def test_walking_lunges_steps_and_jumps_count_nothing(tables: Path, name: str, exercise: str) -> None:
    assert counts(analyze(tables / f"{name}.csv", exercise)) == []
