"""Two programs of trainers over one database: each shows all there is, and the database has it once. No broker."""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imu_hinge.history.database import open_history, sqlite_url
from imu_hinge.history.inbox import Taken
from imu_hinge.model.events import Event, SetStarted
from imu_hinge.recording import event_to_json
from imu_hinge.remote.had import Had
from imu_hinge.remote.incoming import REPLY_S
from imu_hinge.remote.messages import LEFT, Entry, Events, Status, encode
from imu_hinge.remote.shelf import Shelf
from imu_hinge.remote.topics import Kind
from imu_hinge.remote.watched import Watched
from imu_hinge.view.snapshot import Stage
from imu_hinge.view.wall import Presence, Seat
from tests.made import S, completed, set_ended

CLIENT, SESSION, REPS = "c-7k3m9q2x", "5e551011", 12
STATUS = Status(
    online=True,
    instance="i1",
    since_ms=0,
    epoch="e1",
    seq=0,
    from_seq=1,
    session=SESSION,
    exercise="band_rdl",
    scopes=("live", "events"),
)


def entries() -> list[Entry]:
    """A session of one set of REPS repetitions, and in the middle an answer to what the second program asked for."""
    told: list[Event] = [SetStarted(t_ns=5 * S, set_index=1, exercise="band_rdl", side=None)]
    told += [completed(number) for number in range(1, REPS + 1)]
    told.append(set_ended(REPS))
    bodies = [{key: value for key, value in event_to_json(one).items() if key != "type"} for one in told]
    said = [(type(one).__name__, body) for one, body in zip(told, bodies, strict=True)]
    answer = {"command": "o1", "trainer": "t-bob", "result": "accepted"}
    said.insert(4, ("CommandAnswered", answer))
    said = [("SessionStarted", {"exercise": "band_rdl"}), *said, ("SessionEnded", {"t_ns": 90 * S})]
    return [
        Entry(seq=seq, id=f"e{seq}", t_ms=seq, session=SESSION, type=kind, data=body)
        for seq, (kind, body) in enumerate(said, 1)
    ]


ENTRIES = entries()


class Program:
    """What one program makes of deliveries; `acked` is how far it would acknowledge."""

    def __init__(self, trainer: str, url: str) -> None:
        self.shelf, self.watched = Shelf(trainer, url), Watched(CLIENT, trainer, 0.0)
        self.now_s, self.acked = 0.0, 0
        self.words: list[str] = []
        self.hear(Kind.STATUS, encode(STATUS))
        self.turn()

    def hear(self, kind: Kind, payload: bytes) -> None:
        self.now_s += REPLY_S + 0.1
        self.watched.take(kind, payload, self.now_s, self.now_s)

    def deliver(self, chosen: list[Entry]) -> None:
        self.hear(Kind.EVENT, encode(Events("e1", tuple(chosen))))

    def turn(self) -> Taken | None:
        """As the bookkeeping does it."""
        taken, batch = None, self.watched.incoming.batch()
        if batch is not None:
            [taken] = self.shelf.keep([batch], self.watched.answers(batch))
            self.watched.kept(batch, taken)
        if (session := self.watched.wanted) is not None:
            self.watched.wanted = None
            self.watched.rebuilt(session, self.shelf.session(CLIENT, session))
        if (reply := self.watched.incoming.reply(self.now_s)) is not None:
            self.acked = reply.up_to
        self.words += self.watched.sentences(self.now_s)
        return taken

    @property
    def reps(self) -> int:
        return reps(self.watched.seat(self.now_s, None))


def reps(seat: Seat) -> int:
    return sum(one.counted + one.unsure for one in seat.snapshot.all_sets) if seat.snapshot else 0


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "history.db"
    with open_history(sqlite_url(path)):
        pass
    return path


@pytest.fixture
def programs(empty: Path, tmp_path: Path) -> Iterator[tuple[Program, Program]]:
    path = tmp_path / "history.db"
    path.write_bytes(empty.read_bytes())
    anna, bob = Program("t-anna", sqlite_url(path)), Program("t-bob", sqlite_url(path))
    with closing(anna.shelf), closing(bob.shelf):
        yield anna, bob


def test_what_the_other_program_kept_first_is_shown_when_it_comes(programs: tuple[Program, Program]) -> None:
    for one in programs:
        one.deliver(ENTRIES)
        one.turn()
    assert [one.reps for one in programs] == [REPS, REPS]
    assert [one.acked for one in programs] == [len(ENTRIES)] * 2


def test_what_came_here_too_is_shown_at_once_and_not_read_even_beyond_a_hole(programs: tuple[Program, Program]) -> None:
    for one in programs:
        one.deliver([*ENTRIES[:3], *ENTRIES[4:]])
        batch = one.watched.incoming.batch()
        assert batch is not None
        one.watched.kept(batch, *one.shelf.keep([batch], []))
        assert one.watched.wanted is None
    assert [one.reps for one in programs] == [REPS - 1, REPS - 1]


def test_what_only_the_other_program_got_is_read_before_it_is_acknowledged(programs: tuple[Program, Program]) -> None:
    anna, bob = programs
    bob.watched.asking.add("o1", "note", {"text": "more hips"}, 0.0)
    anna.deliver(ENTRIES[:9])
    anna.turn()
    bob.deliver(ENTRIES[9:10])
    bob.turn()
    assert (bob.reps, bob.acked) == (7, 10)
    assert bob.words.count("took the note") == 1 and "o1" not in bob.watched.asking


def test_after_a_lost_connection_it_is_looked_what_the_other_program_kept(programs: tuple[Program, Program]) -> None:
    anna, bob = programs
    anna.deliver(ENTRIES)
    anna.turn()
    bob.watched.reconnected(1.0)
    bob.turn()
    assert bob.reps == REPS


def test_a_program_alone_reads_nothing_but_what_it_follows(programs: tuple[Program, Program]) -> None:
    anna, _ = programs
    for entry in ENTRIES:
        anna.deliver([entry])
        batch = anna.watched.incoming.batch()
        assert batch is not None
        anna.watched.kept(batch, *anna.shelf.keep([batch], []))
        assert anna.watched.wanted is None
    assert anna.reps == REPS


def gone(url: str) -> Watched:
    """A client that left before a program began, whose status is all the broker still has."""
    shelf, watched = Shelf("t-anna", url), Watched(CLIENT, "t-anna", 0.0)
    left = replace(STATUS, online=False, reason=LEFT, session=None, exercise=None)
    watched.take(Kind.STATUS, encode(left), 1.0, 1.0, retained=True)
    with closing(shelf):
        begun = shelf.begun_today().get(CLIENT)
        if begun is not None:
            watched.recalled(begun.session, begun.body["exercise"])
            watched.rebuilt(SESSION, shelf.session(CLIENT, SESSION))
    return watched


@pytest.mark.parametrize(("ago_days", "shown"), [(0, True), (2, False)])
def test_who_trained_today_and_left_is_shown_by_a_program_that_begins_later(
    programs: tuple[Program, Program], tmp_path: Path, ago_days: int, shown: bool
) -> None:
    began_ms = round((time.time() - ago_days * 86_400) * 1000)
    told = [replace(one, t_ms=began_ms) for one in ENTRIES]
    programs[0].deliver(told)
    programs[0].turn()
    watched = gone(sqlite_url(tmp_path / "history.db"))
    seat = watched.seat(9.0, None)
    assert (watched.seen, seat.presence) == (shown, Presence.LEFT)
    assert reps(seat) == (REPS if shown else 0)
    assert seat.snapshot is None or seat.snapshot.stage is Stage.ENDED


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), loss=st.sampled_from([0.0, 0.3]))
def test_in_whatever_order_two_programs_get_the_same_each_shows_everything_once(
    empty: Path, tmp_path: Path, seed: int, loss: float
) -> None:
    """What one of them loses comes again from behind its acknowledgement, as a client sends it."""
    chance, path = Random(seed), tmp_path / "both.db"
    path.write_bytes(empty.read_bytes())
    programs = [Program("t-anna", sqlite_url(path)), Program("t-bob", sqlite_url(path))]
    programs[1].watched.asking.add("o1", "note", {"text": "more hips"}, 0.0)
    sent, new = 0, list[int]()
    for _ in range(300):
        behind = min(one.acked for one in programs)
        chosen = chance.randint(behind, min(sent + 1, len(ENTRIES)))
        message = ENTRIES[chosen : chosen + chance.randint(1, 4)]
        sent = max(sent, *(one.seq for one in message)) if message else sent
        for program in chance.sample(programs, 2):
            if message and chance.random() >= loss:
                program.deliver(message)
            if chance.random() < 0.4:
                taken = program.turn()
                new += [row.seq for row in taken.new] if taken else []
                assert set(range(1, program.acked + 1)) <= set(new)
        if behind == len(ENTRIES):
            break
    kept = programs[0].shelf.session(CLIENT, SESSION)
    for program in programs:
        program.turn()
        program.shelf.close()
    assert [one.acked for one in programs] == [len(ENTRIES)] * 2
    assert [one.reps for one in programs] == [REPS, REPS]
    assert programs[1].words.count("took the note") == 1
    assert sorted(new) == [one.seq for one in kept] == [one.seq for one in ENTRIES]


@given(st.lists(st.integers(1, 12)), st.integers(0, 12))
def test_a_number_comes_once(seqs: list[int], held: int) -> None:
    had, there = Had(0), set[int]()
    for seq in seqs:
        assert had.add(seq) is (seq not in there)
        there.add(seq)
    assert had.reach(held) is (not set(range(1, held + 1)) <= there)
    assert not any(had.add(seq) for seq in [*there, *range(1, held + 1)])
