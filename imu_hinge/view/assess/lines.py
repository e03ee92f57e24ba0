"""The results of an assessment as lines of words. Pure."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from imu_hinge.catalogue import load_fault
from imu_hinge.core.assess import Change, LimitProposal, Placed, Sides
from imu_hinge.view.assess.outcome import Outcome, Row
from imu_hinge.view.texts import REPORT_LINE
from imu_hinge.view.words import UNKNOWN, number, spaced

_COLUMNS = (("test", 24), ("median", 7), ("spread", 7), ("noise", 6), ("taken", 6), ("before", 7), ("change", 7))
"""Head and width; the first column is set to the left, and words may follow the last one."""
NOTHING = "No movement was measured."
EARLY = "Ended before all tests were made."
UNSURE = "unsure: one movement alone does not say how far it varies"
"""Of a difference that is larger than the noise of the measurement, where there are no repeats."""
VERDICTS = {True: "different", False: "in noise", None: "unsure"}
"""By `different` of a Change."""
EXPLAINED = "Degrees. Spread: how far the movements differ (SD). Noise: error of the measurement alone (RMS)."
PROPOSED = "Limits proposed from your own range; nothing changes until somebody takes one:"
PUBLISHED = "What others have measured; it says nothing about you alone:"


class Kind(StrEnum):
    """What a line is."""

    HEAD = "head"
    ROW = "row"
    DETAIL = "detail"
    LIMIT = "limit"
    NOTE = "note"
    BLANK = "blank"


class Told(NamedTuple):
    """One line."""

    words: str
    kind: Kind


_BLANK = Told("", Kind.BLANK)


def lines(outcome: Outcome) -> list[Told]:
    """The tests, both sides, the limits proposed, what others have measured, and what all that is not."""
    early = [Told(EARLY, Kind.DETAIL)] if outcome.ended_early else []
    if not outcome.rows:
        return [*early, Told(NOTHING, Kind.ROW), _BLANK, Told(REPORT_LINE, Kind.NOTE)]
    parts = (early, _table(outcome), _remarks(outcome), _limits(outcome), _published(outcome.rows))
    told = [line for part in parts for line in (*part, _BLANK) if part]
    return [*told, Told(REPORT_LINE, Kind.NOTE)]


def _table(outcome: Outcome) -> list[Told]:
    rows = [Told(cells, Kind.ROW) for row in outcome.rows for cells in _rows(row)]
    return [Told(_cells([name for name, _ in _COLUMNS]), Kind.HEAD), *rows, Told(EXPLAINED, Kind.NOTE)]


def _cells(cells: Sequence[str]) -> str:
    (first, width), *others = [(cell, width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True)]
    return first.ljust(width) + "".join(cell.rjust(width) for cell, width in others)


def _rows(row: Row) -> Iterator[str]:
    """One for the angle, one for the hinge share where the test has it."""
    result = row.result
    numbers = [number(result.median_deg), number(result.sd_deg, 1), number(result.noise_deg, 1), str(result.n)]
    yield _compared([row.test.title, *numbers], row.change("value"), 0)
    if result.share is not None:
        yield _compared(["  pelvis share of it", f"{result.share:.2f}", "", "", ""], row.change("share"), 2)


def _compared(cells: list[str], change: Change | None, digits: int) -> str:
    if change is None:
        return _cells([*cells, UNKNOWN, ""]).rstrip()
    told = _cells([*cells, f"{change.before:.{digits}f}", f"{change.change:+.{digits}f}"])
    return f"{told} {VERDICTS[change.different]}"


def _remarks(outcome: Outcome) -> list[Told]:
    """Both sides, the day it is compared with, pains, and what was not taken."""
    told = list(_sides(outcome.sides))
    if outcome.earlier:
        told.append(f"Before: {outcome.earlier}. Between two days less than {_noise(outcome)} deg is noise.")
    if any(change.different is None for row in outcome.rows for change in row.changes):
        told.append(f"{UNSURE.capitalize()}.")
    for row in outcome.rows:
        title, refused = row.test.title, {**row.result.refused}
        if row.result.pains:
            told.append(f"{title}: pain {', '.join(map(str, row.result.pains))}")
        if refused.pop("left_out", 0):
            told.append(f"{title}: the rest was left out")
        if refused:
            told.append(f"{title}: not taken: {', '.join(_times(*one) for one in refused.items())}")
    return [Told(words, Kind.DETAIL) for words in told]


def _times(reason: str, count: int) -> str:
    """`no hold`, `no hold twice`, `no hold 3 times`."""
    return spaced(reason) + {1: "", 2: " twice"}.get(count, f" {count} times")


def _noise(outcome: Outcome) -> str:
    return f"{min(row.result.least_change_deg for row in outcome.rows):.0f}"


def _sides(found: Sides | None) -> Iterator[str]:
    """All of it to a tenth, so that the difference is that of the numbers beside it."""
    if found is not None:
        left, right = round(found.left_deg, 1), round(found.right_deg, 1)
        noise = f"(noise: below {found.least_deg:.1f} deg)"
        verdict = {True: f"different today {noise}", False: f"within noise {noise}", None: UNSURE}[found.different]
        yield f"Side bend: left {left:.1f}, right {right:.1f} deg; {abs(left - right):.1f} deg apart, {verdict}"


def _limits(outcome: Outcome) -> list[Told]:
    """Each with its number, by which it is taken; and why there is none."""
    if not (outcome.proposals or outcome.withheld):
        return []
    told = [Told(PROPOSED, Kind.HEAD)] if outcome.proposals else []
    told += [Told(f"{place}  {limit_words(one)}", Kind.LIMIT) for place, one in enumerate(outcome.proposals, 1)]
    told += [Told(f"{_title(one.fault)}: no limit proposed, {one.words}", Kind.DETAIL) for one in outcome.withheld]
    keeping = outcome.keeping if outcome.proposals else ""
    return [*told, *([Told(keeping, Kind.NOTE)] if keeping else [])]


def limit_words(one: LimitProposal) -> str:
    """`rounded: early 23.5, limit 31 deg: 45 and 60 % of your own 52 deg, ...`."""
    early, limit = (f"{value:g}" if one.unit == "deg" else f"{value:.2f}" for value in (one.caution, one.limit))
    unit = " deg" if one.unit == "deg" else ""
    return f"{_title(one.fault)}: early {early}, limit {limit}{unit}: {one.words}"


def _title(fault: str) -> str:
    return load_fault(fault).title


def _published(rows: Sequence[Row]) -> list[Told]:
    told = [Told(f"{row.test.title}, {_placed(one)}", Kind.DETAIL) for row in rows for one in row.placed]
    return [Told(PUBLISHED, Kind.HEAD), *told] if told else []


def _placed(one: Placed) -> str:
    """`lumbar flexion: yours 48, mean 52, SD 11 deg of 124 adults without back pain: ...`."""
    known = one.range
    spread = f", SD {known.sd_deg:g}" if known.sd_deg is not None else ""
    others = f"mean {known.mean_deg:g}{spread} deg of {known.n} {known.who}"
    note = f"; {one.note}" if one.note else ""
    return f"{spaced(known.quantity)}: yours {one.value_deg:.0f}, {others}: {one.words}{note}. {known.source}"
