"""Lost links, the ring, the full queue and backfill (PROTOCOL.md F7, section 12)."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.sensors import hsp
from imu_hinge.virtual.firmware import lose_samples, quiet_source, withhold
from tests.firmware.receiver import Receiver, firmware, indices, started


def away(receiver: Receiver, seconds: float) -> Receiver:
    """The link is lost for so long; afterwards everything is subscribed again."""
    receiver.leave()
    receiver.run(seconds)
    return receiver.connect()


def test_a_lost_link_costs_nothing_after_backfill() -> None:
    receiver = away(started().run(10), 30)
    last = indices(receiver.frames)[-1]
    reply = receiver.ask(hsp.Op.START)
    assert (reply.result["run"], receiver.config.state) == (1, hsp.State.STREAMING)
    missing = reply.result["next_index"] - last - 1
    assert receiver.ask(hsp.Op.BACKFILL, first=last + 1, count=missing).result["count"] == missing
    receiver.run(10)
    old = indices(receiver.old_frames, last + 1)
    assert old == list(range(last + 1, last + 1 + missing))
    live = indices(receiver.frames)
    assert sorted(live + old) == list(range(live[-1] + 1))


def test_a_device_in_buffering_sends_nothing_before_start_and_then_says_gap() -> None:
    receiver = away(started().run(5), 2)
    before = len(receiver.frames)
    assert receiver.run(2).config.state == hsp.State.BUFFERING
    assert len(receiver.frames) == before
    receiver.ask(hsp.Op.START)
    flags = [frame.flags & hsp.GAP for frame in receiver.run(1).frames[before:]]
    assert flags[0] == hsp.GAP
    assert not any(flags[1:])


def test_unsubscribing_data_buffers_as_a_lost_link_does() -> None:
    receiver = started().run(1)
    receiver.device.subscribe(hsp.DATA, False, receiver.t_s)
    assert receiver.config.state == hsp.State.BUFFERING
    receiver.run(1)
    assert receiver.status.drops == receiver.status.ring_newest + 1 - len(indices(receiver.frames))


def test_a_run_nobody_fetches_ends_after_10_minutes_and_stays_in_the_ring() -> None:
    receiver = started().run(1)
    receiver.leave()
    receiver.run(599)
    assert receiver.connect().config.state == hsp.State.BUFFERING
    receiver.leave()
    receiver.run(2)
    assert receiver.connect().config.state == hsp.State.IDLE
    status = receiver.status
    assert status.ring_newest == pytest.approx(601 * 104, abs=2)
    assert (status.ring_newest - status.ring_oldest + 1, status.run) == (8620, 1)
    assert status.flags >> hsp.StatusFlag.RING_OVERRUN & 1
    assert receiver.ask(hsp.Op.START).result["run"] == 2
    assert receiver.status.ring_newest == 2**32 - 1


def test_backfill_comes_40_times_a_second_at_most_and_never_before_a_waiting_live_frame() -> None:
    receiver = started().run(80)
    receiver.ask(hsp.Op.BACKFILL, first=0, count=5000)
    begin_s = receiver.t_s
    receiver.run(10)
    times = [t for t, value in receiver.got if value.characteristic == hsp.BACKFILL]
    assert len(times) == -(-5000 // 19)
    assert min(np.diff(times)) >= 1 / 40 - 1e-9
    assert times[-1] - begin_s == pytest.approx(len(times) / 40, abs=0.5)
    assert indices(receiver.frames) == list(range(5 * len(receiver.frames)))


def test_no_backfill_frame_leaves_while_a_live_frame_waits() -> None:
    receiver = started().run(20)
    receiver.ask(hsp.Op.BACKFILL, first=0, count=500)
    receiver.room = 0
    receiver.run(0.5)
    receiver.room, before = 1, len(receiver.got)
    receiver.collect()
    kinds = [value.characteristic for _, value in receiver.got[before:]]
    assert kinds.index(hsp.BACKFILL) == len(kinds) - 1
    assert kinds.count(hsp.DATA) == 10


def test_no_backfill_frame_leaves_while_live_frames_wait_for_a_confirmation() -> None:
    receiver = away(started().run(5), 2)
    receiver.ask(hsp.Op.BACKFILL, first=0, count=500)
    receiver.confirms = False
    receiver.ask(hsp.Op.START)
    receiver.run(0.1)
    before = len(receiver.old_frames)
    receiver.run(1)
    assert len(receiver.old_frames) == before
    receiver.device.confirmed(receiver.t_s)
    receiver.run(1)
    assert len(receiver.old_frames) > before


def test_the_first_frame_after_a_resumed_start_says_gap_even_when_nothing_is_missing() -> None:
    receiver = started()
    while len(receiver.frames) < 10:
        receiver.run(0.001)
    receiver.device.subscribe(hsp.DATA, False, receiver.t_s)
    receiver.device.subscribe(hsp.DATA, True, receiver.t_s)
    receiver.ask(hsp.Op.START)
    frame = receiver.run(0.1).frames[10]
    assert (frame.index, frame.flags & hsp.GAP) == (50, hsp.GAP)


def test_backfill_carries_samples_times_flags_and_rotation_as_they_were() -> None:
    source = quiet_source(3, begin_s=0.004)
    receiver = started(firmware(source)).run(10)
    receiver.ask(hsp.Op.BACKFILL, first=103, count=333)
    receiver.run(2)
    live = {frame.index + len(frame.samples) - 1: frame for frame in receiver.frames}
    for frame in receiver.old_frames:
        assert (frame.samples == source.raw(frame.index, frame.index + len(frame.samples))).all()
        assert frame.t_us == round(source.time_s(frame.index) * 1e6)
        same_end = live.get(frame.index + len(frame.samples) - 1)
        assert same_end is None or frame.quat == same_end.quat
    assert {frame.type for frame in receiver.old_frames} == {3}
    assert indices(receiver.old_frames, 103) == list(range(103, 436))


def test_backfill_is_cut_at_the_newest_sample_and_its_end_is_told() -> None:
    receiver = started().run(1)
    newest = receiver.status.ring_newest
    reply = receiver.ask(hsp.Op.BACKFILL, first=50, count=100_000)
    assert reply.result == {"first": 50, "count": newest - 49}
    flags = [status.flags >> hsp.StatusFlag.BACKFILL_RUNNING & 1 for status in receiver.run(1).statuses]
    assert flags == [1, 0]


def test_what_is_not_in_the_ring_is_refused_with_what_is() -> None:
    receiver = started(firmware(ring_samples=1000)).run(15)
    status = receiver.status
    reply = receiver.ask(hsp.Op.BACKFILL, first=status.ring_oldest - 1, count=5)
    assert (reply.status, reply.result) == (7, {"oldest": status.ring_oldest, "newest": status.ring_newest})
    assert receiver.ask(hsp.Op.BACKFILL, first=status.ring_newest + 1, count=5).status == 7


def test_a_second_backfill_is_refused_until_the_first_is_stopped() -> None:
    receiver = started().run(20)
    receiver.ask(hsp.Op.BACKFILL, first=0, count=1000)
    assert receiver.ask(hsp.Op.BACKFILL, first=0, count=10).status == hsp.ReplyStatus.BUSY
    assert receiver.ask(hsp.Op.BACKFILL_STOP).status == 0
    assert receiver.ask(hsp.Op.BACKFILL, first=0, count=10).status == 0
    assert indices(receiver.run(1).old_frames[-1:]) == list(range(10))


def test_what_the_ring_loses_during_a_request_is_marked_as_a_gap() -> None:
    receiver = started(firmware(ring_samples=500)).run(10)
    receiver.room = 0
    receiver.device.write(hsp.CONTROL, hsp.encode_control_request(request(receiver, 400)), receiver.t_s)
    receiver.run(1)
    receiver.room = 100
    oldest = receiver.status.ring_oldest
    receiver.run(2)
    first = receiver.old_frames[0]
    assert first.index in (oldest, oldest + 1)
    assert first.flags & hsp.GAP


def request(receiver: Receiver, count: int) -> hsp.ControlRequest:
    return hsp.ControlRequest(hsp.Op.BACKFILL, 1, {"first": receiver.status.ring_oldest, "count": count})


def test_a_full_queue_drops_the_oldest_frames_counts_them_and_keeps_them_in_the_ring() -> None:
    receiver = started(firmware(queue_frames=16)).run(1)
    receiver.room = 0
    sent = len(indices(receiver.frames))
    receiver.run(5)
    receiver.room = 100
    receiver.collect()
    frames = receiver.frames[sent // 5 :]
    assert len(frames) == 16
    assert frames[0].flags & hsp.GAP
    assert receiver.status.drops == frames[0].index - sent
    receiver.ask(hsp.Op.BACKFILL, first=sent, count=frames[0].index - sent)
    assert indices(receiver.run(1).old_frames, sent) == list(range(sent, frames[0].index))


def test_a_device_that_withholds_still_answers() -> None:
    receiver = started().run(1)
    before = len(receiver.got)
    withhold(receiver.device, True)
    receiver.run(30)
    assert receiver.got[before:] == []
    assert receiver.ask(hsp.Op.START).status == 0
    assert receiver.status.run == 1
    withhold(receiver.device, False)
    assert len(receiver.run(1).frames) > 20 + before // 2


STEPS = st.lists(
    st.tuples(st.sampled_from(["run", "away", "jam", "lose", "mtu", "unsubscribe", "start"]), st.integers(1, 400)),
    max_size=12,
)


@settings(max_examples=60)
@given(STEPS)
def test_every_sample_is_live_or_in_the_ring_or_reported_lost(steps: list[tuple[str, int]]) -> None:
    receiver = started()
    lost = 0
    for name, size in steps:
        lost += STEP[name](receiver, size) or 0
        receiver.ask(hsp.Op.START)
    receiver.run(5)
    produced = receiver.ask(hsp.Op.STOP).result["newest_index"] + 1
    live = set(indices(receiver.frames))
    assert len(live) == sum(len(frame.samples) for frame in receiver.frames)
    assert receiver.status.drops == produced - len(live)
    receiver.ask(hsp.Op.BACKFILL, first=receiver.status.ring_oldest, count=produced)
    while receiver.status.flags >> hsp.StatusFlag.BACKFILL_RUNNING & 1:
        receiver.run(1)
    old = indices(receiver.old_frames, receiver.status.ring_oldest)
    assert len(live | set(old)) + lost == produced
    assert {produced - 1} <= live


def lose(receiver: Receiver, size: int) -> int:
    """The run lasts long enough for all of them to be lost."""
    lose_samples(receiver.device, size, receiver.t_s)
    receiver.run(size / 100 + 0.1)
    return size


def jam(receiver: Receiver, size: int) -> None:
    receiver.room = 0
    receiver.run(size / 100)
    receiver.room = 100
    receiver.collect()


def unsubscribe(receiver: Receiver, size: int) -> None:
    receiver.device.subscribe(hsp.DATA, False, receiver.t_s)
    receiver.run(size / 100)
    receiver.device.subscribe(hsp.DATA, True, receiver.t_s)


def to_mtu(receiver: Receiver, size: int) -> None:
    receiver.leave()
    receiver.connect(23 + size)


def run(receiver: Receiver, size: int) -> None:
    receiver.run(size / 100)


def go_away(receiver: Receiver, size: int) -> None:
    away(receiver, size / 100)


def start(_: Receiver, __: int) -> None:
    """START follows every step."""


STEP: dict[str, Callable[[Receiver, int], int | None]] = {
    "run": run,
    "away": go_away,
    "start": start,
    "jam": jam,
    "lose": lose,
    "mtu": to_mtu,
    "unsubscribe": unsubscribe,
}
