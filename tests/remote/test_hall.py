"""All clients of a trainer: when each seat is looked at."""

from dataclasses import replace

from imu_hinge.remote import topics
from imu_hinge.remote.hall import LOOK_S, Hall
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
