"""The results as a page. Pure."""

from collections.abc import Iterator, Mapping

from textual.content import Content

from imu_hinge.tui.rows import BLANK, Line, in_ascii
from imu_hinge.tui.themes import PREFIX
from imu_hinge.view.assess.lines import Kind, lines
from imu_hinge.view.assess.outcome import Outcome
from imu_hinge.view.snapshot import Recorded

_INKS = {
    Kind.HEAD: "muted",
    Kind.ROW: "*text",
    Kind.DETAIL: "text",
    Kind.LIMIT: "*text",
    Kind.NOTE: "muted",
    Kind.BLANK: "text",
}


def page(outcome: Outcome, recorded: Recorded, told: Mapping[int, str]) -> tuple[Line, ...]:
    """Results, limits and where it is kept; `told` is what became of the limits that were taken, by their place."""
    return (*_results(outcome, told), BLANK, _saved(recorded))


def _results(outcome: Outcome, told: Mapping[int, str]) -> Iterator[Line]:
    place = 0
    for words, kind in lines(outcome):
        yield ((words, _INKS[kind]),)
        if kind is Kind.LIMIT:
            if place in told:
                yield ((f"   {told[place]}", "good"),)
            place += 1


def _saved(recorded: Recorded) -> Line:
    words = recorded.problem or (f"Saved: {recorded.path}" if recorded.path else "Nothing was recorded.")
    return ((words, "*lost" if recorded.problem else "text"),)


def content(page: tuple[Line, ...], ascii_only: bool) -> Content:
    """As Textual draws it."""
    return Content("\n").join([Content("").join([_piece(*piece, ascii_only) for piece in line]) for line in page])


def _piece(text: str, ink: str, ascii_only: bool) -> Content:
    bold = "bold " if ink.startswith("*") else ""
    return Content.styled(in_ascii(text) if ascii_only else text, f"{bold}${PREFIX}{ink.removeprefix('*')}")
