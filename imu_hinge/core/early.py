"""When something of a repetition is known, and what is told of it before it ends."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from imu_hinge.core.cycles import RATE_LAG, Cycle, Halted
from imu_hinge.core.describe import UNSEEN, Draft, lockout_crossings, rep_crossings
from imu_hinge.core.faults import HOLLOW_DEG, Crossing, Rule
from imu_hinge.core.measures import LOCKOUT_FRAMES, PARAMS, frames, hinged, lockout
from imu_hinge.core.tape import Tape
from imu_hinge.model.events import RepStatus


def bottom_known(cycle: Cycle | None) -> int | None:
    """Frame at which the way down is known, of a cycle that ends where its bottom is left: the pelvis may follow."""
    return None if cycle is None else max(cycle.end, cycle.bottom + frames(PARAMS.pelvis_near_s))


def top_known(tape: Tape, cycle: Cycle) -> int:
    """Frame at which the lockout is known: a while after the trunk came to rest; until it is seen to, the latest."""
    latest = cycle.end + frames(PARAMS.settle_s)
    rests = np.flatnonzero(tape.column("rate", cycle.end, latest) > -np.radians(PARAMS.still_dps))
    if not len(rests):
        return latest
    return min(max(cycle.end + int(rests[0]) - RATE_LAG, cycle.bottom) + LOCKOUT_FRAMES, latest)


def bottom_crossings(rules: Sequence[Rule], tape: Tape, cycle: Cycle, frame: int) -> list[Crossing]:
    """Little hinge, of a cycle whose bottom was left. A depth is shown after the set only."""
    thorax_deg, share = hinged(tape, cycle)
    draft = drafted(cycle, frame)
    draft.measures = replace(UNSEEN, thorax_rom_deg=thorax_deg, hinge_share=share)
    return rep_crossings(rules, {"hinge_share": share}, draft, frame)


def halt_crossings(rules: Sequence[Rule], tape: Tape, halted: Halted, frame: int) -> list[Crossing]:
    """The lockout faults of a wearer who rests above the top."""
    draft = drafted(halted.so_far, frame)
    draft.lockout_pelvis_deg, draft.lockout_thorax_deg = lockouts(tape, halted.end, frame + 1)
    return lockout_crossings(rules, draft, frame)


def drafted(cycle: Cycle, frame: int) -> Draft:
    """A repetition of which nothing is measured yet."""
    return Draft(0, 0, 0, RepStatus.PROVISIONAL, None, cycle, UNSEEN, frame)


def lockouts(tape: Tape, end: int, stop: int) -> tuple[float | None, float | None]:
    """Lockout of pelvis and thorax, deg; the pelvis is not known where its sensor must be loose."""
    pelvis, thorax = (lockout(tape, segment, end, stop) for segment in ("pelvis", "thorax"))
    loose = pelvis is not None and thorax is not None and thorax - pelvis < HOLLOW_DEG
    return None if loose else pelvis, thorax
