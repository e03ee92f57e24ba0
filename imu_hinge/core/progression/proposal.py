"""From facts to a proposal. People decide: nothing here sets a level. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from imu_hinge.catalogue.progression import levels
from imu_hinge.core.progression.back import BACK
from imu_hinge.core.progression.checks import Checked, checked
from imu_hinge.core.progression.facts import Facts
from imu_hinge.core.progression.looked import Looked, look
from imu_hinge.core.progression.movement import MOVEMENT
from imu_hinge.core.progression.pain import PAIN

UP = (*MOVEMENT, *PAIN)
"""All must hold."""
FIRST = 1


class Kind(StrEnum):
    """What is proposed."""

    UP = "up"
    STAY = "stay"
    BACK = "back"
    REST = "rest"
    """What proposes a step back, on the first level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the program proposes, and why."""

    kind: Kind
    level: int
    """At which the person is."""
    to_level: int
    """The same unless a step is proposed."""
    reasons: tuple[Checked, ...]
    """Of `up` all that holds, of `back` and `rest` what speaks for it, of `stay` what does not hold yet."""
    up: tuple[Checked, ...]
    """Everything that must hold to go on; empty on the last level."""
    back: tuple[Checked, ...]
    """Everything that would propose a step back."""
    declined: str | None
    """Why a person decided to stay, where nothing was trained since; then nothing is proposed."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still missing to go on, in numbers."""
        return tuple(f"{one.title}: {one.missing or one.needed_words}" for one in self.up if not one.met)

    @property
    def is_proposed(self) -> bool:
        """Whether there is anything to decide on."""
        return self.kind is not Kind.STAY

    @property
    def is_step(self) -> bool:
        """Whether another level is proposed."""
        return self.to_level != self.level


def propose(facts: Facts) -> Proposal:
    """The proposal that follows from the facts, whatever their order."""
    looked = look(facts)
    level = looked.rules.level
    up = tuple([checked(row, looked) for row in UP if _is_asked(row.id, looked)])
    back = tuple([checked(row, looked) for row in BACK])
    kind = _kind(looked, up, back)
    reasons = {
        Kind.UP: up,
        Kind.STAY: tuple(one for one in up if not one.met),
        Kind.BACK: tuple(one for one in back if one.met),
        Kind.REST: tuple(one for one in back if one.met),
    }
    return Proposal(
        kind=kind,
        level=level,
        to_level=level + _STEPS.get(kind, 0),
        reasons=reasons[kind],
        up=up,
        back=back,
        declined=looked.declined.reason if kind is Kind.STAY and looked.declined and _waits(looked) else None,
    )


_STEPS = {Kind.UP: 1, Kind.BACK: -1}


def _is_asked(key: str, looked: Looked) -> bool:
    """Not on the last level, and about sides only where there are sides."""
    return bool(looked.rules.up) and (key != "side_reps" or key in looked.rules.up)


def _waits(looked: Looked) -> bool:
    """Whether a step was declined, and nothing was trained since."""
    return looked.declined is not None and not looked.is_news


def _kind(looked: Looked, up: tuple[Checked, ...], back: tuple[Checked, ...]) -> Kind:
    if any(one.met for one in back):
        return Kind.BACK if looked.rules.level > FIRST else Kind.REST
    may_go_on = looked.rules.level < len(levels()) and not _waits(looked)
    return Kind.UP if may_go_on and all(one.met for one in up) else Kind.STAY
