"""Recordings of assessments, made by the virtual wearer without a radio."""

from dataclasses import replace
from pathlib import Path

from imu_hinge.analysis import new_assessment
from imu_hinge.catalogue import load_exercise
from imu_hinge.cli.about import about_recording
from imu_hinge.core.assess import AssessmentSettings
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import Recorder
from imu_hinge.virtual.assessing import AssessOptions, assessment

FORWARD_BEND = "forward_bend"
LONG_AGO_NS = 1_700_000_000_000_000_000
"""November 2023."""


def record(path: Path, options: AssessOptions, seed: int = 101) -> Path:
    """The recording of an assessment, as `assess` makes it."""
    settings = AssessmentSettings(options.tests, options.repeats).to_json()
    about = about_recording(FORWARD_BEND, "live", kind=Kind.ASSESSMENT, settings=settings)
    recorder = Recorder(path, replace(about, start_wall_ns=LONG_AGO_NS))
    fold = new_assessment(load_exercise(FORWARD_BEND), settings)
    for item in assessment(seed, options).wearer.inputs():
        recorder.receive(item, fold.feed(item))
    recorder.close()
    return path
