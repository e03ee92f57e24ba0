"""How long nobody saw the wearer: with both sensors away nothing is known, and nothing counts as standing still."""

import numpy as np

from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.tape import Tape

FORGIVEN_S = 25.0
"""A longer absence ends what was going on; with it and the idle time of a set the tape is not exceeded."""
NOTICED_S = 0.3
"""Shorter ones hide no repetition."""
_FORGIVEN, _NOTICED = (round(seconds * 1e9 / GRID_NS) for seconds in (FORGIVEN_S, NOTICED_S))


def blind_frames(tape: Tape, start: int, stop: int) -> int:
    """Frames of a stretch in which neither sensor told the height of the trunk; at most FORGIVEN_S of them."""
    heights = tape.column("height", start, stop)
    return min(int(np.isnan(heights).sum()), _FORGIVEN)


def was_unseen(tape: Tape, start: int, stop: int) -> bool:
    """Whether a repetition, or the end of one, may be missing in a stretch."""
    return blind_frames(tape, max(start, stop - _FORGIVEN), stop) >= _NOTICED
