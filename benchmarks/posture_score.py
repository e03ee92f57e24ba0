"""A folded day against its truth: seconds, zones, bends, reminders."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from imu_hinge.catalogue.posture import stays
from imu_hinge.core.posture import Posed, PostureDay, PostureParams
from imu_hinge.model.arrays import Array, Bools
from imu_hinge.model.events import PostureReminder, PostureState, Zone
from imu_hinge.virtual.day import DayTruth

SLACK_DEG = 2.0
"""A position this close to a limit is granted to either side when a reminder is looked at."""
MOST = 0.85
"""Share of the time spoken of that has to be in the position for the reminder to be true."""
ROLLED_DEG, UPRIGHT_DEG = -17.0, 3.0
"""A pelvis rolled back by about 20 deg or more under an upright thorax."""
STATES, ZONES = list(PostureState), [*Zone, None]
P = PostureParams()


class Tape:
    """What was said, second by second, in arrays that do not grow."""

    def __init__(self, seconds: int) -> None:
        self.state, self.zone = np.full(seconds, -1, np.int8), np.full(seconds, -1, np.int8)
        self.slumped = np.zeros(seconds, bool)

    def take(self, posed: Iterable[Posed]) -> None:
        for one in posed:
            if one.second < len(self.state):
                self.state[one.second], self.zone[one.second] = STATES.index(one.state), ZONES.index(one.zone)
                self.slumped[one.second] = bool(one.slumped)


@dataclass(frozen=True, slots=True)
class Score:
    """One day."""

    seconds: int
    agree: int
    """Seconds whose state is the true one."""
    zone_off_pct: dict[str, float]
    """Time in each zone less the true one, percent of the time in which there is a zone."""
    slumped_off_pct: float
    rolled_back_s: int
    """Seated with the pelvis rolled back by about 20 deg or more under an upright thorax."""
    rolled_back_told_s: int
    """Of them, those told as slumped."""
    standing_slumped_s: int
    """Told as slumped though the wearer stood, bent or walked."""
    reminders: Counter[str] = field(default_factory=Counter)
    false: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    """Reminders while walking, lying, lifting or with the sensors off."""
    picked: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)


def score(tape: Tape, truth: DayTruth, said: list[PostureReminder], day: PostureDay, picked: Iterable[str]) -> Score:
    """Of the seconds since the guided calibration."""
    told = np.arange(len(tape.state)) >= truth.from_s
    states = np.array([STATES.index(PostureState(state)) for state in truth.state])
    zoned = told & ~np.isin(states, [STATES.index(PostureState.LYING), STATES.index(PostureState.NOT_WORN)])
    zones = true_zones(truth.thorax_deg)
    off = {z.value: share(tape.zone == i, zones == i, zoned) for i, z in enumerate(Zone)}
    checked = [(one, *_judged(one, truth, zones)) for one in said]
    return Score(
        seconds=int(told.sum()),
        agree=int((tape.state == states)[told].sum()),
        zone_off_pct=off,
        slumped_off_pct=share(tape.slumped, slumped(truth), zoned),
        rolled_back_s=int(rolled_back(truth)[told].sum()),
        rolled_back_told_s=int((rolled_back(truth) & tape.slumped)[told].sum()),
        standing_slumped_s=int((zoned & tape.slumped & (np.array(truth.state) != "sitting")).sum()),
        reminders=Counter(one.reminder for one in said),
        false=tuple(f"{one.reminder} at {one.t_ns / 1e9:.0f} s" for one, true, _ in checked if not true),
        forbidden=tuple(f"{one.reminder} at {one.t_ns / 1e9:.0f} s" for one, _, free in checked if not free),
        picked=Counter(picked),
        counted=Counter(hip=day.bends.hip, back=day.bends.back),
    )


def share(told: Bools, true: Bools, where: Bools) -> float:
    """Difference of the times, percent."""
    return 100.0 * float(told[where].sum() - true[where].sum()) / float(where.sum())


def true_zones(thorax_deg: Array) -> Array:
    """(n,) index into Zone."""
    limits = [P.back_deg, P.lean_deg, P.bent_deg, P.deep_deg]
    order = [Zone.BACK, Zone.TALL, Zone.LEAN, Zone.BENT, Zone.DEEP]
    return np.array([list(Zone).index(zone) for zone in order])[np.digitize(thorax_deg, limits)]


def slumped(truth: DayTruth) -> Bools:
    """(n,) truly slumped: seated, the pelvis rolled back, and the low back round."""
    seated = np.array(truth.state) == "sitting"
    rounded: Bools = truth.thorax_deg - truth.pelvis_deg > P.slumped_deg
    return np.asarray(seated & rounded & (truth.pelvis_deg < P.seat_pelvis_deg))


def rolled_back(truth: DayTruth) -> Bools:
    """(n,) the slump that neither sensor shows alone."""
    seated = np.array(truth.state) == "sitting"
    rolled = truth.pelvis_deg < ROLLED_DEG
    return np.asarray(seated & rolled & (np.abs(truth.thorax_deg) < UPRIGHT_DEG))


def _judged(one: PostureReminder, truth: DayTruth, zones: Array) -> tuple[bool, bool]:
    """Whether the position was truly held, and whether the wearer was neither walking, lying, lifting nor bare."""
    now = min(one.t_ns // 10**9 - 1, len(truth.state) - 1)
    stay = next(stay for stay in stays() if stay.id == one.reminder)
    span = slice(max(now + 1 - round(stay.delay_s), 0), now + 1)
    held = _held(one.reminder, truth, span)
    free = truth.state[now] in ("standing", "sitting", "bending") and not bool(truth.in_set[now])
    return held >= MOST, free


def _held(reminder: str, truth: DayTruth, span: slice) -> float:
    """Share of the span in the position."""
    state, thorax, pelvis = np.array(truth.state[span]), truth.thorax_deg[span], truth.pelvis_deg[span]
    match reminder:
        case "lean":
            inside = np.abs(thorax - 0.5 * (P.lean_deg + P.bent_deg)) < 0.5 * (P.bent_deg - P.lean_deg) + SLACK_DEG
            return float(np.mean((state != "sitting") & (state != "walking") & inside))
        case "bent":
            return float(np.mean((state != "sitting") & (thorax > P.bent_deg - SLACK_DEG)))
        case "slumped":
            return float(np.mean((state == "sitting") & (thorax - pelvis > P.slumped_deg - SLACK_DEG)))
    away = np.maximum(np.abs(thorax - np.median(thorax)), np.abs(pelvis - np.median(pelvis)))
    return float(np.mean(away < 5.0 + SLACK_DEG))
