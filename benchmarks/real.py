"""Recordings made by others through the product: as plain CSV, under one default configuration."""

import csv
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import numpy as np
from directions import inclination_error_deg, relative_deg, swing_deg
from mounted import counted_as_mounted

from imu_hinge.analysis import Analysis, fold, open_source
from imu_hinge.core.session import Session
from imu_hinge.model.arrays import Array, Times
from imu_hinge.model.inputs import Placement

PEAK_S = 1.5
"""A counted bend whose bottom is this close to a labelled one is that one."""
LOOSE_S = {
    "pp15_20230116095407": (72.0, 185.0),
    "pp15_20230116095507": (13.0, np.inf),
    "pp15_20230116095612": (0.0, np.inf),
}
"""When the pelvis sensor was loose, hanging or off, from the labels of the data set."""
NOT_HINGES = ("CMJDL", "Walk", "HeelRaise", "StepUpH", "Lunge")
SQUATS = ("SqHalfDL", "SqHalfSL")
PENDULA = ("Test03", "Test04", "Test06")
PELVIS_FAULTS = {"lumbar_flexion", "low_hinge_share", "arch_lost", "incomplete_lockout", "not_tall", "overextension"}


@dataclass(frozen=True, slots=True)
class Bends:
    """One TrunkyXL recording under `forward_bend`."""

    name: str
    kind: str
    """`trial` or `session`."""
    labelled: int
    counted: int
    others: int
    """Counted repetitions that are no labelled bend."""
    loose: bool
    moved: bool
    """Whether the pelvis sensor was said to have moved, or never taken for calibrated."""
    warnings: tuple[str, ...]
    faults: tuple[str, ...]
    """Lumbar and pelvis faults under `band_rdl` while the sensor was loose."""


@dataclass(frozen=True, slots=True)
class Count:
    """One recording of another exercise under `band_rdl`."""

    name: str
    labelled: int
    counted: int
    calibrated: bool
    """Whether it found out by itself how the sensors sit; if not, nothing can count."""
    counted_mounted: int
    """Counted when told how the sensors sit."""


@dataclass(frozen=True, slots=True)
class Error:
    """RMSE of one recording, deg."""

    name: str
    rmse_deg: float


@dataclass(frozen=True, slots=True)
class Real:
    """Everything measured on recordings."""

    bends: tuple[Bends, ...]
    counts: tuple[Count, ...]
    inclinations: tuple[Error, ...]
    hinges: tuple[Error, ...]


def measure(folder: Path, pool: Executor) -> Real:
    """All recordings of a folder, one task each."""
    tasks: Mapping[str, tuple[Callable[[Path, str], object], Sequence[str]]] = {
        "bends": (bends, names(folder, "trunkyxl")),
        "counts": (count, [*NOT_HINGES, *SQUATS]),
        "inclinations": (inclination, names(folder, "broad")),
        "hinges": (pendulum, [n for n in names(folder, "repoimu_pendulum") if any(p in n for p in PENDULA)]),
    }
    waiting = {key: [pool.submit(task, folder, name) for name in found] for key, (task, found) in tasks.items()}
    done = {key: tuple(future.result() for future in futures) for key, futures in waiting.items()}
    hinges = tuple(error for pair in done.pop("hinges") for error in pair)  # type: ignore[attr-defined]
    return Real(hinges=hinges, **done)  # type: ignore[arg-type]  # each task gives the kind of its field


def names(folder: Path, dataset: str) -> list[str]:
    """The labelled recordings of a data set."""
    return [row["file"] for row in labels(folder, dataset)]


def labels(folder: Path, dataset: str, table: str = "labels.csv") -> list[dict[str, str]]:
    """Rows of one of its tables."""
    with (folder / dataset / "dev" / table).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def arrays(folder: Path, dataset: str, name: str) -> dict[str, Array]:
    """The arrays of one recording."""
    return dict(np.load(folder / dataset / "dev" / f"{name}.npz"))


def converter(folder: Path) -> ModuleType:
    """The converter that comes with the data."""
    spec = spec_from_file_location("to_csv", folder / "to_csv.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def analyzed(folder: Path, loaded: Mapping[str, Array], exercise: str, pose: Mapping[str, Array] | None) -> Analysis:
    """What `imu-hinge analyze` makes of the converted recording."""
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "recording.csv"
        path.write_text(converted(folder, loaded, pose), encoding="utf-8")
        with open_source(path, exercise) as source:
            return fold(source)


def converted(folder: Path, loaded: Mapping[str, Array], pose: Mapping[str, Array] | None) -> str:
    """The recording as plain CSV."""
    tool = converter(folder)
    (_, streams, _), *_ = tool.convert(loaded, pose)
    return str(tool.text_of(streams))


Orientations = dict[Placement, tuple[Times, Array]]


def orientations(folder: Path, loaded: Mapping[str, Array]) -> list[Orientations]:
    """Per converted table: times (n,) and quaternions (n, 4) as in `export --table orientation`."""
    tool, found = converter(folder), []
    for _, streams, _ in tool.convert(loaded):
        with TemporaryDirectory() as temporary:
            path = Path(temporary) / "recording.csv"
            path.write_text(tool.text_of(streams), encoding="utf-8")
            found.append(_tapped(path))
    return found


def _tapped(path: Path) -> Orientations:
    parts: dict[Placement, list[tuple[Times, Array]]] = {}

    def tap(placement: Placement, t_ns: Times, quaternions: Array) -> None:
        parts.setdefault(placement, []).append((t_ns.copy(), quaternions.copy()))

    with open_source(path, "forward_bend") as source:
        session = Session(source.exercise, tap=tap)
        for item in source.items:
            session.feed(item)
    return {
        placement: (np.concatenate([t for t, _ in found]), np.concatenate([q for _, q in found]))
        for placement, found in parts.items()
    }


def bends(folder: Path, name: str) -> Bends:
    """One TrunkyXL recording."""
    row = next(row for row in labels(folder, "trunkyxl") if row["file"] == name)
    loaded = arrays(folder, "trunkyxl", name)
    analysis = analyzed(folder, loaded, "forward_bend", None)
    peaks = [float(r["t_peak_s"]) for r in labels(folder, "trunkyxl", "reps.csv") if r["file"] == name]
    bottoms = [analysis.seconds(rep.t_bottom_ns) for one in analysis.sets for rep in one.reps]
    warned = tuple(sorted({w.id for w in analysis.warnings if w.placement is not Placement.THORACIC}))
    return Bends(
        name=name,
        kind=row["kind"],
        labelled=int(row["flexion_reps"]),
        counted=len(bottoms),
        others=sum(all(abs(bottom - peak) > PEAK_S for peak in peaks) for bottom in bottoms),
        loose=name in LOOSE_S,
        moved="sensor_moved" in warned or analysis.calibration.sacrum is None,
        warnings=(*warned, *analysis.calibration.reasons),
        faults=_faults_while_loose(folder, loaded, name) if name in LOOSE_S else (),
    )


def _faults_while_loose(folder: Path, loaded: Mapping[str, Array], name: str) -> tuple[str, ...]:
    start, end = LOOSE_S[name]
    analysis = analyzed(folder, loaded, "band_rdl", None)
    reps = [rep for one in analysis.sets for rep in one.reps if start <= analysis.seconds(rep.t_bottom_ns) <= end]
    return tuple(sorted({fault for rep in reps for fault in (*rep.faults, *rep.cautions)} & PELVIS_FAULTS))


def count(folder: Path, name: str) -> Count:
    """One recording of the CMU set."""
    row = next(row for row in labels(folder, "cmu_exercise") if row["file"] == name)
    loaded, pose = arrays(folder, "cmu_exercise", name), arrays(folder, "cmu_exercise", "Pose")
    analysis = analyzed(folder, loaded, "band_rdl", pose)
    return Count(
        name=name,
        labelled=int(row["reps"]),
        counted=sum(len(one.reps) for one in analysis.sets),
        calibrated=analysis.calibration.status != "none",
        counted_mounted=counted_as_mounted(converted(folder, loaded, pose), pose_ups(folder, pose)),
    )


def pose_ups(folder: Path, pose: Mapping[str, Array]) -> dict[Placement, Array]:
    """(3,) specific force of the standing pose, by placement."""
    (_, streams, _), *_ = converter(folder).convert(pose)
    return {Placement(name): acc.mean(axis=0) for name, (_, acc, _) in streams.items()}


def inclination(folder: Path, name: str) -> Error:
    """One trial of BROAD, in movement and where the reference is finite."""
    loaded = arrays(folder, "broad", name)
    t_ns, quaternions = orientations(folder, loaded)[0][Placement.SACRUM]
    rows = np.round(t_ns * 1e-9 * float(loaded["fs"])).astype(int)
    reference = loaded["opt_quat"][rows]
    scored = loaded["movement"][rows].astype(bool) & np.isfinite(reference).all(axis=1)
    error = inclination_error_deg(quaternions[scored], reference[scored])
    return Error(name, float(np.sqrt((error**2).mean())))


def pendulum(folder: Path, name: str) -> tuple[Error, ...]:
    """Both hinges of one pendulum trial."""
    loaded, found = arrays(folder, "repoimu_pendulum", name), []
    for (upper, lower), streams in zip(((1, 2), (2, 3)), orientations(folder, loaded), strict=True):
        ours = [
            swing_deg(
                1e-9 * streams[p][0].astype(np.float64), streams[p][1], np.asarray(loaded[f"s{k}_gyr"], np.float64)
            )
            for p, k in ((Placement.SACRUM, upper), (Placement.THORACIC, lower))
        ]
        true = relative_deg(loaded[f"s{upper}_opt_quat"], loaded[f"s{lower}_opt_quat"])
        n = min(len(ours[0]), len(ours[1]), len(true))
        mine = ours[1][:n] - ours[0][:n]
        rmse = min(float(np.sqrt(np.mean((sign * mine - true[:n]) ** 2))) for sign in (1, -1))
        found.append(Error(f"{name} {upper}-{lower}", rmse))
    return tuple(found)
