"""Where the keys lead from a moment of the session. Pure; times are session time, ns."""

from imu_hinge.model.events import RepRejected
from imu_hinge.review.book import Book, Line, around


def line_at(book: Book, t_ns: int) -> Line | None:
    """The repetition that is chosen; None where there are none."""
    place = around(book, t_ns)
    return None if place is None else book.lines[place]


def uncounted_at(book: Book, t_ns: int) -> RepRejected | None:
    """The movement that was not counted, where this is one."""
    inside = [one for one in book.uncounted if one.t_start_ns <= t_ns <= one.t_end_ns]
    return min(inside, key=lambda one: abs(one.t_bottom_ns - t_ns), default=None)


def by_seconds(book: Book, t_ns: int, seconds: float) -> int:
    """So much later, within the session."""
    return min(max(t_ns + round(seconds * 1e9), 0), book.duration_ns)


def by_reps(book: Book, t_ns: int, count: int) -> int:
    """The bottom of the repetition so many further on."""
    place = around(book, t_ns)
    if place is None:
        return t_ns
    chosen = book.lines[place].rep
    resting = not chosen.t_start_ns <= t_ns <= chosen.t_end_ns
    step = count + 1 if resting and count < 0 and t_ns > chosen.t_end_ns else count
    if resting and count > 0 and t_ns < chosen.t_start_ns:
        step = count - 1
    return book.lines[min(max(place + step, 0), len(book.lines) - 1)].rep.t_bottom_ns


def by_sets(book: Book, t_ns: int, count: int) -> int:
    """The first repetition of the set so many further on."""
    line = line_at(book, t_ns)
    if line is None:
        return t_ns
    indexes = sorted({one.rep.set_index for one in book.lines})
    place = indexes.index(line.rep.set_index) + count
    wanted = indexes[min(max(place, 0), len(indexes) - 1)]
    return next(one.rep.t_bottom_ns for one in book.lines if one.rep.set_index == wanted)


def to_peak(book: Book, t_ns: int) -> int:
    """The repetition with the largest lumbar flexion of the header; stays where there is none."""
    at = book.totals.peak_at
    found = (one.rep.t_bottom_ns for one in book.lines if one.counts and (one.rep.set_index, one.rep.index) == at)
    return next(found, t_ns)


def to_uncounted(book: Book, t_ns: int) -> int:
    """The next movement that was not counted; after the last one the first."""
    bottoms = sorted(one.t_bottom_ns for one in book.uncounted)
    return next((bottom for bottom in bottoms if bottom > t_ns), bottoms[0] if bottoms else t_ns)


def set_for(book: Book, t_ns: int) -> int:
    """Index of the set that a movement at this time would belong to: the one around it, else the nearest."""
    if not book.sets:
        return 1
    return min(book.sets, key=lambda one: max(one.t_start_ns - t_ns, t_ns - one.t_end_ns, 0)).index
