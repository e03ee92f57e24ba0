"""A BIDS-Motion dataset: without a fault for the official validator, and with the values of the other tables."""

import json
import math
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imu_hinge.analysis import open_source
from imu_hinge.export import gather, make_table
from imu_hinge.export.bids import write_session
from imu_hinge.export.bids_text import write_tsv
from imu_hinge.export.tables import frames_table
from imu_hinge.export.wanted import about_of
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from tests.export.recorded import NAMES, fold_of, recording
from tests.tiers import shortened

VALIDATOR = Path(sys.executable).with_name("bids-validator-deno")
Rows = list[list[str]]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All shipped recordings in one dataset."""
    folder = tmp_path_factory.mktemp("bids")
    for name in NAMES:
        write_session(fold_of(name), about_of(recording(name)), folder / name)
        gather("bids", folder / name, folder / "all")
    return folder / "all"


def tsv(path: Path) -> Rows:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def session(dataset: Path, name: str) -> Path:
    ident = about_of(recording(name)).recording_id[:8]
    (found,) = dataset.glob(f"sub-*/ses-*{ident}")
    return found


def numbers(path: Path) -> Any:
    return np.array([[math.nan if cell == "n/a" else float(cell) for cell in row] for row in tsv(path)])


@pytest.mark.skipif(not VALIDATOR.exists(), reason="bids-validator-deno is not installed")
def test_the_official_validator_finds_no_error(dataset: Path) -> None:
    told = subprocess.run(
        [VALIDATOR, dataset, "--json"], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert told.stdout.startswith("{"), told.stderr[-500:]
    report = json.loads(told.stdout)
    issues = report["issues"]["issues"]
    assert [issue for issue in issues if issue["severity"] == "error"] == []
    assert len(report["summary"]["sessions"]) == len(NAMES)
    assert report["summary"]["dataTypes"] == ["motion"]


@pytest.mark.parametrize("place", shortened(Placement))
def test_motion_of_a_sensor_is_that_of_the_csv(dataset: Path, place: Placement) -> None:
    (path,) = session(dataset, "band_hinge").glob(f"motion/*tracksys-{place}_motion.tsv")
    rows = numbers(path)
    for name, columns in (("samples", slice(1, 7)), ("orientation", slice(7, 11))):
        with open_source(recording("band_hinge")) as source:
            table = make_table(name, source)
        assert np.array_equal(rows[:, columns], np.array([row[2:] for row in table.rows() if row[1] == place]))


def test_a_sample_that_came_too_late_to_be_turned_has_no_orientation(tmp_path: Path) -> None:
    made = fold_of("band_hinge")
    t_ns, quat = made.orientation[Placement.SACRUM]
    without = {**made.orientation, Placement.SACRUM: (np.delete(t_ns, 5), np.delete(quat, 5, axis=0))}
    write_session(replace(made, orientation=without), about_of(recording("band_hinge")), tmp_path / "one")
    (path,) = tmp_path.rglob("*tracksys-sacrum_motion.tsv")
    rows = tsv(path)
    assert rows[5][7:] == ["n/a"] * 4
    assert "n/a" not in [*rows[4], *rows[5][:7], *rows[6]]


def test_time_counts_from_the_first_sample_of_both_sensors(dataset: Path) -> None:
    motions = session(dataset, "band_hinge").glob("motion/*_motion.tsv")
    first_s = {path.name.split("tracksys-")[1]: numbers(path)[0, 0] for path in motions}
    assert min(first_s["sacrum_motion.tsv"], first_s["thoracic_motion.tsv"]) == 0.0
    assert 0.0 < max(first_s.values()) < 0.1


def test_posture_is_the_table_of_frames(dataset: Path) -> None:
    (path,) = session(dataset, "band_rdl_back").glob("motion/*posture_motion.tsv")
    expected = np.array([row[1:] for row in frames_table(fold_of("band_rdl_back").frames).rows()], dtype=float)
    assert np.array_equal(numbers(path)[:, 1:], expected, equal_nan=True)


def test_channels_name_every_column(dataset: Path) -> None:
    for path in session(dataset, "band_hinge").glob("motion/*_motion.tsv"):
        header, *channels = tsv(Path(str(path).replace("_motion.tsv", "_channels.tsv")))
        sidecar = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert header[:5] == ["name", "component", "type", "tracked_point", "units"]
        assert len(channels) == sidecar["MotionChannelCount"] == len(tsv(path)[0])
        counts = {key: value for key, value in sidecar.items() if key.endswith("ChannelCount")}
        assert sum(counts.values()) == 2 * len(channels)


@pytest.mark.parametrize("name", shortened(["split_stance_hinge", "band_rdl_rounding"]))
def test_events_are_the_sets_repetitions_and_faults_of_the_analysis(dataset: Path, name: str) -> None:
    (path,) = session(dataset, name).glob("motion/*_events.tsv")
    header, *lines = tsv(path)
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    with open_source(recording(name)) as source:
        reps = list(make_table("reps", source).rows())
    told = [row for row in rows if row["trial_type"] == "rep"]
    assert [(int(row["set"]), int(row["rep"]), row["status"], float(row["onset"])) for row in told] == [
        (rep[0], rep[1], rep[2], rep[4]) for rep in reps
    ]
    assert sorted(fault_ids(rows)) == sorted((rep[0], rep[1], fault) for rep in reps for fault in rep[18])
    assert [float(row["onset"]) for row in rows] == sorted(float(row["onset"]) for row in rows)


def fault_ids(rows: list[dict[str, str]]) -> Iterator[tuple[int, int, str]]:
    for row in rows:
        if row["trial_type"] not in ("set", "rep"):
            yield int(row["set"]), int(row["rep"]), row["trial_type"]


def test_nobody_is_named_and_labels_are_plain(dataset: Path) -> None:
    assert tsv(dataset / "participants.tsv") == [["participant_id"], ["sub-c00000000"]]
    parts = [part for path in dataset.rglob("*_motion.tsv") for part in path.name.split("_")[:-1]]
    assert {part.partition("-")[0] for part in parts} == {"sub", "ses", "task", "tracksys"}
    assert all(part.partition("-")[2].isalnum() for part in parts)


def test_two_people_are_two_participants(tmp_path: Path) -> None:
    about = about_of(recording("band_hinge"))
    for client in ("c-zzzz0000", "c-aaaa1111"):
        write_session(fold_of("band_hinge"), replace(about, client=client), tmp_path / client)
        gather("bids", tmp_path / client, tmp_path / "all")
    assert tsv(tmp_path / "all" / "participants.tsv")[1:] == [["sub-caaaa1111"], ["sub-czzzz0000"]]


def test_one_recording_twice_is_refused(tmp_path: Path) -> None:
    about = about_of(recording("band_hinge"))
    write_session(fold_of("band_hinge"), about, tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    gather("bids", tmp_path / "a", tmp_path / "all")
    with pytest.raises(UsageError, match=r"ses-\w+ is there already"):
        gather("bids", tmp_path / "b", tmp_path / "all")


def test_one_sensor_alone_is_a_dataset_of_what_there_is(tmp_path: Path) -> None:
    made = fold_of("band_hinge")
    alone = {Placement.SACRUM: made.samples[Placement.SACRUM]}
    write_session(replace(made, samples=alone), about_of(recording("band_hinge")), tmp_path / "one")
    systems = sorted(path.name.split("tracksys-")[1] for path in tmp_path.rglob("*_motion.tsv"))
    assert systems == ["posture_motion.tsv", "sacrum_motion.tsv"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, "n/a"), (math.nan, "n/a"), (True, "1"), (0.1, "0.1"), ((), "n/a"), (("a", "b"), "a,b"), ("left", "left")],
)
def test_cells(value: object, cell: str, tmp_path: Path) -> None:
    write_tsv(tmp_path / "x.tsv", [[value, 1]])
    assert tsv(tmp_path / "x.tsv") == [[cell, "1"]]


def test_what_stands_at_the_top_names_no_sensor_that_a_session_may_not_have(dataset: Path) -> None:
    readme = (dataset / "README").read_text(encoding="utf-8")
    assert "a tracking system for each sensor that was worn" in " ".join(readme.split())
