"""A BIDS-Motion dataset: one folder, a subfolder for each person and session. No name of a person is in it."""

import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path

from imu_hinge import __version__
from imu_hinge.analysis import Source
from imu_hinge.catalogue import Exercise
from imu_hinge.export.bids_events import COLUMNS, event_rows, sidecar
from imu_hinge.export.bids_motion import REFERENCE_FRAMES, Channel, System, systems
from imu_hinge.export.bids_text import write_json, write_tsv
from imu_hinge.export.folded import Folded, folded
from imu_hinge.export.wanted import Wanted, about_of, nothing_in
from imu_hinge.model.errors import UsageError
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import About, recording_path

BIDS_VERSION = "1.10.0"
README = """\
# Hip-hinge training, inertial sensors

A session has a tracking system for each sensor that was worn, on the sacrum, on the thoracic spine or both, and one for
the posture that imu-hinge makes of them (50 Hz). The first column of each motion file is the time of the row in seconds
from the first sample of the session: sampling is uneven, and `SamplingFrequency` is what was measured. The events are
sets, repetitions and faults. Participants are pseudonyms; a session is called as its recording is. Angles are measured
with sensors on the skin.
"""


def write(source: Source, wanted: Wanted, out: Path) -> None:
    """Makes a dataset of one session. Raises UsageError for a plain CSV and for a source without samples."""
    about, made = about_of(wanted.path), folded(source)
    if not made.samples:
        raise nothing_in(wanted)
    write_session(made, about, out)


def write_session(made: Folded, about: About, out: Path) -> None:
    """Makes the dataset `out` of one session. Raises OSError."""
    subject, session = f"sub-{_label(about.client)}", f"ses-{_label(recording_path(Path(), about).stem)}"
    folder, found = out / subject / session, systems(made)
    (folder / "motion").mkdir(parents=True)
    task = _task(made.exercise, about.kind)
    stem = f"{subject}_{session}_task-{task['TaskName']}"
    for system in found:
        _write_system(folder / "motion", stem, system, task)
    _write_events(folder / "motion" / f"{stem}_events", made)
    began = _utc(about.start_wall_ns + made.origin_ns)
    scans = [(f"motion/{stem}_tracksys-{system.name}_motion.tsv", began) for system in found]
    write_tsv(folder / f"{subject}_{session}_scans.tsv", scans, ("filename", "acq_time"))
    _describe(out)


def gather(part: Path, into: Path) -> str:
    """Moves the session of one dataset into another one, and says where to. Raises UsageError if it is there."""
    (session,) = part.glob("sub-*/ses-*")
    place = into / session.relative_to(part)
    if place.exists():
        raise UsageError(f"{place.parent.name}/{place.name} is there already: name a recording once")
    place.parent.mkdir(parents=True, exist_ok=True)
    session.replace(place)
    _describe(into)
    return f"{place.parent.name}/{place.name}"


def _write_system(folder: Path, stem: str, system: System, task: Mapping[str, str]) -> None:
    name = f"{stem}_tracksys-{system.name}"
    write_tsv(folder / f"{name}_motion.tsv", system.rows())
    write_json(folder / f"{name}_motion.json", {**task, **system.sidecar()})
    header = [field.name for field in fields(Channel)]
    write_tsv(folder / f"{name}_channels.tsv", (tuple(asdict(one).values()) for one in system.channels), header)
    frames = {one.reference_frame for one in system.channels} & set(REFERENCE_FRAMES)
    levels = {one: {"Description": REFERENCE_FRAMES[one]} for one in sorted(frames)}
    write_json(folder / f"{name}_channels.json", {"reference_frame": {"Levels": levels}})


def _write_events(path: Path, made: Folded) -> None:
    rows = ([row.get(name) for name in COLUMNS] for row in event_rows(made))
    write_tsv(path.with_suffix(".tsv"), rows, tuple(COLUMNS))
    write_json(path.with_suffix(".json"), sidecar())


def _describe(out: Path) -> None:
    """Writes what stands at the top of a dataset, for the people that are in it."""
    people = sorted(path.name for path in out.glob("sub-*"))
    (out / "participants.tsv").unlink(missing_ok=True)
    write_tsv(out / "participants.tsv", ([name] for name in people), ("participant_id",))
    write_json(out / "participants.json", {"participant_id": {"Description": "Pseudonym of the participant."}})
    (out / "README").write_text(README, encoding="utf-8")
    description = {
        "Name": "Hip-hinge training",
        "BIDSVersion": BIDS_VERSION,
        "DatasetType": "raw",
        "GeneratedBy": [{"Name": "imu-hinge", "Version": __version__}],
    }
    write_json(out / "dataset_description.json", description)


_TASKS = {Kind.POSTURE.value: "Posture through the day", Kind.ASSESSMENT.value: "Tests of movement"}
"""What is done in sessions that are of no exercise."""


def _task(exercise: Exercise, kind: str) -> dict[str, str]:
    return {
        "TaskName": kind if kind in _TASKS else _label(exercise.id),
        "TaskDescription": _TASKS.get(kind, exercise.description),
        "SoftwareVersions": f"imu-hinge {__version__}",
    }


def _label(text: str) -> str:
    """What of a text may stand in a label: letters and digits."""
    return re.sub("[^A-Za-z0-9]", "", text)


def _utc(wall_ns: int) -> str:
    seconds, rest_ns = divmod(wall_ns, 1_000_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest_ns // 1000).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
