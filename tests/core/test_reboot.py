"""A sensor starts again in the middle of a set, its first packets come late: they are placed right, or not judged."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from imu_hinge.core.placing import Placing
from imu_hinge.model.events import Rep, RepStatus
from imu_hinge.model.inputs import Input, Packet, Placement
from imu_hinge.sensors.driver import Decoded, Echo
from imu_hinge.sensors.hsp import (
    CONFIG,
    CONTROL,
    DATA,
    TIME_SYNC,
    ControlReply,
    Op,
    ReplyStatus,
    SyncReply,
    decode_frame,
    encode_control_reply,
    encode_frame,
    encode_sync_reply,
)
from imu_hinge.virtual.radio import PERFECT_RADIO
from imu_hinge.virtual.wearer import Wearer
from tests.core.folds import folded, wearer
from tests.tiers import shortened

MS = 1_000_000
S = 1_000 * MS
PERIOD_NS = 9_615_385
AWAY_S = 3.0
"""From the reboot to the first sample after it."""


def boots_anew(one: Wearer, placement: Placement, at_s: float, held_s: float) -> list[Input]:
    """The session with one sensor rebooting; what it measures in the first `held_s` after that arrives at their end."""
    items = one.inputs(PERFECT_RADIO)
    begin_ns = round((at_s + AWAY_S) * S)
    release_ns = begin_ns + round(held_s * S)
    own = [item for item in items if isinstance(item, Packet) and item.placement is placement]
    before = [item for item in own if item.t_ns < at_s * S]
    frames = [item for item in own if item.t_ns >= begin_ns and item.characteristic == DATA]
    config = next(item for item in own if item.characteristic == CONFIG)
    reply = ControlReply(Op.START, 1, ReplyStatus.OK, {"run": 1, "next_index": 0, "now_us": 1_000_000})
    start = replace(config, characteristic=CONTROL, payload=encode_control_reply(reply))
    again = [replace(item, t_ns=begin_ns) for item in (config, start)]
    again += [replace(item, t_ns=max(item.t_ns, release_ns)) for item in from_zero(frames)]
    others = [item for item in items if not (isinstance(item, Packet) and item.placement is placement)]
    return sorted([*others, *before, *again], key=lambda item: item.t_ns)


def from_zero(frames: list[Packet]) -> Iterator[Packet]:
    """Frames of a device whose counters began anew, 1 s before the first of them."""
    first = decode_frame(frames[0].payload, DATA)
    for packet in frames:
        frame = decode_frame(packet.payload, DATA)
        t_us = (frame.t_us - first.t_us + 1_000_000) % 2**32
        payload = encode_frame(replace(frame, index=(frame.index - first.index) % 65536, t_us=t_us))
        yield replace(packet, payload=payload)


def with_pings(items: list[Input], placement: Placement, dark_until_ns: int) -> list[Input]:
    """Every tenth frame is followed by an answered ping, sent 20 ms before it; none while the frames are held."""
    answers = []
    frames = [i for i in items if isinstance(i, Packet) and i.placement is placement and i.characteristic == DATA]
    for packet in frames[9::10]:
        if packet.t_ns != dark_until_ns:
            last_us = decode_frame(packet.payload, DATA).t_us + 4 * PERIOD_NS // 1000
            reply = encode_sync_reply(SyncReply(1, packet.t_ns - 20 * MS, last_us, 0))
            answers.append(replace(packet, t_ns=packet.t_ns + MS, characteristic=TIME_SYNC, payload=reply))
    return sorted([*items, *answers], key=lambda item: item.t_ns)


@cache
def undisturbed(seed: int) -> dict[int, Rep]:
    """The repetitions of the session without a reboot, by the second of their bottom."""
    return {round(rep.t_bottom_ns / S): rep for rep in folded(wearer(seed=seed).inputs(PERFECT_RADIO)).reps}


def differ(rep: Rep, other: Rep) -> bool:
    """Whether two views of one repetition differ by more than a movement repeats."""
    assert rep.lumbar_flexion_peak_deg is not None
    assert other.lumbar_flexion_peak_deg is not None
    assert rep.thorax_rom_deg is not None
    assert other.thorax_rom_deg is not None
    apart = rep.lumbar_flexion_peak_deg - other.lumbar_flexion_peak_deg, rep.thorax_rom_deg - other.thorax_rom_deg
    return max(map(abs, apart)) > 4.0


@pytest.mark.parametrize("pings", [True, False])
@pytest.mark.parametrize(
    ("placement", "held_s"),
    shortened([(placement, held_s) for held_s in (0.0, 0.9, 2.5) for placement in Placement]),
)
def test_a_repetition_after_a_reboot_is_seen_as_it_was_or_unsure(
    placement: Placement, held_s: float, pings: bool
) -> None:
    one = wearer(seed=1002)
    release_s = one.truth.sets[0].reps[3].t_start_s
    items = boots_anew(one, placement, release_s - held_s - AWAY_S, held_s)
    told = folded(with_pings(items, placement, round(release_s * S)) if pings else items)
    assert told.counts == [4]
    assert told.faults == set()
    sure = [rep for rep in told.reps if rep.status is RepStatus.COUNTED]
    assert len(sure) >= 2
    assert not any(differ(rep, undisturbed(1002)[round(rep.t_bottom_ns / S)]) for rep in sure)


def packet(index: int, device_ns: int) -> Decoded:
    rows = np.zeros((5, 3))
    return Decoded((1, 1), (1, 1, 0), index, device_ns, PERIOD_NS, rows, rows, None)


def taken(arrivals_ns: list[int]) -> Placing:
    """Packets that were measured one after another, the last sample of the first at 1 s, and when they came."""
    placing = Placing()
    for i, arrival_ns in enumerate(arrivals_ns):
        placing.hold(packet(5 * i, S + (5 * i - 4) * PERIOD_NS), arrival_ns)
    return placing


def every(count: int, first_ns: int) -> list[int]:
    return [first_ns + 5 * i * PERIOD_NS for i in range(count)]


def test_packets_that_come_as_they_are_measured_are_believed_from_the_first_one() -> None:
    placing = taken(every(6, 30 * S))
    assert not placing.known([])
    placing = taken(every(7, 30 * S))
    assert placing.known([])
    assert placing.offset_ns == 29 * S


def test_a_burst_is_placed_by_its_end() -> None:
    measured = every(30, 30 * S)
    placing = taken([max(t, measured[20]) for t in measured])
    assert placing.known([])
    assert placing.offset_ns is not None
    assert 0 <= placing.offset_ns - 29 * S <= 50 * MS


def test_a_silence_does_not_make_what_follows_it_reliable() -> None:
    measured = every(41, 30 * S)
    assert not taken([*[measured[9]] * 10, measured[40]]).known([])


def test_a_ping_confirms_the_clock_at_once_and_one_of_another_boot_does_not() -> None:
    placing = taken(every(1, 30 * S))
    assert placing.known([Echo(S, 30 * S - 20 * MS, 60 * MS)])
    assert not placing.known([Echo(2000 * S, 30 * S - 20 * MS, 60 * MS)])


def test_a_ping_tells_that_packets_are_late_all_the_time() -> None:
    """They come steadily, each a second after it was measured: the next ping was sent before they say it arrived."""
    placing = taken(every(20, 31 * S))
    assert placing.known([])
    assert not placing.known([Echo(S, 30 * S + 500 * MS, 1020 * MS)])


def test_when_pings_are_not_answered_arrivals_decide_after_a_while() -> None:
    old = [Echo(2000 * S, 30 * S, 60 * MS)]
    assert not taken(every(100, 30 * S)).known(old)
    assert taken(every(110, 30 * S)).known(old)
