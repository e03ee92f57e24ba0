"""`sessions compare`: two sessions, measure by measure."""

import argparse
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from imu_hinge.cli.clients.trending import change_words, digits_of, measure_words
from imu_hinge.cli.output import columns, print_json
from imu_hinge.cli.people import add_session
from imu_hinge.cli.sessions.comparing_kinds import day_json, day_page, days_of, tests_of, tests_page
from imu_hinge.cli.told import short, when
from imu_hinge.history.database import Connection, open_history
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import session
from imu_hinge.history.trends import Compared, Comparison, compare
from imu_hinge.model.errors import UsageError
from imu_hinge.model.kinds import Kind
from imu_hinge.view.noise import NOISE_DEG, NOISE_SHARE
from imu_hinge.view.words import UNKNOWN, number, reps_words

EXAMPLE = "sessions compare 0b9a61f2 7c41d0e5"
NOISE = (
    f"Medians over the sure repetitions. Between days angles change by up to {NOISE_DEG:g} deg and shares by up to "
    f"{NOISE_SHARE:g} by themselves: that is noise, and not shown as a change."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    for name in ("a", "b"):
        add_session(parser, name)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line for each measure; of days for each zone, of assessments for each test."""
    with open_history() as history, history.reading() as db:
        a, b = session(db, arguments.a), session(db, arguments.b)
        _check_alike(a, b)
        page, values = _KINDS.get(a.kind, _training)(db, a, b)
    if arguments.json:
        print_json(values())
    else:
        print("\n".join(page()))
    return 0


def _check_alike(a: SessionRow, b: SessionRow) -> None:
    if a.kind != b.kind:
        raise UsageError(
            f"sessions compare: {short(a.id)} is {_NAMES[a.kind]}, {short(b.id)} is {_NAMES[b.kind]}: "
            "name two of one kind, as `imu-hinge sessions list` shows them"
        )


_NAMES = {
    Kind.TRAINING.value: "a training session",
    Kind.POSTURE.value: "a day",
    Kind.ASSESSMENT.value: "an assessment",
}
Told = tuple[Callable[[], list[str]], Callable[[], dict[str, Any]]]
"""The lines, and the JSON."""


def _training(db: Connection, a: SessionRow, b: SessionRow) -> Told:
    found = compare(db, a.id, b.id)
    return lambda: _page(a, b, found), lambda: _as_dict(found)


def _days(db: Connection, a: SessionRow, b: SessionRow) -> Told:
    sides = days_of(db, a, b)
    return lambda: day_page(*sides), lambda: day_json(*sides)


def _assessments(db: Connection, a: SessionRow, b: SessionRow) -> Told:
    found = tests_of(db, a, b)
    first, second = (when(one.started_at_ns, one.utc_offset_min) for one in (a, b))
    return lambda: tests_page(first, second, found), lambda: {"kind": "assessment", **found.to_dict()}


_KINDS: Mapping[str, Callable[[Connection, SessionRow, SessionRow], Told]] = {
    Kind.POSTURE: _days,
    Kind.ASSESSMENT: _assessments,
}


def _page(a: SessionRow, b: SessionRow, found: Comparison) -> list[str]:
    head = ("", *(when(one.started_at_ns, one.utc_offset_min) for one in (a, b)), "change")
    rows: list[tuple[str, ...]] = [
        ("exercise", a.exercise, b.exercise, "" if a.exercise == b.exercise else "not the same")
    ]
    rows += [("repetitions", *(reps_words(point.counted, point.unsure) for point in (found.a, found.b)), "")]
    rows += [_row(one) for one in found.measures]
    return [*columns(head, rows, numbers=(1, 2)), *textwrap.wrap(NOISE, 78)]


def _row(one: Compared) -> tuple[str, ...]:
    values = (number(value, digits_of(one.measure)) for value in (one.a, one.b))
    change = UNKNOWN if one.difference is None else change_words(one.measure, one.difference)
    return (measure_words(one.measure), *values, change)


def _as_dict(found: Comparison) -> dict[str, Any]:
    return {
        "a": str(found.a.session_id),
        "b": str(found.b.session_id),
        "measures": [
            {
                "measure": one.measure,
                "a": one.a,
                "b": one.b,
                "difference": one.difference,
                "within_noise": one.within_noise,
            }
            for one in found.measures
        ],
    }
