"""What a client sends, against a trainer of the fewest rules: store, acknowledge without a hole, say hello."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.history.consents import SCOPES
from imu_hinge.history.outbox import Posted
from imu_hinge.remote import topics
from imu_hinge.remote.messages import Entry, Events, Live, Order, Sensor, Status, decode, encode
from imu_hinge.remote.outgoing import Asked, Displaced, Outgoing, Place, Sending, Session, Told, fitting
from imu_hinge.remote.scopes import allowed, live_allowed, status_allowed
from imu_hinge.remote.topics import Kind
from imu_hinge.remote.window import ABSENT_S, AGAIN_MOST_S, MOST_AHEAD, Heard, Range, Window
from tests.made import S

PLACE = Place(
    client="c-1", instance="i-1", epoch="e-1", from_seq=1, trainers=frozenset({"t-anna", "t-bob"}), scopes=SCOPES
)
LIVE = Live(n=0, t_ms=0, session="s", state="set", exercise="band_rdl", lumbar_flexion_deg=9.3, pain=3)
DAY = round(ABSENT_S * S)


@dataclass
class Outbox:
    posted: list[Posted] = field(default_factory=list)

    def post(self, count: int) -> int:
        for _ in range(count):
            seq = len(self.posted) + 1
            self.posted.append(
                Posted(seq=seq, id=f"id-{seq}", session_id=None, consent_id=None, at_ns=seq, type="X", body={"n": seq})
            )
        return len(self.posted)

    def after(self, seq: int, most: int) -> Sequence[Posted]:
        return self.posted[seq : seq + most]


def window(last: int = 0, from_seq: int = 1, **heard: int) -> Window:
    return Window({f"t-{name}": Heard(seq, 0) for name, seq in heard.items()}, from_seq, last)


def outgoing(place: Place = PLACE, last: int = 0) -> Outgoing:
    made = Outgoing(place, window(last, place.from_seq, anna=0), 0)
    made.connected(S)
    return made


def sent(made: Outgoing, now_ns: int, box: Outbox | None = None, live: Live | None = None) -> list[tuple[Kind, Any]]:
    messages = made.due(now_ns, (box or Outbox()).after, live)
    parsed = [(topics.parse(one.topic), one) for one in messages]
    return [(topic.kind, decode(topic.kind, one.payload)) for topic, one in parsed if topic]


def order(kind: str, trainer: str = "t-anna", **fields: Any) -> tuple[str, bytes]:
    return topics.order("c-1", trainer), encode(Order("o-1", 1, kind, fields))


def status(instance: str, online: bool) -> tuple[str, bytes]:
    said = Status(online=online, instance=instance, since_ms=1, epoch="e", seq=0, from_seq=1)
    return topics.status("c-1"), encode(said)


def test_at_most_so_many_events_are_under_way() -> None:
    made, total = window(1000, anna=0), 0
    made.begin(0)
    while span := made.due(0, 50):
        total += span.most
        made.sent(span.after + span.most, 0)
    assert total == MOST_AHEAD
    made.ack("t-anna", 30, 1)
    assert made.due(1, 50) == Range(200, 30)


def test_without_an_acknowledgement_it_goes_back_and_waits_longer_each_time() -> None:
    made, again = window(10, anna=0), []
    made.begin(0)
    for second in range(300):
        if span := made.due(second * S, 50):
            assert span == Range(0, 10)
            again.append(second)
            made.sent(10, second * S)
    waits = [after - before for before, after in pairwise(again)]
    assert waits[:5] == [5, 10, 20, 40, AGAIN_MOST_S] and set(waits[4:]) == {AGAIN_MOST_S}
    made.ack("t-anna", 4, 300 * S)
    assert made.due(304 * S, 50) is None
    assert made.due(305 * S, 50) == Range(4, 6), "progress makes it patient again"


def test_the_slowest_trainer_holds_back_until_absent() -> None:
    made = Window({"t-anna": Heard(0, 0), "t-bob": Heard(0, 0)}, 1, 500)
    made.begin(0)
    made.ack("t-anna", 150, S)
    assert made.acked(S) == 0 and made.waiting(S) == 500
    made.ack("t-anna", 150, DAY)
    assert made.acked(DAY) == 150 and made.waiting(DAY) == 350
    made.sent(350, DAY)
    made.ack("t-anna", 350, DAY + S)
    assert made.acked(DAY + S) == 350
    made.hello("t-bob", 20, DAY + 2 * S)
    assert made.due(DAY + 2 * S, 50) == Range(20, 50)


def test_with_nobody_there_nothing_is_sent_again() -> None:
    made = window(10, anna=3)
    made.begin(DAY)
    assert made.due(DAY, 50) == Range(3, 7)
    made.sent(10, DAY)
    assert made.due(DAY + 1000 * S, 50) is None


def test_hello_may_go_down_and_an_acknowledgement_may_not() -> None:
    made = window(10, anna=8)
    made.begin(0)
    made.ack("t-anna", 2, 1)
    assert made.acked(1) == 8
    made.hello("t-anna", 2, 1)
    assert made.due(1, 50) == Range(2, 8)
    made.hello("t-anna", 2**60, 1)
    assert made.acked(1) == 10, "what was never given out cannot have arrived"
    made.hello("t-eve", 0, 1)
    assert made.acked(1) == 10, "who is not in the consent has no say"


def test_what_was_under_way_is_sent_again_at_once_to_a_trainer_who_comes_back_and_over_a_new_connection() -> None:
    made = window(10, anna=4)
    made.begin(0)
    made.sent(10, 0)
    assert made.due(1, 50) is None
    made.hello("t-anna", 4, 1)
    assert made.due(1, 50) == Range(4, 6)
    made.sent(10, 1)
    made.begin(2)
    assert made.due(2, 50) == Range(4, 6)


def test_an_absent_trainer_who_acknowledges_again_is_caught_up_with() -> None:
    made = Window({"t-anna": Heard(150, DAY), "t-bob": Heard(20, 0)}, 1, 150)
    made.begin(DAY + S)
    assert made.due(DAY + S, 50) is None
    made.ack("t-bob", 20, DAY + S)
    assert made.due(DAY + S, 50) == Range(20, 50)


def test_nothing_older_than_the_consent_is_sent() -> None:
    made = window(10, from_seq=7, anna=0)
    made.begin(0)
    assert made.due(0, 50) == Range(6, 4)
    made.hello("t-anna", 0, 1)
    assert made.due(1, 50) == Range(6, 4)


def test_presence_comes_first_then_on_change_and_every_ten_minutes() -> None:
    made = outgoing()
    [(kind, first)] = sent(made, S)
    assert kind is Kind.STATUS and first.online and first.session is None
    made.session(Session("s", "band_rdl", {"sacrum": Sensor(state="streaming", rssi_dbm=-50)}))
    assert sent(made, S + S // 2) == [], "at most one a second"
    [(_, changed)] = sent(made, 2 * S)
    assert changed.session == "s" and changed.sensors["sacrum"].state == "streaming"
    made.session(Session("s", "band_rdl", {"sacrum": Sensor(state="streaming", rssi_dbm=-80)}))
    assert sent(made, 100 * S) == [], "signal strength alone is worth none"
    assert len(sent(made, 602 * S)) == 1
    [status] = made.due(1300 * S, Outbox().after, None)
    assert (status.qos, status.retain, status.expiry_s) == (1, True, 7 * 86_400)


def test_the_state_is_told_five_times_a_second_in_a_set_and_once_between_sets() -> None:
    for state, messages in (("set", 50), ("rest", 10), ("ready", 10)):
        made = outgoing()
        lives = [
            message
            for tick in range(20, 220)
            for kind, message in sent(made, tick * S // 20, live=replace(LIVE, state=state))
            if kind is Kind.LIVE
        ]
        assert len(lives) == messages
        assert [live.n for live in lives] == list(range(1, messages + 1))
    assert not any(kind is Kind.LIVE for kind, _ in sent(made, 300 * S)), "none outside a session"


def test_a_message_holds_at_most_fifty_events_and_32_kilobytes() -> None:
    box = Outbox()
    made = outgoing(last=box.post(120))
    batches = [message for _ in range(5) for kind, message in sent(made, S, box) if kind is Kind.EVENT]
    assert [len(batch.events) for batch in batches] == [50, 50, 20]
    assert [one.seq for batch in batches for one in batch.events] == list(range(1, 121))
    entries = [Entry(seq=n, id="x", t_ms=1, type="NoteAdded", data={"text": "é" * 3000}) for n in range(1, 20)]
    batch = fitting("e", entries)
    assert 0 < len(encode(batch)) <= 32_000 and batch.events[0].seq == 1
    huge = replace(entries[0], data={str(key): "x" * 4000 for key in range(20)})
    assert fitting("e", [huge]).events == (replace(huge, data={}),)


def test_orders_are_those_of_the_consented_trainers_and_of_now() -> None:
    made = outgoing()
    assert made.take(*order("stop", reason="x"), False, S) == Asked("t-anna", Order("o-1", 1, "stop", {"reason": "x"}))
    assert made.take(*order("stop", reason="x"), True, S) is None, "kept by the broker: of whatever time"
    assert made.take(*order("stop", "t-eve", reason="x"), False, S) is None
    assert made.take(topics.order("c-2", "t-anna"), order("stop", reason="x")[1], False, S) is None
    assert made.take(topics.order("c-1", "t-anna"), b"{", False, S) is None
    assert made.dropped == 1


def test_what_a_trainer_says_of_another_past_is_answered_with_presence() -> None:
    made = outgoing(last=5)
    sent(made, S)
    assert made.take(*order("hello", epoch="e-0", up_to=900), False, 3 * S) is None
    assert [kind for kind, _ in sent(made, 4 * S)] == [Kind.STATUS]
    told = made.take(*order("hello", epoch="e-1", up_to=3), False, 4 * S)
    assert told == Told("t-anna", "e-1", 3, exactly=True)
    assert made.window.acked(4 * S) == 3


def test_the_newest_machine_keeps_the_account() -> None:
    made = outgoing()
    assert made.take(*status("i-2", True), True, S) is None, "the first connection takes the account over"
    assert [kind for kind, _ in sent(made, S)] == [Kind.STATUS]
    assert made.take(*status("i-1", True), False, S) is None, "the broker has taken it"
    assert made.take(*status("i-2", True), False, 2 * S) == Displaced()
    made.connected(10 * S)
    assert sent(made, 10 * S) == [], "it is looked first who used the account in between"
    assert made.take(*status("i-3", True), True, 10 * S) == Displaced()
    assert made.take(*status("i-3", False), True, 10 * S) == Displaced(), "thrown out by this connection"
    assert made.take(*status("i-3", False), False, 10 * S) is None
    made.connected(20 * S)
    assert made.take(*status("i-1", False), True, 20 * S) is None
    assert [kind for kind, _ in sent(made, 20 * S)] == [Kind.STATUS], "its own last will"
    made.connected(30 * S)
    assert [kind for kind, _ in sent(made, 31 * S)] == [Kind.STATUS], "a broker that says nothing is not waited for"


def test_an_earlier_session_is_no_other_machine() -> None:
    """A connection may break before presence was said; and a broker that is killed knows again what was before it."""
    made = outgoing()
    made.connected(5 * S)
    assert made.take(*status("i-0", False), True, 5 * S) is None
    assert [kind for kind, _ in sent(made, 5 * S)] == [Kind.STATUS]
    assert made.take(*status("i-1", True), False, 5 * S) is None
    made.connected(10 * S)
    assert made.take(*status("i-0", False), True, 10 * S) is None
    assert [kind for kind, _ in sent(made, 10 * S)] == [Kind.STATUS]
    made.connected(20 * S)
    assert made.take(*status("i-2", False), True, 20 * S) == Displaced()


def test_the_last_words_say_why_and_a_withdrawn_consent_is_forgotten_by_the_broker() -> None:
    made = outgoing()
    [left] = made.over()
    assert json.loads(left.payload)["reason"] == "left" and left.retain
    [withdrawn, nothing] = made.over("consent_withdrawn")
    assert json.loads(withdrawn.payload)["reason"] == "consent_withdrawn"
    assert nothing == replace(withdrawn, payload=b"")
    assert json.loads(made.will().payload)["reason"] == "lost"


REP = {"lumbar_flexion_peak_deg": 9.3, "hinge_share": 0.8, "eccentric_s": 1.0, "concentric_peak_dps": 80.0}


@pytest.mark.parametrize("scopes", [(), ("live",), ("events",), ("live", "events", "pain", "notes", "commands")])
def test_what_is_not_in_scope_is_in_no_message(scopes: tuple[str, ...]) -> None:
    rep = allowed("RepCompleted", {"t_ns": 1, "rep": REP}, scopes)
    if "events" in scopes:
        assert rep == {"t_ns": 1, "rep": {**dict.fromkeys(REP), "eccentric_s": 1.0}}
    else:
        assert rep is None
    assert allowed("FaultRaised", {"value": 23.0}, scopes) is None
    assert (allowed("PainReported", {"score": 3}, scopes) is not None) == ("pain" in scopes)
    assert (allowed("NoteAdded", {"text": "x"}, scopes) is not None) == ("notes" in scopes)
    assert allowed("PhaseChanged", {}, SCOPES) is None, "not told to anybody"
    live = live_allowed(LIVE, scopes)
    assert (live is not None) == ("live" in scopes)
    assert live is None or (live.lumbar_flexion_deg, live.pain) == (None, 3 if "pain" in scopes else None)
    ended = allowed("SetEnded", {"reason": "pain"}, ("events",))
    assert ended == {"reason": "command"}, "why it ended would tell of pain"
    said = Status(online=True, instance="i", since_ms=1, epoch="e", seq=0, from_seq=1, session="s", exercise="band_rdl")
    assert (status_allowed(said, scopes).session is None) == (not {"live", "events"} & set(scopes))


def test_state_and_presence_go_out_as_the_consent_allows() -> None:
    shown = Session("s", "band_rdl", {"sacrum": Sensor(state="streaming")})
    for scopes, angle, pain in ((("live", "angles"), 9.3, None), (("live", "pain"), None, 3)):
        made = outgoing(replace(PLACE, scopes=scopes))
        made.session(shown)
        [(_, presence), (_, live)] = sent(made, S, live=LIVE)
        assert (live.lumbar_flexion_deg, live.pain, presence.session) == (angle, pain, "s")
    made = outgoing(replace(PLACE, scopes=("notes",)))
    made.session(shown)
    [(_, presence)] = sent(made, S, live=LIVE)
    assert (presence.session, presence.exercise, presence.sensors) == (None, None, {})


@dataclass
class Minimal:
    """The trainer's rules in their shortest form; what it holds survives its restarts."""

    held: dict[int, str] = field(default_factory=dict)
    conflicts: int = 0

    @property
    def up_to(self) -> int:
        return next(seq - 1 for seq in count(1) if seq not in self.held)

    def take(self, batch: Events) -> None:
        for one in batch.events:
            self.conflicts += self.held.setdefault(one.seq, one.id) != one.id


FAULTS = st.lists(
    st.tuples(
        st.sampled_from(["post", "send", "lose", "twice", "swap", "ack", "lost_ack", "cut", "restart", "back", "wait"]),
        st.integers(1, 120),
    ),
    max_size=40,
)


@settings(max_examples=60)
@given(faults=FAULTS)
def test_whatever_is_lost_doubled_or_cut_everything_arrives_once(faults: list[tuple[str, int]]) -> None:
    box, trainer, now_ns = Outbox(), Minimal(), S
    made = outgoing()
    wire: list[Sending] = []

    def deliver(one: Sending) -> None:
        topic = topics.parse(one.topic)
        if topic and topic.kind is Kind.EVENT:
            message = decode(topic.kind, one.payload)
            assert isinstance(message, Events)
            trainer.take(message)

    def hear(kind: str) -> None:
        made.take(*order(kind, epoch="e-1", up_to=trainer.up_to), False, now_ns)

    for what, amount in faults:
        match what:
            case "post":
                made.window.last_seq = box.post(amount)
            case "send":
                wire += made.due(now_ns, box.after, None)
            case "lose" | "cut":
                wire.clear()
                if what == "cut":
                    made.connected(now_ns)
            case "twice":
                wire += wire[-1:]
            case "swap":
                wire.reverse()
            case "ack":
                for one in wire:
                    deliver(one)
                wire.clear()
                hear("ack")
            case "lost_ack":
                for one in wire:
                    deliver(one)
                wire.clear()
            case "restart":
                last = made.window.last_seq
                made = Outgoing(PLACE, window(last, 1, anna=min(made.window.acked(now_ns), last)), now_ns)
                made.connected(now_ns)
            case "back":
                trainer.held = {seq: id_ for seq, id_ in trainer.held.items() if seq <= amount}
                hear("hello")
            case "wait":
                now_ns += amount * S
    hear("hello")
    for _ in range(200):
        if trainer.up_to == len(box.posted):
            break
        for one in made.due(now_ns, box.after, None):
            deliver(one)
        hear("ack")
        now_ns += S
    assert trainer.held == {one.seq: one.id for one in box.posted} and not trainer.conflicts
    assert made.window.waiting(now_ns) == 0
