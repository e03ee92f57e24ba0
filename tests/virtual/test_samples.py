"""The shipped sample recordings: complete, reproducible, and what they claim."""

import json
from pathlib import Path

import pytest

from imu_hinge.model.inputs import Packet
from imu_hinge.recording import open_recording
from imu_hinge.virtual.samples import SAMPLES, write_sample, write_samples
from imu_hinge.virtual.seeds import EXAMPLES


def test_a_sample_holds_the_inputs_and_its_truth(tmp_path: Path) -> None:
    write_samples(tmp_path, ["band_hinge"])
    wearer = SAMPLES["band_hinge"].make(EXAMPLES[0])
    with open_recording(tmp_path / "band_hinge.mcap") as recording:
        stored = [item.payload for item in recording if isinstance(item, Packet)]
    assert stored == [item.payload for item in wearer.inputs() if isinstance(item, Packet)]
    truth = json.loads((tmp_path / "band_hinge.truth.json").read_text())
    assert len(truth["sets"][0]["reps"]) == wearer.truth.rep_count
    assert "| `band_hinge.mcap` | band_hinge |" in (tmp_path / "README.md").read_text()


@pytest.mark.long
def test_samples_can_be_made_again_to_the_byte(tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    for folder in (first, again):
        folder.mkdir()
        write_sample(folder, "band_hinge")
    assert (first / "band_hinge.mcap").read_bytes() == (again / "band_hinge.mcap").read_bytes()


def test_the_rounding_sample_rounds_where_its_line_says() -> None:
    name = "band_rdl_rounding"
    reps = SAMPLES[name].make(EXAMPLES[list(SAMPLES).index(name)]).truth.sets[0].reps
    rounding = [rep.index for rep in reps if any(f.id == "lumbar_flexion" and f.level == "fault" for f in rep.faults)]
    assert rounding == [3, 4, 6]
