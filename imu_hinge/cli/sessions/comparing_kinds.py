"""Two days, or two assessments, number by number, for `sessions compare`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from imu_hinge.catalogue.assess import rows
from imu_hinge.cli.output import columns
from imu_hinge.cli.told import short
from imu_hinge.core.posture import PostureDay, joined
from imu_hinge.history.assessments import assessment
from imu_hinge.history.database import Connection
from imu_hinge.history.parts import Part, day_parts
from imu_hinge.history.rows import SessionRow
from imu_hinge.model.errors import UsageError
from imu_hinge.review.assessed import day_of
from imu_hinge.review.day_told import day_dict, span_words
from imu_hinge.view.assess.lines import UNSURE, VERDICTS
from imu_hinge.view.assess.outcome import Earlier, Outcome, Row, concluded
from imu_hinge.view.day import Share, shares, whole_minutes
from imu_hinge.view.words import UNKNOWN, number

DAY_NOTE = (
    "Minutes; in brackets, and in the change: of every hour looked at.",
    "How much two days differ by themselves is not known.",
)
TESTS_NOTE = "Medians, deg. A change within the noise of the test is told as noise."
_UNREAD = "was not read yet: `imu-hinge sessions rebuild` reads its recording"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two days."""

    name: str
    """`2026-11-22` for a whole day; of two parts of one day `09:00 to 09:09`."""
    posture: PostureDay


def days_of(db: Connection, a: SessionRow, b: SessionRow) -> tuple[Side, Side]:
    """The days these two are parts of; of one and the same day the parts themselves. Raises UsageError."""
    first, second = day_parts(db, a), day_parts(db, b)
    own = _own(a, first), _own(b, second)
    if own[0].date == own[1].date:
        return _part(own[0]), _part(own[1])
    return _whole(first), _whole(second)


def _own(session: SessionRow, found: Sequence[Part]) -> Part:
    own = [one for one in found if one.session_id == session.id]
    if not own:
        raise UsageError(f"session {short(session.id)}: {_UNREAD}")
    return own[0]


def _part(one: Part) -> Side:
    return Side(f"{one.date} {span_words(one.origin_s, one.end_s)}", one.posture)


def _whole(found: Sequence[Part]) -> Side:
    parts = f", {len(found)} parts" if len(found) > 1 else ""
    return Side(f"{found[0].date}{parts}", joined([one.posture for one in found]))


def day_page(a: Side, b: Side) -> list[str]:
    """Minutes by zone, then what there is beside them."""
    days = a.posture, b.posture
    rows = [("looked at", *_minutes(a.posture.seconds, b.posture.seconds))]
    rows += [_zone(*pair) for pair in zip(shares(a.posture), shares(b.posture), strict=True)]
    rows += [("slumped", *_hourly(*((whole_minutes(day.slumped_s), _slumped_hourly(day)) for day in days)))]
    rows += [("changes an hour", *_per_hour(a.posture, b.posture))]
    rows += [("bends", _bends(a.posture), _bends(b.posture), "")]
    return [*columns(("min", a.name, b.name, "change"), rows, numbers=(1, 2, 3)), *DAY_NOTE]


def _minutes(a_s: int, b_s: int) -> tuple[str, str, str]:
    return str(whole_minutes(a_s)), str(whole_minutes(b_s)), ""


def _zone(one: Share, other: Share) -> tuple[str, str, str, str]:
    minutes = _hourly((one.minutes, one.hourly), (other.minutes, other.hourly))
    return (f"{one.name} {one.range_deg}".rstrip(), *minutes)


def _slumped_hourly(day: PostureDay) -> int:
    """Beside the zones: part of no sum."""
    return round(60 * day.slumped_s / max(day.seconds, 1))


def _hourly(a: tuple[int, int], b: tuple[int, int]) -> tuple[str, str, str]:
    """`12 (5)`, `30 (9)`, `+4` of minutes, and those of every hour: days are not of the same length."""
    return f"{a[0]} ({a[1]})", f"{b[0]} ({b[1]})", f"{b[1] - a[1]:+d}"


def _per_hour(a: PostureDay, b: PostureDay) -> tuple[str, str, str]:
    first, second = a.changes_per_hour, b.changes_per_hour
    change = UNKNOWN if first is None or second is None else f"{round(second) - round(first):+d}"
    return number(first, 0), number(second, 0), change


def _bends(day: PostureDay) -> str:
    return f"{day.bends.hip} hip, {day.bends.back} back"


def day_json(a: Side, b: Side) -> dict[str, Any]:
    """The same for programs, s."""
    return {"kind": "posture", "a": {"of": a.name, **day_dict(a.posture)}, "b": {"of": b.name, **day_dict(b.posture)}}


def tests_of(db: Connection, a: SessionRow, b: SessionRow) -> Outcome:
    """The second assessment beside the first. Raises UsageError where nothing was captured in one."""
    first, second = assessment(db, a), assessment(db, b)
    for session, found in ((a, first), (b, second)):
        if found is None:
            raise UsageError(f"session {short(session.id)}: nothing was captured in it; there is nothing to compare")
    assert first is not None and second is not None
    return concluded(second.results, rows(), Earlier(day_of(first).isoformat(), first.results), "")


def tests_page(a: str, b: str, outcome: Outcome) -> list[str]:
    """A row for each test of the second; `a` and `b` say when they were."""
    table = [_test(row) for row in outcome.rows]
    changes = (row.change("value") for row in outcome.rows)
    unsure = [f"{UNSURE.capitalize()}."] if any(one and one.different is None for one in changes) else []
    return [*columns(("test", a, b, "change"), table, numbers=(1, 2)), TESTS_NOTE, *unsure]


def _test(row: Row) -> tuple[str, str, str, str]:
    change, now = row.change("value"), number(row.result.median_deg, 0)
    if change is None:
        return row.test.title, UNKNOWN, now, UNKNOWN
    return row.test.title, number(change.before, 0), now, f"{round(change.change) + 0:+d} {VERDICTS[change.different]}"
