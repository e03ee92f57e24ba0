"""All clients of a trainer: when each seat is looked at."""

from dataclasses import replace

import pytest

from imu_hinge.history.inbox import Batch, Taken
from imu_hinge.remote import topics
from imu_hinge.remote.hall import FEW, LOOK_S, SHOWN_S, Hall
from imu_hinge.remote.messages import Live, Status, encode
from imu_hinge.view.wall import Presence, Seat

ANNA, BOB = "c-7k3m9q2x", "c-2b4d6f8h"
LIVE = Live(n=1, t_ms=0, t_ns=1, session="5e551011", state="set", exercise="band_rdl", set=1, rep=4)


def heard(hall: Hall, client: str, n: int, now_s: float) -> None:
    hall.take(topics.live(client), encode(replace(LIVE, n=n, t_ns=n)), False, now_s, now_s)


def seats(hall: Hall, now_s: float) -> tuple[Seat, ...]:
    return hall.wall(now_s, now_s, "").seats


def test_only_the_seat_of_whom_something_was_heard_is_made_anew() -> None:
    hall = Hall("t-anna", 0.0)
    hall.connected(0.0)
    for client in (ANNA, BOB):
        heard(hall, client, 1, 0.0)
    anna, bob = seats(hall, 0.0)
    heard(hall, ANNA, 2, 0.2)
    newer, same = seats(hall, 0.2)
    assert same is bob and newer is not anna
    assert newer.snapshot is not None and newer.snapshot.t_ns == 2


def test_a_silent_client_is_looked_at_again_though_others_speak() -> None:
    hall = Hall("t-anna", 0.0)
    hall.connected(0.0)
    for client in (ANNA, BOB):
        heard(hall, client, 1, 0.0)
    presences = []
    for step in range(1, 8):
        now_s = step * LOOK_S
        heard(hall, ANNA, step + 1, now_s)
        presences.append([one.presence for one in seats(hall, now_s)])
    assert {anna for anna, _ in presences} == {Presence.HERE}
    assert [bob for _, bob in presences] == [Presence.HERE] * 3 + [Presence.SILENT] * 4


def test_a_connection_that_is_back_is_told_to_every_client() -> None:
    hall = Hall("t-anna", 0.0)
    hall.connected(0.0)
    status = Status(online=True, instance="i", since_ms=0, epoch="e", seq=0, from_seq=1)
    hall.take(topics.status(ANNA), encode(status), False, 0.0, 0.0)
    assert len(hall.batches()) == 1 and hall.batches() == []
    hall.lost(1.0)
    hall.lost(4.0)
    assert hall.down_s == 1.0, "since when it is gone, not when it was tried last"
    hall.connected(5.0)
    assert hall.down_s is None and len(hall.batches()) == 1


MANY = [f"c-7k3m9q{n // 10}{n % 10}" for n in range(FEW + 5)]


def angles(hall: Hall, now_s: float) -> list[int]:
    """The newest message of each that is shown, by its time."""
    return [seat.snapshot.t_ns for seat in seats(hall, now_s) if seat.snapshot is not None]


def test_of_many_those_on_a_screen_are_read_as_they_come_and_the_others_within_a_second() -> None:
    hall = Hall("t-anna", 0.0)
    hall.connected(0.0)
    for client in MANY:
        heard(hall, client, 1, 0.0)
    assert angles(hall, 0.0) == [1] * len(MANY)
    hall.look_at(MANY[:2], 0.0)
    for n in range(2, 5):
        for client in MANY:
            heard(hall, client, n, n * 0.2)
    assert angles(hall, 0.8) == [4, 4, *[1] * (len(MANY) - 2)]
    hall.look_at([MANY[5], "c-nobody0"], 0.8)
    assert angles(hall, 0.81)[5] == 4, "what waited is read when somebody looks"
    assert angles(hall, 1.1) == [4] * len(MANY)


def test_of_few_everybody_is_read_as_they_come() -> None:
    hall = Hall("t-anna", 0.0)
    hall.connected(0.0)
    for n in range(1, 5):
        for client in MANY[:FEW]:
            heard(hall, client, n, n * 0.2)
    assert angles(hall, 0.8) == [4] * FEW


def test_whoever_was_on_a_screen_is_not_any_more_after_a_while() -> None:
    hall = Hall("t-anna", 0.0)
    hall.connected(0.0)
    for client in MANY:
        heard(hall, client, 1, 0.0)
    hall.look_at(MANY[:1], 0.0)
    angles(hall, 0.0)
    for n in range(1, 4):
        heard(hall, MANY[0], n + 1, SHOWN_S + n * 0.2)
    assert angles(hall, SHOWN_S + 0.6)[0] == 2


def test_an_opened_client_among_many_has_a_trace_of_every_message() -> None:
    hall = Hall("t-anna", 0.0)
    hall.connected(0.0)
    for client in MANY:
        heard(hall, client, 1, 0.0)
    for n in range(2, 22):
        now_s = n * 0.2
        hall.look_at(MANY[:1], now_s)
        seats(hall, now_s)
        for client in MANY[:2]:
            live = replace(LIVE, n=n, t_ns=n * 200_000_000, lumbar_flexion_deg=3.0)
            hall.take(topics.live(client), encode(live), False, now_s, now_s)
    opened, other = (seat.snapshot for seat in seats(hall, 4.3)[:2])
    assert opened is not None and other is not None
    assert (len(opened.trace), len(other.trace)) == (21, 1)


def test_what_is_kept_of_one_client_and_cannot_be_shown_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = Hall("t-anna", 0.0)
    heard(hall, ANNA, 1, 0.0)
    monkeypatch.setattr(hall.clients[ANNA], "kept", lambda batch, taken: [][1])
    for _ in range(2):
        hall.kept(Batch(ANNA, "e", 1, ()), Taken(new=(), same=(), doubled=0, conflicts=(), held=0), 9.0)
    (line,) = hall.wall(1.0, 9.0, "").feed
    assert (line.client, line.words.startswith("a message could not be used: ")) == (ANNA, True)
