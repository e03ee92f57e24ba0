from dataclasses import replace

from imu_hinge.remote.messages import Live, Message, Status, encode
from imu_hinge.remote.sieve import (
    BURST_BYTES,
    BURST_MESSAGES,
    BYTES_PER_S,
    MESSAGE_BYTES,
    MESSAGES_PER_S,
    NEWER,
    TOLD_S,
    Sieve,
)
from imu_hinge.remote.topics import Kind

LIVE = Live(n=5, t_ms=0, session="5e551011", state="set", exercise="band_rdl")
STATUS = Status(online=True, instance="i1", since_ms=0, epoch="e", seq=0, from_seq=1)


def take(sieve: Sieve, kind: Kind, payload: bytes, now_s: float) -> Message | None:
    return sieve.read(kind, payload, now_s) if sieve.admits(payload, now_s) else None


def test_live_messages_are_taken_once_and_in_their_order() -> None:
    sieve = Sieve()
    taken = [take(sieve, Kind.LIVE, encode(replace(LIVE, n=n)), 0.0) for n in (5, 7, 6, 7, 8)]
    assert [one is not None for one in taken] == [True, True, False, False, True]
    assert sieve.dropped == 0


def test_another_process_and_another_session_count_from_the_beginning() -> None:
    sieve = Sieve()
    assert take(sieve, Kind.LIVE, encode(LIVE), 0.0)
    assert take(sieve, Kind.LIVE, encode(replace(LIVE, n=1, session="5e551012")), 0.0)
    assert not take(sieve, Kind.LIVE, encode(replace(LIVE, n=1, session="5e551012")), 0.0)
    assert take(sieve, Kind.STATUS, encode(STATUS), 0.0)
    assert take(sieve, Kind.LIVE, encode(replace(LIVE, n=1, session="5e551012")), 0.0)


def test_what_cannot_be_read_is_counted_and_told_for_a_while() -> None:
    sieve = Sieve()
    hostile = [b"", b"\xff", b"[" * 60_000, b'{"schema":"imu-hinge/live/1","n":NaN}', b"{}", encode(STATUS)]
    assert [take(sieve, Kind.LIVE, payload, 1.0) for payload in hostile] == [None] * len(hostile)
    assert sieve.dropped == len(hostile)
    assert sieve.remark(2.0) == "6 messages not readable"
    assert sieve.remark(2.0 + TOLD_S) == ""


def test_a_client_of_a_later_version_is_told_as_such() -> None:
    sieve = Sieve()
    assert take(sieve, Kind.LIVE, encode(LIVE).replace(b"live/1", b"live/2"), 1.0) is None
    assert sieve.remark(1.0) == NEWER


def test_a_flood_is_not_even_read_and_ends_by_itself() -> None:
    sieve, payload = Sieve(), b"x" * 65_000
    for _ in range(100):
        take(sieve, Kind.EVENT, payload, 1.0)
    read = BURST_BYTES // (len(payload) + MESSAGE_BYTES)
    assert sieve.remark(1.0) == f"{100 - read} messages too many, not read"
    refill_s = 2 * (len(payload) + MESSAGE_BYTES) / BYTES_PER_S
    assert take(sieve, Kind.STATUS, encode(STATUS), 1.0 + refill_s) == STATUS


def test_small_messages_are_counted_by_their_number() -> None:
    sieve = Sieve()
    taken = [take(sieve, Kind.LIVE, encode(replace(LIVE, n=n)), 1.0 + n / 4_000) for n in range(4_000)]
    read = sum(one is not None for one in taken)
    assert BURST_MESSAGES <= read <= BURST_MESSAGES + MESSAGES_PER_S
    assert sieve.remark(2.0) == f"{4_000 - read} messages too many, not read"
    for n in range(10 * MESSAGES_PER_S):
        take(sieve, Kind.LIVE, encode(replace(LIVE, n=4_000 + n)), 3.0 + n / MESSAGES_PER_S)
    assert sieve.dropped == 4_000 - read
