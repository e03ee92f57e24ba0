"""What stands in each table. Reps have the times of `analyze`; the other tables keep those of the recording."""

from collections.abc import Callable, Iterable

import numpy as np

from imu_hinge.analysis import Source, fold, fold_of, strides
from imu_hinge.export.kind_tables import CAPTURES, POSTURE, captures_table, posture_table
from imu_hinge.export.streams import Streams
from imu_hinge.export.table import Table, column
from imu_hinge.model.arrays import FRAME, Records

SAMPLES = ("t_s", "placement", "acc_x_mps2", "acc_y_mps2", "acc_z_mps2", "gyr_x_radps", "gyr_y_radps", "gyr_z_radps")
ORIENTATION = ("t_s", "placement", "q_w", "q_x", "q_y", "q_z")
FRAMES = ("t_s", "pelvis_tilt_deg", "thorax_tilt_deg", "lumbar_flexion_deg", "valid")
REPS = (
    "set_index",
    "index",
    "status",
    "side",
    "t_start_s",
    "t_bottom_s",
    "t_end_s",
    "pelvis_rom_deg",
    "thorax_rom_deg",
    "lumbar_flexion_peak_deg",
    "lumbar_flexion_peak_pct",
    "hinge_share",
    "lockout_pelvis_deg",
    "lockout_thorax_deg",
    "eccentric_s",
    "pause_s",
    "concentric_s",
    "rows",
    "faults",
    "valid",
    "cautions",
    "not_judged",
    "reasons",
)

HEADERS = {
    "samples": SAMPLES,
    "orientation": ORIENTATION,
    "frames": FRAMES,
    "reps": REPS,
    "posture": POSTURE,
    "captures": CAPTURES,
}
"""The columns of each table."""


def make_table(name: str, source: Source) -> Table:
    """The table with this name (a key of TABLES), from feeding all of a source."""
    return TABLES[name](source)


def frames_by_time(parts: Iterable[Records]) -> Records:
    """(n,) FRAME, one for each instant: of frames that came again, the later ones hold."""
    frames = np.concatenate([np.empty(0, FRAME), *parts])[::-1]
    return np.asarray(frames[np.unique(frames["t_ns"], return_index=True)[1]])


def frames_table(frames: Records) -> Table:
    """The table `frames` of FRAME rows."""
    angles = np.degrees([frames[name] for name in ("pelvis_tilt", "thorax_tilt", "lumbar_flexion")])
    return Table(dict(zip(FRAMES, (frames["t_ns"] / 1e9, *angles, frames["valid"]), strict=True)))


def _samples(source: Source) -> Table:
    streams = Streams()
    _feed(source, sample_tap=streams.add_samples)
    return Table(streams.columns(SAMPLES))


def _orientation(source: Source) -> Table:
    streams = Streams()
    _feed(source, tap=streams.add)
    return Table(streams.columns(ORIENTATION))


def _frames(source: Source) -> Table:
    return frames_table(frames_by_time(_feed(source)))


def _feed(source: Source, **taps: Callable[..., None]) -> list[Records]:
    """Feeds everything to a new session with these taps; returns the frames."""
    session = fold_of(source.kind, source.exercise, source.settings, **taps)
    return [step.frames for _, step in strides(session, source.items) if len(step.frames)]


def _reps(source: Source) -> Table:
    analysis = fold(source)
    reps = [{"set_index": one.index, **analysis.rep_dict(rep)} for one in analysis.sets for rep in one.reps]
    return Table({name: column(name, [rep[name] for rep in reps]) for name in REPS})


TABLES: dict[str, Callable[[Source], Table]] = {
    "samples": _samples,
    "orientation": _orientation,
    "frames": _frames,
    "reps": _reps,
    "posture": posture_table,
    "captures": captures_table,
}
"""Every table there is, by the name `export --table` knows it by."""
