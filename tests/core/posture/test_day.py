"""The day in numbers."""

import math
from dataclasses import replace

import pytest

from imu_hinge.catalogue.posture import stays
from imu_hinge.core.posture import Hold, Posed, Position, PostureParams, PostureSettings
from imu_hinge.core.posture.book import DayBook
from imu_hinge.core.posture.holds import Clock
from imu_hinge.model.events import PostureState, RepRevised, RepStatus, Zone
from tests.core.motions import bend, hold, pair, silent
from tests.core.posture.wearing import S, stay, steps, told, word
from tests.made import rep

HIP, BACK = bend(80, 60), bend(80, 32)


def test_minutes_by_zone_and_state_add_up() -> None:
    day = told(stay(60) + stay(60, 14, 8) + stay(60, 35, 25) + stay(60, 1, -20)).day
    assert day.seconds == sum(day.by_state_s.values()) == sum(day.by_zone_s.values()) == 240
    assert all(abs(day.by_zone_s[zone] - s) <= 2 for zone, s in ((Zone.TALL, 120), (Zone.LEAN, 60), (Zone.BENT, 60)))
    assert 45 <= day.slumped_s <= 55


def test_bends_are_by_hip_or_by_back() -> None:
    course = stay(5) + (HIP + stay(5)) * 3 + (BACK + stay(5)) * 2 + stay(70)
    counted = told(course).day.bends
    assert (counted.hip, counted.back, counted.unknown) == (3, 2, 0)


def test_a_slow_way_down_is_a_bend_from_where_it_began() -> None:
    slow = bend(50, 40, 8.0)
    assert told(stay(5) + slow + stay(70)).day.bends.hip == 1


@pytest.mark.parametrize(("held_s", "counted"), [(100, 1), (130, 0)])
def test_who_stays_down_for_minutes_works_there_and_has_not_bent(held_s: int, counted: int) -> None:
    assert told(stay(5) + stay(held_s, 60, 48) + stay(75)).day.bends.hip == counted


def test_without_the_pelvis_a_bend_is_neither() -> None:
    rows = pair(stay(5) + HIP + stay(70))
    assert told(type(rows)(rows.t_ns, silent(rows.sacrum), rows.thoracic)).day.bends.hip == 0


def test_sitting_down_and_standing_up_are_no_bends() -> None:
    course = stay(5) + bend(50, 30) + stay(30, 0, -14) + bend(55, 45).leaning(0, -14) + stay(80)
    assert told(course).day.bends.hip + told(course).day.bends.back == 0


def test_repetitions_of_a_set_are_no_bends_of_the_day() -> None:
    course = stay(5) + HIP + stay(5) + HIP + stay(70)
    first = replace(rep(1), t_start_ns=5 * S, t_bottom_ns=6 * S, t_end_ns=8 * S, status=RepStatus.COUNTED)
    assert told(course, RepRevised(t_ns=20 * S, rep=first, reason="confirmed")).day.bends.hip == 1


def test_the_longest_hold_has_its_time() -> None:
    day = told(stay(20) + stay(50, 14, 8) + steps(12) + stay(80, 14, 8) + stay(30)).day
    name, longest = day.longest_strained or ("", Hold(0, 0))
    assert name == "lean"
    assert abs(longest.since_s - 83) <= 2
    assert abs(longest.held_s - 80) <= 2


def test_changes_of_position_by_the_hour() -> None:
    day = told(stay(5) + (stay(100) + stay(100, 40, 30)) * 4).day
    assert day.changes == 7
    assert day.changes_per_hour is not None
    assert math.isclose(day.changes_per_hour, 7 * 3600 / 805, rel_tol=0.02)
    assert told(stay(100)).day.changes_per_hour is None


def test_unknown_time_has_its_reasons() -> None:
    rows = pair(stay(60))
    assert told(type(rows)(rows.t_ns, silent(rows.sacrum), rows.thoracic)).day.unknown_s == {"no_sacrum": 60}


def test_the_strip_has_a_column_for_five_minutes_of_the_day() -> None:
    day = told(stay(310) + stay(320, 14, 8), settings=PostureSettings(origin_s=9 * 3600.0)).day
    assert [(column.start_s, column.most) for column in day.strip] == [
        (32400.0, Zone.TALL),
        (32700.0, Zone.LEAN),
        (33000.0, Zone.LEAN),
    ]


def test_days_on_end_do_not_grow() -> None:
    book = DayBook(0.0, PostureParams(strip_columns=4))
    at = Position(0.0, 0.0)
    for second in range(4000):
        book.take(Posed(second, at, PostureState.STANDING, Zone.TALL, False, ()))
    day = book.summary(tuple(Clock(row, PostureParams()) for row in stays()), told(hold(1)).day.bends)
    assert [column.start_s for column in day.strip] == [3000.0, 3300.0, 3600.0, 3900.0]
    assert day.seconds == 4000


def test_words_of_other_parts_of_the_program_change_nothing() -> None:
    assert told(stay(30), word(3, "note", "chair")).day == told(stay(30)).day
