"""The latest state of a session, ready to be drawn. Frozen: whoever holds one may read it for as long as it likes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from imu_hinge.catalogue import Exercise
from imu_hinge.core.quality import Quality
from imu_hinge.core.summary import SetSummary
from imu_hinge.cues.banner import CALM, Banner
from imu_hinge.gate.pain import START_LIMIT
from imu_hinge.model.arrays import Array
from imu_hinge.model.events import Phase
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.view.sets import SetNumbers, SetOutline
from imu_hinge.view.today import Today

TRACE_S = 10.0
"""What the trace shows."""
STALE_S = 0.5
"""An older value is not drawn."""


class Stage(StrEnum):
    """Where in a session the wearer is."""

    WAITING = "waiting"
    """For sensors."""
    CALIBRATING = "calibrating"
    READY = "ready"
    """Calibrated, no set is open."""
    SET = "set"
    REST = "rest"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Sensor:
    """One sensor, as the link bar shows it."""

    state: LinkState | None = None
    """None before anything was said of it, and where a recording holds no links."""
    age_s: float | None = None
    """Since its newest sample; None before the first."""
    battery_pct: int | None = None
    rssi_dbm: int | None = None
    rate_hz: float | None = None
    lost_pct: float | None = None
    still_dps: float | None = None
    """How much it turns: standard deviation of its turn rate over the last second."""
    detail: str = ""
    """Why it is not there and what to do, in words."""


@dataclass(frozen=True, slots=True)
class Angles:
    """The newest judged instant, deg; None where it cannot be judged or is older than STALE_S."""

    pelvis_deg: float | None = None
    thorax_deg: float | None = None
    lumbar_deg: float | None = None
    hinge_share: float | None = None
    """Pelvis tilt / thorax tilt of this instant; None while the pelvis has moved less than 8 deg."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of lumbar flexion, in force for this wearer, deg."""

    caution_deg: float
    fault_deg: float
    own: bool
    """Whether they come from the wearer's own range."""


@dataclass(frozen=True, slots=True)
class Calibrating:
    """How far the guided calibration has come."""

    step: str = ""
    """Of CalibrationStep; empty when none is under way."""
    done: int = 0
    """Hinges seen so far."""
    bend_skipped: bool = False
    """Whether the full bend is left out."""
    status: str = "none"
    """`guided`, `automatic` or `none`: what is in force."""
    quality: float | None = None
    refused: str = ""
    """Why the last try was not taken, and what to do; empty when it was."""
    reason: str = ""
    """The same as an id of CalibrationRefused."""

    def seen(self, hinges: int) -> "Calibrating":
        """The same after so many hinges."""
        return replace(self, done=hinges) if hinges != self.done else self


@dataclass(frozen=True, slots=True)
class Recorded:
    """What becomes of the recording."""

    path: str = ""
    """Empty where nothing is recorded."""
    bytes: int = 0
    seconds: float = 0.0
    problem: str = ""
    """Why nothing can be written, and what to do."""
    known: bool = True
    """Whether anything of this is known here."""


ELSEWHERE = Recorded(known=False)
"""Of a session on another machine, which does not tell whether it records."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Whether trainers elsewhere see this session."""

    by: str = ""
    """Their names; empty where nobody is connected."""
    words: str = ""
    """How that stands, and why nobody sees it who should; empty where nobody is to see it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another exercise, proposed by a trainer."""

    by: str
    exercise: str
    words: str
    """`Romanian deadlift with a row, left, 8 reps a set`."""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What trainers want of the wearer at this moment."""

    stop: str = ""
    """The sentence of who asks to stop, and why; empty where nobody does."""
    note: str = ""
    """The newest note, with who wrote it; it stays until the set after the one it was read in begins.

    Also that somebody had asked to stop, where the wearer went on.
    """
    proposal: Proposal | None = None


NOTHING = Asked()
UNKNOWN, NOTHING_PLANNED = Quality(), Today()


@dataclass(frozen=True, slots=True)
class Note:
    """One line of what happened lately, in words."""

    t_ns: int
    words: str


def _no_trace() -> Array:
    return np.empty((0, 2))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """Everything a screen shows of one session."""

    exercise: Exercise
    t_ns: int = 0
    stage: Stage = Stage.WAITING
    phase: Phase | None = None
    banner: Banner = CALM
    earlier: tuple[SetNumbers, ...] = ()
    """The sets before `sets`, of which the numbers are kept alone."""
    sets: tuple[SetSummary, ...] = ()
    """The last sets with counted or unsure repetitions, whole; the last one may be open."""
    count: int = 0
    """The large number: counted and unsure repetitions of the open set, or of the last one while resting."""
    provisional: int = 0
    """Repetitions of the open set that still wait for confirmation; shown hatched on top of `count`."""
    side: str | None = None
    """Named last, else that of the last set."""
    rest_s: float | None = None
    """Since the last set ended."""
    angles: Angles = field(default_factory=Angles)
    limits: Limits | None = None
    """None before a calibration that allows judging them."""
    unjudged: str = ""
    """Why the low back is not judged under the calibration in force, in words; empty where it is."""
    trace: Array = field(default_factory=_no_trace)
    """(n, 2) read-only: seconds before `t_ns` (negative, rising) and lumbar flexion in deg, NaN where not judged."""
    sensors: Mapping[Placement, Sensor] = field(default_factory=dict)
    calibrating: Calibrating = field(default_factory=Calibrating)
    recorded: Recorded = field(default_factory=Recorded)
    notes: tuple[Note, ...] = ()
    """The last few, newest last."""
    pains: tuple[tuple[int, int], ...] = ()
    """(t_ns, 0 to 10) in order: before the session, in sets and after them."""
    pain_limit: int = START_LIMIT
    """Pain from which no session starts, as it is set here."""
    watched: Watched = Watched()
    asked: Asked = NOTHING
    stopped_ns: int | None = None
    """When the wearer stopped for pain; None since a set or a calibration was begun after it."""
    quality: Quality = UNKNOWN
    """How the open set, or the last one while resting, goes on from its first repetitions."""
    today: Today = NOTHING_PLANNED
    ahead: tuple[str, ...] = ()
    """At the end: where the wearer stands in the progression, a line each; empty where nobody chose a level."""

    @property
    def all_sets(self) -> tuple[SetOutline, ...]:
        """Of the session, in order."""
        return (*self.earlier, *self.sets)
