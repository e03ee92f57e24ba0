"""What the review screen says in words. Pure."""

from collections import Counter
from collections.abc import Iterable

from imu_hinge.cues.hint import pace_words
from imu_hinge.model.events import Rep
from imu_hinge.review.book import Book
from imu_hinge.review.compare import when
from imu_hinge.review.moves import line_at, uncounted_at
from imu_hinge.tui.rows import Line
from imu_hinge.tui.states import clock
from imu_hinge.view.pains import pain_after, pain_before
from imu_hinge.view.totals import totals
from imu_hinge.view.totals import words as totals_words
from imu_hinge.view.words import number, reason_words, spaced

_SPREADS = (
    ("lumbar_flexion_peak_deg", "low back peak", 0, " deg"),
    ("pelvis_rom_deg", "pelvis", 0, " deg"),
    ("thorax_rom_deg", "thorax", 0, " deg"),
    ("hinge_share", "hinge share", 2, ""),
    ("eccentric_s", "down", 1, " s"),
    ("pause_s", "hold", 1, " s"),
    ("concentric_s", "up", 1, " s"),
)
"""Measure, title, decimals, unit of the summary of a set."""


def peak_words(book: Book) -> str:
    """`peak 24 deg (4.5)`; empty where nothing was judged."""
    peak, at = book.totals.peak_deg, book.totals.peak_at
    return "" if peak is None or at is None else f"peak {peak:.0f} deg ({at[0]}.{at[1]})"


def date_words(book: Book) -> str:
    """`14 Mar 2026, 18:04`, or the name of the file."""
    return when(book) or (book.path.name if book.path else "")


def uncounted_words(book: Book) -> str:
    """`3 not counted: 2 walking, 1 too shallow`; empty where there is none."""
    reasons = Counter(spaced(one.reason) for one in book.uncounted)
    if not reasons:
        return ""
    listed = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    return f"{reasons.total()} not counted: {listed}"


def here_words(book: Book, t_ns: int) -> str:
    """What there is to say of this moment."""
    movement = uncounted_at(book, t_ns)
    if movement is not None:
        place = [one.t_bottom_ns for one in book.uncounted].index(movement.t_bottom_ns) + 1
        number_of = f"not counted {place} of {len(book.uncounted)}"
        return f"{number_of}: {spaced(movement.reason)}, at {clock(movement.t_bottom_ns / 1e9)}; + counts it"
    line = line_at(book, t_ns)
    unknown = _unknown(line.rep, book) if line else ""
    if line and unknown:
        return f"{line.name}: {unknown}"
    return uncounted_words(book) or ("" if book.lines else "no repetitions")


def _unknown(rep: Rep, book: Book) -> str:
    """What of a repetition is not known, and why."""
    titles = {fault.id: fault.title for fault in book.exercise.faults if "plan" not in fault.needs}
    missing = ", ".join(titles[name] for name in rep.not_judged if name in titles)
    reasons = ", ".join(map(reason_words, rep.reasons))
    what = f"not judged: {missing}" if missing else ""
    return f"{what} ({reasons})" if what and reasons else what or reasons


def set_lines(book: Book, index: int) -> Iterable[Line]:
    """The summary of one set, and what belongs to the session."""
    yield from _set(book, index)
    yield ()
    yield from _session(book)


def _set(book: Book, index: int) -> Iterable[Line]:
    one = book.set_of(index)
    if one is None:
        yield ((f"set {index}: nothing of it counts", "text"),)
        return
    side = f" {one.side}" if one.side else ""
    yield ((f"set {one.index}{side}, {clock((one.t_end_ns - one.t_start_ns) / 1e9)}", "*text"),)
    yield ((totals_words(totals([one], book.exercise)), "text"),)
    yield (("                median   from   to", "muted"),)
    for measure, title, digits, unit in _SPREADS:
        spread = one.spreads.get(measure)
        cells = (spread.median, spread.smallest, spread.largest) if spread else (None, None, None)
        middle, least, most = (number(value, digits) for value in cells)
        yield ((f"{title:<14}{middle:>8}{least:>7}{most:>5}{unit}", "text"),)
    slower = "" if one.speed_loss is None else f", {pace_words(one.speed_loss)} at the end"
    yield ((f"under tension {one.time_under_tension_s:.0f} s{slower}", "text"),)
    yield from (((f"past: {_title(book, fault)} in {count}", "bad"),) for fault, count in one.faults.items())
    yield from (((f"close: {_title(book, fault)} in {count}", "caution"),) for fault, count in one.cautions.items())
    pain = pain_after(book.sets, book.pains, book.sets.index(one))
    if pain is not None:
        yield ((f"pain after the set {pain}", "text"),)


def _session(book: Book) -> Iterable[Line]:
    yield (("session", "*text"),)
    yield ((f"{book.exercise.title}, {clock(book.duration_ns / 1e9)}", "text"),)
    before = pain_before(book.sets, book.pains)
    if before is not None:
        yield ((f"pain before {before}", "text"),)
    if words := uncounted_words(book):
        yield ((words, "muted"),)
    if book.corrections:
        yield ((f"changes by hand: {book.corrections}", "text"),)
    for warning in book.warnings:
        yield ((f"{clock(warning.t_ns / 1e9)} {spaced(warning.id)}: {warning.detail}", "lost"),)
    for remark in book.remarks:
        place = "" if remark.t_ns is None else f"{clock(remark.t_ns / 1e9)} "
        yield ((f"{place}{remark.author}: {remark.text}", "text"),)


def _title(book: Book, fault: str) -> str:
    return next((one.title for one in book.exercise.faults if one.id == fault), spaced(fault))
