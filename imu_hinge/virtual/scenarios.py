"""What `live --simulate=NAME` can show: a wearer, and what happens to the sensors meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Protocol

from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.scripts import Options, fault_session, session
from imu_hinge.virtual.wearer import Wearer


class Act(StrEnum):
    """What can happen to a sensor."""

    SWITCH_ON = "switch_on"
    DIE = "die"
    """The battery is empty: no goodbye."""
    LEAVE = "leave"
    """Out of the radio's reach."""
    RETURN = "return"
    FALL_SILENT = "fall_silent"
    """Connected and answering, without data until it is asked to start again."""
    BATTERY = "battery"
    """Charge in percent."""
    LOSS = "loss"
    """Share of notifications that get lost."""
    DOUBLES = "doubles"
    """Share of notifications that come twice."""
    INTERVAL = "interval"
    """Shortest connection interval the radio grants, s."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens to one sensor."""

    t_s: float
    """Seconds since the simulation began."""
    placement: Placement
    act: Act
    value: float = 0.0


OWN = ""
"""Stands for the make of our own sensors."""


class Cast(Protocol):
    """Who performs."""

    def __call__(self, seed: int, extra_s: float = 0.0) -> Wearer:
        """By seed; the wearer stands `extra_s` longer before anything else."""
        ...


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing to show."""

    says: str
    """For the list of scenarios."""
    wearer: Cast
    happenings: Callable[[Wearer], tuple[Happening, ...]]
    roles: bool = True
    """Whether the sensors say where they are worn."""
    makes: Mapping[Placement, str] = field(default_factory=lambda: dict.fromkeys(Placement, OWN))
    """Driver id of each sensor that is worn."""


LEAD_S = 7.0
"""Time to find and connect both sensors before the wearer begins."""
_SHORT = Options(sets=1, reps=(6, 7), styles=("plain",), nuisance=False, full_bend=False, lead_s=LEAD_S, rows=3)
_SACRUM, _THORACIC = Placement.SACRUM, Placement.THORACIC
_LATE_S = 8.0
_OWN = dict.fromkeys(Placement, OWN)


def _rep(wearer: Wearer, place: int) -> float:
    """When a repetition of the first set begins, counted from 0."""
    return wearer.script.sets[0].reps[place].t_start_s


def _nothing(wearer: Wearer) -> tuple[Happening, ...]:
    return ()


def _away(placement: Placement, wearer: Wearer) -> tuple[Happening, ...]:
    gone = _rep(wearer, 2) + 0.8
    return Happening(gone, placement, Act.LEAVE), Happening(gone + 8.0, placement, Act.RETURN)


def _falls_silent(wearer: Wearer) -> tuple[Happening, ...]:
    return (Happening(_rep(wearer, 2) + 0.8, _SACRUM, Act.FALL_SILENT),)


def _bad_radio(wearer: Wearer) -> tuple[Happening, ...]:
    values = {Act.LOSS: 0.2, Act.DOUBLES: 0.02, Act.INTERVAL: 0.05}
    return tuple(Happening(0.0, placement, act, value) for placement in Placement for act, value in values.items())


def _battery_dies(wearer: Wearer) -> tuple[Happening, ...]:
    critical = _rep(wearer, 3) + 1.0
    return (
        Happening(_rep(wearer, 1), _THORACIC, Act.BATTERY, 12),
        Happening(critical, _THORACIC, Act.BATTERY, 4),
        Happening(critical + 2.0, _THORACIC, Act.DIE),
    )


def _switched_on_late(wearer: Wearer) -> tuple[Happening, ...]:
    return Happening(0.0, _THORACIC, Act.DIE), Happening(_LATE_S, _THORACIC, Act.SWITCH_ON)


def _lift(
    says: str,
    exercise: str = "band_rdl",
    happenings: Callable[[Wearer], tuple[Happening, ...]] = _nothing,
    roles: bool = True,
    makes: Mapping[Placement, str] | None = None,
    **changes: object,
) -> Scenario:
    options = replace(_SHORT, **changes)  # type: ignore[arg-type]  # names and kinds are those of Options
    return Scenario(says, partial(_lifting, exercise, options), happenings, roles, makes or _OWN)


def _lifting(exercise: str, options: Options, seed: int, extra_s: float = 0.0) -> Wearer:
    return session(exercise, seed, replace(options, lead_s=options.lead_s + extra_s))


def _fault(fault: str, says: str) -> Scenario:
    return Scenario(says, partial(_failing, fault), _nothing)


def _failing(fault: str, seed: int, extra_s: float = 0.0) -> Wearer:
    return fault_session(fault, seed, sets=1, reps=(6, 7), full_bend=False, lead_s=LEAD_S + extra_s)


def _made(
    says: str, sacrum: str, thoracic: str = "", happenings: Callable[[Wearer], tuple[Happening, ...]] = _nothing
) -> Scenario:
    makes = {_SACRUM: sacrum, _THORACIC: thoracic or sacrum}
    return _lift(says, happenings=happenings, roles=False, makes=makes, shows_sacrum=True, reps=(10, 11))


def _strap(says: str, make: str) -> Scenario:
    return replace(_made(says, make), makes={_THORACIC: make})


SCENARIOS = {
    "clean_set": _lift("one set of Romanian deadlifts, nothing to remark"),
    "band_hinge": _lift("one set of band hinges", "band_hinge"),
    "split_stance": _lift("one set for each side", "split_stance_hinge", sets=2),
    "rdl_row": _lift("one set with three rows in each repetition", "rdl_row"),
    "rounding": _fault("lumbar_flexion", "the low back rounds in some repetitions"),
    "leaning": _fault("forward_lean", "some repetitions end leaning forward"),
    "not_tall": _fault("not_tall", "some repetitions end before full extension"),
    "sacrum_drops": _lift("the sacrum sensor is out of reach for 8 s of the set", happenings=partial(_away, _SACRUM)),
    "thoracic_drops": _lift("the thoracic sensor is", happenings=partial(_away, _THORACIC)),
    "silent_sensor": _lift("the sacrum sensor stays connected and stops sending", happenings=_falls_silent),
    "bad_radio": _lift("20 % of what is sent gets lost, some comes twice, slow connections", happenings=_bad_radio),
    "battery_dies": _lift("the thoracic sensor's battery runs out in the set", happenings=_battery_dies),
    "late_sensor": _lift(
        "the thoracic sensor is switched on 8 s late", happenings=_switched_on_late, lead_s=LEAD_S + _LATE_S
    ),
    "swapped": _lift("the sensors are worn in each other's place", swapped=True),
    "no_roles": _lift("the sensors do not know where they are worn", roles=False, shows_sacrum=True),
    "witmotion": _made("two WitMotion sensors", "witmotion"),
    "movella_dot": _made("two Movella DOT sensors", "movella_dot"),
    "metamotion": _made("two MetaMotion sensors", "metamotion"),
    "thingy52": _made("two Thingy:52", "thingy52"),
    "mixed_makes": _made("a WitMotion on the sacrum, a Movella DOT on the thoracic spine", "witmotion", "movella_dot"),
    "make_drops": _made(
        "the same, and the sacrum sensor is out of reach for 8 s of the set",
        "witmotion",
        "movella_dot",
        partial(_away, _SACRUM),
    ),
    "polar": _strap("a Polar H10 alone: thorax tilt and counts", "polar"),
}
"""Every scenario by name; the first one is the default."""
DEFAULT = next(iter(SCENARIOS))
