"""The page: contents in, HTML out."""

from typing import Any

from markupsafe import Markup

from imu_hinge.model.plural import counted
from imu_hinge.report.charts import bars, bars_title, overlay, trend
from imu_hinge.report.choice import pair, sentence
from imu_hinge.report.contents import Contents
from imu_hinge.report.numbers import numbers
from imu_hinge.report.rendering import rendered, shared
from imu_hinge.report.small_print import small_print
from imu_hinge.report.tables import (
    REP_COLUMNS,
    fault_lines,
    pair_rows,
    rep_row,
    set_columns,
    set_rows,
    side_by_side,
    sum_row,
)
from imu_hinge.report.wording import lasting
from imu_hinge.view.noise import NOISE_DEG
from imu_hinge.view.pains import highest_of_sets, pain_after, pain_before
from imu_hinge.view.totals import words
from imu_hinge.view.verdicts import Verdict

_SIZES = (("many", 100, 14), ("several", 100, 7))
"""A page with more repetitions or sets than these is printed smaller, so that it stays one."""


def html(contents: Contents) -> str:
    """One self-contained page: no script, nothing from outside; the same contents give the same text."""
    return rendered("page.html", _values(contents))


def _values(contents: Contents) -> dict[str, Any]:
    chosen = pair(contents)
    verdicts = (Verdict.GOOD, Verdict.CLOSE, Verdict.PAST, Verdict.UNSURE) if contents.exercise.faults else ()
    return {
        **shared(contents.origin),
        "title": contents.exercise.title,
        "how_much": _how_much(contents),
        "summary": words(contents.totals),
        "size": _size(contents),
        "numbers": numbers(contents),
        "sentence": sentence(contents),
        "pain": _pain(contents),
        "bars": Markup(bars(contents)),
        "bars_title": bars_title(contents),
        "fault_lines": fault_lines(contents),
        "verdicts": [verdict.value for verdict in verdicts],
        "overlay": Markup(overlay(contents, chosen)),
        "pair": chosen,
        "pair_rows": list(pair_rows(contents, chosen)),
        "trend": Markup(trend(contents.trend)),
        "noise_deg": f"{NOISE_DEG:.0f}",
        "set_columns": set_columns(contents),
        "set_parts": side_by_side(set_rows(contents)),
        "sum_row": sum_row(contents),
        "rep_columns": REP_COLUMNS,
        "rep_rows": [rep_row(contents, rep) for rep in contents.reps],
        "small_print": small_print(contents),
        "progression": contents.progression,
    }


def _size(contents: Contents) -> str:
    reps, sets = len(contents.reps), len(contents.sets)
    return next((name for name, most_reps, most_sets in _SIZES if reps > most_reps or sets > most_sets), "one")


def _how_much(contents: Contents) -> str:
    parts = (counted(len(contents.sets), "set"), lasting(contents.duration_s) if contents.duration_s else "")
    return ", ".join(filter(None, parts))


def _pain(contents: Contents) -> list[tuple[str, str]]:
    """When, and the score; nothing where nobody was asked. What was not answered stays so."""
    if not contents.pains and contents.pain_next_day is None:
        return []
    after = pain_after(contents.sets, contents.pains, len(contents.sets) - 1) if contents.sets else None
    between = _between(contents)
    scores = (
        ("before", pain_before(contents.sets, contents.pains)),
        *([between] if between else ()),
        ("after", after),
        *([("next day", contents.pain_next_day)] if contents.pain_next_day is not None else ()),
    )
    return [(when, "-" if score is None else str(score)) for when, score in scores]


def _between(contents: Contents) -> tuple[str, int] | None:
    """The highest score of the sets before the last one, and which set that was."""
    last = contents.sets[-1:]
    earlier = [given for given in contents.pains if all(given[0] < one.t_start_ns for one in last)]
    found = highest_of_sets(contents.sets[:-1], earlier)
    return (f"set {contents.sets[found[1]].index}", found[0]) if found else None
