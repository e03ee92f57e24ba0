"""The latest state of a day, ready to be drawn. Frozen; every number of the day is that of the fold's own summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imu_hinge.core.posture import PostureDay, Reminding, Stance
from imu_hinge.model.events import PostureState, Zone
from imu_hinge.model.inputs import Placement
from imu_hinge.view.snapshot import Snapshot, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The newest second; tilts in whole degrees from the stance in force, None where they are not known."""

    second: int
    """Of session time."""
    state: PostureState
    zone: Zone | None
    slumped: bool | None
    pelvis_deg: int | None
    thorax_deg: int | None
    lumbar_deg: int | None
    reasons: tuple[str, ...]
    """Why something is not known, by their ids; words: `posture_words.reason_words`."""
    held_s: int
    """For how long the zone has been the same; where there is none, the state."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment that the strip marks."""

    at_s: float
    """Second of the day; past midnight it goes on."""
    sign: str
    """`!` a reminder that was given, `n` a note."""


@dataclass(frozen=True, slots=True)
class Past:
    """One of the days before."""

    date: str
    """ISO date."""
    day: PostureDay


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DaySnapshot:
    """Everything that the screen of a day shows."""

    session: Snapshot
    """Links, calibration, recording, notes, pains: what the screens of all sessions show."""
    begun_s: float = 0.0
    """Second of the day at which today's first part began."""
    read: float = 1.0
    """How much of the earlier parts of today is in the numbers, 0 to 1."""
    now: Now | None = None
    """None before the first second."""
    today: PostureDay
    """Earlier parts of today and this one, joined."""
    reminding: Reminding
    stance: Stance
    too_far: bool = False
    """Whether the last stance was not taken since a sensor sits too far from where it was: only a calibration helps."""
    paused: bool = False
    lost: frozenset[Placement] = frozenset()
    """Sensors that gave data and do not any more."""
    marks: tuple[Mark, ...] = ()
    """Of this part, oldest first."""
    week: tuple[Past, ...] = ()
    """The days before today, oldest first; empty where there is no history."""
    told: str = ""
    """What was said last, while it is new."""
    reminded: str = ""
    """The words of the last reminder, while they are new."""

    @property
    def under_way(self) -> bool:
        """Whether the day itself is shown: it is calibrated, and not over."""
        return self.session.stage not in (Stage.WAITING, Stage.CALIBRATING, Stage.ENDED)


@dataclass(frozen=True, slots=True)
class Share:
    """One row of the table: seconds of today, and their share of everything that was looked at."""

    name: str
    range_deg: str
    seconds: int
    share: float
    minutes: int
    """Whole ones; those of all rows add up to the minutes of the day."""
    percent: int
    """Whole ones; those of all rows add up to 100."""
    hourly: int
    """Whole minutes of every hour that was looked at; those of all rows add up to 60."""


RANGES: Mapping[Zone, str] = {
    Zone.TALL: "-10..10",
    Zone.LEAN: "10..20",
    Zone.BENT: "20..60",
    Zone.DEEP: "> 60",
    Zone.BACK: "< -10",
}
"""Tilt of the trunk in each zone, deg, in the order of the table; a test holds them against the limits of the fold."""
AWAY: Mapping[PostureState, str] = {PostureState.LYING: "lying", PostureState.NOT_WORN: "not worn"}
"""States without a zone."""
UNKNOWN = "unknown"
"""What is in no other row."""


def shares(day: PostureDay) -> tuple[Share, ...]:
    """Zones, lying, not worn, unknown: each second of the day once."""
    rows = [(zone.value, RANGES[zone], day.by_zone_s.get(zone, 0)) for zone in RANGES]
    rows += [(name, "", day.by_state_s.get(state, 0)) for state, name in AWAY.items()]
    rows.append((UNKNOWN, "", day.seconds - sum(seconds for _, _, seconds in rows)))
    spent = [seconds for _, _, seconds in rows]
    whole = zip(*(apportioned(spent, total) for total in (whole_minutes(day.seconds), 100, 60)), strict=True)
    return tuple(
        Share(name, of, seconds, seconds / max(day.seconds, 1), *parts)
        for (name, of, seconds), parts in zip(rows, whole, strict=True)
    )


def whole_minutes(seconds: float) -> int:
    """To the nearest one, up from half of one: wherever minutes of a day are told."""
    return int(seconds + 30) // 60


def apportioned(parts: Sequence[int], whole: int) -> list[int]:
    """`whole` in proportion to the parts, in whole numbers that add up to it: the largest remainders are rounded up."""
    total = sum(parts)
    if not total:
        return [0] * len(parts)
    shares, rests = zip(*(divmod(part * whole, total) for part in parts), strict=True)
    rounded_up = sorted(range(len(parts)), key=lambda place: -rests[place])[: whole - sum(shares)]
    return [share + (place in rounded_up) for place, share in enumerate(shares)]
