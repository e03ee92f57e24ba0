"""Two repetitions, sets or sessions beside one another."""

from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.model.events import Rep, RepStatus
from imu_hinge.recording import About
from imu_hinge.review.book import Book
from imu_hinge.review.compare import Marked, Side, day, difference_words, differences, marked, scopes, side, when
from imu_hinge.review.curves import KINDS, POINTS, Curve
from tests.made import rep
from tests.recording.examples import about
from tests.review.made import PAST, a_set, book

DAY_NS = 86_400_000_000_000
MONDAY_NS = 1_773_684_240_000_000_000


def flat(one: Rep) -> Curve:
    """A curve as high as the peak."""
    return Curve({name: np.full(POINTS, one.lumbar_flexion_peak_deg or np.nan) for name in KINDS}, 50.0)


def of(session: str = "session-1", started_ns: int = MONDAY_NS, *changes: object) -> Book:
    known: About = about(session_id=session)
    two = a_set(1, rep(1), rep(2)), a_set(2, rep(6, lumbar_flexion_peak_deg=11.0), rep(7, **PAST))
    return book(*two, about=known, started_ns=started_ns, utc_offset_min=60)


def mark(one: Book, place: int) -> Marked:
    return marked(one, one.lines[place], lambda line, scope: side(one, line, scope, flat))


def beside(a: Marked, one: Book, place: int, scope: str) -> tuple[Side, Side]:
    return a.sides[scope], side(one, one.lines[place], scope, flat)


def test_within_a_set_only_repetitions_are_compared() -> None:
    one = of()
    a = mark(one, 0)
    assert scopes(a, one, one.lines[0]) == ()
    assert scopes(a, one, one.lines[1]) == ("rep",)
    assert scopes(a, one, one.lines[2]) == ("rep", "set")
    other = of("session-2")
    assert scopes(a, other, other.lines[0]) == ("rep", "set", "session")


def test_a_set_is_its_middle() -> None:
    one = of()
    _, second = beside(mark(one, 0), one, 2, "set")
    assert second.name == "set 2" and second.middles["lumbar_flexion_peak_deg"] == 22.5
    assert second.curve is not None and second.curve.values["lumbar"][0] == 22.5


def test_unsure_repetitions_are_no_part_of_a_middle_but_are_told_alone() -> None:
    doubtful = replace(rep(2), status=RepStatus.UNSURE, lumbar_flexion_peak_deg=30.0)
    one = book(a_set(1, rep(1), doubtful))
    assert side(one, one.lines[0], "set", flat).middles["lumbar_flexion_peak_deg"] == 9.3
    assert side(one, one.lines[1], "rep", flat).middles["lumbar_flexion_peak_deg"] == 30.0


def test_within_a_day_a_difference_is_told_as_it_is() -> None:
    one = of()
    first, *_ = differences(*beside(mark(one, 0), one, 2, "rep"), days=False)
    assert difference_words(first) == "low back peak 9, 11 deg: +2"


@pytest.mark.parametrize(("peak_deg", "words"), [(16.0, "+7, within the noise between days"), (19.0, "+10")])
def test_between_days_small_differences_are_noise(peak_deg: float, words: str) -> None:
    one = of()
    a = mark(one, 0)
    later = of("session-2", MONDAY_NS + DAY_NS)
    changed = replace(later.lines[0].rep, lumbar_flexion_peak_deg=peak_deg)
    other = side(replace(later), replace(later.lines[0], rep=changed), "rep", flat)
    assert a.day == "16 Mar 2026" and day(later) == "17 Mar 2026"
    first = differences(a.sides["rep"], other, days=True)[0]
    assert difference_words(first).endswith(f" deg: {words}")


def test_what_only_one_was_measured_on_is_not_compared() -> None:
    one = book(a_set(1, rep(1), rep(2, lumbar_flexion_peak_deg=None)))
    found = differences(*beside(mark(one, 0), one, 1, "rep"), days=False)
    assert "lumbar_flexion_peak_deg" not in {difference.measure for difference in found}
    assert found


def test_the_time_is_that_of_the_place() -> None:
    assert when(of()) == "16 Mar 2026, 19:04"
    assert when(book()) == "" and day(book()) == ""
