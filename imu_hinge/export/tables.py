"""What stands in each table. Reps have the times of `analyze`; the other tables keep those of the recording."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from imu_hinge.analysis import Source, fold, new_session
from imu_hinge.model.arrays import FRAME, Array, Records, Times
from imu_hinge.model.inputs import Placement

if TYPE_CHECKING:
    from imu_hinge.core.session import Session

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows."""

    header: tuple[str, ...]
    rows: Iterable[Row]


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


def make_table(name: str, source: Source) -> Table:
    """The table with this name (a key of TABLES), from feeding all of a source."""
    return TABLES[name](source)


class _Streams:
    """Collects values that belong to the samples of one placement, and gives them back by time."""

    def __init__(self) -> None:
        self._parts: list[tuple[Placement, Times, Array]] = []

    def add(self, placement: Placement, t_ns: Times, values: Array) -> None:
        self._parts.append((placement, t_ns.copy(), values.copy()))

    def add_samples(self, placement: Placement, samples: Records) -> None:
        self.add(placement, samples["t_ns"], np.hstack([samples["acc"], samples["gyr"]]))

    def rows(self) -> Iterator[Row]:
        """`t_s, placement, values...`; at the same time the placements in order of their names."""
        parts = sorted(self._parts, key=lambda part: part[0].value)
        if not parts:
            return
        times = np.concatenate([t_ns for _, t_ns, _ in parts])
        values = np.concatenate([values for _, _, values in parts])
        places = list(chain.from_iterable([place.value] * len(t_ns) for place, t_ns, _ in parts))
        for i in np.argsort(times, kind="stable").tolist():
            yield (int(times[i]) / 1e9, places[i], *values[i].tolist())


def _samples(source: Source) -> Table:
    streams = _Streams()
    _feed(source, new_session(source.exercise, sample_tap=streams.add_samples))
    return Table(SAMPLES, streams.rows())


def _orientation(source: Source) -> Table:
    streams = _Streams()
    _feed(source, new_session(source.exercise, tap=streams.add))
    return Table(ORIENTATION, streams.rows())


def _frames(source: Source) -> Table:
    parts = _feed(source, new_session(source.exercise))
    frames = np.concatenate(parts) if parts else np.empty(0, FRAME)
    angles = np.degrees([frames[name] for name in ("pelvis_tilt", "thorax_tilt", "lumbar_flexion")])
    return Table(FRAMES, zip(frames["t_ns"] / 1e9, *angles, frames["valid"].tolist(), strict=True))


def _feed(source: Source, session: "Session") -> list[Records]:
    """Feeds everything; returns the frames."""
    return [step.frames for step in map(session.feed, source.items) if len(step.frames)]


def _reps(source: Source) -> Table:
    analysis = fold(source)
    dicts = ({"set_index": one.index, **analysis.rep_dict(rep)} for one in analysis.sets for rep in one.reps)
    return Table(REPS, ([row[key] for key in REPS] for row in dicts))


TABLES: dict[str, Callable[[Source], Table]] = {
    "samples": _samples,
    "orientation": _orientation,
    "frames": _frames,
    "reps": _reps,
}
"""Every table there is, by the name `export --table` knows it by."""
