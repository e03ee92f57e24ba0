"""The page about an assessment: results, what is noise, and what others have measured. No word of what it means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from imu_hinge import __version__
from imu_hinge.catalogue.assess import rows as all_tests
from imu_hinge.core.assess import Placed, results_of
from imu_hinge.history.captures import events_of
from imu_hinge.history.database import Connection
from imu_hinge.history.hearing import Hearing
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.model.plural import counted
from imu_hinge.recording import About
from imu_hinge.report.captures import captures
from imu_hinge.report.contents import Origin
from imu_hinge.report.day_known import origin_of
from imu_hinge.report.known import trainers_note
from imu_hinge.report.recorded import origin_of_file
from imu_hinge.report.rendering import rendered, shared
from imu_hinge.review.assessed import outcome_of
from imu_hinge.view.assess.lines import PROPOSED, PUBLISHED, Kind, Told, lines
from imu_hinge.view.assess.outcome import Outcome, Row, concluded
from imu_hinge.view.words import UNKNOWN, number, spaced

_MANY = 5
"""A page with more tests is printed smaller, so that it stays one."""
COLUMNS = ("test", "median", "spread", "noise", "captures", "hinge share", "before", "change", "")
_VERDICTS = {True: "different today", False: "within noise", None: "unsure"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedContents:
    """One assessment."""

    outcome: Outcome
    origin: Origin
    note: str = ""
    """The trainer's sentence."""
    damage: tuple[str, ...] = ()


def known_assessment(db: Connection, client: Client, row: SessionRow) -> AssessedContents:
    """A session of the history, beside the assessment before it."""
    return AssessedContents(
        outcome=outcome_of(db, client, row),
        origin=origin_of(client, row),
        note=trainers_note(db, client, row),
        damage=row.damage,
    )


def recorded_assessment(about: About, hearing: Hearing, damage: tuple[str, ...]) -> AssessedContents:
    """A recording alone."""
    results = results_of(events_of(hearing.said.captures))
    return AssessedContents(
        outcome=concluded(results, all_tests(), None, ""), origin=origin_of_file(about), damage=damage
    )


def anonymous_assessment(contents: AssessedContents) -> AssessedContents:
    """The same without pseudonym, dates, notes and the recording's id."""
    origin = replace(contents.origin, who="", start=None, recording_id="")
    outcome = contents.outcome
    earlier = "an earlier day" if outcome.earlier else ""
    return replace(contents, origin=origin, note="", outcome=replace(outcome, earlier=earlier))


def assessed_html(contents: AssessedContents) -> str:
    """One self-contained page; the same contents give the same text."""
    return rendered("assessment.html", _values(contents))


def _values(contents: AssessedContents) -> dict[str, Any]:
    outcome = contents.outcome
    told = lines(replace(outcome, keeping=""))
    numbers = _numbered([one for row in outcome.rows for one in row.placed])
    taken = sum(row.result.n for row in outcome.rows)
    return {
        **shared(contents.origin),
        "title": "Assessment of movement",
        "how_much": f"{counted(len(outcome.rows), 'test')}, {counted(taken, 'capture')}",
        "summary": "",
        "size": "many" if len(outcome.rows) > _MANY else "one",
        "note": contents.note,
        "columns": COLUMNS,
        "rows": [_row(row) for row in outcome.rows],
        "before_words": f"Before: {outcome.earlier}." if outcome.earlier else "No earlier assessment is known.",
        "remarks": _remarks(told),
        "charts": Markup(captures(outcome.rows, numbers)),
        "limits": _after(told, PROPOSED),
        "sources": _sources(outcome, numbers),
        "small_print": _small_print(contents),
    }


def _row(row: Row) -> dict[str, Any]:
    result, change = row.result, row.change("value")
    cells = (
        number(result.median_deg, 0, "°"),
        number(result.sd_deg, 1),
        number(result.noise_deg, 1),
        str(result.n),
        number(result.share, 2),
        UNKNOWN if change is None else number(change.before, 0, "°"),
        "" if change is None else f"{round(change.change) + 0:+d}°".replace("-", "\N{MINUS SIGN}"),
        "" if change is None else _VERDICTS[change.different],
    )
    return {"test": row.test.id, "title": row.test.title, "cells": cells}


def _remarks(told: Sequence[Told]) -> list[str]:
    """Sides, pains, what was not measured: the details ahead of limits and sources."""
    heads = [place for place, one in enumerate(told) if one.words in (PROPOSED, PUBLISHED)]
    ahead = told[: min(heads, default=len(told))]
    return [one.words for one in ahead if one.kind is Kind.DETAIL]


def _after(told: Sequence[Told], head: str) -> list[str]:
    """The lines of a section."""
    words = [one.words for one in told]
    if head not in words:
        return []
    rest = words[words.index(head) + 1 :]
    return rest[: rest.index("")] if "" in rest else rest


def _numbered(placed: Sequence[Placed]) -> dict[str, int]:
    """Number of each source, in the order in which they come."""
    sources = dict.fromkeys(one.range.source for one in placed)
    return {source: place for place, source in enumerate(sources, 1)}


def _sources(outcome: Outcome, numbers: dict[str, int]) -> list[str]:
    """Under each source what it says of which test."""
    said: dict[str, list[str]] = {source: [] for source in numbers}
    for row in outcome.rows:
        for one in row.placed:
            said[one.range.source].append(f"{row.test.title}, {_placed(one)}")
    return [f"{source}: {'; '.join(told)}." for source, told in said.items()]


def _placed(one: Placed) -> str:
    known = one.range
    spread = f" (SD {known.sd_deg:g})" if known.sd_deg is not None else ""
    note = f", {one.note}" if one.note else ""
    return (
        f"{spaced(known.quantity)}: yours {round(one.value_deg):d}°, mean {known.mean_deg:g}°{spread} "
        f"of {known.n} {known.who}: {one.words}{note}"
    )


_UNCERTAINTY = (
    "Angles are changes from the stand right before each capture, measured between sensors on the skin, which slides "
    "over the bone. Two days differ by 8° and more by themselves, for the sensors are put on anew."
)


def _small_print(contents: AssessedContents) -> list[tuple[str, str]]:
    origin = contents.origin
    recorded = f"recorded by {origin.software}; " if origin.software else ""
    ident = f"; recording {origin.recording_id}" if origin.recording_id else ""
    rows = (
        ("Uncertainty", _UNCERTAINTY),
        ("Recording", "; ".join(contents.damage[:4])),
        ("Made by", f"{recorded}page by imu_hinge {__version__}{ident}."),
    )
    return [(name, words) for name, words in rows if words]
