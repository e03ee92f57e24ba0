"""What a row from elsewhere may say: no more than what can be said here."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Table

from imu_hinge.catalogue import fault_ids
from imu_hinge.history.admitting_kinds import check_capture, check_part
from imu_hinge.history.clients import check_numbers, checked_name
from imu_hinge.history.consents import checked_scopes, checked_trainers
from imu_hinge.history.limits import check_limit
from imu_hinge.history.plain import Row
from imu_hinge.history.plans import check_plan
from imu_hinge.history.tables import (
    AUTHOR,
    CAPTURE,
    CLIENT,
    CLIENT_LIMIT,
    CONSENT,
    LEVEL,
    NOTE,
    PLAN,
    POSTURE_PART,
    PROFILE,
    REP_EDIT,
)
from imu_hinge.history.wording import any_lines, is_plain, one_line, some_lines
from imu_hinge.model.errors import UsageError


def check_row(table: Table, row: Row, now_ns: int) -> None:
    """Raises UsageError that names the column, unless every value could have been typed here, too."""
    for name, value in row.items():
        if value is not None:
            _TEXTS.get((table, name), _check_plain)(name, value)
    if table is CLIENT:
        check_numbers(row, now_ns)
    if table in _ROWS:
        _ROWS[table](row)


def _limit(row: Row) -> None:
    if row["fault"] in fault_ids():  # a later version may have more faults
        check_limit(row["fault"], row["caution"], row["limit"])


def _plan(row: Row) -> None:
    check_plan(row["sets"], row["reps"])


def _consent(row: Row) -> None:
    for name, check in (("scopes", checked_scopes), ("trainers", checked_trainers)):
        if not isinstance(row[name], list) or not all(isinstance(one, str) for one in row[name]):
            raise UsageError(f"{name}: expected a list of words, found {row[name]!r:.80}")
        if row[name]:
            check(row[name])


_ROWS: Mapping[Table, Callable[[Row], object]] = {
    CLIENT_LIMIT: _limit,
    PLAN: _plan,
    CONSENT: _consent,
    POSTURE_PART: check_part,
    CAPTURE: check_capture,
}
"""What is checked of a row as a whole."""


def _check_plain(name: str, value: Any) -> None:
    """Every text in it is one line."""
    _each(partial(_one_plain, name), value)


def _check_lines(name: str, value: Any) -> None:
    """Every text in it may have several lines."""
    _each(partial(any_lines, name), value)


def _one_plain(name: str, text: str) -> None:
    if not is_plain(text):
        raise UsageError(f"{name}: expected one line of text, found {text!r:.80}")


def _each(check: Callable[[str], object], value: Any) -> None:
    """Applies the check to every text in a JSON value."""
    if isinstance(value, str):
        check(value)
    elif isinstance(value, list):
        for one in value:
            _each(check, one)
    elif isinstance(value, dict):
        _each(check, [*value, *value.values()])


def _name(column: str, value: Any) -> None:
    checked_name(value, column)


_TEXTS: Mapping[tuple[Table, str], Callable[[str, Any], object]] = {
    (CLIENT, "display_name"): _name,
    (CLIENT, "cautions"): any_lines,
    (AUTHOR, "name"): one_line,
    (NOTE, "text"): some_lines,
    (REP_EDIT, "reason"): any_lines,
    (LEVEL, "reason"): any_lines,
    (PROFILE, "exercise"): any_lines,
    (PROFILE, "faults"): _check_lines,
}
"""Columns with words of people, and texts of several lines; everything else is one line of a program."""
