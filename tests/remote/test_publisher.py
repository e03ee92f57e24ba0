"""A session published through a real broker."""

import json
import os
import signal
import time
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.history.database import History, open_history
from imu_hinge.model.errors import HistoryError
from imu_hinge.model.events import SetStarted, Step
from imu_hinge.model.inputs import Link, Placement, Tick
from imu_hinge.remote import publisher as publisher_module
from imu_hinge.remote.publisher import Publisher
from tests.made import S, completed, set_ended
from tests.remote.broker import Broker
from tests.remote.watched import NO_FRAMES, Trainer, Wearer, feed, until, word
from tests.tiers import shortened

STARTED = SetStarted(t_ns=5 * S, set_index=1, exercise="band_rdl", side=None)


def ready(publisher: Publisher) -> None:
    """Connected, with a session that has begun."""
    feed(publisher)
    until(lambda: "watched by" in publisher.watched.words)


def test_what_happens_in_a_session_is_with_the_trainer(broker: Broker, tmp_path: Path) -> None:
    user = broker.clients[0]
    wearer = Wearer(tmp_path, broker.account(user))
    wearer.consent()
    with Trainer(broker.account("t-anna"), user) as anna, Trainer(broker.account("t-bob"), user) as bob:
        with wearer.publishing() as publisher:
            publisher.receive(Link(0, Placement.SACRUM, "streaming", battery_pct=87), Step(NO_FRAMES))
            feed(publisher, STARTED, t_ns=5 * S)
            for number in (1, 2, 3):
                feed(publisher, completed(number), t_ns=10 * number * S)
            until(lambda: any(live.rep == 3 and live.state == "set" for live in anna.lives))
            feed(publisher, set_ended(3), t_ns=60 * S)
            until(lambda: "SetEnded" in anna.types() and "SetEnded" in bob.types())
            until(lambda: publisher.watched.by == "anna, bob")
            assert publisher.watched.words == "watched by anna, bob"
        until(lambda: anna.statuses[-1] and not anna.statuses[-1].online)
        until(lambda: "SessionEnded" in bob.types())
        assert anna.types() == ["SessionStarted", "SetStarted", *["RepCompleted"] * 3, "SetEnded", "SessionEnded"]
        assert anna.entries == bob.entries
        first, last = anna.statuses[0], anna.statuses[-1]
        assert first and first.online and first.session == wearer.session.hex[:8]
        assert last and last.reason == "left"
        assert any(status and "sacrum" in status.sensors for status in anna.statuses)
        assert wearer.told[-1] == "watched by anna, bob"


def test_a_name_and_a_note_that_are_not_in_scope_leave_in_no_byte(broker: Broker, tmp_path: Path) -> None:
    user = broker.clients[1]
    wearer = Wearer(tmp_path, broker.account(user), scopes=("live", "events"))
    wearer.consent()
    with Trainer(broker.account("t-anna"), user) as anna:
        with wearer.publishing() as publisher:
            ready(publisher)
            word(publisher, "note", "Marjolein's knee")
            word(publisher, "pain", "7", t_ns=2 * S)
            feed(publisher, STARTED, completed(1, lumbar_flexion_peak_deg=77.7), set_ended(1, reason="pain"))
            until(lambda: "SetEnded" in anna.types())
            until(lambda: anna.lives)
        until(lambda: "SessionEnded" in anna.types())
        everything = b"".join(anna.bytes)
        assert b"Marjolein" not in everything and b"77.7" not in everything
        assert b"PainReported" not in everything and b'"reason":"pain"' not in everything
        assert {live.pain for live in anna.lives} == {None}
        assert [entry.data["rep"]["lumbar_flexion_peak_deg"] for entry in anna.of("RepCompleted")] == [None]


def test_with_those_scopes_note_and_pain_are_told_once(broker: Broker, tmp_path: Path) -> None:
    user = broker.clients[2]
    wearer = Wearer(tmp_path, broker.account(user))
    wearer.consent()
    with Trainer(broker.account("t-anna"), user) as anna:
        with wearer.publishing() as publisher:
            ready(publisher)
            word(publisher, "note", "pad slips")
            word(publisher, "pain", "4", t_ns=2 * S)
            word(publisher, "stance", t_ns=3 * S)
            until(lambda: "PainReported" in anna.types())
        until(lambda: "SessionEnded" in anna.types())
        assert [entry.data["text"] for entry in anna.of("NoteAdded")] == ["pad slips"]
        assert [(one.data["score"], one.data["moment"]) for one in anna.of("PainReported")] == [(4, "before")]


def test_a_withdrawn_consent_ends_it_at_once_and_the_broker_forgets(broker: Broker, tmp_path: Path) -> None:
    user = broker.clients[3]
    wearer = Wearer(tmp_path, broker.account(user))
    wearer.consent()
    with Trainer(broker.account("t-anna"), user) as anna:
        with wearer.publishing() as publisher:
            ready(publisher)
            until(lambda: anna.held)
            wearer.take_back()
            until(lambda: None in anna.statuses, within_s=3.0)
            before = len(anna.bytes)
            feed(publisher, STARTED)
            until(lambda: publisher.watched.words == "not watched: the consent was taken back or changed")
        [*_, told, nothing] = anna.statuses
        assert told and told.reason == "consent_withdrawn" and nothing is None
        assert len(anna.bytes) == before and anna.types() == ["SessionStarted"]
    with Trainer(broker.account("t-bob"), user) as bob:
        time.sleep(0.3)
        assert bob.bytes == [], "nothing is kept there"


def test_a_consent_withdrawn_while_the_broker_was_away_is_told_when_it_is_back(
    own_broker: Broker, tmp_path: Path
) -> None:
    user = own_broker.clients[0]
    wearer = Wearer(tmp_path, own_broker.account(user))
    wearer.consent()
    with wearer.publishing() as publisher:
        ready(publisher)
        own_broker.stop()
        until(lambda: publisher.watched.by == "")
        wearer.take_back()
        time.sleep(1.5)
        feed(publisher, STARTED)
        own_broker.start()
        with Trainer(own_broker.account("t-bob"), user) as bob:
            over = "not watched: the consent was taken back or changed"
            until(lambda: None in bob.statuses or wearer.told[-1] == over, 20.0)  # whoever of them was back first
            assert not bob.entries
    with Trainer(own_broker.account("t-anna"), user) as anna:
        time.sleep(0.3)
        assert anna.bytes == []


def test_without_a_consent_that_names_the_trainers_no_connection_is_made(broker: Broker, tmp_path: Path) -> None:
    user = broker.clients[3]
    wearer = Wearer(tmp_path, broker.account(user))
    wearer.consent(trainers=["t-anna"])
    logins = broker.log().count(user)
    with wearer.publishing() as publisher:
        feed(publisher)
        until(lambda: wearer.told)
    assert wearer.told == ["not watched: the consent was taken back or changed"]
    assert broker.log().count(user) == logins


def test_the_wearer_stops_it_for_this_session(broker: Broker, tmp_path: Path) -> None:
    user = broker.clients[4]
    wearer = Wearer(tmp_path, broker.account(user))
    wearer.consent()
    with Trainer(broker.account("t-anna"), user) as anna:
        with wearer.publishing() as publisher:
            ready(publisher)
            until(lambda: anna.held)
            word(publisher, "unwatched")
            until(lambda: publisher.watched.by == "")
            feed(publisher, STARTED)
            until(lambda: anna.statuses[-1] and anna.statuses[-1].reason == "unwatched")
            assert anna.statuses[-1] and anna.statuses[-1].session is None and not anna.statuses[-1].sensors
        assert wearer.told[-1] == "not watched in this session any more"
    with Trainer(broker.account("t-anna"), user) as anna:
        with replace(wearer).publishing() as publisher:
            ready(publisher)
            until(lambda: anna.held == 2)
        assert "SetStarted" not in anna.types(), "also later nothing of it is told"


def test_orders_become_commands_once_and_are_answered(broker: Broker, tmp_path: Path) -> None:
    user = broker.clients[5]
    wearer = Wearer(tmp_path, broker.account(user))
    wearer.consent()
    with Trainer(broker.account("t-anna"), user) as anna:
        with wearer.publishing() as publisher:
            ready(publisher)
            note = anna.order("note", text="knees\x1b[31m soft")
            anna.order("note", note, text="knees\x1b[31m soft")
            stop = anna.order("stop", reason="come here")
            row = anna.order("exercise", exercise="rdl_row", side="left", set_reps=8)
            other = anna.order("exercise", exercise="band_hinge", side="", set_reps=None)
            unknown = anna.order("exercise", exercise="nothing", side="", set_reps=None)
            until(lambda: len(wearer.said) == 4)
            word(publisher, "take_exercise", t_ns=2 * S)
            until(lambda: len(anna.of("CommandAnswered")) == 5)
        answers = {one.data["command"]: (one.data["result"], one.data["reason"]) for one in anna.of("CommandAnswered")}
    assert answers == {
        note: ("accepted", ""),
        stop: ("accepted", ""),
        row: ("refused", "another one was proposed"),
        other: ("accepted", ""),
        unknown: ("refused", "no such exercise here"),
    }
    said = [(name, json.loads(argument)) for name, argument in wearer.said]
    assert said[:3] == [
        ("trainer_note", {"by": "anna", "text": "knees [31m soft"}),
        ("trainer_stop", {"by": "anna", "reason": "come here"}),
        ("trainer_exercise", {"by": "anna", "exercise": "rdl_row", "side": "left", "set_reps": 8}),
    ]


def test_what_the_consent_does_not_allow_is_refused(broker: Broker, tmp_path: Path) -> None:
    user = broker.clients[6]
    wearer = Wearer(tmp_path, broker.account(user), scopes=("live", "events"))
    wearer.consent()
    with Trainer(broker.account("t-anna"), user) as anna, wearer.publishing() as publisher:
        ready(publisher)
        anna.order("stop", reason="come here")
        until(lambda: anna.of("CommandAnswered"))
        assert anna.of("CommandAnswered")[0].data["result"] == "refused"
        assert wearer.said == []


def test_what_was_said_while_the_broker_was_away_comes_later(own_broker: Broker, tmp_path: Path) -> None:
    user = own_broker.clients[0]
    wearer = Wearer(tmp_path, own_broker.account(user))
    wearer.consent()
    with wearer.publishing() as publisher:
        with Trainer(own_broker.account("t-anna"), user) as before:
            feed(publisher)
            until(lambda: publisher.watched.by == "anna" and before.held == 1)
        own_broker.kill()
        until(lambda: publisher.watched.by == "")
        feed(publisher, STARTED, *(completed(number) for number in range(1, 11)))
        until(lambda: publisher.watched.words.endswith("; 11 not yet with anna"))
        assert publisher.watched.words.startswith("not watched: ") and "bob" not in publisher.watched.words
    assert wearer.told[-1] == "12 events are not yet with anna; they go out with the next session"
    own_broker.start()
    with Trainer(own_broker.account("t-anna"), user) as anna, Trainer(own_broker.account("t-bob"), user):
        with replace(wearer).publishing() as publisher:
            feed(publisher)
            until(lambda: len(anna.of("RepCompleted")) == 10 and anna.held == len(anna.entries))
        until(lambda: anna.types().count("SessionEnded") == 2)


@pytest.mark.parametrize("seconds", shortened([0.3, 6.0]))
def test_a_killed_broker_costs_no_event_and_none_is_there_twice(
    own_broker: Broker, tmp_path: Path, seconds: float
) -> None:
    user = own_broker.clients[1]
    wearer = Wearer(tmp_path, replace(own_broker.account(user), trainers=("t-anna",)))
    wearer.consent()
    with wearer.publishing() as publisher:
        with Trainer(own_broker.account("t-anna"), user) as anna:
            ready(publisher)
            feed(publisher, *(completed(number) for number in range(1, 6)))
            until(lambda: anna.of("RepCompleted"))
        own_broker.kill()
        feed(publisher, *(completed(number) for number in range(6, 11)))
        until(lambda: publisher.watched.by == "")
        time.sleep(seconds)
        own_broker.start()
        with Trainer(own_broker.account("t-anna"), user) as again:
            again.entries = anna.entries
            until(lambda: len(again.of("RepCompleted")) == 10, within_s=15.0)
            assert [one.data["rep"]["id"] for one in again.of("RepCompleted")] == list(range(1, 11))


def test_a_session_that_ends_while_the_broker_hangs_is_not_there_for_ever(own_broker: Broker, tmp_path: Path) -> None:
    user = own_broker.clients[1]
    wearer = Wearer(tmp_path, own_broker.account(user))
    wearer.consent()
    with wearer.publishing() as publisher:
        ready(publisher)
        os.kill(own_broker.pid, signal.SIGSTOP)
        feed(publisher, STARTED)
        time.sleep(0.3)
    os.kill(own_broker.pid, signal.SIGCONT)
    with Trainer(own_broker.account("t-anna"), user) as anna:
        until(lambda: anna.statuses and anna.statuses[-1] and not anna.statuses[-1].online)


def test_a_history_that_another_program_holds_at_the_beginning_costs_nothing(
    broker: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = broker.clients[7]
    wearer = Wearer(tmp_path, broker.account(user))
    wearer.consent()
    monkeypatch.setattr(publisher_module, "AGAIN_S", 0.1)
    tries: list[str | None] = []

    def held(url: str | None) -> AbstractContextManager[History]:
        tries.append(url)
        if len(tries) < 3:
            raise HistoryError("history", "is in use", "close the other program")
        return open_history(url)

    monkeypatch.setattr(publisher_module, "open_history", held)
    with Trainer(broker.account("t-anna"), user) as anna:
        with wearer.publishing() as publisher:
            feed(publisher, STARTED, completed(1))
            until(lambda: anna.of("RepCompleted"))
        assert anna.types()[:3] == ["SessionStarted", "SetStarted", "RepCompleted"]
    assert wearer.told[0] == "not watched: history: is in use; close the other program; trying again"


def test_the_last_that_is_said_goes_out_before_the_end(broker: Broker, tmp_path: Path) -> None:
    user = broker.clients[7]
    wearer = Wearer(tmp_path, replace(broker.account(user), trainers=("t-anna",)))
    wearer.consent()
    with Trainer(broker.account("t-anna"), user) as anna:
        with wearer.publishing() as publisher:
            ready(publisher)
            until(lambda: anna.held)
            feed(publisher, STARTED, completed(1))
        until(lambda: anna.statuses[-1] and not anna.statuses[-1].online)
        assert anna.types()[-3:] == ["SetStarted", "RepCompleted", "SessionEnded"]


def test_one_who_tells_no_state_notices_a_lost_connection_too(own_broker: Broker, tmp_path: Path) -> None:
    wearer = Wearer(tmp_path, own_broker.account(own_broker.clients[0]), scopes=("events",))
    wearer.consent()
    with wearer.publishing() as publisher:
        ready(publisher)
        own_broker.kill()
        until(lambda: publisher.watched.words.startswith("not watched: "))


def test_a_wrong_password_is_not_tried_again_soon(own_broker: Broker, tmp_path: Path) -> None:
    user = own_broker.clients[2]
    wearer = Wearer(tmp_path, replace(own_broker.account(user), secret="wrong"))
    wearer.consent()
    with wearer.publishing() as publisher:
        feed(publisher)
        until(lambda: wearer.told)
        assert "ask for a new account file" in wearer.told[0]
        tries = own_broker.log().count("not authorised")
        time.sleep(2.0)
        assert own_broker.log().count("not authorised") == tries
        assert "wrong" not in publisher.watched.words + "".join(wearer.told)


def test_two_machines_with_one_account_do_not_throw_each_other_out(own_broker: Broker, tmp_path: Path) -> None:
    user = own_broker.clients[3]
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    old, new = (Wearer(folder, own_broker.account(user)) for folder in folders)
    old.consent()
    new.consent()
    with old.publishing() as first:
        ready(first)
        with new.publishing() as second:
            ready(second)
            until(lambda: first.watched.words.startswith("not watched: another machine uses this account"), 15.0)
            connected = "to be watched by anna, bob; nobody is there yet"
            until(lambda: second.watched.words == connected)
            time.sleep(1.0)
            assert second.watched.words == connected


@pytest.mark.parametrize("away", [True, False])
def test_a_dead_broker_costs_the_session_no_time(own_broker: Broker, tmp_path: Path, away: bool) -> None:
    """The engine's own thread does no more for a broker that is gone than for one that answers."""
    wearer = Wearer(tmp_path, own_broker.account(own_broker.clients[0]))
    wearer.consent()
    if away:
        own_broker.kill()
    steps = [(Tick(number * S // 100), Step(NO_FRAMES, (completed(number + 1),))) for number in range(500)]
    with wearer.publishing() as publisher:
        feed(publisher)
        began_s = time.thread_time()
        for item, step in steps:
            publisher.receive(item, step)
        used_s = time.thread_time() - began_s
    assert used_s < 0.05, "processor time of this thread alone: 0.1 ms for each event at the most"
