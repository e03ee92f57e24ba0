import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from imu_hinge.catalogue import exercise_ids
from imu_hinge.history.accesses import accesses
from imu_hinge.history.authors import authors
from imu_hinge.history.clients import changed_client, client, client_of
from imu_hinge.history.database import open_history, sqlite_url
from imu_hinge.history.deliveries import acked
from imu_hinge.history.inbox import of_session
from imu_hinge.model.events import SetStarted
from imu_hinge.remote import topics
from imu_hinge.remote.accounts import Account
from imu_hinge.remote.messages import Entry, Events, Status, encode
from imu_hinge.remote.pipe import connected
from imu_hinge.remote.watched import NO_SOUND
from imu_hinge.remote.watcher import NOT_ALLOWED, NOT_THERE, UNKNOWN, Watcher
from imu_hinge.view.wall import NOT_WATCHED, Presence, Seat
from tests.made import S, completed, set_ended
from tests.remote.broker import Broker, awaited, free_port
from tests.remote.watched import Trainer, Wearer, feed, until, word

STARTED = SetStarted(t_ns=5 * S, set_index=1, exercise="band_rdl", side=None)


@contextmanager
def watching(account: Account, folder: Path) -> Iterator[Watcher]:
    watcher = Watcher(account, sqlite_url(folder / "trainer.db"))
    watcher.begin()
    try:
        until(lambda: watcher.read().broker == "broker ok")
        yield watcher
    finally:
        watcher.stop()
        watcher.wait()
    assert not watcher.running and not watcher.leaving


@pytest.fixture
def anna(own_broker: Broker, tmp_path: Path) -> Iterator[Watcher]:
    with watching(own_broker.account("t-anna"), tmp_path) as watcher:
        yield watcher


@pytest.fixture
def wearer(own_broker: Broker, tmp_path: Path) -> Wearer:
    one = Wearer(tmp_path, own_broker.account(own_broker.clients[0]))
    one.consent()
    return one


def seat(watcher: Watcher, client: str) -> Seat | None:
    return next((one for one in watcher.read().seats if one.person.client == client), None)


def shows(watcher: Watcher, client: str, holds: Callable[[Seat], bool]) -> None:
    until(lambda: (found := seat(watcher, client)) is not None and holds(found))


def reps(one: Seat) -> int:
    return sum(done.counted + done.unsure for done in one.snapshot.all_sets) if one.snapshot else 0


def words(watcher: Watcher) -> list[str]:
    return [line.words for line in watcher.read().feed]


def test_a_session_is_seen_while_it_happens_and_by_watchers_that_begin_later(
    own_broker: Broker, tmp_path: Path, wearer: Wearer
) -> None:
    user = wearer.account.user
    with wearer.publishing() as publisher:
        with watching(own_broker.account("t-anna"), tmp_path) as first:
            feed(publisher, STARTED, completed(1), completed(2), t_ns=14 * S)
            shows(first, user, lambda one: reps(one) == 2 and one.presence is Presence.HERE)
        with watching(own_broker.account("t-anna"), tmp_path) as second:
            shows(second, user, lambda one: reps(one) == 2)
            feed(publisher, completed(3), set_ended(3), t_ns=60 * S)
            shows(second, user, lambda one: reps(one) == 3)
            found = seat(second, user)
            assert found and found.snapshot and found.snapshot.count == 3
            assert "set 1 ended: 3 reps" in words(second)
            publisher.close()
            shows(second, user, lambda one: one.presence is Presence.LEFT)
    with watching(own_broker.account("t-anna"), tmp_path) as third:
        shows(third, user, lambda one: reps(one) == 3 and one.presence is Presence.LEFT)


def test_what_a_trainer_asks_reaches_the_wearer_and_is_answered(wearer: Wearer, anna: Watcher) -> None:
    user = wearer.account.user
    assert anna.note(user, "more hips") == UNKNOWN
    with wearer.publishing() as publisher:
        feed(publisher, STARTED, completed(1), t_ns=10 * S)
        shows(anna, user, lambda one: reps(one) == 1)
        assert anna.note(user, "more\x1b[2J hips") == ""
        assert anna.ask_stop(user, "that is enough") == ""
        assert anna.propose(user, "band_hinge", "", 8) == ""
        until(lambda: {name for name, _ in wearer.said} == {"trainer_note", "trainer_stop", "trainer_exercise"})
        said = dict(wearer.said)
        assert '"by": "anna"' in said["trainer_note"] and "\\u001b" not in said["trainer_note"]
        word(publisher, "take_exercise")
        until(lambda: {"took the note", "took the request to stop", "took the exercise proposed"} <= set(words(anna)))
    until(lambda: (found := seat(anna, user)) is not None and found.presence is Presence.LEFT)
    assert anna.ask_stop(user, "") == NOT_THERE
    assert anna.note(user, "well done") == ""
    assert anna.listen(user) == NO_SOUND and anna.listen(None) == ""
    assert [one for one, _ in anna.exercises()] == list(exercise_ids())


def test_who_watches_is_noted_at_the_client_once_in_a_session(
    own_broker: Broker, tmp_path: Path, wearer: Wearer
) -> None:
    with wearer.publishing() as publisher:
        feed(publisher, STARTED)
        for _ in range(2):
            began_ns = time.time_ns()
            with watching(own_broker.account("t-anna"), tmp_path):
                until(partial(answered_since, wearer, began_ns))
    assert watchers(wearer) == ["anna"]
    wearer.session = uuid4()
    with watching(own_broker.account("t-anna"), tmp_path), wearer.publishing() as publisher:
        feed(publisher, STARTED)
        until(lambda: watchers(wearer) == ["anna", "anna"])


def answered_since(wearer: Wearer, began_ns: int) -> bool:
    with open_history(wearer.url) as history, history.reading() as db:
        said = acked(db, client(db, wearer.account.user))
    return "t-anna" in said and said["t-anna"].at_ns > began_ns


def watchers(wearer: Wearer) -> list[str]:
    with open_history(wearer.url) as history, history.reading() as db:
        names = {one.id: one.name for one in authors(db)}
        looks = accesses(db, client(db, wearer.account.user))
    assert {one.what for one in looks} <= {"watched"}
    return [names[one.author_id] for one in looks]


def test_a_note_waits_for_the_client_over_a_restart_of_the_trainer(
    own_broker: Broker, tmp_path: Path, wearer: Wearer
) -> None:
    user = wearer.account.user
    with watching(own_broker.account("t-anna"), tmp_path) as first:
        with wearer.publishing() as publisher:
            feed(publisher, STARTED)
            shows(first, user, lambda one: one.snapshot is not None)
        shows(first, user, lambda one: one.presence is Presence.LEFT)
        assert first.note(user, "well done") == ""
        until(lambda: "noted: well done" in words(first))
        time.sleep(0.3)  # kept with the next turn
    with watching(own_broker.account("t-anna"), tmp_path), wearer.publishing() as publisher:
        feed(publisher, STARTED)
        until(lambda: [name for name, _ in wearer.said] == ["trainer_note"])


def test_the_state_is_told_again_after_the_broker_was_away(own_broker: Broker, wearer: Wearer, anna: Watcher) -> None:
    user = wearer.account.user
    with wearer.publishing() as publisher:
        feed(publisher, STARTED, t_ns=6 * S)
        shows(anna, user, lambda one: one.snapshot is not None and one.snapshot.t_ns == 6 * S)
        own_broker.kill()
        until(lambda: anna.read().broker.startswith("no broker"))
        own_broker.start()
        feed(publisher, t_ns=60 * S)
        shows(anna, user, lambda one: one.snapshot is not None and one.snapshot.t_ns == 60 * S)


def test_consent_that_is_taken_back_removes_what_was_seen_at_once(wearer: Wearer, anna: Watcher) -> None:
    user = wearer.account.user
    with wearer.publishing() as publisher:
        feed(publisher, STARTED, completed(1), t_ns=10 * S)
        shows(anna, user, lambda one: reps(one) == 1)
        wearer.take_back()
        shows(anna, user, lambda one: one.snapshot is None and one.presence is Presence.UNWATCHED)
        assert NOT_WATCHED in words(anna)


def test_whoever_did_not_agree_to_be_asked_is_not_asked(own_broker: Broker, tmp_path: Path, anna: Watcher) -> None:
    wearer = Wearer(tmp_path, own_broker.account(own_broker.clients[1]), scopes=("live", "events"))
    wearer.consent()
    with wearer.publishing() as publisher:
        feed(publisher, STARTED)
        shows(anna, wearer.account.user, lambda one: one.snapshot is not None)
        assert anna.note(wearer.account.user, "more hips") == NOT_ALLOWED
    assert wearer.said == []


def test_while_nothing_can_be_kept_nothing_is_acknowledged_and_then_nothing_is_lost(
    wearer: Wearer, anna: Watcher, tmp_path: Path
) -> None:
    user, session = wearer.account.user, wearer.session.hex[:8]
    with wearer.publishing() as publisher:
        feed(publisher, STARTED)
        shows(anna, user, lambda one: one.snapshot is not None)
        with closing(sqlite3.connect(tmp_path / "trainer.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            feed(publisher, completed(1), completed(2), t_ns=14 * S)
            until(lambda: "nothing is kept" in anna.read().broker, 15.0)
            shows(anna, user, lambda one: one.snapshot is not None and one.snapshot.count == 2)  # live goes on
            assert reps(seat(anna, user)) == 0  # type: ignore[arg-type]
            other.execute("ROLLBACK")
        shows(anna, user, lambda one: reps(one) == 2)
        until(lambda: anna.read().broker == "broker ok")
    with open_history(sqlite_url(tmp_path / "trainer.db")) as history, history.reading() as db:
        kinds = [one.type for one in sorted(of_session(db, user, session), key=lambda one: one.seq)]
        assert kinds[:4] == ["SessionStarted", "SetStarted", "RepCompleted", "RepCompleted"]


def hostile(account: Account, *payloads: tuple[str, bytes]) -> None:
    async def send() -> None:
        async with connected(account) as pipe:
            for topic, payload in payloads:
                await pipe.publish(topic, payload, qos=1)

    awaited(send())


def test_what_nobody_can_read_is_dropped_and_told_and_the_others_are_seen_on(
    own_broker: Broker, wearer: Wearer, anna: Watcher
) -> None:
    bad = own_broker.account(own_broker.clients[2])
    status = Status(
        online=True, instance="i", since_ms=0, epoch="e", seq=1, from_seq=1, session="x", exercise="band_rdl"
    )
    wild = {"t_ns": 10**18, "rep": {"id": [[]], "set_index": {}}, "counted": "many"}
    entries = (Entry(seq=2**62, id="x", t_ms=0, session="x", type="RepCompleted", data=wild),)
    hostile(
        bad,
        (topics.status(bad.user), encode(status)),
        (topics.event(bad.user), encode(Events("e", entries))),
        (topics.event(bad.user), b'{"schema":"imu-hinge/events/1","client":"' + wearer.account.user.encode() + b'"}'),
        (topics.event(bad.user), b"[" * 50_000),
        (topics.event(bad.user), b"\xff\x00"),
    )
    shows(anna, bad.user, lambda one: "3 messages not readable" in one.remark)
    with wearer.publishing() as publisher:
        feed(publisher, STARTED, completed(1), t_ns=10 * S)
        shows(anna, wearer.account.user, lambda one: reps(one) == 1 and not one.remark)


def test_who_was_never_understood_has_a_card_that_says_so(own_broker: Broker, anna: Watcher) -> None:
    bad = own_broker.account(own_broker.clients[2])
    hostile(bad, (topics.event(bad.user), b"\xff"), (topics.status(bad.user), b"[]"))
    shows(anna, bad.user, lambda one: one.remark == "2 messages not readable" and one.presence is Presence.HERE)


def test_who_asks_to_be_erased_is(own_broker: Broker, anna: Watcher, tmp_path: Path) -> None:
    account = own_broker.account(own_broker.clients[3])
    status = Status(online=True, instance="i", since_ms=0, epoch="e", seq=2, from_seq=1)
    entries = (
        Entry(seq=1, id="a", t_ms=0, session="s", type="NoteAdded", data={"t_ns": 1, "text": "sore today"}),
        Entry(seq=2, id="b", t_ms=0, type="EraseRequest"),
    )
    hostile(
        account,
        (topics.status(account.user), encode(status)),
        (topics.event(account.user), encode(Events("e", entries))),
    )
    until(lambda: any("asks to be erased" in one for one in words(anna)))
    until(lambda: b"sore today" not in b"".join(path.read_bytes() for path in tmp_path.glob("trainer.db*")), 5.0)


def test_names_typed_at_the_trainers_station_never_travel(unlocked: Broker, tmp_path: Path) -> None:
    user = unlocked.clients[0]
    with open_history(sqlite_url(tmp_path / "trainer.db")) as history, history.writing() as db:
        changed_client(db, client_of(db, user, time.time_ns()), display_name="Anna Kowalska")
    wearer = Wearer(tmp_path, unlocked.account(user))
    wearer.consent()
    with Trainer(unlocked.account("t-bob"), user) as everything:
        everything.answers = False
        with watching(unlocked.account("t-anna"), tmp_path) as watcher, wearer.publishing() as publisher:
            feed(publisher, STARTED, completed(1), t_ns=10 * S)
            shows(watcher, user, lambda one: one.person.name == "Anna Kowalska" and reps(one) == 1)
            assert watcher.note(user, "more hips") == ""
            until(lambda: "took the note" in words(watcher))
    assert everything.bytes
    sent = b"".join(everything.bytes) + (unlocked.folder / "log").read_bytes()
    assert b"Kowalska" not in sent


def test_a_watching_that_broke_shows_nobody_as_being_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks() -> None:
        await asyncio.sleep(0.3)
        raise RuntimeError("of no kind that is known")

    account = Account(f"mqtt://127.0.0.1:{free_port()}", "t-anna", "secret")
    watcher, user = Watcher(account, sqlite_url(tmp_path / "trainer.db")), "c-7k3m9q2x"
    monkeypatch.setattr(watcher, "_stay_connected", breaks)
    status = Status(online=True, instance="i", since_ms=0, epoch="e", seq=0, from_seq=1)
    now_s = time.monotonic()
    watcher._hall.connected(now_s)
    watcher._hall.take(topics.status(user), encode(status), False, now_s, now_s)
    watcher.begin()
    shows(watcher, user, lambda one: one.presence is Presence.HERE)
    until(lambda: not watcher.running)
    assert [one.presence for one in watcher.read().seats] == [Presence.AWAY]
    assert watcher.read().broker.startswith("not watching any more: ")
    with pytest.raises(RuntimeError):
        watcher.wait()


@pytest.mark.parametrize("seconds", [0.1, 0.2, 0.3, 0.4])
def test_it_ends_though_something_is_kept_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    account = Account(f"mqtt://127.0.0.1:{free_port()}", "t-anna", "secret")
    watcher = Watcher(account, sqlite_url(tmp_path / "trainer.db"))

    async def keeps() -> None:
        while True:
            watcher._books.fresh.set()
            await asyncio.sleep(0)

    monkeypatch.setattr(watcher._books, "run", keeps)
    watcher.begin()
    time.sleep(seconds)
    watcher.stop()
    until(lambda: not watcher.running)
