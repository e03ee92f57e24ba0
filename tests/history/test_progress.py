"""Where clients stand in the progression, from a history, on both databases."""

import time
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, update

from imu_hinge.core.progression import Aim, Kind, Proposal, SetDone
from imu_hinge.core.summary import SetSummary
from imu_hinge.history.database import History
from imu_hinge.history.edits import edit
from imu_hinge.history.hearing import SaidPain
from imu_hinge.history.pains import add_pain
from imu_hinge.history.plans import set_plan
from imu_hinge.history.progress import proposals, standing, today
from imu_hinge.history.recorded import keep_recorded
from imu_hinge.history.rows import Client
from imu_hinge.history.tables import SESSION
from tests.history.made import DAY_NS, NOW_NS, somebody, trainer
from tests.history.progressed import on_level, ready, set_of, trained
from tests.made import S, rep


def proposal(db: Connection, client: Client, now_ns: int = NOW_NS) -> Proposal:
    found = standing(db, client, now_ns).proposal
    assert found is not None
    return found


def unmet(found: Proposal) -> list[str]:
    return [one.id for one in found.up if not one.met]


def test_a_history_of_sessions_in_form_leads_on(history: History) -> None:
    with history.writing() as db:
        anna, boris = somebody(db), somebody(db)
        ready(db, anna)
        on_level(db, boris, 3)
        found = proposal(db, anna)
        assert (found.kind, found.level, found.to_level) == (Kind.UP, 3, 4)
        assert unmet(proposal(db, boris))[0] == "sessions"


def test_where_nobody_chose_a_level_nothing_is_proposed(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        trained(db, anna, 1)
        assert standing(db, anna, NOW_NS).proposal is None


def test_sessions_of_the_virtual_wearer_are_nobodys_progress(history: History) -> None:
    with history.writing() as db:
        anna, boris = somebody(db), somebody(db)
        ready(db, anna, source="simulate", pain=(1, 9))
        assert unmet(proposal(db, anna))[0] == "sessions" and proposal(db, anna).kind is Kind.STAY
        ready(db, boris, source="import")
        assert proposal(db, boris).kind is Kind.UP


def test_a_day_of_posture_is_no_training_but_its_pain_counts(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        rows = ready(db, anna)
        db.execute(update(SESSION).where(SESSION.c.id == rows[0].id).values(kind="posture"))
        assert unmet(proposal(db, anna)) == ["sessions", "pain_told"]
        trained(db, anna, 0.5, pain=(1, 3), kind="assessment")
        assert proposal(db, anna).kind is Kind.BACK


@pytest.mark.parametrize("hours", [0.02, 12])
def test_pain_dated_ahead_counts_as_of_now_and_not_at_a_time_that_is_past(history: History, hours: float) -> None:
    """A clock was set back: nobody is led on because of that."""
    with history.writing() as db:
        anna = somebody(db)
        ready(db, anna)
        trained(db, anna, -hours / 24, pain=(1, 8))
        assert proposal(db, anna).kind is Kind.BACK
        then = standing(db, anna, NOW_NS, ahead_ns=0).proposal
        assert then is not None and then.kind is Kind.UP


def test_corrections_count(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        low = set_of(1, [rep(n, faults=("lumbar_flexion",) if n > 11 else ()) for n in range(1, 17)])
        on_level(db, anna, 3)
        row = trained(db, anna, 1, [low])
        for n in range(1, 6):
            trained(db, anna, 1 + 3 * n)
        assert unmet(proposal(db, anna)) == ["form_share"]
        for n in range(12, 17):
            edit(db, row.id, "clear_fault", rep(n).t_bottom_ns, {"fault": "lumbar_flexion"}, trainer(db), "", NOW_NS)
        assert proposal(db, anna).kind is Kind.UP
        for n in range(1, 6):
            edit(db, row.id, "exclude", rep(n).t_bottom_ns, {}, trainer(db), "", NOW_NS)
        assert unmet(proposal(db, anna)) == ["sessions", "pain_told"]  # 11 are left of the 12 that are looked at


def test_in_split_stance_both_sides_count(history: History) -> None:
    def sets(left: int, right: int) -> list[SetSummary]:
        counts = ((1, "left", left), (2, "right", right))
        return [set_of(index, [rep(n) for n in range(1, count + 1)], side) for index, side, count in counts]

    with history.writing() as db:
        anna = somebody(db)
        on_level(db, anna, 2)
        rows = [trained(db, anna, 1 + n, sets(8, 8), exercise="split_stance_hinge") for n in range(4)]
        assert proposal(db, anna).kind is Kind.UP
        reps = rep(8).t_bottom_ns
        edit(db, rows[0].id, "exclude", reps, {}, trainer(db), "", NOW_NS)
        trained(db, anna, 0.5, sets(9, 7), exercise="split_stance_hinge")
        assert unmet(proposal(db, anna)) == ["side_reps"]


@pytest.mark.parametrize(("pain", "kind"), [((1, 3), Kind.BACK), ((1, 2), Kind.UP), (None, Kind.STAY)])
def test_pain_leads_back_and_a_missing_answer_nowhere(
    history: History, pain: tuple[int, int] | None, kind: Kind
) -> None:
    with history.writing() as db:
        anna = somebody(db)
        ready(db, anna)
        trained(db, anna, 0.5, pain=pain)
        assert proposal(db, anna).kind is kind


def test_the_start_limit_of_the_trainer_holds(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        ready(db, anna, pain=(4, 4))
        found = proposals(db, NOW_NS, [anna])[anna.id], proposals(db, NOW_NS, [anna], 4)[anna.id]
    assert [one.kind for one in found] == [Kind.STAY, Kind.BACK]


def test_a_step_that_was_declined_waits_for_the_next_session(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        ready(db, anna)
        on_level(db, anna, 3, 0.9, "a cold")
        assert (proposal(db, anna).kind, proposal(db, anna).declined) == (Kind.STAY, "a cold")
        trained(db, anna, 0.5)
        assert proposal(db, anna).kind is Kind.UP


def test_pain_from_before_a_decision_that_is_imported_after_it_counts(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        rows = ready(db, anna)
        on_level(db, anna, 3, 0.5, "a new band")
        told = SaidPain(60 * S, 6, "after")
        assert proposal(db, anna).kind is Kind.STAY
        keep_recorded(db, rows[0], [told], (), NOW_NS - round(0.2 * DAY_NS))
        assert proposal(db, anna).kind is Kind.BACK
        on_level(db, anna, 3, 0.1, "talked it over")
        assert proposal(db, anna).kind is Kind.STAY
        keep_recorded(db, rows[0], [told], (), NOW_NS)
        assert proposal(db, anna).kind is Kind.STAY, "it was known already"


def test_pain_in_a_test_of_movement_stops_no_set(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        ready(db, anna)
        tests = trained(db, anna, 0.8, pain=None, kind="assessment")
        add_pain(db, anna, 1, "during", tests.started_at_ns, session=tests)
        assert proposal(db, anna).kind is Kind.UP
        add_pain(db, anna, 4, "during", tests.started_at_ns, session=tests)
        assert proposal(db, anna).kind is Kind.BACK


def test_what_was_known_then_is_told_again(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        ready(db, anna)
        trained(db, anna, 0.5, pain=(1, 9))
        on_level(db, anna, 1, 0.4)
        then = standing(db, anna, NOW_NS - round(0.6 * DAY_NS), ahead_ns=0).proposal
        assert then is not None and then.kind is Kind.UP
        assert proposal(db, anna).level == 1


def test_many_clients_are_looked_at_at_once(history: History) -> None:
    with history.writing() as db:
        people = [somebody(db) for _ in range(3)]
        for n, one in enumerate(people[:2]):
            ready(db, one, days=6 - n)
        found = proposals(db, NOW_NS, people)
    assert {one.id: found[one.id].kind for one in people[:2]} == {people[0].id: Kind.UP, people[1].id: Kind.STAY}
    assert people[2].id not in found and proposals_of_nobody(history) == {}


def proposals_of_nobody(history: History) -> Any:
    with history.reading() as db:
        return proposals(db, NOW_NS, [])


# the plan of today


def noon_ns() -> int:
    """Of the day of NOW_NS, where this machine stands."""
    there = datetime.fromtimestamp(NOW_NS // S).astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
    return int(there.timestamp()) * S


def test_sets_of_today_are_ticked_off(history: History) -> None:
    now_ns = noon_ns()
    with history.writing() as db:
        anna = somebody(db)
        for exercise, sets in (("rdl_row", 1), ("band_rdl", 3)):
            set_plan(db, anna, exercise, sets, 8, trainer(db), NOW_NS)
        eight = [rep(n) for n in range(1, 9)]
        trained(db, anna, 0, [set_of(1, eight), set_of(2, eight[:5])], started_at_ns=now_ns - 11 * 3600 * S)
        trained(db, anna, 0, [set_of(1, eight)], started_at_ns=now_ns - 13 * 3600 * S)
        trained(db, anna, 0, [set_of(1, eight)], started_at_ns=now_ns - 3600 * S, source="simulate")
        runs = trained(db, anna, 0, [set_of(1, eight)], started_at_ns=now_ns - 60 * S)
        found = today(db, anna, now_ns, without=runs.id)
        lines = standing(db, anna, now_ns).ticks
    assert found.aims == (Aim("band_rdl", 3, 8), Aim("rdl_row", 1, 8))
    assert found.done == (SetDone("band_rdl", None, 8), SetDone("band_rdl", None, 5))
    assert [(one.exercise, one.sets_done, one.reps_done) for one in lines] == [("band_rdl", 3, 21), ("rdl_row", 0, 0)]


def test_sets_of_today_are_as_corrected(history: History) -> None:
    now_ns = noon_ns()
    with history.writing() as db:
        anna = somebody(db)
        row = trained(db, anna, 0, [set_of(1, [rep(1), rep(2)], "left")], started_at_ns=now_ns - 3600 * S)
        for n in (1, 2):
            edit(db, row.id, "side", rep(n).t_bottom_ns, {"side": "right"}, trainer(db), "", now_ns)
        assert today(db, anna, now_ns).done == (SetDone("band_rdl", "right", 2),)
        for n in (1, 2):
            edit(db, row.id, "exclude", rep(n).t_bottom_ns, {}, trainer(db), "", now_ns)
        assert today(db, anna, now_ns).done == ()


def test_a_client_is_looked_at_in_a_moment(history: History) -> None:
    """Twelve sessions of five sets in four weeks; processor time, for other programs run beside this one."""
    with history.writing() as db:
        anna = somebody(db)
        on_level(db, anna, 3)
        sets = [set_of(n, [rep(one) for one in range(1, 13)]) for n in range(1, 6)]
        for n in range(12):
            trained(db, anna, 1 + 2 * n, sets)
        standing(db, anna, NOW_NS)
        began = time.process_time()
        standing(db, anna, NOW_NS)
        assert time.process_time() - began < 0.05


def test_today_begins_at_midnight_where_summer_time_has_begun_since(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        monkeypatch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        now_ns, late_ns = (round(datetime(2026, 3, *there).timestamp()) * S for there in ((29, 14), (28, 23, 30)))
        with history.writing() as db:
            anna = somebody(db)
            set_plan(db, anna, "band_rdl", 3, 8, trainer(db), late_ns)
            trained(db, anna, 0, [set_of(1, [rep(n) for n in range(1, 9)])], started_at_ns=late_ns)
            assert today(db, anna, now_ns).done == ()
    finally:
        monkeypatch.undo()
        time.tzset()
