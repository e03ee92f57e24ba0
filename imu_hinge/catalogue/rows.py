"""The rows of the catalogue. Limits are in the unit of their measure: degrees or shares."""

from dataclasses import dataclass

from imu_hinge.model.events import Phase


@dataclass(frozen=True, slots=True)
class Measure:
    """Something a fault can be about."""

    unit: str
    """`deg` or `share`."""
    per_rep: bool
    """Decided once per repetition; otherwise looked at in every frame, with hold times."""
    meaning: str


MEASURES = {
    "lumbar_flexion": Measure("deg", False, "thorax tilt less pelvis tilt, against the calibrated stance"),
    "lumbar_rise_drive": Measure(
        "deg", False, "rise of lumbar flexion from the start of the bottom through the first third of the way up"
    ),
    "lumbar_rise_row": Measure("deg", False, "rise of lumbar flexion above its value at the first row"),
    "thorax_tilt": Measure("deg", False, "thorax tilt, against the calibrated stance"),
    "lateral_change": Measure("deg", False, "sideways lean since the start of the repetition, size only"),
    "hinge_share": Measure("share", True, "pelvis range / thorax range, start to bottom"),
    "lockout": Measure("deg", True, "smallest tilt held for 150 ms at the top, pelvis and thorax each"),
    "depth_share": Measure("share", True, "thorax range / target range"),
    "tempo_deviation": Measure("share", True, "largest difference of a phase from its target / that target"),
    "speed_loss": Measure("share", True, "1 - upward thorax rate / the middle of the first four alike of the set"),
}
"""Every measure there is, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One level of a fault."""

    limit: float
    """The absolute limit; with `own_maximum_pct` the floor below which nothing is said."""
    own_maximum_pct: float | None
    """The limit as a percentage of the wearer's own maximum lumbar flexion."""
    limit_unknown: float | None
    """The limit in place of both when the own maximum is not known."""
    limit_thorax: float | None
    """Of `lockout`: the limit of the thorax; `limit` is then that of the pelvis."""

    def at(self, own_maximum: float | None) -> float:
        """The limit in force for a wearer with this own maximum (deg); None where it was not measured."""
        if self.own_maximum_pct is None:
            return self.limit
        if own_maximum is None:
            return self.limit if self.limit_unknown is None else self.limit_unknown
        return max(self.limit, own_maximum * self.own_maximum_pct / 100.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A measure beyond a limit, in these phases, for this long."""

    id: str
    order: int
    """Place in the table; of two faults at the same level the first one is cued."""
    title: str
    measure: str
    unit: str
    phases: tuple[Phase, ...]
    """Where it is judged; empty where the whole repetition counts."""
    direction: str
    """The side of the limit that is past it: `above` or `below`."""
    absolute: bool
    """Measured from the calibrated stance: 6 deg wider under automatic calibration."""
    needs: tuple[str, ...]
    """What must be known to judge it: `pelvis`, `upright`, `plan`."""
    pelvis_within_deg: float | None
    """Judged only while the pelvis tilt is at most this far from stance."""
    thorax_range_above_deg: float | None
    """Judged only in repetitions with at least this thorax range."""
    hold_s: float
    """Time beyond the limit before it is raised; 0 for measures decided once per repetition."""
    clear_margin: float
    clear_hold_s: float
    caution: Limit
    fault: Limit | None
    """None where only the early limit exists."""
    word: str
    """The one word of a screen, at most five letters; empty where it is never shown in a set."""
    cue: str
    """The words for the wearer, at most 60 characters; empty where it is never cued."""
    explanation: str
    """Said with the first cue of a session."""
    source: str
    hint: str
    """Said once in a set that got there by going on, at most 60 characters; empty where nothing is said of that."""
    hint_from: str
    """Past which level two repetitions running make the hint: `caution` or `fault`; empty where there is none."""

    @property
    def per_rep(self) -> bool:
        """Whether it is decided once per repetition."""
        return MEASURES[self.measure].per_rep

    def beyond(self, value: float, limit: float) -> bool:
        """Whether `value` is past `limit`, both in the unit of the measure."""
        return value > limit if self.direction == "above" else value < limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What is trained."""

    id: str
    title: str
    description: str
    level: int
    """Place in the progression, from 1; 0 for an assessment."""
    counted_on: str
    """The segment whose tilt counts: `thorax`."""
    thorax_range_deg: float
    """Expected thorax range until the wearer's own is known."""
    hinge_demanded: bool
    """Whether a repetition without movement of the pelvis is none."""
    sides: bool
    """Whether left and right are trained and counted apart."""
    rows: bool
    """Whether there is a row at the bottom."""
    armed: bool
    """Whether each repetition counts at once, without waiting for three similar ones."""
    seated_allowed: bool
    faults: tuple[Fault, ...]
    """In the order of the table."""
