"""The sample recordings that ship with the program: `python -m imu_hinge.virtual.samples FOLDER`.

Each is a short virtual session: a recording of what a station would have received, and beside it its truth as JSON.
"""

import argparse
import json
import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import NAMESPACE_URL, uuid5

from imu_hinge import __version__
from imu_hinge.catalogue import load_exercise, texts
from imu_hinge.core.session import Session
from imu_hinge.model.inputs import Placement
from imu_hinge.recording import About, Recorder
from imu_hinge.sensors.hsp import DRIVER
from imu_hinge.virtual.radio import Radio
from imu_hinge.virtual.scripts import Options, fault_session, session
from imu_hinge.virtual.seeds import EXAMPLES
from imu_hinge.virtual.truth import Truth, truth_to_dict
from imu_hinge.virtual.wearer import Wearer

NOBODY = "c-00000000"
"""The pseudonym of a wearer who does not exist."""
START_WALL_NS = 1_767_261_600_000_000_000
"""2026-01-01 10:00 UTC: no real time, the same for all."""

_SHORT = Options(sets=1, reps=(6, 7), styles=("plain",), nuisance=False)
_LOSSY = Options(sets=1, reps=(6, 7), nuisance=False, radio=Radio(loss=0.05, bursts_per_min=4.0, doubles=0.01))
_BOTH_SIDES = Options(sets=2, reps=(5, 6), styles=("plain",), nuisance=False)
_WITH_NUISANCE = Options(sets=2, reps=(6, 7))


@dataclass(frozen=True, slots=True)
class Sample:
    """One shipped recording."""

    make: Callable[[int], Wearer]
    says: str
    """What is in it, for the README of the folder."""


SAMPLES = {
    "band_hinge": Sample(lambda seed: session("band_hinge", seed, _SHORT), "one set, nothing to remark"),
    "split_stance_hinge": Sample(lambda seed: session("split_stance_hinge", seed, _BOTH_SIDES), "one set per side"),
    "band_rdl": Sample(
        lambda seed: session("band_rdl", seed, _WITH_NUISANCE), "two sets, with ordinary movements between them"
    ),
    "rdl_row": Sample(lambda seed: session("rdl_row", seed, _SHORT), "one set with three rows in each repetition"),
    "forward_bend": Sample(lambda seed: session("forward_bend", seed, _SHORT), "one set of standing forward bends"),
    "band_rdl_rounding": Sample(
        lambda seed: fault_session("lumbar_flexion", seed, sets=1, reps=(7, 8)),
        "the low back rounds in repetitions 3, 4 and 6",
    ),
    "band_rdl_lossy": Sample(
        lambda seed: session("band_rdl", seed, _LOSSY), "a bad link: 5 % loss, bursts, doubled frames"
    ),
}
"""Every shipped recording by the stem of its file; the n-th has the n-th seed of EXAMPLES."""


def write_samples(folder: Path, names: Iterable[str] = tuple(SAMPLES)) -> None:
    """Writes the named recordings, their truth and the README; files of the same names are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [write_sample(folder, name) for name in names]
    (folder / "README.md").write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def write_sample(folder: Path, name: str) -> str:
    """Writes one recording and its truth; returns its line of the README."""
    wearer = SAMPLES[name].make(EXAMPLES[list(SAMPLES).index(name)])
    truth = wearer.truth
    exercise = truth.sets[0].exercise
    _record(wearer, folder / f"{name}.mcap", _about(name, exercise))
    plain = json.dumps(truth_to_dict(truth), indent=1, allow_nan=False)
    (folder / f"{name}.truth.json").write_text(plain + "\n", encoding="utf-8")
    return _line(name, truth)


def _record(wearer: Wearer, path: Path, about: About) -> None:
    fold = Session(exercise=load_exercise(about.exercise))
    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        with Recorder(Path(folder) / path.name, about) as recorder:
            for item in wearer.inputs():
                recorder.receive(item, fold.feed(item))
        recorder.path.replace(path)


def _about(name: str, exercise: str) -> About:
    profile, faults = texts(exercise)
    return About(
        recording_id=str(uuid5(NAMESPACE_URL, f"imu-hinge:sample:{name}")),
        session_id=str(uuid5(NAMESPACE_URL, f"imu-hinge:sample:{name}:session")),
        client=NOBODY,
        start_wall_ns=START_WALL_NS,
        utc_offset_min=0,
        exercise=exercise,
        exercise_profile=profile,
        fault_profiles=faults,
        software=f"imu_hinge {__version__}",
        python=platform.python_version(),
        os=platform.system(),
        drivers={placement.value: f"{DRIVER.id} 1" for placement in Placement},
        source="simulate",
    )


_HEAD = """# Sample recordings

Made by `make recordings` from the virtual wearer: no person was measured. Shapes of movement, soft tissue and rows are
assumptions, so that agreement with these files proves nothing about people. `NAME.truth.json` holds what was really
done: sets, repetitions, measures and faults. Licence: that of the program.

| file | exercise | seconds | sets | repetitions | what is in it |
| --- | --- | --- | --- | --- | --- |
"""


def _line(name: str, truth: Truth) -> str:
    exercise, count = truth.sets[0].exercise, " + ".join(str(len(s.reps)) for s in truth.sets)
    return (
        f"| `{name}.mcap` | {exercise} | {truth.duration_s:.0f} | {len(truth.sets)} | {count} | {SAMPLES[name].says} |"
    )


def main(arguments: list[str] | None = None) -> None:
    """Writes all sample recordings into the folder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m imu_hinge.virtual.samples", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    write_samples(parser.parse_args(arguments).folder)


if __name__ == "__main__":
    main()
