"""The tables of a page. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from imu_hinge.core.summary import SetSummary
from imu_hinge.model.events import Rep
from imu_hinge.report.choice import Pair
from imu_hinge.report.contents import Contents
from imu_hinge.report.wording import deg, pct
from imu_hinge.view.pains import pain_after
from imu_hinge.view.totals import Totals, totals
from imu_hinge.view.words import UNKNOWN, number, spaced, verdict

MOST_SETS = 7
"""In one table of sets; more of them stand in two or three side by side."""
MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column; rows hold its cell by `id`."""

    id: str
    name: str


Row = dict[str, str]


def set_columns(contents: Contents) -> list[Column]:
    """What there is to say of the sets."""
    judged = (("good", "good"), ("close", "close"), ("past", "past limit")) if contents.exercise.faults else ()
    side = (("side", "side"),) if contents.totals.sides else ()
    rows = (("rows", "rows"),) if contents.exercise.rows else ()
    pain = (("pain", "pain"),) if contents.pains else ()
    after = (("unsure", "unsure"), *rows, ("peak", "low back, peak"), ("pelvis", "pelvis, middle"), *pain)
    return [Column(*column) for column in (("set", "set"), *side, ("reps", "reps"), *judged, *after)]


def set_rows(contents: Contents) -> list[Row]:
    """One for each set."""
    return [_set_row(contents, position, one) for position, one in enumerate(contents.sets)]


def sum_row(contents: Contents) -> Row:
    """Of all sets."""
    return {"set": "all", "side": "", "pelvis": "", "pain": "", **_counts(contents.totals)}


def side_by_side(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """The rows in columns of about equal length."""
    parts = min(ceil(len(rows) / MOST_SETS), MOST_PARTS) or 1
    length = ceil(len(rows) / parts)
    return [rows[start : start + length] for start in range(0, len(rows), length)] if rows else []


def _set_row(contents: Contents, position: int, one: SetSummary) -> Row:
    pelvis = one.spreads.get("pelvis_rom_deg")
    return {
        "set": str(one.index),
        "side": one.side or UNKNOWN,
        **_counts(totals([one], contents.exercise)),
        "pelvis": deg(pelvis.median if pelvis else None),
        "pain": number(pain_after(contents.sets, contents.pains, position)),
    }


def _counts(of: Totals) -> Row:
    """What could not be judged stands with what is unsure, as both are marked alike."""
    names = ("reps", "good", "close", "past", "rows")
    counts = {name: str(getattr(of, name)) for name in names}
    return {**counts, "unsure": str(of.unsure + of.not_judged), "peak": deg(of.peak_deg)}


def fault_lines(contents: Contents) -> list[str]:
    """What was past a limit, and what was close to one, in how many repetitions."""
    titles = {fault.id: fault.title for fault in contents.exercise.faults}
    tallies = (("past the limit", contents.totals.faults), ("close", contents.totals.cautions))
    told = [(name, [f"{titles.get(one, spaced(one))} in {n}" for one, n in tally.items()]) for name, tally in tallies]
    return [f"{name}: {', '.join(faults)}" for name, faults in told if faults]


REP_COLUMNS = tuple(
    Column(*column)
    for column in (
        ("set", "set"),
        ("rep", "rep"),
        ("side", "side"),
        ("back", "low back"),
        ("pelvis", "pelvis"),
        ("trunk", "trunk"),
        ("share", "from the hips"),
        ("tempo", "down / pause / up, s"),
        ("seen", "seen"),
    )
)


def rep_row(contents: Contents, rep: Rep) -> Row:
    """One repetition."""
    tempo = " / ".join(number(value, 1) for value in (rep.eccentric_s, rep.pause_s, rep.concentric_s))
    return {
        "set": str(rep.set_index),
        "rep": str(rep.index),
        "side": rep.side or UNKNOWN,
        "back": deg(rep.lumbar_flexion_peak_deg),
        "pelvis": deg(rep.pelvis_rom_deg),
        "trunk": deg(rep.thorax_rom_deg),
        "share": pct(rep.hinge_share),
        "tempo": tempo,
        "seen": verdict(rep, contents.exercise),
    }


def pair_rows(contents: Contents, pair: Pair) -> Iterator[tuple[str, list[str]]]:
    """What the two repetitions came to, line by line; one cell for each that is there."""
    rows = [rep_row(contents, rep) for rep in (pair.best, pair.other) if rep]
    for column in REP_COLUMNS[3:]:
        yield column.name, [row[column.id] for row in rows]
