"""`clients trend`: one measure over all sessions, with what such a measure changes by itself."""

import argparse
import time
from typing import Any

from imu_hinge.cli.output import columns, print_json
from imu_hinge.cli.people import add_who, named, note_access
from imu_hinge.cli.told import title, when
from imu_hinge.core.summary import MEASURES
from imu_hinge.history.database import open_history
from imu_hinge.history.trends import TrendPoint, trend
from imu_hinge.view.noise import noise_of
from imu_hinge.view.words import UNKNOWN, number, reps_words, spaced

EXAMPLE = "clients trend Ann --measure lumbar_flexion_peak_deg"
HEAD = ("session", "began", "exercise", "reps", "median", "change", "pain")
_UNITS = {"_deg": ", deg", "_pct": ", % of own maximum", "_s": ", s", "_dps": ", deg/s"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_who(parser)
    parser.add_argument(
        "--measure", choices=MEASURES, default="lumbar_flexion_peak_deg", metavar="MEASURE", help=", ".join(MEASURES)
    )
    parser.add_argument("--exercise", metavar="ID", help="only sessions of this exercise")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line for each session, oldest first."""
    with open_history() as history:
        with history.reading() as db:
            client = named(db, arguments.who)
            points = trend(db, client, arguments.measure, arguments.exercise)
        note_access(history, client, "shown", time.time_ns())
    if arguments.json:
        noise = noise_of(arguments.measure)
        print_json({"measure": arguments.measure, "noise": noise, "points": [_as_dict(one) for one in points]})
    else:
        print("\n".join(_page(title(client), arguments.measure, points)))
    return 0


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
        str(point.session_id)[:8],
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
