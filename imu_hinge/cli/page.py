"""The result of `analyze` for a person: a table for each set, as wide as the terminal, and what stands out."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from imu_hinge.analysis import Analysis
from imu_hinge.cli.output import aligned
from imu_hinge.cli.texts import REPORT_LINE
from imu_hinge.core.summary import SetSummary
from imu_hinge.cues.hint import pace_words
from imu_hinge.model.events import Rep
from imu_hinge.model.kinds import Kind
from imu_hinge.view.posture_words import is_told
from imu_hinge.view.words import number, reason_words, reps_words, spaced, verdict

if TYPE_CHECKING:
    from imu_hinge.core.session import SensorStats

Lookup = Callable[[str], float | None]
"""The value of a measure, by its name in Rep."""

NARROW = 66
"""Below this many columns only the first words of each row are shown."""
_INDENT = "  "


def page(analysis: Analysis, width: int = 80) -> list[str]:
    """The lines of the result; of a day or an assessment what it came to first."""
    sets = [line for one in analysis.sets for line in ("", *set_lines(analysis, one, width))]
    found = [*_beside(analysis), *sets] or ["", "No repetitions."]
    lines = [_title(analysis), *_head(analysis), *found, *_notes(analysis), "", REPORT_LINE]
    return [part for line in lines for part in folded(line, width)]


def _title(analysis: Analysis) -> str:
    if analysis.kind == Kind.TRAINING:
        return f"{analysis.exercise.title} ({analysis.exercise.id}), {analysis.duration_s:.1f} s"
    from imu_hinge.cli.page_kinds import title

    return title(analysis)


def _beside(analysis: Analysis) -> list[str]:
    if analysis.kind == Kind.TRAINING:
        return []
    from imu_hinge.cli.page_kinds import lines

    return lines(analysis)


def folded(line: str, width: int) -> list[str]:
    """A line of words in as many as it needs; those after the first are set in under its second column of words."""
    gap = len(line) - len(line.lstrip()) + 2
    return textwrap.wrap(line, width, subsequent_indent=" " * gap, break_long_words=False) if line else [""]


def _head(analysis: Analysis) -> Iterator[str]:
    sensors = [(placement.value, *_sensor(stats)) for placement, stats in analysis.sensors.items()]
    yield from aligned(sensors, _INDENT, numbers=(1, 2))
    calibration = analysis.calibration
    quality = "" if calibration.status == "none" else f", quality {calibration.quality:.2f}"
    reasons = f" ({', '.join(map(reason_words, calibration.reasons))})" if calibration.reasons else ""
    yield f"{_INDENT}calibration: {calibration.status}{quality}{reasons}"


def _sensor(stats: "SensorStats") -> tuple[str, str, str]:
    lost = f"{stats.lost_samples} lost" if stats.lost_samples else "none lost"
    gaps = f", gaps: {stats.gaps}" if stats.gaps else ""
    return number(stats.rate_hz, 1, " Hz"), f"{stats.samples} samples", lost + gaps


def _notes(analysis: Analysis) -> list[str]:
    warnings = [
        f"{max(analysis.seconds(one.t_ns), 0.0):.1f} s  "
        f"{one.placement.value + ' ' if one.placement else ''}{spaced(one.id)}: {one.detail}"
        for one in analysis.warnings
        if is_told(one.id, analysis.kind)
    ]
    unread = [f"not readable: {damage}" for damage in analysis.damage]
    return ["", *warnings, *unread] if warnings or unread else []


WIDE = ("rep", "at", "down", "pause", "up", "thorax", "pelvis", "share", "back", "of max", "top", "seen")
UNITS = ("", "s", "s", "s", "s", "deg", "deg", "", "deg", "%", "deg", "")
FEW = (0, 1, 5, 8, 11)
"""The columns that a narrow terminal has room for."""


def set_lines(analysis: Analysis, one: SetSummary, width: int) -> list[str]:
    """The table of one set, with a row of medians and what stands out below."""
    side = f" {one.side}" if one.side else ""
    span = f"{analysis.seconds(one.t_start_ns):.1f} to {analysis.seconds(one.t_end_ns):.1f} s"
    title = f"Set {one.index}{side}, {span}: {reps_words(one.counted, one.unsure)}"
    return [title, *_table(analysis, one, width), *_remarks(analysis, one)]


def _table(analysis: Analysis, one: SetSummary, width: int) -> list[str]:
    """Numbers to the right, words to the left; words that do not fit go on below themselves."""
    shown = FEW if width < NARROW else tuple(range(len(WIDE)))
    rows = [WIDE, UNITS, *(_row(analysis, rep) for rep in one.reps), *_medians(one)]
    numbers = [[row[i] for i in shown[:-1]] for row in rows]
    left = aligned(numbers, _INDENT, gap=1, numbers=range(len(numbers[0])))
    start = max(map(len, left)) + 2
    room = max(width - start, 12)
    lines = []
    for numbers_line, row in zip(left, rows, strict=True):
        first, *more = textwrap.wrap(row[-1], room, break_long_words=False) or [""]
        lines += [f"{numbers_line:<{start}}{first}".rstrip(), *(" " * start + part for part in more)]
    return lines


def _row(analysis: Analysis, rep: Rep) -> tuple[str, ...]:
    at = f"{analysis.seconds(rep.t_start_ns):.1f}"
    return (str(rep.index), at, *_cells(lambda name: getattr(rep, name)), verdict(rep, analysis.exercise))


def _medians(one: SetSummary) -> list[tuple[str, ...]]:
    """One row, or none where no repetition could be measured; with one repetition it would say it again."""
    if len(one.reps) < 2 or not one.spreads:
        return []
    middle = {name: spread.median for name, spread in one.spreads.items()}
    return [("all", "", *_cells(middle.get), "median")]


def _cells(value: Lookup) -> tuple[str, ...]:
    return (
        *(number(value(name), 1) for name in ("eccentric_s", "pause_s", "concentric_s")),
        *(number(value(name)) for name in ("thorax_rom_deg", "pelvis_rom_deg")),
        number(value("hinge_share"), 2),
        number(value("lumbar_flexion_peak_deg")),
        number(value("lumbar_flexion_peak_pct")),
        f"{number(value('lockout_pelvis_deg'))}/{number(value('lockout_thorax_deg'))}",
    )


def _remarks(analysis: Analysis, one: SetSummary) -> list[str]:
    titles = {fault.id: fault.title for fault in analysis.exercise.faults}

    def tally(counts: dict[str, int]) -> str:
        return ", ".join(f"{titles.get(fault, spaced(fault))} in {count}" for fault, count in counts.items())

    lines = [f"past your limit: {tally(one.faults)}"] if one.faults else []
    lines += [f"close to it: {tally(one.cautions)}"] if one.cautions else []
    lines += [f"not judged: {words}" for words in _not_judged(one.reps, titles)]
    slower = "" if one.speed_loss is None else f", {pace_words(one.speed_loss)} at the end"
    lines += [f"time under tension {one.time_under_tension_s:.0f} s{slower}"]
    return [_INDENT + line for line in lines]


def _not_judged(reps: Sequence[Rep], titles: dict[str, str]) -> list[str]:
    """What no or not every repetition could be judged on, with the reasons."""
    faults = {fault for rep in reps for fault in rep.not_judged}
    reasons = ", ".join(sorted({reason_words(reason) for rep in reps for reason in rep.reasons}))
    words = ", ".join(title for fault, title in titles.items() if fault in faults)
    return (
        [" ".join(filter(None, [words, f"({reasons})" if words and reasons else reasons]))] if faults or reasons else []
    )
