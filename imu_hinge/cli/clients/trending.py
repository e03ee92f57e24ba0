"""`clients trend`: one measure over all sessions, with what such a measure changes by itself."""

import argparse
import time
from datetime import date
from typing import Any

from imu_hinge.catalogue import load_exercise
from imu_hinge.cli.clients.left_out import counts, left_out_lines
from imu_hinge.cli.output import columns, print_json
from imu_hinge.cli.people import add_who, named, note_access
from imu_hinge.cli.told import short, title, when
from imu_hinge.core.summary import MEASURES
from imu_hinge.history.assessments import assessments
from imu_hinge.history.database import Connection, open_history
from imu_hinge.history.rows import Client
from imu_hinge.history.trends import TrendPoint, trend
from imu_hinge.model.errors import UsageError
from imu_hinge.model.kinds import Kind
from imu_hinge.view.noise import noise_of
from imu_hinge.view.words import UNKNOWN, number, reps_words, spaced

EXAMPLE = "clients trend Ann --measure lumbar_flexion_peak_deg\n  imu-hinge clients trend Ann --posture"
HEAD = ("session", "began", "exercise", "reps", "median", "change", "pain")
_UNITS = {"_deg": ", deg", "_pct": ", % of own maximum", "_s": ", s", "_dps": ", deg/s"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_who(parser)
    parser.add_argument(
        "--measure", choices=MEASURES, default="lumbar_flexion_peak_deg", metavar="MEASURE", help=", ".join(MEASURES)
    )
    parser.add_argument("--exercise", metavar="ID", help="only sessions of this exercise")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--posture", action="store_true", help="days and weeks of posture instead")
    kinds.add_argument("--assessment", action="store_true", help="results of assessments instead")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line for each session, day or test, oldest first."""
    _check(arguments)
    with open_history() as history:
        with history.reading() as db:
            client = named(db, arguments.who)
            lines, values = _chosen(db, client, arguments)
            _, virtual = counts(db, client, _kind(arguments))
        note_access(history, client, "shown", time.time_ns())
    if arguments.json:
        print_json(values)
    else:
        print("\n".join([*lines, *left_out_lines(virtual)]))
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """Raises UsageError for an exercise that there is not, and for one where no exercise is looked at."""
    if arguments.exercise is None:
        return
    load_exercise(arguments.exercise)
    if _kind(arguments) is not Kind.TRAINING:
        raise UsageError(f"clients trend --exercise: {_kind(arguments)} has no exercises; leave it out")


def _kind(arguments: argparse.Namespace) -> Kind:
    """Of the sessions that are looked at."""
    if arguments.posture:
        return Kind.POSTURE
    return Kind.ASSESSMENT if arguments.assessment else Kind.TRAINING


def _chosen(db: Connection, client: Client, arguments: argparse.Namespace) -> tuple[list[str], Any]:
    """The lines, and what JSON is made of."""
    if arguments.posture:
        from imu_hinge.cli.clients import trending_days

        days = trending_days.posture_days(db, client, date.today())
        return trending_days.day_page(title(client), days), trending_days.day_json(days)
    if arguments.assessment:
        from imu_hinge.cli.clients import trending_tests

        found = assessments(db, client)
        return trending_tests.assessment_page(title(client), found), trending_tests.assessment_json(found)
    points = trend(db, client, arguments.measure, arguments.exercise)
    told = [_as_dict(one) for one in points]
    values = {"measure": arguments.measure, "noise": noise_of(arguments.measure), "points": told}
    return _page(title(client), arguments.measure, points), values


def _page(who: str, measure: str, points: list[TrendPoint]) -> list[str]:
    if not points:
        return [f"{who}: no sessions with sensors yet"]
    rows, last = [], dict[str, float]()
    for point in points:
        rows.append(_row(point, measure, last.get(point.exercise)))
        if point.value is not None:
            last[point.exercise] = point.value
    return [f"{who}: {measure_words(measure)}, medians", *columns(HEAD, rows, numbers=(4,)), noise_words(measure)]


def _row(point: TrendPoint, measure: str, last: float | None) -> tuple[str, ...]:
    return (
        short(point.session_id),
        when(point.started_at_ns),
        point.exercise,
        reps_words(point.counted, point.unsure),
        number(point.value, digits_of(measure)),
        UNKNOWN if point.value is None or last is None else change_words(measure, point.value - last),
        _pain(point),
    )


def change_words(measure: str, difference: float) -> str:
    """A change since the session before of the same exercise; what a measure does by itself is not told as one."""
    noise = noise_of(measure)
    if noise is not None and abs(difference) <= noise:
        return "within noise"
    return f"{difference:+.{digits_of(measure)}f}"


def measure_words(measure: str) -> str:
    """`lumbar flexion peak, deg`."""
    ending = next((ending for ending in _UNITS if measure.endswith(ending)), "")
    return spaced(measure.removesuffix(ending).replace("_rom", "_range")) + _UNITS.get(ending, "")


def digits_of(measure: str) -> int:
    """Decimals that are worth showing."""
    return 0 if measure.endswith(("_deg", "_pct", "_dps")) else 2


def noise_words(measure: str) -> str:
    """How much a measure changes between days by itself."""
    noise = noise_of(measure)
    if noise is None:
        return f"How much this changes between days by itself is not known ({measure_words(measure)})."
    unit = " deg" if measure.endswith("_deg") else ""
    return f"Changes up to {noise:g}{unit} between days are noise, and are not shown as a change."


def _pain(point: TrendPoint) -> str:
    if point.pain_before is None and point.pain_after is None:
        return UNKNOWN
    return " to ".join(UNKNOWN if one is None else str(one) for one in (point.pain_before, point.pain_after))


def _as_dict(point: TrendPoint) -> dict[str, Any]:
    return {
        "session": str(point.session_id),
        "started_at_ns": point.started_at_ns,
        "exercise": point.exercise,
        "value": point.value,
        "counted": point.counted,
        "unsure": point.unsure,
        "pain_before": point.pain_before,
        "pain_after": point.pain_after,
    }
