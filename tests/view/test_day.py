"""The snapshot of a day, as a virtual wearer lives it: every number on the screen is that of the fold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.core.posture import PostureDay, PostureParams, PostureSession, PostureSettings, joined
from imu_hinge.core.posture.trust import REFUSED
from imu_hinge.core.posture.zones import Zones
from imu_hinge.model.events import Calibrated, Event, PostureState, SensorWarning, Zone
from imu_hinge.model.inputs import Command, Input, Placement, Samples, Tick
from imu_hinge.view.day import RANGES, DaySnapshot, apportioned, shares, whole_minutes
from imu_hinge.view.day_viewer import DayViewer
from imu_hinge.view.snapshot import Recorded, Stage
from imu_hinge.view.stillness import Heard
from imu_hinge.virtual.day import working_day

S = 1_000_000_000
ORIGIN_S = 9 * 3600.0
HOURS, END_S = 0.05, 365
"""The beginning of a day: calibration, then whatever comes."""


@dataclass
class Part:
    """One recording, after an earlier one of the same date."""

    session: PostureSession
    earlier: PostureDay
    origin_s: float = ORIGIN_S
    since_s: float = ORIGIN_S - 1800
    read: float = 1.0
    asked: int = 0

    def today(self) -> PostureDay:
        self.asked += 1
        return joined([self.earlier, self.session.posture.summary()])


@dataclass(frozen=True)
class Seen:
    """What the viewer showed after an input, and the day of the fold at that moment."""

    item: Input
    day: DaySnapshot
    fold: PostureDay


@cache
def lived() -> tuple[Input, ...]:
    """What the sensors gave; the last input ends the day."""
    given = takewhile(lambda item: item.t_ns < END_S * S, working_day(20_800, HOURS).inputs())
    return (*given, Command(END_S * S, "end"))


def viewed(inputs: Iterable[Input], earlier: PostureDay | None = None) -> tuple[list[Seen], Part]:
    heard = Heard()
    session = PostureSession("band_hinge", PostureSettings(origin_s=ORIGIN_S), sample_tap=heard.tap)
    part = Part(session, earlier or joined([]))
    viewer = DayViewer(session, heard, lambda: Recorded("day.mcap", 1000, 1.0), part)
    seen = []
    for item in inputs:
        viewer.receive(item, session.feed(item))
        seen.append(Seen(item, viewer.snapshot, session.posture.summary()))
    return seen, part


@cache
def seen() -> list[Seen]:
    return viewed(lived())[0]


SAID = (
    (100.0, "snooze", "1"),
    (170.0, "pause", "on"),
    (230.0, "pause", "off"),
    (250.0, "stance", ""),
    (300.0, "note", "chair"),
    (330.0, "pain", "2"),
    (350.0, "pain", "5"),
)


@cache
def spoken() -> list[Seen]:
    """The same with words of the wearer among the inputs."""
    words = [Command(round(t_s * S), name, argument) for t_s, name, argument in SAID]
    return viewed(sorted([*words, *lived()], key=lambda item: item.t_ns))[0]


def at(found: list[Seen], t_s: float) -> DaySnapshot:
    return next(one.day for one in found if one.item.t_ns >= t_s * S)


def test_the_stages_come_in_their_order() -> None:
    stages = list(dict.fromkeys(one.day.session.stage for one in seen()))
    assert stages[:3] == [Stage.WAITING, Stage.CALIBRATING, Stage.READY]
    assert stages[-1] is Stage.ENDED


def test_every_number_is_that_of_the_fold() -> None:
    for one in seen()[::50]:
        assert one.day.today.seconds <= one.fold.seconds
    last = seen()[-1]
    assert last.day.today == joined([joined([]), last.fold])
    assert last.day.today.seconds > END_S - 5


def test_every_second_of_the_day_is_in_one_row() -> None:
    for one in seen()[::50]:
        rows = shares(one.day.today)
        assert sum(row.seconds for row in rows) == one.day.today.seconds
        assert all(row.seconds >= 0 for row in rows)
    assert sum(row.share for row in shares(seen()[-1].day.today)) == pytest.approx(1.0)


@pytest.mark.parametrize("seconds", [(0, 0, 0), (89, 0, 0), (283, 251, 36), (29, 29, 29), (3600, 1, 0), (100, 200, 0)])
def test_whole_minutes_and_percents_of_all_rows_add_up(seconds: tuple[int, int, int]) -> None:
    tall, lean, away = seconds
    zones, states = {Zone.TALL: tall, Zone.LEAN: lean}, {PostureState.LYING: away}
    rows = shares(replace(joined([]), seconds=sum(seconds), by_zone_s=zones, by_state_s=states))
    assert sum(row.minutes for row in rows) == whole_minutes(sum(seconds))
    assert sum(row.percent for row in rows) == (100 if sum(seconds) else 0)
    assert sum(row.hourly for row in rows) == (60 if sum(seconds) else 0)
    assert all(abs(row.minutes - row.seconds / 60) < 1 and abs(row.percent - 100 * row.share) < 1 for row in rows)


@given(st.lists(st.integers(0, 90_000), max_size=12), st.integers(0, 2000))
def test_a_whole_is_apportioned_to_the_last_unit(parts: list[int], whole: int) -> None:
    given_out = apportioned(parts, whole)
    assert sum(given_out) == (whole if sum(parts) else 0)
    for part, units in zip(parts, given_out, strict=True):
        assert abs(units * sum(parts) - part * whole) < sum(parts) or not sum(parts)


def test_a_minute_is_told_from_half_of_one_on() -> None:
    assert [whole_minutes(seconds) for seconds in (0, 29, 30, 89, 90, 2430)] == [0, 0, 1, 1, 2, 41]


def test_rows_are_the_zones_of_the_fold() -> None:
    day = seen()[-1].day.today
    assert [row.seconds for row in shares(day)[:5]] == [day.by_zone_s.get(zone, 0) for zone in RANGES]
    assert [row.name for row in shares(day)[5:]] == ["lying", "not worn", "unknown"]


def test_earlier_parts_of_the_date_are_in_the_numbers() -> None:
    earlier = replace(joined([]), seconds=600, by_zone_s={Zone.LEAN: 600}, by_state_s={PostureState.STANDING: 600})
    found, _ = viewed(lived()[:400], earlier)
    day = found[-1].day
    assert day.today.by_zone_s[Zone.LEAN] == 600 + found[-1].fold.by_zone_s.get(Zone.LEAN, 0)
    assert day.begun_s == ORIGIN_S - 1800


def test_the_day_is_looked_at_once_a_second() -> None:
    found, part = viewed(lived())
    setting_up = sum(not one.day.under_way for one in found)
    news = sum(isinstance(one.item, Command) for one in found)
    assert part.asked < 1.2 * (END_S + setting_up + news)
    assert part.asked < len(found) / 2


def test_tilts_are_whole_degrees_or_none() -> None:
    for one in seen()[::50]:
        now = one.day.now
        if now is not None:
            angles = (now.pelvis_deg, now.thorax_deg, now.lumbar_deg)
            assert all(angle is None or isinstance(angle, int) for angle in angles)
            assert now.zone is not None or now.thorax_deg is None


def test_where_something_is_not_known_there_is_a_reason() -> None:
    for one in seen():
        now = one.day.now
        if now is not None and now.state is PostureState.UNKNOWN:
            assert now.reasons


def test_how_long_in_this_zone_begins_anew_with_each_zone() -> None:
    nows = [one.day.now for one in seen() if one.day.now is not None]
    for before, after in pairwise(nows):
        if after.second == before.second + 1 and after.zone is not None and before.zone is not None:
            assert after.held_s == (before.held_s + 1 if after.zone is before.zone else 1)


def test_a_snooze_is_told_and_runs_out() -> None:
    day = at(spoken(), 102.0)
    assert day.told.startswith("snoozed for 1 min")
    assert 55 <= day.reminding.snoozed_s <= 60
    assert at(spoken(), 120.0).told == ""
    assert at(spoken(), 164.0).reminding.snoozed_s == 0


def test_a_pause_keeps_the_seconds_out_of_every_zone() -> None:
    assert at(spoken(), 171.0).paused and not at(spoken(), 231.0).paused
    assert spoken()[-1].day.today.unknown_s["paused"] == pytest.approx(60, abs=2)
    assert at(spoken(), 200.0).reminding.waits == "paused"


def test_a_stance_is_waited_for_and_answered() -> None:
    asked = [one.day for one in spoken() if 250 * S <= one.item.t_ns < 270 * S]
    assert any(day.stance.since_s == 250 for day in asked)
    assert any(day.told.startswith(("stance taken", "stance not taken")) for day in asked)


def calibrated(t_ns: int) -> Calibrated:
    return Calibrated(
        t_ns=t_ns,
        status="guided",
        quality=1.0,
        reasons=(),
        upright_known=True,
        thorax_rom_deg=80.0,
        own_max_lumbar_deg=50.0,
    )


def test_a_stance_too_far_off_asks_for_a_calibration_until_one_is_taken() -> None:
    heard = Heard()
    session = PostureSession("band_hinge", PostureSettings(origin_s=ORIGIN_S), sample_tap=heard.tap)
    viewer = DayViewer(session, heard, Recorded, Part(session, joined([])))

    def too_far_after(event: Event) -> bool:
        tick = Tick(event.t_ns)
        viewer.receive(tick, replace(session.feed(tick), events=(event,)))
        return viewer.snapshot.too_far

    refused = SensorWarning(t_ns=S, id="stance_refused", placement=None, detail=REFUSED["far"])
    assert too_far_after(refused)
    assert viewer.snapshot.told.endswith("where it was: shift+c (C) calibrates anew")
    assert too_far_after(SensorWarning(t_ns=2 * S, id="sensor_back", placement=Placement.SACRUM, detail=""))
    assert not too_far_after(SensorWarning(t_ns=3 * S, id="stance_zeroed", placement=None, detail="pelvis by +2"))
    assert too_far_after(replace(refused, t_ns=4 * S))
    assert not too_far_after(calibrated(5 * S))


def test_a_note_and_a_pain_are_told_and_marked() -> None:
    assert at(spoken(), 301.0).told == "note kept"
    assert [(mark.sign, mark.at_s) for mark in spoken()[-1].day.marks] == [("n", ORIGIN_S + 300.0)]
    assert at(spoken(), 331.0).told == "pain 2 noted"
    assert at(spoken(), 351.0).told == "pain 5 noted, was 2"


def test_a_sensor_that_falls_silent_is_lost_and_one_never_heard_is_not() -> None:
    def only_thoracic_then_nothing() -> Iterator[Input]:
        for item in lived()[:600]:
            if isinstance(item, Samples) and (item.placement is Placement.SACRUM or item.t_ns > 60 * S):
                continue
            yield item

    found, _ = viewed(only_thoracic_then_nothing())
    assert at(found, 50.0).lost == frozenset()
    assert at(found, 70.0).lost == {Placement.THORACIC}
    assert found[-1].day.now is not None and found[-1].day.now.reasons == ("no_data",)


def test_that_rows_are_not_counted_at_this_rate_is_no_matter_of_a_day() -> None:
    assert not any("rows" in note.words for one in seen() for note in one.day.session.notes)


@pytest.mark.parametrize("zone", RANGES)
def test_the_ranges_shown_are_those_of_the_fold(zone: Zone) -> None:
    words = RANGES[zone]
    low, high = words.split("..") if ".." in words else (words[2:], words[2:])
    inside = {"<": float(high) - 5, ">": float(low) + 5}.get(words[0], (float(low) + float(high)) / 2)
    assert Zones(PostureParams()).step(inside) is zone
    for edge in {low, high}:
        assert {Zones(PostureParams()).step(float(edge) + off) for off in (-0.1, 0.1)} > {zone}
