"""`sessions compare`: two sessions, measure by measure."""

import argparse
import textwrap
from typing import Any

from imu_hinge.cli.clients.trending import change_words, digits_of, measure_words
from imu_hinge.cli.output import columns, print_json
from imu_hinge.cli.told import when
from imu_hinge.history.database import open_history
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import session
from imu_hinge.history.trends import Compared, Comparison, compare
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
        parser.add_argument(name, metavar="SESSION", help="its id or the beginning of it")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line for each measure."""
    with open_history() as history, history.reading() as db:
        a, b = session(db, arguments.a), session(db, arguments.b)
        found = compare(db, a.id, b.id)
    if arguments.json:
        print_json(_as_dict(found))
    else:
        print("\n".join(_page(a, b, found)))
    return 0


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
