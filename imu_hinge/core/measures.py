"""What is measured of one repetition. Definitions: docs/measures.md; all from the 5 Hz signals."""

from dataclasses import dataclass, replace

import numpy as np

from imu_hinge.core.cycles import RATE_LAG, Cycle
from imu_hinge.core.directions import Rows
from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.sampler import DELAY_NS
from imu_hinge.core.tape import Tape
from imu_hinge.model.arrays import Array

FRAME_S = GRID_NS * 1e-9


@dataclass(frozen=True, slots=True)
class MeasureParams:
    """Times and limits of the measures."""

    pelvis_near_s: float = 0.3
    share_from_deg: float = 15.0
    invalid_most: float = 0.2
    hold_s: float = 0.15
    before_end_s: float = 0.1
    after_end_s: float = 1.0
    settle_s: float = 1.6
    """After the count: the movement has ended and the top was held, unless the next descent came first (inferred)."""
    still_dps: float = 8.0
    wobble_s: float = 0.18
    """One period in the middle of the 4.5 to 7 Hz in which soft tissue wobbles."""
    start_s: float = 0.1
    """A start that is not known is taken so much later at most (inferred)."""
    bottom_s: float = 0.1
    """A bottom is known when the frames this close to it are valid (inferred)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Angles in deg, times in s; None where they cannot be judged."""

    pelvis_rom_deg: float | None
    thorax_rom_deg: float | None
    lumbar_flexion_peak_deg: float | None
    hinge_share: float | None
    eccentric_s: float | None
    pause_s: float | None
    concentric_s: float | None
    concentric_peak_dps: float | None
    valid: bool
    """The bottom is known, and enough of the frames are."""
    thorax_there: bool
    """The thoracic sensor was heard all the time."""
    bottom: int
    """Frame of the largest thorax tilt."""


PARAMS = MeasureParams()


def frames(seconds: float) -> int:
    """Grid frames in so many seconds."""
    return round(seconds / FRAME_S)


LOCKOUT_FRAMES = frames(PARAMS.after_end_s) - DELAY_NS // GRID_NS
"""Frames after the end of a way up that show its lockout: part of the wait has passed when the end is seen."""


def measured(tape: Tape, cycle: Cycle, stop: int, *, pelvis_there: bool) -> Measures:
    """The measures of a cycle, as far as they are known at frame `stop`."""
    start, bottom = cycle.start, cycle.bottom
    valid_thorax = share_valid(tape, "valid_thorax", start, bottom, cycle.end)
    valid_pelvis = pelvis_there and share_valid(tape, "valid_pelvis", start, bottom, cycle.end)
    pelvis, thorax = ranges(tape, cycle, valid_pelvis, valid_thorax)
    lumbar = tape.column("lumbar", start, stop)
    both = valid_thorax and valid_pelvis
    down, rest, up = tempo(tape.column("height", start, stop), bottom - start) if valid_thorax else (None, None, None)
    return Measures(
        pelvis_rom_deg=pelvis,
        thorax_rom_deg=thorax,
        lumbar_flexion_peak_deg=largest_deg(lumbar) if both else None,
        hinge_share=share_of(pelvis, thorax),
        eccentric_s=down,
        pause_s=rest,
        concentric_s=up,
        concentric_peak_dps=fastest(tape.column("rate", bottom, stop)) if valid_thorax else None,
        valid=valid_thorax,
        thorax_there=bool(tape.column("thorax_there", start, cycle.end).all()),
        bottom=bottom,
    )


def untimed(m: Measures) -> Measures:
    """Without what a thorax that has no gyroscope cannot give."""
    return replace(m, eccentric_s=None, pause_s=None, concentric_s=None, concentric_peak_dps=None)


def hinged(tape: Tape, cycle: Cycle) -> tuple[float | None, float | None]:
    """Thorax range (deg) and hinge share of a cycle, as `measured` gives them, without the rest."""
    spans = (cycle.start, cycle.bottom, cycle.end)
    pelvis, thorax = ranges(
        tape, cycle, share_valid(tape, "valid_pelvis", *spans), share_valid(tape, "valid_thorax", *spans)
    )
    return thorax, share_of(pelvis, thorax)


def ranges(tape: Tape, cycle: Cycle, valid_pelvis: bool, valid_thorax: bool) -> tuple[float | None, float | None]:
    """Ranges of pelvis and thorax from start to bottom, deg."""
    near = frames(PARAMS.pelvis_near_s)
    pelvis = rise(tape, "pelvis", cycle.start, cycle.bottom, near) if valid_pelvis else None
    thorax = rise(tape, "thorax", cycle.start, cycle.bottom, 0) if valid_thorax else None
    return pelvis, thorax


def share_of(pelvis: float | None, thorax: float | None) -> float | None:
    """Hinge share; None of a range too small for it."""
    if pelvis is None or thorax is None or thorax < PARAMS.share_from_deg:
        return None
    return pelvis / thorax


def largest_deg(rows: Array) -> float | None:
    """Largest value once soft-tissue wobble is averaged out, deg: the maximum of noise is no peak."""
    known = rows[np.isfinite(rows)]
    n = frames(PARAMS.wobble_s)
    if len(known) < n:
        return None
    return float(np.degrees((np.convolve(known, np.ones(n), "valid") / n).max()))


def share_valid(tape: Tape, column: str, start: int, bottom: int, stop: int) -> bool:
    """Whether the bottom is valid and no more than a fifth of the cycle is not."""
    near = frames(PARAMS.bottom_s)
    known = tape.column(column, start, stop)
    deep = tape.column(column, bottom - near, bottom + near + 1)
    return bool(len(known) and known.mean() >= 1.0 - PARAMS.invalid_most and deep.all())


def rise(tape: Tape, column: str, start: int, bottom: int, near: int) -> float | None:
    """Deg from the start to the largest value within `near` frames of the bottom."""
    early = tape.column(column, start, start + frames(PARAMS.start_s))
    first = early[np.isfinite(early)]
    deep = tape.column(column, bottom - near, bottom + near + 1)
    if not len(first) or not np.isfinite(deep).any():
        return None
    return float(np.degrees(np.nanmax(deep) - first[0]))


def fastest(rate: Array) -> float | None:
    """Largest upward rate, deg/s."""
    return float(np.degrees(-np.nanmin(rate))) if np.isfinite(rate).any() else None


def tempo(height: Array, bottom: int) -> tuple[float | None, float | None, float | None]:
    """Seconds from 10 to 90 % down, above 90 %, and from 90 to 10 % up; crossings interpolated."""
    if bottom <= 0 or bottom >= len(height) - 1:
        return None, None, None
    low, high = height[0], height[bottom]
    ten, ninety = low + 0.1 * (high - low), low + 0.9 * (high - low)
    left10, left90 = last_rise(height[: bottom + 1], ten), first_rise(height[: bottom + 1], ninety)
    right90, right10 = last_fall(height[bottom:], ninety), first_fall(height[bottom:], ten)
    down = None if left10 is None or left90 is None or left90 < left10 else (left90 - left10) * FRAME_S
    rest = None if left90 is None or right90 is None else (bottom + right90 - left90) * FRAME_S
    up = None if right90 is None or right10 is None else (right10 - right90) * FRAME_S
    return down, rest, up


def first_rise(rows: Array, level: float) -> float | None:
    """Interpolated index of the first crossing upwards."""
    return crossing(rows, np.flatnonzero((rows[:-1] < level) & (rows[1:] >= level))[:1], level)


def last_rise(rows: Array, level: float) -> float | None:
    """Interpolated index of the last crossing upwards."""
    return crossing(rows, np.flatnonzero((rows[:-1] < level) & (rows[1:] >= level))[-1:], level)


def first_fall(rows: Array, level: float) -> float | None:
    """Interpolated index of the first crossing downwards."""
    return crossing(rows, np.flatnonzero((rows[:-1] > level) & (rows[1:] <= level))[:1], level)


def last_fall(rows: Array, level: float) -> float | None:
    """Interpolated index of the last crossing downwards."""
    return crossing(rows, np.flatnonzero((rows[:-1] > level) & (rows[1:] <= level))[-1:], level)


def crossing(rows: Array, at: Rows, level: float) -> float | None:
    """The index with its fraction."""
    if not len(at):
        return None
    i = int(at[0])
    return i + float((level - rows[i]) / (rows[i + 1] - rows[i]))


def movement_end(tape: Tape, cycle: Cycle, stop: int) -> int:
    """Frame at which the way up ends: the thorax no longer rises faster than 8 deg/s; the turn of an incomplete one."""
    if not cycle.complete:
        return cycle.turn
    ended = np.flatnonzero(tape.column("rate", cycle.end, stop) > -np.radians(PARAMS.still_dps))
    return max(cycle.end + int(ended[0]) - RATE_LAG, cycle.bottom) if len(ended) else stop - 1


def lockout(tape: Tape, segment: str, end: int, stop: int) -> float | None:
    """Smallest tilt (deg) held for 150 ms between just before `end` and `stop`."""
    rows = tape.column(segment, end - frames(PARAMS.before_end_s), stop)
    valid = tape.column(f"valid_{segment}", end - frames(PARAMS.before_end_s), stop)
    n = max(frames(PARAMS.hold_s), 1)
    if len(rows) < n or valid.mean() < 1.0 - PARAMS.invalid_most or not np.isfinite(rows).all():
        return None
    held = np.lib.stride_tricks.sliding_window_view(rows, n).max(axis=1)
    return float(np.degrees(held.min()))
