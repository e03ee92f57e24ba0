"""Two repetitions, sets or sessions beside one another. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from imu_hinge.model.events import Rep, RepStatus
from imu_hinge.review.book import Book, Line
from imu_hinge.review.curves import Curve, middle
from imu_hinge.view.noise import noise_of

SCOPES = ("rep", "set", "session")
"""What is compared, from the smallest."""
MEASURES = {
    "lumbar_flexion_peak_deg": ("low back peak", "deg", 0),
    "pelvis_rom_deg": ("pelvis", "deg", 0),
    "thorax_rom_deg": ("thorax", "deg", 0),
    "hinge_share": ("hinge share", "", 2),
    "eccentric_s": ("down", "s", 1),
    "concentric_s": ("up", "s", 1),
}
"""Measure -> title, unit, decimals."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, in one scope."""

    name: str
    """`rep 2.6 L`, `set 2`, `14 Mar 2026 18:04`."""
    curve: Curve | None
    """Of several repetitions the middle one; None while nothing is known."""
    middles: Mapping[str, float]
    """By measure: of several repetitions the median over those that are sure."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A repetition with its set and its session, as they were when it was marked."""

    day: str
    session: str
    """Tells sessions apart."""
    sides: Mapping[str, Side]
    """By scope."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of both."""

    measure: str
    a: float
    b: float
    noise: bool
    """Whether two days differ so much by themselves."""


def marked(book: Book, line: Line, side: Callable[[Line, str], Side]) -> Marked:
    """The repetition of `line`, ready to be compared; `side` gives it in each scope."""
    return Marked(day(book), identity(book), {scope: side(line, scope) for scope in SCOPES})


def side(book: Book, line: Line, scope: str, curve_of: Callable[[Rep], Curve]) -> Side:
    """The repetition, its set, or the session."""
    everything = [rep for one in book.sets for rep in one.reps]
    in_set = [rep for rep in everything if rep.set_index == line.rep.set_index]
    reps = {"rep": [line.rep], "set": in_set, "session": everything}[scope]
    names = {"rep": f"rep {line.name}", "set": f"set {line.rep.set_index}", "session": when(book) or "session"}
    curves = [one for one in map(curve_of, reps) if one.known]
    return Side(names[scope], middle(curves) if curves else None, _middles(reps))


def scopes(a: Marked, book: Book, line: Line) -> tuple[str, ...]:
    """What can be compared: a set is not compared with itself, nor a session."""
    if a.session != identity(book):
        return SCOPES
    same_set = a.sides["set"].name == f"set {line.rep.set_index}"
    same_rep = a.sides["rep"].name == f"rep {line.name}"
    return tuple(scope for scope, same in (("rep", same_rep), ("set", same_set)) if not same)


def differences(a: Side, b: Side, days: bool) -> tuple[Difference, ...]:
    """The measures that both have; `days`: whether they are of two days."""
    noisy = _noisy if days else _never
    both = (name for name in MEASURES if name in a.middles and name in b.middles)
    pairs = ((name, a.middles[name], b.middles[name]) for name in both)
    return tuple(Difference(name, one, other, noisy(name, other - one)) for name, one, other in pairs)


def day(book: Book) -> str:
    """The date, where it is known."""
    return when(book).partition(",")[0]


def identity(book: Book) -> str:
    """Tells the session from others."""
    return book.about.session_id if book.about else str(book.path)


def _noisy(measure: str, difference: float) -> bool:
    noise = noise_of(measure)
    return noise is not None and abs(difference) <= noise


def _never(measure: str, difference: float) -> bool:
    return False


def difference_words(one: Difference) -> str:
    """`low back peak 9, 24 deg: +15`; between days, where it is small, that it is noise."""
    title, unit, digits = MEASURES[one.measure]
    a, b = round(one.a, digits), round(one.b, digits)
    words = f"{title} {a:.{digits}f}, {b:.{digits}f}{' ' * bool(unit)}{unit}: {b - a + 0.0:+.{digits}f}"
    return f"{words}, within the noise between days" if one.noise else words


def when(book: Book) -> str:
    """`14 Mar 2026, 18:04` by the clock of the place; empty where nobody knows."""
    if book.started_ns is None:
        return ""
    local = datetime.fromtimestamp(book.started_ns / 1e9, UTC) + timedelta(minutes=book.utc_offset_min)
    return f"{local.day} {local:%b %Y, %H:%M}"


def _middles(reps: Sequence[Rep]) -> dict[str, float]:
    sure = [rep for rep in reps if rep.valid and rep.status is RepStatus.COUNTED] if len(reps) > 1 else list(reps)
    values = {name: [getattr(rep, name) for rep in sure if getattr(rep, name) is not None] for name in MEASURES}
    return {name: median(known) for name, known in values.items() if known}
