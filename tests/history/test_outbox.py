"""Events get their numbers where they are kept, and each trainer says how far it received them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from imu_hinge.history.backup import back_up, restore
from imu_hinge.history.clients import alone_with
from imu_hinge.history.consents import consents, grant, watch_of
from imu_hinge.history.database import History, open_history
from imu_hinge.history.deliveries import Acked, acked, raise_to, set_to
from imu_hinge.history.outbox import Posted, Posting, after, epoch, first_under, known_epoch, last_seq, post
from imu_hinge.history.rows import Client
from imu_hinge.history.stored import values
from imu_hinge.history.transport import OUTBOX
from tests.history.children import KILLED, child, ended, kill_at, run
from tests.history.made import NOW_NS, somebody, trainer


def said(number: int = 1, consent_id: UUID | None = None) -> list[Posting]:
    told = Posting(session_id=None, consent_id=consent_id, at_ns=NOW_NS, type="SetStarted", body={})
    return [replace(told, at_ns=NOW_NS + n, body={"n": n}) for n in range(number)]


@pytest.fixture
def ann(history: History) -> Client:
    with history.writing() as db:
        return somebody(db, "Ann")


def test_events_are_numbered_from_1_on_for_each_client(history: History, ann: Client) -> None:
    with history.writing() as db:
        bob = somebody(db, "Bob")
        first, second = post(db, ann, said(2)), post(db, ann, said(1))
        others = post(db, bob, said(1))
    assert [one.seq for one in (*first, *second, *others)] == [1, 2, 3, 1]
    assert len({one.id for one in (*first, *second, *others)}) == 4
    with history.reading() as db:
        assert after(db, ann, 0, 50) == [*first, *second]
        assert after(db, ann, 1, 1) == first[1:]
        assert (last_seq(db, ann), last_seq(db, bob)) == (3, 1)


def test_an_event_comes_back_as_it_was_posted(history: History, ann: Client) -> None:
    body: dict[str, Any] = {"rep": {"deg": 31.25, "side": None}, "text": "a\n\x1b‮b", "faults": ["x"]}
    told = Posting(session_id=uuid4(), consent_id=uuid4(), at_ns=NOW_NS, type="NoteAdded", body=body)
    with history.writing() as db:
        post(db, ann, [told])
    with history.reading() as db:
        (posted,) = after(db, ann, 0, 50)
    assert posted == Posted(seq=1, id=posted.id, **values(told))


def test_what_was_not_kept_leaves_no_hole(history: History, ann: Client) -> None:
    with pytest.raises(ZeroDivisionError), history.writing() as db:
        post(db, ann, said(3))
        raise ZeroDivisionError
    with history.writing() as db:
        assert [one.seq for one in post(db, ann, said(2))] == [1, 2]


def test_two_programs_that_post_at_once_leave_no_hole_and_no_number_twice(
    url: str, history: History, ann: Client
) -> None:
    def work() -> None:
        with open_history(url) as other:
            for _ in range(20):
                with other.writing() as db:
                    post(db, ann, said(2))

    history.close()
    assert [ended(pid) for pid in [child(work), child(work)]] == [0, 0]
    with history.reading() as db:
        assert [one.seq for one in after(db, ann, 0, 100)] == list(range(1, 81))
        assert len(db.execute(select(OUTBOX.c.epoch).distinct()).all()) == 1


def test_a_program_that_is_killed_while_it_posts_leaves_all_or_nothing(url: str, history: History, ann: Client) -> None:
    with history.writing() as db:
        post(db, ann, said(1))

    def work(number: int) -> None:
        with open_history(url) as other, other.writing() as db:
            kill_at(other, number)
            post(db, ann, said(3))

    history.close()
    assert [run(lambda at=number: work(at)) for number in range(4)] == [KILLED] * 4  # type: ignore[misc]
    with history.writing() as db:
        assert [one.seq for one in post(db, ann, said(1))] == [2]


def test_nothing_was_published_where_nobody_asked_for_the_epoch(history: History, ann: Client) -> None:
    with history.reading() as db:
        assert known_epoch(db) is None
        assert (after(db, ann, 0, 50), last_seq(db, ann), acked(db, ann)) == ([], 0, {})
    with history.writing() as db:
        assert epoch(db) == epoch(db) == known_epoch(db)


def test_what_was_posted_under_a_consent_is_found_by_its_name_and_not_by_a_time(history: History, ann: Client) -> None:
    first, second, third = uuid4(), uuid4(), uuid4()
    with history.writing() as db:
        bob = somebody(db, "Bob")
        assert first_under(db, ann, first) == 1
        for consent in (None, first, second):
            post(db, ann, reversed_in_time(said(3, consent)))
        post(db, bob, said(2, third))
        assert [first_under(db, ann, one) for one in (first, second, third)] == [10, 7, 10]


def test_what_another_consent_lets_be_sent_never_follows_the_first_number(history: History, ann: Client) -> None:
    """Imports and clocks set forward in an older program may have mixed them."""
    first, second = uuid4(), uuid4()
    with history.writing() as db:
        for consent in (second, first, second, second):
            post(db, ann, said(1, consent))
        assert first_under(db, ann, second) == 3


def test_a_new_consent_waits_for_events_that_are_posted_just_now(url: str, history: History, ann: Client) -> None:
    """So none of them comes after one that is posted under the new one."""
    with history.writing() as db:
        old = grant(db, ann, "watch", trainer(db), NOW_NS)

    def agree() -> UUID:
        with open_history(url) as other, other.writing() as db:
            return grant(db, ann, "watch", trainer(db), NOW_NS).id

    with ThreadPoolExecutor(1) as pool:
        with history.writing() as db:
            alone_with(db, ann)
            agreed = pool.submit(agree)
            with pytest.raises(TimeoutError):
                agreed.result(0.5)
            assert watch_of(db, ann, NOW_NS) == old
            post(db, ann, said(1, old.id))
        new = agreed.result(10.0)
    with history.reading() as db:
        assert [one.id for one in consents(db, ann) if one.withdrawn_at_ns is None] == [new]


def reversed_in_time(entries: list[Posting]) -> list[Posting]:
    return [replace(one, at_ns=2 * NOW_NS - one.at_ns) for one in entries]


def test_a_backup_that_is_put_back_counts_anew(sqlite_file: str, tmp_path: Path) -> None:
    """Its numbers would else be given to other events than those that trainers have under them."""
    with open_history(sqlite_file) as history:
        with history.writing() as db:
            ann = somebody(db, "Ann")
            post(db, ann, said(2))
            before = epoch(db)
        copy = back_up(history, tmp_path / "copy.db", NOW_NS)
        with history.writing() as db:
            post(db, ann, said(2))
        assert history.path
    restore(history.path, copy)
    with open_history(sqlite_file) as history, history.writing() as db:
        assert epoch(db) != before
        assert [one.seq for one in post(db, ann, said(1))] == [1]
        assert len(db.execute(select(OUTBOX)).all()) == 3


# how far trainers received it


def test_an_acknowledgement_rises_and_a_word_of_whoever_comes_back_holds(history: History, ann: Client) -> None:
    with history.writing() as db:
        post(db, ann, said(5))
        now = epoch(db)
        assert raise_to(db, ann, "t-anna", now, 3, NOW_NS) == Acked(3, NOW_NS)
        assert raise_to(db, ann, "t-anna", now, 2, NOW_NS + 1) == Acked(3, NOW_NS + 1)
        assert raise_to(db, ann, "t-bob", now, 5, NOW_NS) == Acked(5, NOW_NS)
        assert set_to(db, ann, "t-anna", now, 1, NOW_NS + 2) == Acked(1, NOW_NS + 2)
        assert acked(db, ann) == {"t-anna": Acked(1, NOW_NS + 2), "t-bob": Acked(5, NOW_NS)}


def test_nobody_can_have_received_what_was_never_sent(history: History, ann: Client) -> None:
    with history.writing() as db:
        post(db, ann, said(5))
        assert raise_to(db, ann, "t-anna", epoch(db), 1 << 60, NOW_NS) == Acked(5, NOW_NS)
        assert set_to(db, ann, "t-anna", epoch(db), -7, NOW_NS) == Acked(0, NOW_NS)


def test_a_word_about_another_database_changes_nothing(history: History, ann: Client) -> None:
    with history.writing() as db:
        assert raise_to(db, ann, "t-anna", "", 1, NOW_NS) is None
        post(db, ann, said(5))
        assert raise_to(db, ann, "t-anna", "of another", 5, NOW_NS) is None
        assert set_to(db, ann, "t-anna", "of another", 5, NOW_NS) is None
        assert acked(db, ann) == {}
