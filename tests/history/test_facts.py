"""Many clients at once, with only those repetitions that matter: the same proposals as of each, with all of them."""

import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from imu_hinge.core.progression import Decision, Facts, Proposal, Score, Session, alike, propose, session_of
from imu_hinge.history.database import History
from imu_hinge.history.edits import edit, edits, undo
from imu_hinge.history.effective import effective
from imu_hinge.history.facts import facts
from imu_hinge.history.levels import levels
from imu_hinge.history.pains import pains
from imu_hinge.history.progress import proposals
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.sessions import said, session_by_id
from imu_hinge.history.tables import SESSION
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import Rep, RepStatus
from tests.history.children import statements
from tests.history.made import DAY_NS, NOW_NS, somebody, trainer
from tests.history.progressed import on_level, ready, set_of, trained
from tests.made import rep
from tests.tiers import shortened

EXERCISES = ("band_hinge", "split_stance_hinge", "band_rdl", "rdl_row")
FORMS: Sequence[dict[str, Any]] = (
    {},
    {"hinge_share": None},
    {"faults": ("lumbar_flexion",)},
    {"faults": ("incomplete_lockout", "low_hinge_share")},
    {"not_judged": ("lumbar_flexion",)},
    {"not_judged": ("incomplete_lockout",)},
    {"status": RepStatus.UNSURE},
    {"valid": False},
)
PEOPLE = 8


def somebody_with_a_past(db: Connection, chance: random.Random) -> Client:
    """On a level, mostly with sessions of it: some in form, some not, some short, some of others, some corrected."""
    client, level = somebody(db), chance.randint(1, 4)
    on_level(db, client, level)
    for days_ago in sorted(chance.sample(range(1, 40), chance.randint(4, 14)), reverse=True):
        exercise = EXERCISES[level - 1] if chance.random() < 0.8 else chance.choice(EXERCISES)
        source = "simulate" if chance.random() < 0.05 else "live"
        sets = [_set(chance, n, exercise, chance.choice([0.02, 0.02, 0.5, 0.9])) for n in (1, 2)]
        pain = chance.choice([(1, 1), (1, 1), (2, 3), (1, 4), None])
        row = trained(db, client, days_ago + chance.random(), sets, exercise=exercise, source=source, pain=pain)
        if chance.random() < 0.4:
            _correct(db, chance, row)
    if chance.random() < 0.3:
        on_level(db, client, level, chance.random() * 20, "stays")
    return client


def _set(chance: random.Random, index: int, exercise: str, odd: float) -> Any:
    reps = [_rep(chance, n, odd) for n in range(1, chance.choice([5, 8, 10, 12]) + 1)]
    side = ("left", "right")[index - 1] if exercise == "split_stance_hinge" else None
    return set_of(index, reps, side)


def _rep(chance: random.Random, n: int, odd: float) -> Rep:
    share = {"hinge_share": chance.uniform(0.6, 0.9)}
    return rep(n, **{**share, **(chance.choice(FORMS) if chance.random() < odd else {})})


def _correct(db: Connection, chance: random.Random, row: SessionRow) -> None:
    """A few changes by hand; those that cannot be are refused and change nothing."""
    changes: Sequence[tuple[str, dict[str, str]]] = (
        ("exclude", {}),
        ("status", {"status": "unsure"}),
        ("side", {"side": "left"}),
        ("clear_fault", {"fault": "lumbar_flexion"}),
    )
    for action, after in chance.choices(changes, k=3):
        try:
            edit(db, row.id, action, rep(chance.randint(1, 5)).t_bottom_ns, after, trainer(db), "", NOW_NS)
        except UsageError:
            continue
    if chance.random() < 0.3 and edits(db, row.id):
        undo(db, row.id, trainer(db), NOW_NS)


def with_everything(db: Connection, client: Client) -> Proposal:
    """From every session of four weeks, and every repetition."""
    rows = [session_by_id(db, ident) for ident in db.scalars(select(SESSION.c.id).filter_by(client_id=client.id))]
    worn = [row for row in rows if row and row.source != "simulate" and row.started_at_ns >= NOW_NS - 28 * DAY_NS]
    there = {row.id for row in worn}
    known = Facts(
        now_ns=NOW_NS,
        sessions=tuple(_session(db, row) for row in worn),
        scores=tuple(
            Score(one.at_ns, one.score, one.moment, _hex(one.session_id), one.arrived_at_ns or 0)
            for one in pains(db, client)
            if one.session_id in there
        ),
        decisions=tuple(Decision(one.at_ns, one.level, one.reason) for one in levels(db, client)),
    )
    return propose(known)


def _session(db: Connection, row: SessionRow) -> Session:
    reps = [one for found in effective(said(db, row.id), edits(db, row.id)) for one in found.reps]
    day = (row.started_at_ns + row.utc_offset_min * 60 * 10**9) // DAY_NS
    return session_of(row.id.hex, row.started_at_ns, day, row.exercise, alike(reps))


def _hex(ident: UUID | None) -> str:
    return ident.hex if ident else ""


@pytest.mark.parametrize("seed", shortened(range(3)))
def test_of_many_it_is_what_it_is_of_each_with_everything_known(history: History, seed: int) -> None:
    chance = random.Random(seed)
    with history.writing() as db:
        people = [somebody_with_a_past(db, chance) for _ in range(PEOPLE)]
    with history.reading() as db:
        found = proposals(db, NOW_NS, people)
        assert found == {one.id: with_everything(db, one) for one in people}
        assert found == {one.id: proposals(db, NOW_NS, [one])[one.id] for one in people}


def test_many_clients_take_no_more_statements_than_one(history: History) -> None:
    with history.writing() as db:
        people = [somebody(db) for _ in range(6)]
        for one in people:
            row = ready(db, one)[0]
            edit(db, row.id, "exclude", rep(1).t_bottom_ns, {}, trainer(db), "", NOW_NS)
    made = statements(history)
    counts = []
    for some in (people[:1], people):
        with history.reading() as db:
            before = len(made)
            facts(db, NOW_NS, some)
            counts.append(len(made) - before)
    assert counts[0] == counts[1] <= 8


def test_of_many_sessions_few_are_read_whole(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        ready(db, anna, days=9)
    with history.reading() as db:
        found = facts(db, NOW_NS, [anna])[anna.id].sessions
    assert [one.whole.in_form for one in sorted(found, key=lambda one: one.at_ns)] == [0, 0, 0, 16, 16, 16, 16, 16, 16]
