"""Both sensors on one time grid and in one earth frame: what a model of the whole body needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from imu_hinge.core.mount import Calibration
from imu_hinge.core.summary import SetSummary
from imu_hinge.export.folded import Folded
from imu_hinge.export.quaternions import continuous, slerp
from imu_hinge.export.stance import GRID_HZ, Grid, facing_forward, sought, stand
from imu_hinge.export.streams import Stream
from imu_hinge.export.wanted import Wanted, nothing_in
from imu_hinge.model.arrays import Array, Times
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement

GRID_NS = 1_000_000_000 // GRID_HZ
GAP_NS = 250_000_000
"""A longer pause between two samples is told: the rows in it are made from its ends alone."""

Streams = Mapping[Placement, Stream]


@dataclass(frozen=True, slots=True)
class Gap:
    """Session times between which a sensor measured nothing."""

    placement: Placement
    from_ns: int
    to_ns: int


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Both sensors row by row; in the first second the wearer stands as calibrated, and both face earth's x."""

    t_ns: Times
    """(n,) session time, multiples of GRID_NS without a hole."""
    quat: Grid
    calibration: Calibration
    gaps: tuple[Gap, ...]


def aligned(folded: Folded, wanted: Wanted) -> Aligned:
    """A session, or one of its sets, from a stand on. Raises UsageError when the two sensors cannot be turned alike."""
    streams, one = _both(folded, wanted), _set(folded, wanted)
    look = sought(folded, one)
    if look is None:
        raise _refused(wanted, "no calibration says how the wearer stands")
    t_ns = _grid(streams, one)
    grid = {place: slerp(*stream, t_ns) for place, stream in streams.items()}
    start = stand(t_ns, grid, look)
    if start is None:
        raise _refused(wanted, "the wearer does not stand as calibrated" + (" before this set" if one else ""))
    forward = facing_forward({place: quat[start:] for place, quat in grid.items()}, look.calibration)
    quat = {place: continuous(rows) for place, rows in forward.items()}
    return Aligned(t_ns[start:], quat, look.calibration, _gaps(streams, t_ns[start:]))


def _both(folded: Folded, wanted: Wanted) -> Streams:
    """Both sensors; raises UsageError when one was not heard."""
    heard = {place: _rising(*stream) for place, stream in folded.orientation.items()}
    if not heard:
        raise nothing_in(wanted)
    if len(heard) < len(Placement):
        raise _refused(wanted, f"the {next(iter(heard))} sensor alone was heard")
    return heard


def _rising(t_ns: Times, quat: Array) -> Stream:
    """Without rows of a time that was there before."""
    first = np.unique(t_ns, return_index=True)[1]
    return t_ns[first], quat[first]


def _set(folded: Folded, wanted: Wanted) -> SetSummary | None:
    """The set that is wanted; None: everything. Raises UsageError when it is not there."""
    if wanted.set_index is None:
        return None
    sets = {one.index: one for one in folded.sets}
    if wanted.set_index not in sets:
        there = ", ".join(map(str, sets)) or "none"
        raise UsageError(f"{wanted.path}: has no set {wanted.set_index}; its sets: {there}")
    return sets[wanted.set_index]


def _grid(streams: Streams, one: SetSummary | None) -> Times:
    """Every GRID_NS while both sensors were heard, to the end of the set if there is one."""
    first = max(int(t_ns[0]) for t_ns, _ in streams.values())
    last = min(int(t_ns[-1]) for t_ns, _ in streams.values())
    last = last if one is None else min(last, one.t_end_ns)
    return np.arange(-(-first // GRID_NS), last // GRID_NS + 1) * GRID_NS


def _gaps(streams: Streams, kept: Times) -> tuple[Gap, ...]:
    """Those that lie in the kept rows."""
    gaps = (gap for place, (t_ns, _) in streams.items() for gap in _pauses(place, t_ns))
    return tuple(gap for gap in gaps if gap.to_ns > kept[0] and gap.from_ns < kept[-1])


def _pauses(place: Placement, t_ns: Times) -> Iterator[Gap]:
    for i in np.flatnonzero(np.diff(t_ns) > GAP_NS).tolist():
        yield Gap(place, int(t_ns[i]), int(t_ns[i + 1]))


def _refused(wanted: Wanted, why: str) -> UsageError:
    otherwise = "`--format csv --table orientation` holds what there is"
    return UsageError(f"{wanted.path}: {why}, so that the two sensors cannot be turned alike; {otherwise}")
