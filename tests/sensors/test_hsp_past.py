"""What the decoder makes of backfill frames and of answered pings."""

import numpy as np
import pytest

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors import hsp
from imu_hinge.sensors.driver import Echo
from tests.sensors.vectors import packet, raw, samples, start_reply

PERIOD_US = 9615.385
BEGIN_US = 1_000_000
NEWEST = 200_000
"""Index of the newest live frame: three laps of the 16-bit index, and 32 min after the first."""
PING = hsp.decode_sync_reply(raw("sync-reply"))


def frame(index: int, n: int = 5, kind: int = 3) -> bytes:
    t_us = (BEGIN_US + round(index * PERIOD_US)) % (1 << 32)
    rest = np.array([[0, 0, 4098, 0, 0, 0]] * n, np.int16)
    return hsp.encode_frame(hsp.Frame(kind, 0, 1, index % (1 << 16), t_us, (32767, 0, 0, 0), rest))


def old(index: int, n: int = 5) -> Packet:
    return packet(frame(index, n), hsp.BACKFILL)


def promise(first: int, count: int, status: int = 0) -> Packet:
    result = {"first": first, "count": count} if not status else {"oldest": first, "newest": first + count}
    return packet(hsp.encode_control_reply(hsp.ControlReply(hsp.Op.BACKFILL, 1, status, result)), hsp.CONTROL)


@pytest.fixture
def decoder() -> hsp.HspDecoder:
    decoder = hsp.HspDecoder()
    decoder.decode(packet(raw("config-example"), hsp.CONFIG))
    decoder.decode(start_reply(3, NEWEST, BEGIN_US + round(NEWEST * PERIOD_US)))
    samples(decoder, packet(frame(NEWEST, kind=1)))
    return decoder


@pytest.mark.parametrize("first", [0, 65_530, 131_072, NEWEST - 5])
def test_promised_frames_of_any_age_have_full_index_and_time(decoder: hsp.HspDecoder, first: int) -> None:
    decoder.decode(promise(first, 5))
    part = samples(decoder, old(first))
    assert part.past
    assert (part.stream, part.index) == ((0, 3), first)
    assert part.device_ns == 1000 * (BEGIN_US + round(first * PERIOD_US))
    assert part.acc[:, 2] == pytest.approx(9.8058, abs=1e-4)


def test_the_past_leaves_the_live_stream_as_it_is(decoder: hsp.HspDecoder) -> None:
    decoder.decode(promise(100, 20))
    samples(decoder, old(100))
    assert (decoder.next_index, decoder.late) == (NEWEST + 5, 0)
    part = samples(decoder, packet(frame(NEWEST + 5, kind=1)))
    assert (part.index, part.past) == (NEWEST + 5, False)


def test_frames_of_one_promise_may_skip_but_not_repeat_or_pass_its_end(decoder: hsp.HspDecoder) -> None:
    decoder.decode(promise(100, 20))
    came = [decoder.decode(old(index, n)) for index, n in ((100, 5), (100, 5), (110, 7), (105, 5), (117, 5), (117, 3))]
    assert [part is not None for part in came] == [True, False, True, False, False, True]


def test_nothing_is_taken_that_was_not_promised(decoder: hsp.HspDecoder) -> None:
    assert decoder.decode(old(100)) is None
    decoder.decode(promise(100, 20, hsp.ReplyStatus.NOT_IN_RING))
    assert decoder.decode(old(100)) is None
    decoder.decode(promise(100, 20))
    decoder.decode(start_reply(4, 0, BEGIN_US + round((NEWEST + 100) * PERIOD_US)))
    assert decoder.decode(old(100)) is None


def test_an_old_frame_whose_time_does_not_fit_its_index_is_refused(decoder: hsp.HspDecoder) -> None:
    decoder.decode(promise(60_000, 5))
    wrong = bytearray(frame(60_000))
    wrong[4:8] = (100_000_000).to_bytes(4, "little")
    with pytest.raises(ProtocolError, match="counter"):
        decoder.decode(packet(bytes(wrong), hsp.BACKFILL))
    assert samples(decoder, old(60_000)).index == 60_000


def echoed(decoder: hsp.HspDecoder, after_ns: int, payload: bytes = raw("sync-reply")) -> Echo | None:
    found = decoder.decode(packet(payload, hsp.TIME_SYNC, PING.t1 + after_ns))
    assert found is None or isinstance(found, Echo)
    return found


def test_an_answered_ping_gives_both_clocks_at_one_instant(decoder: hsp.HspDecoder) -> None:
    echo = echoed(decoder, 60_000_000)
    assert echo is not None
    hold_ns = 1000 * PING.hold_us
    assert echo.rtt_ns == 60_000_000 - hold_ns
    assert echo.device_ns == 1000 * PING.t2_us + hold_ns // 2
    assert echo.session_ns == PING.t1 + 30_000_000


@pytest.mark.parametrize("after_ns", [-1, 10_000_000_001, 1000 * PING.hold_us - 1])
def test_a_reply_from_another_time_is_no_echo(decoder: hsp.HspDecoder, after_ns: int) -> None:
    assert echoed(decoder, after_ns) is None


def test_a_reply_with_an_absurd_device_time_is_no_echo(decoder: hsp.HspDecoder) -> None:
    absurd = hsp.encode_sync_reply(hsp.SyncReply(1, PING.t1, 1 << 60, 10))
    assert echoed(decoder, 60_000_000, absurd) is None


def test_an_unknown_hold_is_refused(decoder: hsp.HspDecoder) -> None:
    unknown = hsp.encode_sync_reply(hsp.SyncReply(1, PING.t1, 5, hsp.HOLD_UNKNOWN))
    with pytest.raises(ProtocolError, match="value"):
        echoed(decoder, 60_000_000, unknown)


def test_echoes_wait_for_the_first_frame_of_a_boot(decoder: hsp.HspDecoder) -> None:
    decoder.decode(start_reply(1, 0, 20_000))
    assert echoed(decoder, 60_000_000) is None
