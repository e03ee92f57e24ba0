"""Constructed histories: a session every third day, the newest yesterday, with pain told before and after."""

from dataclasses import replace
from typing import Any

from imu_hinge.catalogue.progression import rules_of
from imu_hinge.core.progression import Counts, Decision, Facts, Score, Session

NOW_NS = 1_795_251_600_000_000_000
DAY_NS = 86_400_000_000_000
TODAY = NOW_NS // DAY_NS


def made_of(in_form: int, past: int = 0, unseen: int = 0, missed: int = 0) -> Counts:
    """So many repetitions; the lockout of all that were seen could be judged."""
    return Counts(in_form + past + unseen, in_form, past, unseen, in_form + past, missed)


def session(days_ago: float, whole: Counts, level: int = 3, **changes: Any) -> Session:
    """Of the exercise of a level; half of it on each side where there are sides."""
    at_ns = NOW_NS - round(days_ago * DAY_NS)
    half = replace(whole, reps=whole.reps // 2, in_form=whole.in_form // 2, past=whole.past // 2)
    sides = {"left": half, "right": half} if level == 2 else {}
    values = {"hinge_share": 0.80, **sides, **changes}
    return Session(
        id=f"{days_ago}", at_ns=at_ns, day=at_ns // DAY_NS, exercise=rules_of(level).id, whole=whole, **values
    )


def told(one: Session, before: int = 1, after: int = 1) -> tuple[Score, Score]:
    """Before, and ten minutes later."""
    return Score(one.at_ns, before, "before", one.id), Score(one.at_ns + DAY_NS // 144, after, "after", one.id)


def decision(days_ago: float, level: int, reason: str = "") -> Decision:
    return Decision(NOW_NS - round(days_ago * DAY_NS), level, reason)


def facts(*sessions: Session, level: int = 3, **changes: Any) -> Facts:
    """On this level since two months, with pain 1 before and after each session."""
    values: dict[str, Any] = {
        "scores": tuple(score for one in sessions for score in told(one)),
        "decisions": (decision(60, level),),
        **changes,
    }
    return Facts(now_ns=NOW_NS, sessions=sessions, **values)


def run(level: int = 3, days: int = 6, whole: Counts | None = None, **changes: Any) -> tuple[Session, ...]:
    """So many days of training, the newest first; 16 repetitions in form each."""
    return tuple(session(1 + 3 * n, whole or made_of(16), level, **changes) for n in range(days))


def ready(level: int = 3, **changes: Any) -> Facts:
    """All that the next level asks for, and not a day more."""
    return facts(*run(level, int(rules_of(level).up["sessions"].value)), level=level, **changes)
