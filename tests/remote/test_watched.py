"""One client as its trainer sees it, message by message; what is kept is told to it by hand."""

from dataclasses import replace

from imu_hinge.history.inbox import Arrived, Taken
from imu_hinge.model.events import Event, SetStarted
from imu_hinge.recording import event_to_json
from imu_hinge.remote.messages import Entry, Events, Live, Message, Status, encode
from imu_hinge.remote.topics import Kind
from imu_hinge.remote.watched import AT_ONCE, Pace, Watched
from imu_hinge.view.cards import Need, card_of
from imu_hinge.view.snapshot import Stage
from imu_hinge.view.wall import Presence
from tests.made import completed, set_ended

SESSION = "5e551011"
STATUS = Status(
    online=True,
    instance="i",
    since_ms=0,
    epoch="e",
    seq=0,
    from_seq=1,
    session=SESSION,
    exercise="band_rdl",
    scopes=("live", "events"),
)
STARTED = SetStarted(t_ns=1, set_index=1, exercise="band_rdl", side=None)
LIVE = Live(n=1, t_ms=1_000, session=SESSION, state="set", exercise="band_rdl", lumbar_flexion_deg=3.0)
_KINDS = {Status: Kind.STATUS, Events: Kind.EVENT}


def take(client: Watched, message: Message, now_s: float = 1.0, *, retained: bool = False) -> None:
    kind = _KINDS[type(message)]
    client.take(kind, encode(message), now_s, now_s, retained=retained)


def there() -> Watched:
    client = Watched("c-7k3m9q2x", "t-anna", 0.0)
    take(client, STATUS)
    return client


def entry(seq: int, event: Event) -> Entry:
    values = event_to_json(event)
    return Entry(seq=seq, id=f"e{seq}", t_ms=seq, session=SESSION, type=values.pop("type"), data=values)


def keep(client: Watched, shelf: dict[int, Arrived], *entries: Entry) -> None:
    """All of them at once; a session that is asked for is read."""
    take(client, Events("e", entries))
    batch = client.incoming.batch()
    assert batch is not None
    shelf |= {row.seq: row for row in batch.rows}
    held = next(seq for seq in range(1, 100) if seq not in shelf) - 1
    client.kept(batch, Taken(new=batch.rows, same=(), doubled=0, conflicts=(), held=held))
    if client.wanted is not None:
        session, client.wanted = client.wanted, None
        client.rebuilt(session, [shelf[seq] for seq in sorted(shelf)])


def test_a_hole_that_is_filled_later_leaves_the_session_where_it_is() -> None:
    client, shelf, second = there(), dict[int, Arrived](), replace(STARTED, t_ns=9, set_index=2)
    keep(client, shelf, entry(1, STARTED), entry(2, completed(1)))
    keep(client, shelf, entry(4, second), entry(5, completed(1, set_index=2)))
    keep(client, shelf, entry(3, set_ended(1)))
    seen = client.seat(1.0, None).snapshot
    assert seen is not None
    assert seen.stage is Stage.SET


def test_who_left_before_the_trainer_looked_is_gone_at_once() -> None:
    client = Watched("c-7k3m9q2x", "t-anna", 0.0)
    take(client, replace(STATUS, online=False, reason="lost"), retained=True)
    assert client.seat(1.0, None).presence is Presence.AWAY


def test_an_answer_to_another_trainer_is_none_to_this_one() -> None:
    client = there()
    client.asking.add("o1", "note", {}, 1.0)
    data = {"command": "o1", "kind": "note", "trainer": "t-bob", "result": "accepted", "reason": ""}
    take(client, Events("e", (Entry(seq=1, id="a", t_ms=0, type="CommandAnswered", data=data),)))
    batch = client.incoming.batch()
    assert batch is not None
    assert client.answers(batch) == []
    client.kept(batch, Taken(new=batch.rows, same=(), doubled=0, conflicts=(), held=1))
    assert "o1" in client.asking
    assert client.sentences(1.0) == []


def test_a_client_that_comes_back_is_asked_again_at_once() -> None:
    client = there()
    client.asking.add("o1", "note", {}, 1.0)
    client.asking.due(1.0)
    assert client.asking.due(2.0) == []
    take(client, replace(STATUS, instance="i2"), 3.0)
    assert [one.id for one in client.asking.due(3.0)] == ["o1"]


def test_what_other_programs_kept_is_asked_for_when_the_connection_is_back() -> None:
    client = there()
    assert client.incoming.batch() is not None
    assert client.incoming.batch() is None
    client.reconnected(2.0)
    assert client.incoming.batch() is not None


def test_many_clients_have_few_rows_of_the_trace_and_the_newest_angles_all_the_same() -> None:
    client, phases = there(), ("standing", "hinging", "bottom", "driving")
    for n in range(50):
        t_ns, phase = n * 200_000_000, phases[n % len(phases)]
        live = replace(LIVE, n=n, t_ns=t_ns, phase=phase, pelvis_tilt_deg=float(n))
        client.take(Kind.LIVE, encode(live), 1.0 + n / 5, 1.0, pace=Pace(0.0, 2.0))
    seen = client.seat(12.0, None).snapshot
    assert seen is not None
    assert (len(seen.trace), seen.angles.pelvis_deg) == (5, 49.0)


AFAR = Pace(1.0, float("inf"))
STREAMING = {"sacrum": "streaming", "thoracic": "streaming"}


def live(client: Watched, n: int, pace: Pace = AFAR, **changes: object) -> None:
    """The n-th message, 0.2 s after the one before."""
    t_ns = n * 200_000_000
    message = replace(LIVE, n=n, t_ns=t_ns, **{"sensors": STREAMING, **changes})  # type: ignore[arg-type]
    client.take(Kind.LIVE, encode(message), n / 5, n / 5, pace=pace)


def test_of_a_client_whom_nobody_sees_the_newest_message_is_read_once_a_second() -> None:
    client, read = there(), []
    for n in range(1, 21):
        live(client, n, lumbar_flexion_deg=float(n))
        seen = client.seat(n / 5, None).snapshot
        assert seen is not None
        read.append(seen.angles.lumbar_deg)
    assert read == [1.0] * 5 + [6.0] * 5 + [11.0] * 5 + [16.0] * 5
    client.catch_up(4.0, AT_ONCE)
    newest = client.seat(4.0, None).snapshot
    assert newest is not None and newest.angles.lumbar_deg == 20.0, "somebody looks: nothing more need come"


def test_what_waits_to_be_read_counts_as_heard() -> None:
    client = there()
    for n in range(1, 6):
        live(client, n, Pace(60.0, float("inf")))
    assert client.seat(2.9, None).presence is Presence.HERE
    assert client.seat(3.1, None).presence is Presence.SILENT


def test_who_leaves_is_gone_whatever_was_not_read_yet() -> None:
    client = there()
    for n in range(1, 4):
        live(client, n)
    take(client, replace(STATUS, online=False, reason="left"), 0.7)
    client.catch_up(9.0, AT_ONCE)
    assert client.seat(9.0, None).presence is Presence.LEFT


def test_sensors_of_a_client_whom_nobody_sees_are_not_taken_for_silent_when_an_event_comes() -> None:
    client, shelf = there(), dict[int, Arrived]()
    live(client, 1)
    keep(client, shelf, entry(1, STARTED))
    for n in range(2, 9):
        live(client, n)
    done = completed(1)
    keep(client, shelf, entry(2, replace(done, t_ns=1_650_000_000)))
    assert card_of(client.seat(1.65, None)).need is Need.WORKING


def test_a_sensor_that_gives_no_data_is_told_of_whoever_looks() -> None:
    client, shelf = there(), dict[int, Arrived]()
    keep(client, shelf, entry(1, STARTED))
    for n in range(1, 20):
        live(client, n)
    for n in range(20, 41):
        live(client, n, sensors={**STREAMING, "thoracic": "silent"})
    assert card_of(client.seat(8.0, None)).words == "THORACIC LOST 4 s, count paused"
