"""How a client's sessions compare, from the numbers of their sets; repetitions are not looked at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select

from imu_hinge.core.summary import MEASURES
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.tables import PAIN, SESSION, TRAINING_SET
from imu_hinge.model.errors import UsageError
from imu_hinge.model.kinds import Kind
from imu_hinge.view.noise import noise_of

SIMULATED = "simulate"
"""Source of sessions of the virtual wearer, which is nobody's progress."""
TRAINING = (SESSION.c.kind == Kind.TRAINING.value, SESSION.c.source != SIMULATED)
"""What repetitions are counted of: a day and an assessment are no training, whatever was counted beside."""

_AFTER = ("during", "after")
"""Moments whose last score stands for how a session ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One session in a trend."""

    session_id: UUID
    started_at_ns: int
    exercise: str
    value: float | None
    """Median of the medians of its sets; None where the measure could not be judged."""
    counted: int
    """Sure repetitions."""
    unsure: int
    pain_before: int | None
    pain_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One measure in two sessions."""

    measure: str
    a: float | None
    b: float | None

    @property
    def difference(self) -> float | None:
        """b less a; None where either is not known."""
        return None if self.a is None or self.b is None else self.b - self.a

    @property
    def within_noise(self) -> bool | None:
        """Whether such a difference between two days says nothing; None where there is no difference or no bound."""
        noise = noise_of(self.measure)
        return None if self.difference is None or noise is None else abs(self.difference) <= noise


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sessions, measure by measure."""

    a: TrendPoint
    b: TrendPoint
    """`value` of both is None."""
    measures: tuple[Compared, ...]
    """Every measure, in the order of MEASURES."""


def trend(db: Connection, client: Client, measure: str, exercise: str | None = None) -> list[TrendPoint]:
    """One point per training session with sensors, oldest first; of one exercise only where it is given.

    Raises UsageError for what is no measure.
    """
    if measure not in MEASURES:
        raise UsageError(f"there is no measure {measure!r}; there are: {', '.join(MEASURES)}")
    of = [SESSION.c.client_id == client.id, *TRAINING]
    chosen = [*of, SESSION.c.exercise == exercise] if exercise else of
    sets, pains = _sets(db, chosen, [measure]), _pains(db, of)
    return [_point(rows, pains.get(ident, ()), _middle(rows, measure)) for ident, rows in sets.items()]


def is_training(row: SessionRow) -> bool:
    """Whether a session is one of those that `TRAINING` chooses."""
    return row.kind == Kind.TRAINING and row.source != SIMULATED


def compare(db: Connection, a: UUID, b: UUID) -> Comparison:
    """Two sessions. Raises UsageError for one that is not there."""
    chosen = [SESSION.c.id.in_([a, b])]
    sets, pains = _sets(db, chosen, MEASURES), _pains(db, chosen)
    for ident in (a, b):
        if ident not in sets:
            raise UsageError(f"there is no session {ident}; see `imu-hinge sessions list`")
    first, second = (_point(sets[ident], pains.get(ident, ()), None) for ident in (a, b))
    measures = (Compared(measure=one, a=_middle(sets[a], one), b=_middle(sets[b], one)) for one in MEASURES)
    return Comparison(a=first, b=second, measures=tuple(measures))


def _sets(db: Connection, chosen: Iterable[Any], measures: Iterable[str]) -> Mapping[UUID, Sequence[RowMapping]]:
    """Rows of the sets by session, oldest first; a session without sets has one row without numbers."""
    columns = (SESSION.c.id, SESSION.c.started_at_ns, SESSION.c.exercise)
    numbers = [TRAINING_SET.c[name] for name in ("counted", "unsure", *(f"{one}_median" for one in measures))]
    joined = select(*columns, *numbers).outerjoin(TRAINING_SET, TRAINING_SET.c.session_id == SESSION.c.id)
    grouped: dict[UUID, list[RowMapping]] = defaultdict(list)
    for row in db.execute(joined.where(*chosen).order_by(SESSION.c.started_at_ns, SESSION.c.id)).mappings():
        grouped[row["id"]].append(row)
    return grouped


def _pains(db: Connection, chosen: Iterable[Any]) -> Mapping[UUID, Sequence[tuple[str, int]]]:
    """Moment and score by session, in the order in which they were given."""
    asked = select(PAIN.c.session_id, PAIN.c.moment, PAIN.c.score).join(SESSION, SESSION.c.id == PAIN.c.session_id)
    grouped: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for session_id, moment, score in db.execute(asked.where(*chosen).order_by(PAIN.c.at_ns, PAIN.c.id)):
        grouped[session_id].append((moment, score))
    return grouped


def _point(rows: Sequence[RowMapping], pains: Sequence[tuple[str, int]], value: float | None) -> TrendPoint:
    first = rows[0]
    return TrendPoint(
        session_id=first["id"],
        started_at_ns=first["started_at_ns"],
        exercise=first["exercise"],
        value=value,
        counted=sum(row["counted"] or 0 for row in rows),
        unsure=sum(row["unsure"] or 0 for row in rows),
        pain_before=next((score for moment, score in pains if moment == "before"), None),
        pain_after=next((score for moment, score in reversed(pains) if moment in _AFTER), None),
    )


def _middle(rows: Sequence[RowMapping], measure: str) -> float | None:
    known = [row[f"{measure}_median"] for row in rows if row[f"{measure}_median"] is not None]
    return median(known) if known else None
