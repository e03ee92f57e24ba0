"""Parts of a day added up, and the day as plain values."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.catalogue.posture import stays
from imu_hinge.core.posture import Column, Hold, Posed, Position, PostureDay, PostureParams, joined
from imu_hinge.core.posture.bends import Counted
from imu_hinge.core.posture.book import DayBook
from imu_hinge.core.posture.holds import Clock
from imu_hinge.model.events import PostureReminder, PostureState, Zone
from tests.core.posture.wearing import stay, told

P = PostureParams()
NOON_S = 43_200.0
KINDS = {
    "tall": (Position(0.0, 0.0), PostureState.STANDING, Zone.TALL, False, ()),
    "leaning": (Position(20.0, 17.0), PostureState.STANDING, Zone.LEAN, False, ()),
    "slumped": (Position(-20.0, 0.0), PostureState.SITTING, Zone.TALL, True, ()),
    "lying": (Position(float("nan"), float("nan")), PostureState.LYING, None, None, ()),
    "unknown": (Position(float("nan"), 30.0), PostureState.UNKNOWN, Zone.BENT, None, ("no_sacrum",)),
}
"""Each is more than 15 deg from the others, so that every step from one to the next is a change of position."""
Parts = list[tuple[str, int]]
PARTS = st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(12, 400)), min_size=2, max_size=7).map(
    lambda parts: [parts[0]] + [after for before, after in pairwise(parts) if before[0] != after[0]]
)


def written(parts: Parts, from_s: int = 0) -> PostureDay:
    """The day of these stays, its session begun at `from_s` of the day that began at noon."""
    book, clocks = DayBook(NOON_S + from_s, P), tuple(Clock(row, P) for row in stays())
    seconds = [kind for kind, length in parts for _ in range(length)]
    for second, kind in enumerate(seconds):
        posed = Posed(second, *KINDS[kind])
        book.take(posed)
        for clock in clocks:
            clock.step(posed)
        if second % 600 == 599:
            book.reminded(PostureReminder(t_ns=0, reminder="lean", fate="given", since_ns=0, held_s=1.0, cue=""))
    return book.summary(clocks, Counted(hip=len(seconds) % 7, back=1))


@settings(max_examples=25)
@given(PARTS, st.data())
def test_parts_cut_at_a_change_add_up_to_the_whole(parts: Parts, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(parts)))
    first = written(parts[:cut])
    second = written(parts[cut:], first.seconds)
    whole, both = written(parts), joined([first, second])
    same = ("seconds", "known_s", "slumped_s", "by_zone_s", "by_state_s", "unknown_s", "strip")
    assert {name: getattr(both, name) for name in same} == {name: getattr(whole, name) for name in same}
    assert {row: hold.held_s for row, hold in both.longest.items()} == {
        row: hold.held_s for row, hold in whole.longest.items()
    }
    assert whole.changes - 1 <= both.changes <= whole.changes
    assert both.bends == Counted(hip=first.bends.hip + second.bends.hip, back=2)


@settings(max_examples=25)
@given(st.lists(PARTS, max_size=3))
def test_the_order_of_the_parts_and_how_they_are_joined_do_not_matter(several: list[Parts]) -> None:
    days = [written(parts, 5000 * place) for place, parts in enumerate(several)]
    whole = joined(days)
    assert joined(days[::-1]).to_dict()["strip"] == whole.to_dict()["strip"]
    assert joined([joined(days[:1]), joined(days[1:])]) == whole
    assert joined([whole]) == whole


@settings(max_examples=25)
@given(PARTS)
def test_a_day_comes_back_from_json_as_it_was(parts: Parts) -> None:
    day = written(parts)
    plain = json.loads(json.dumps(day.to_dict()))
    assert plain == day.to_dict()
    assert PostureDay.from_dict(plain) == day


def test_a_whole_day_of_the_stage_comes_back_too() -> None:
    day = told(stay(30) + stay(60, 14, 8) + stay(30, 35, 25)).day
    assert PostureDay.from_dict(json.loads(json.dumps(day.to_dict()))) == day


@pytest.mark.parametrize("broken", [{}, {"seconds": 3}, {"strip": [{"start_s": 0.0}]}, {"by_zone_s": {"low": 3}}])
def test_values_that_are_no_day_are_refused(broken: dict[str, object]) -> None:
    values = broken and joined([]).to_dict() | broken if broken != {"seconds": 3} else broken
    with pytest.raises(ValueError, match=r"day of posture|is not a valid"):
        PostureDay.from_dict(values)


def test_changes_per_hour_of_the_parts_are_over_the_time_that_was_known() -> None:
    part = replace(joined([]), known_s=900, changes=10)
    assert part.changes_per_hour == 40.0
    assert joined([part, replace(part, changes=0), replace(part, known_s=0, changes=0)]).changes_per_hour == 20.0
    assert joined([]).changes_per_hour is None


def test_a_column_begun_in_one_part_and_ended_in_the_next_is_one() -> None:
    before = Column(start_s=600.0, seconds={Zone.TALL: 100, PostureState.LYING: 20})
    after = Column(start_s=600.0, seconds={Zone.LEAN: 110, Zone.TALL: 30})
    days = [replace(joined([]), strip=(before,)), replace(joined([]), strip=(after,))]
    assert joined(days).strip == (
        Column(start_s=600.0, seconds={Zone.TALL: 130, PostureState.LYING: 20, Zone.LEAN: 110}),
    )
    assert (after.most, joined(days).strip[0].most) == (Zone.LEAN, Zone.TALL)


def test_the_longest_stay_is_that_of_one_part_at_its_time_of_day() -> None:
    morning = replace(joined([]), longest={"lean": Hold(30_000, 70), "bent": Hold(31_000, 20)})
    evening = replace(joined([]), longest={"lean": Hold(60_000, 90)})
    assert joined([morning, evening]).longest == {"lean": Hold(60_000, 90), "bent": Hold(31_000, 20)}
