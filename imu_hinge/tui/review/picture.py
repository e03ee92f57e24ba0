"""What each part of the review screen shows at a moment. Pure."""

from dataclasses import dataclass

from imu_hinge.history.rows import ME
from imu_hinge.review.agreement import SAME, state_of
from imu_hinge.review.book import Line
from imu_hinge.review.compare import SCOPES, Marked, Side, day, difference_words, differences, scopes
from imu_hinge.review.curves import KINDS
from imu_hinge.review.moves import line_at
from imu_hinge.review.reviewed import Reviewed
from imu_hinge.tui.review.words import date_words, here_words, peak_words, set_lines
from imu_hinge.tui.rows import Line as Words
from imu_hinge.tui.states import clock
from imu_hinge.tui.widgets.head import Heads, Part, Told
from imu_hinge.tui.widgets.overlay import Bright, Overlaid
from imu_hinge.tui.widgets.rep_table import Shown
from imu_hinge.tui.widgets.timeline import Stretch
from imu_hinge.view.snapshot import Limits
from imu_hinge.view.totals import words as totals_words

_LETTERS, _INKS = "AB", ("pelvis", "back")
"""Of the two that are compared."""


@dataclass(slots=True)
class View:
    """Where in the session the screen is, and what it compares."""

    t_ns: int = 0
    near: bool = False
    kind: str = "lumbar"
    """Of the first overlay; a key of KINDS."""
    a: Marked | None = None
    """What is marked to be compared."""
    scope: str = ""
    """What is compared with it; empty while nothing is."""
    said: str = ""
    """Words that stand until the next key."""
    playing: bool = False


def stretch(of: Reviewed, view: View) -> Stretch:
    """The timeline."""
    return Stretch(of.book, of.angles, of.angles.state, view.t_ns, view.near)


def table(of: Reviewed, view: View) -> Shown:
    """The repetitions."""
    return Shown(of.book, view.t_ns)


def heads(of: Reviewed) -> Heads:
    """The row at the top."""
    book = of.book
    changed = f"{book.corrections} changed by hand" if book.corrections else ""
    parts = (
        Part("" if book.client == ME else book.client, "*text", 3),
        Part(date_words(book), "text", 4),
        Part(clock(book.duration_ns / 1e9) if book.duration_ns else "", "text", 6),
        Part(totals_words(book.totals), "*text", 0),
        Part(peak_words(book), "text", 1),
        Part(changed, "text", 5),
        Part(book.exercise.id, "muted", 7),
    )
    return Heads(parts, _check(of))


def _check(of: Reviewed) -> Part:
    if of.through is None:
        return Part(of.checked, "muted", 2)
    ink = "good" if state_of(of.through.agreement) == SAME else "muted"
    return Part(of.checked, "*lost" if of.through.agreement and not of.through.agreement.same else ink, 2)


def told(of: Reviewed, view: View) -> Told:
    """The row of words."""
    words = view.said or of.stopped or "; ".join(compared(of, view)) or here_words(of.book, view.t_ns)
    return Told(words, "*text" if view.said else "*lost" if of.stopped else "muted", heads(of))


def compared(of: Reviewed, view: View) -> tuple[str, ...]:
    """What differs between the two that are compared; what is marked while there is one only."""
    line = line_at(of.book, view.t_ns)
    if view.a is None or line is None:
        return ()
    if not view.scope:
        return (f"A is {view.a.sides['rep'].name}; c on another one compares, here it takes the mark away",)
    days = view.a.day != day(of.book)
    found = differences(view.a.sides[view.scope], of.side(line, view.scope), days)
    return tuple(map(difference_words, found)) or ("there is nothing that both were measured on",)


def overlaid(of: Reviewed, view: View, kind: str) -> Overlaid:
    """The curves of the set of the chosen repetition, or the two that are compared."""
    line, title = line_at(of.book, view.t_ns), KINDS[kind].title
    if line is None:
        return Overlaid(kind, title, (), (), None, None)
    limits = of.book.limits(line.rep.t_end_ns)
    if view.a and view.scope:
        return _two(kind, (view.a.sides[view.scope], of.side(line, view.scope)), limits)
    in_set = [one for one in of.book.lines if one.rep.set_index == line.rep.set_index]
    dim = tuple(of.curve(one.rep) for one in in_set if one != line)
    limit = f", limit {limits.fault_deg:.0f}" if limits and kind == "lumbar" else ""
    words = f"{title}, set {line.rep.set_index}{limit}, rep {line.name}"
    return Overlaid(kind, words, dim, (Bright(of.curve(line.rep)),), limits, _here(line, view.t_ns))


def _two(kind: str, sides: tuple[Side, Side], limits: Limits | None) -> Overlaid:
    names = " and ".join(f"{letter} {one.name}" for letter, one in zip(_LETTERS, sides, strict=True))
    curves = zip(sides, _LETTERS, _INKS, strict=True)
    bright = tuple(Bright(one.curve, letter, ink) for one, letter, ink in curves if one.curve)
    return Overlaid(kind, f"{KINDS[kind].title}: {names}", (), bright, limits, None)


def _here(line: Line, t_ns: int) -> float | None:
    rep = line.rep
    inside = rep.t_start_ns <= t_ns <= rep.t_end_ns and rep.t_end_ns > rep.t_start_ns
    return 100.0 * (t_ns - rep.t_start_ns) / (rep.t_end_ns - rep.t_start_ns) if inside else None


def page(of: Reviewed, view: View) -> tuple[Words, ...]:
    """The summary of the set, or what differs between the two that are compared."""
    line = line_at(of.book, view.t_ns)
    if view.a and view.scope:
        return tuple(((words, "text"),) for words in compared(of, view))
    return tuple(set_lines(of.book, line.rep.set_index if line else 0))


def next_scope(of: Reviewed, view: View) -> str | None:
    """What is compared after the compare key; None: nothing more, the mark goes."""
    line = line_at(of.book, view.t_ns)
    if view.a is None or line is None:
        return None
    possible = scopes(view.a, of.book, line)
    if not view.scope:
        return possible[0] if possible else None
    later = [scope for scope in possible if SCOPES.index(scope) > SCOPES.index(view.scope)]
    return later[0] if later else None
