"""The result of `analyze` for a part of a day and for an assessment."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from imu_hinge.analysis import Analysis
from imu_hinge.catalogue.assess import rows
from imu_hinge.cli.day_lines import minutes_words, sum_lines
from imu_hinge.cli.told import when
from imu_hinge.history.part_rows import local_day
from imu_hinge.model.kinds import Kind
from imu_hinge.model.plural import counted
from imu_hinge.review.day_told import span_words
from imu_hinge.view.assess import lines as assess_lines
from imu_hinge.view.assess.outcome import concluded

WHOLE = (
    "The whole day, once its recordings are in the history: `imu-hinge review` or `imu-hinge report` with this file."
)


def title(analysis: Analysis) -> str:
    """`Posture, part of 2026-11-22, 09:00 to 09:09`; `Assessment of movement, 2026-11-22 10:07, 390.7 s`."""
    return _KINDS[analysis.kind].title(analysis)


def lines(analysis: Analysis) -> list[str]:
    """What it came to."""
    return _KINDS[analysis.kind].lines(analysis)


def line(analysis: Analysis) -> str:
    """The same in one line, for many files."""
    return _KINDS[analysis.kind].line(analysis)


def _part_title(analysis: Analysis) -> str:
    about = analysis.about
    if about is None:
        return f"Posture, {analysis.duration_s:.1f} s"
    on, origin_s = local_day(about.start_wall_ns, about.utc_offset_min)
    end_s = origin_s + analysis.origin_ns / 1e9 + analysis.duration_s
    return f"Posture, part of {on}, {span_words(origin_s, end_s)}"


def _part_lines(analysis: Analysis) -> list[str]:
    return ["", *sum_lines(analysis.posture), "", WHOLE] if analysis.posture else ["", "Nothing was looked at."]


def _part_line(analysis: Analysis) -> str:
    return f"{_part_title(analysis)}: {minutes_words(analysis.posture) if analysis.posture else 'nothing'}"


def _tests_title(analysis: Analysis) -> str:
    began = f"{when(analysis.about.start_wall_ns, analysis.about.utc_offset_min)}, " if analysis.about else ""
    return f"Assessment of movement, {began}{analysis.duration_s:.1f} s"


def _tests_lines(analysis: Analysis) -> list[str]:
    *told, _, _ = assess_lines.lines(concluded(analysis.results, rows(), None, ""))  # the page has their last line
    return ["", *(one.words for one in told)]


def _tests_line(analysis: Analysis) -> str:
    captures = sum(result.n for result in analysis.results)
    return f"{_tests_title(analysis)}: {counted(len(analysis.results), 'test')}, {counted(captures, 'capture')}"


class _Kind(NamedTuple):
    title: Callable[[Analysis], str]
    lines: Callable[[Analysis], list[str]]
    line: Callable[[Analysis], str]


_KINDS: Mapping[str, _Kind] = {
    Kind.POSTURE: _Kind(_part_title, _part_lines, _part_line),
    Kind.ASSESSMENT: _Kind(_tests_title, _tests_lines, _tests_line),
}
