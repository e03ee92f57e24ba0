"""Several wearers on one virtual radio from end to end: each counted as if alone, no sample lost."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from imu_hinge.analysis import verify
from imu_hinge.cli.about import about_recording
from imu_hinge.core.session import Session
from imu_hinge.core.summary import Summary
from imu_hinge.model.events import Event, Step
from imu_hinge.model.inputs import Input, Link, LinkState, Packet, Placement
from imu_hinge.recording import Recorder
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.hsp import HspDecoder
from imu_hinge.station.rehearsal import client_of, rehearse_room
from imu_hinge.station.seat import Begun, Seat
from imu_hinge.virtual.crowds import Member
from imu_hinge.virtual.scenarios import LEAD_S, SCENARIOS, Act, Happening
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.seeds import TUNING
from imu_hinge.virtual.wearer import Wearer
from tests.station.seats import Sets


class Kept:
    def __init__(self, fold: Session) -> None:
        self.fold, self.summary = fold, Summary()
        self.events: list[Event] = []
        self.links: list[Link] = []

    def receive(self, item: Input, step: Step) -> None:
        if isinstance(item, Link):
            self.links.append(item)
        self.events.extend(step.events)
        for event in step.events:
            self.summary.take(event)

    def close(self) -> None:
        pass

    @property
    def done(self) -> list[int]:
        """Repetitions of each set, unsure ones among them."""
        return [one.counted + one.unsure for one in self.summary.sets]

    @property
    def lost(self) -> int:
        return sum(one.lost_samples for one in self.fold.sensors().values())


def played(members: Sequence[Member], folder: Path | None = None) -> list[Kept]:
    """What came of each; nothing is left behind, nobody is dark."""
    kept: dict[int, Kept] = {}
    seats: list[Seat] = []

    def begin(member: Member, exercise: str) -> Begun:
        fold = Session(exercise)
        kept[member.number] = Kept(fold)
        path = folder and folder / f"{client_of(member)}.mcap"
        recorders = [Recorder(path, about_recording(exercise, "simulate"))] if path else []
        return Begun(fold, [kept[member.number], *recorders])

    assert rehearse_room(members, begin, seats.extend) == []
    assert [seat.dark for seat in seats] == [""] * len(members)
    return [kept[one.number] for one in members]


def reps(member: Member) -> list[int]:
    """Really done."""
    return [len(one.reps) for one in member.wearer.truth.sets]


def lifting(number: int, name: str = "clean_set", lead_s: float = LEAD_S, reps: int = 4) -> Member:
    """A short set, and what happens to the sensors in a scenario, over connections as quick as they can be."""
    options = Options(sets=1, reps=(reps, reps + 1), styles=("plain",), nuisance=False, calibrated=False, lead_s=lead_s)
    scenario = replace(SCENARIOS[name], happenings=partial(_quick, SCENARIOS[name].happenings))
    return Member(number, scenario, session("band_rdl", TUNING[number], options))


def _quick(happenings: Callable[[Wearer], tuple[Happening, ...]], wearer: Wearer) -> tuple[Happening, ...]:
    intervals = tuple(Happening(0.0, placement, Act.INTERVAL, 0.0075) for placement in Placement)
    return (*intervals, *happenings(wearer))


@pytest.mark.long
def test_each_wearer_is_counted_as_the_truth_says_whatever_happens_to_the_sensors(tmp_path: Path) -> None:
    members = [lifting(0), lifting(1, "sacrum_drops"), lifting(2, "battery_dies")]
    clean, dropping, dying = played(members, tmp_path)
    assert [one.done for one in (clean, dropping, dying)] == [[4]] * 3 == [reps(one) for one in members]
    assert [one.lost for one in (clean, dropping, dying)] == [0] * 3
    assert not clean.summary.warnings
    assert {warning.id for warning in dropping.summary.warnings} == {"sensor_silent", "sensor_back"}
    assert "battery_critical" in {warning.id for warning in dying.summary.warnings}
    assert [verify(tmp_path / f"{client_of(one)}.mcap").same for one in members] == [True] * 3


@pytest.mark.long
def test_a_wearer_is_told_the_same_alone_and_beside_one_whose_sensor_is_lost() -> None:
    (alone,) = played([lifting(0)])
    beside, troubled = played([lifting(0), lifting(1, "thoracic_drops")])
    assert [type(event) for event in beside.events] == [type(event) for event in alone.events]
    apart_ns = [abs(one.t_ns - other.t_ns) for one, other in zip(alone.events, beside.events, strict=True)]
    assert max(apart_ns) < 100_000_000
    assert {warning.id for warning in troubled.summary.warnings} == {"sensor_silent", "sensor_back"}


class Counted:
    """The numbers of the samples of each sensor, as they came."""

    def __init__(self) -> None:
        self.decoders = {place: HspDecoder() for place in Placement}
        self.spans: dict[Placement, list[tuple[int, int]]] = {place: [] for place in Placement}
        self.streaming: dict[str, int] = {}

    def receive(self, item: Input, step: Step) -> None:
        if isinstance(item, Link) and item.state == LinkState.STREAMING:
            self.streaming.setdefault(item.serial, item.t_ns)
        if isinstance(item, Packet):
            found = self.decoders[item.placement].decode(item)
            if isinstance(found, Decoded):
                self.spans[item.placement].append((found.index, found.index + len(found.acc)))

    def close(self) -> None:
        pass


def test_twelve_wearers_stream_on_one_adapter_each_from_their_own_sensors_without_a_sample_lost() -> None:
    members = [lifting(number, reps=2) for number in range(12)]
    counted = [Counted() for _ in members]

    def end_soon(seats: list[Seat]) -> None:
        for seat in seats:
            asyncio.get_running_loop().call_later(14.0, seat.end)

    assert rehearse_room(members, lambda one, _: Begun(Sets(), [counted[one.number]]), end_soon) == []
    for member, one in zip(members, counted, strict=True):
        assert set(one.streaming) == {tag.serial for tag in member.tags.values()}
        assert max(one.streaming.values()) < 12e9
        for spans in one.spans.values():
            assert len(spans) > 30
            assert all(end == begin for (_, end), (begin, _) in pairwise(spans))
