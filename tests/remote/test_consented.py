"""What goes out is what was posted under the consent that holds, whatever the clock says. No broker."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imu_hinge.catalogue import load_exercise
from imu_hinge.history.authors import default_author
from imu_hinge.history.clients import client_of
from imu_hinge.history.consents import consents, grant, withdraw
from imu_hinge.history.database import History, open_history, sqlite_url
from imu_hinge.history.pseudonyms import new_pseudonym
from imu_hinge.model.events import Event, SetStarted
from imu_hinge.remote import topics
from imu_hinge.remote.box import Allowed, Box
from imu_hinge.remote.messages import WITHDRAWN, Entry, Events, Order, decode, encode
from imu_hinge.remote.outgoing import Session
from imu_hinge.remote.telling import Posture, Telling
from imu_hinge.remote.wearing import Heard, Moment, Wearing
from tests.made import S, completed, set_ended

ANNA = ("t-anna",)
HOUR = 3600 * S
GRANTED_NS = 1_795_251_600 * S
STARTED = SetStarted(t_ns=5 * S, set_index=1, exercise="band_rdl", side=None)
A_SET: tuple[Event, ...] = (STARTED, *(completed(number) for number in (1, 2, 3)), set_ended(3))


@dataclass
class Machine:
    """A client's, of whom one session after the other is published; its clock may go anywhere."""

    history: History
    now_ns: int = GRANTED_NS
    user: str = field(default_factory=lambda: new_pseudonym(frozenset()))

    def agree(self, trainers: Sequence[str] = ANNA) -> UUID:
        with self.history.writing() as db:
            wearer = default_author(db, "wearer")
            return grant(db, client_of(db, self.user, 0), "watch", wearer, self.now_ns, trainers=trainers).id

    def take_back(self) -> None:
        with self.history.writing() as db:
            withdraw(db, client_of(db, self.user, 0), "watch", self.now_ns)

    def box(self, anybody: bool = False) -> Box:
        return Box(self.history, self.user, uuid4(), anybody)

    def wears(self) -> Wearing:
        box = self.box()
        allowed = box.allowed(ANNA, self.now_ns)
        assert allowed is not None
        telling = Telling("5e551011", load_exercise("band_rdl"), allowed.scopes)
        return Wearing(
            box, allowed, telling, Session("5e551011"), self.user, "test", lambda name, argument: None, self.now_ns
        )

    def hears(self, wearing: Wearing, *events: Event) -> None:
        wearing.hear(deque([Heard(None, events)]), Moment(S, Posture()), self.now_ns)

    def asks(self, wearing: Wearing, kind: str) -> None:
        order = Order("o-1", 1, kind, {"exercise": "rdl_row", "side": "", "set_reps": None})
        wearing.take(topics.order(self.user, "t-anna"), encode(order), False, self.now_ns)

    def sent(self, wearing: Wearing) -> list[Entry]:
        """All that goes out over a new connection."""
        wearing.outgoing.connected(self.now_ns)
        entries: list[Entry] = []
        while messages := wearing.due(self.now_ns):
            for one in messages:
                topic = topics.parse(one.topic)
                assert topic is not None
                said = decode(topic.kind, one.payload)
                entries += said.events if isinstance(said, Events) else ()
        return entries


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with open_history(sqlite_url(tmp_path / "history.db")) as opened:
        yield opened


@pytest.fixture
def machine(history: History) -> Machine:
    return Machine(history)


@pytest.mark.parametrize("ahead_ns", [-HOUR, -1, HOUR])
def test_what_a_killed_session_left_goes_out_with_the_next_one_whatever_the_clock_did(
    machine: Machine, ahead_ns: int
) -> None:
    machine.agree()
    machine.now_ns += ahead_ns
    machine.hears(machine.wears(), *A_SET)
    machine.now_ns += S
    following = machine.wears()
    machine.hears(following)
    types = [one.type for one in machine.sent(following)]
    assert types == ["SessionStarted", "SetStarted", *["RepCompleted"] * 3, "SetEnded", "SessionStarted"]


def test_a_clock_that_goes_back_between_two_sets_costs_neither(machine: Machine) -> None:
    machine.agree()
    wearing = machine.wears()
    machine.hears(wearing, STARTED)
    machine.now_ns -= HOUR
    machine.hears(machine.wears(), *[STARTED] * 20)
    entries = machine.sent(machine.wears())
    assert [one.seq for one in entries] == list(range(1, 24))


def test_a_consent_that_is_given_after_the_clock_was_set_back_holds(machine: Machine) -> None:
    machine.agree()
    machine.now_ns -= HOUR
    newer = machine.agree(("t-anna", "t-bob"))
    allowed = machine.box().allowed(("t-bob",), machine.now_ns)
    assert allowed is not None and allowed.consent == newer
    with machine.history.reading() as db:
        standing = [one.id for one in consents(db, client_of(db, machine.user, 0)) if one.withdrawn_at_ns is None]
    assert standing == [newer]


def test_a_session_under_a_consent_that_was_replaced_posts_nothing_more(machine: Machine) -> None:
    """It would else stand among what the newer one lets be sent, to whoever that one names."""
    machine.agree(("t-anna", "t-bob"))
    old = machine.wears()
    machine.hears(old, STARTED)
    machine.agree()
    new = machine.wears()
    machine.hears(new, STARTED)
    machine.hears(old, *A_SET)
    assert old.stopped == WITHDRAWN, "at once, without waiting for the next look"
    assert [one.seq for one in machine.sent(new)] == [3, 4]


def test_an_order_whose_answer_came_too_late_is_answered_in_the_next_session(machine: Machine) -> None:
    machine.agree()
    old = machine.wears()
    machine.hears(old)
    machine.asks(old, "exercise")
    machine.take_back()
    old.end(machine.now_ns)
    machine.agree()
    new = machine.wears()
    machine.hears(new)
    answers = [one.data for one in machine.sent(new) if one.type == "CommandAnswered"]
    assert [(one["command"], one["result"]) for one in answers] == [("o-1", "expired")]


def test_of_nobody_nothing_of_before_is_sent(machine: Machine) -> None:
    box = machine.box(anybody=True)
    assert box.first_under(None) == 1
    box.post([("SessionStarted", {})] * 3, None, machine.now_ns)
    assert box.first_under(None) == 4


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.integers(1, 3)),
        st.tuples(st.just("clock"), st.integers(-7200, 7200)),
        st.tuples(st.sampled_from(["agree", "take back", "session"]), st.just(0)),
    ),
    min_size=4,
    max_size=20,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_all_that_was_posted_under_the_consent_and_nothing_else_is_from_its_first_number_on(
    history: History, steps: list[tuple[str, int]]
) -> None:
    """Each step through the session begun last, which may be one of an older consent."""
    machine = Machine(history)
    holds: UUID | None = machine.agree()
    box, allowed, said = machine.box(), Allowed(None, (), ()), dict[int, UUID]()
    for what, amount in [("session", 0), *steps, ("agree", 0) if holds is None else ("post", 1), ("session", 0)]:
        match what:
            case "clock":
                machine.now_ns += amount * S
            case "agree":
                holds = machine.agree()
            case "take back":
                machine.take_back()
                holds = None
            case "post":
                seq = box.post([("SetStarted", {})] * amount, allowed.consent, machine.now_ns)
                assert (seq is None) == (allowed.consent != holds)
                if seq and holds:
                    said |= dict.fromkeys(range(seq - amount + 1, seq + 1), holds)
            case "session":
                found = box.allowed(ANNA, machine.now_ns)
                assert (found and found.consent) == holds
                allowed = found or allowed
        if holds:
            due = box.after(box.first_under(holds) - 1, 1000)
            assert [one.seq for one in due] == [seq for seq, consent in said.items() if consent == holds]
            assert {one.consent_id for one in due} <= {holds}
    assert [one.seq for one in box.after(0, 1000)] == sorted(said)
