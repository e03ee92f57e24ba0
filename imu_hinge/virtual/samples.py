"""The sample recordings that ship with the program: `python -m imu_hinge.virtual.samples FOLDER`.

Each is a short virtual session: a recording of what a station would have received, and beside it its truth as JSON.
"""

import argparse
import json
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import NAMESPACE_URL, uuid5

import numpy as np

from imu_hinge import __version__
from imu_hinge.catalogue import load_exercise, texts
from imu_hinge.core.session import Session
from imu_hinge.model.inputs import Placement
from imu_hinge.recording import About, Recorder
from imu_hinge.sensors.hsp import DRIVER
from imu_hinge.virtual import acts
from imu_hinge.virtual.body import random_person
from imu_hinge.virtual.lifts import CLEAR_SIZES, LIFTS, plan_reps, with_fault
from imu_hinge.virtual.performing import SetPlan, perform
from imu_hinge.virtual.radio import Radio
from imu_hinge.virtual.script import Script
from imu_hinge.virtual.scripts import Options, fault_session, session
from imu_hinge.virtual.seeds import EXAMPLES
from imu_hinge.virtual.sensor import random_setup
from imu_hinge.virtual.truth import Truth, truth_to_dict
from imu_hinge.virtual.wearer import Wearer

NOBODY = "c-00000000"
"""The pseudonym of a wearer who does not exist."""
START_WALL_NS = 1_767_261_600_000_000_000
"""2026-01-01 10:00 UTC: no real time, the same for all."""

_FEW_FRAMES = Radio(batch=15, rotation=False)
"""The largest frames, without the quaternion, make the smallest files."""
_SHORT = Options(sets=1, reps=(5, 6), styles=("plain",), full_bend=False, nuisance=False, radio=_FEW_FRAMES)
_BOTH_SIDES = replace(_SHORT, sets=2)
_WITH_NUISANCE = Options(sets=2, reps=(5, 6), radio=_FEW_FRAMES)
_LOSSY = replace(_SHORT, radio=Radio(loss=0.05, bursts_per_min=4.0, doubles=0.01))
_AT = (1, 3)
"""Places (from 0) of the repetitions with the fault of a set."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One shipped recording."""

    make: Callable[[int], Wearer]
    says: str
    """What is in it, for the README of the folder."""


def several(exercise: str, faults: Sequence[str], seed: int) -> Wearer:
    """A guided calibration without the full bend, then an armed set for each fault, in repetitions 2 and 4 of it."""
    rng = np.random.default_rng(seed)
    person, script = random_person(rng), Script()
    acts.stand(script, 1.0)
    acts.calibrate(script, rng, person.own_max_lumbar_deg, full_bend=False)
    rows, side = (3, None) if exercise == "rdl_row" else (0, "left" if exercise == "split_stance_hinge" else None)
    for fault in faults:
        acts.stand(script, 1.5)
        acts.walk(script, rng, 4.0)
        acts.stand(script, 3.0)
        reps = plan_reps(LIFTS[exercise], rng, 6 if fault == "speed_loss" else 5, rows=rows, styles=("plain",))
        reps = with_fault(reps, fault, CLEAR_SIZES[fault], _AT)
        perform(script, SetPlan(exercise=exercise, reps=reps, side=side, armed=True))
    acts.stand(script, 4.0)
    script.say("end")
    setups = {placement: random_setup(rng) for placement in Placement}
    chance = int(rng.integers(2**62))
    return Wearer(script, person, setups, chance, radio=_FEW_FRAMES, name=exercise, seed=seed)


def dropouts(seed: int) -> Wearer:
    """The sacrum is lost for 8 s within the set, the thoracic sensor for 3 s after it."""
    wearer = session("band_rdl", seed, _SHORT)
    (only,) = wearer.script.sets
    within, after = only.reps[2].t_start_s + 0.5, only.t_end_s + 1.0
    spans = {Placement.SACRUM: ((within, within + 8.0),), Placement.THORACIC: ((after, after + 3.0),)}
    return replace(wearer, radio=replace(_FEW_FRAMES, dropouts_s=spans))


def _plain(exercise: str, options: Options, says: str) -> Sample:
    return Sample(partial(session, exercise, options=options), says)


def _faulty(exercise: str, faults: Sequence[str], says: str) -> Sample:
    return Sample(partial(several, exercise, faults), says)


SAMPLES = {
    "band_hinge": _plain("band_hinge", _SHORT, "one set, nothing to remark"),
    "split_stance_hinge": _plain("split_stance_hinge", _BOTH_SIDES, "one set for each side"),
    "band_rdl": _plain("band_rdl", _WITH_NUISANCE, "two sets, ordinary movements between them"),
    "rdl_row": _plain("rdl_row", _SHORT, "one set with three rows in each repetition"),
    "forward_bend": _plain("forward_bend", _SHORT, "one set of standing forward bends"),
    "band_rdl_rounding": Sample(
        partial(fault_session, "lumbar_flexion", size=44.0, sets=1, reps=(7, 8), radio=_FEW_FRAMES),
        "the low back rounds in repetitions 3, 4 and 6",
    ),
    "band_rdl_back": _faulty(
        "band_rdl",
        ("low_hinge_share", "arch_lost"),
        "little hinge in the first set, rounding on the way up in the second",
    ),
    "band_rdl_top": _faulty(
        "band_rdl",
        ("incomplete_lockout", "not_tall", "forward_lean", "overextension"),
        "four ways not to stand tall at the top, one in each set",
    ),
    "band_rdl_way": _faulty("band_rdl", ("shallow", "speed_loss"), "shallow in the first set, slowing in the second"),
    "rdl_row_rounding": _faulty("rdl_row", ("row_arch_lost",), "the low back rounds in the rows"),
    "split_stance_hinge_shift": _faulty("split_stance_hinge", ("side_shift",), "the trunk shifts sideways"),
    "band_rdl_lossy": _plain("band_rdl", _LOSSY, "a link with 5 % loss, bursts and doubled frames"),
    "band_rdl_dropouts": Sample(
        dropouts, "the sacrum is silent for 8 s in the set, the thoracic sensor for 3 s after it"
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

| file | exercise | seconds | repetitions by set | what is in it |
| --- | --- | --- | --- | --- |
"""


def _line(name: str, truth: Truth) -> str:
    exercise, count = truth.sets[0].exercise, " + ".join(str(len(one.reps)) for one in truth.sets)
    return f"| `{name}.mcap` | {exercise} | {truth.duration_s:.0f} | {count} | {SAMPLES[name].says} |"


def main(arguments: list[str] | None = None) -> None:
    """Writes all sample recordings into the folder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m imu_hinge.virtual.samples", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    write_samples(parser.parse_args(arguments).folder)


if __name__ == "__main__":
    main()
