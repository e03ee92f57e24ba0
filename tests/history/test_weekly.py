"""The view of the week: who came, who did not, whose pain rises, and which sessions to look into."""

from typing import Any

import pytest
from sqlalchemy import update

from imu_hinge.core.summary import summarise
from imu_hinge.history.authors import author
from imu_hinge.history.clients import changed_client, client_of
from imu_hinge.history.database import Connection, History
from imu_hinge.history.edits import edit
from imu_hinge.history.flags import Glance, flag_words, flags
from imu_hinge.history.glances import Watched, watched
from imu_hinge.history.inbox import anything
from imu_hinge.history.levels import set_level
from imu_hinge.history.notes import add_note
from imu_hinge.history.pains import add_pain
from imu_hinge.history.plans import set_plan
from imu_hinge.history.rows import Client, Said
from imu_hinge.history.tables import SESSION
from imu_hinge.history.weekly import Done, PlanDone, WeekRow, client_page, week
from imu_hinge.remote.messages import SIMULATED
from tests.history.arrived import ANN, arrived
from tests.history.children import statements
from tests.history.made import DAY_NS, NOW_NS, REPS, session_of, somebody, trainer
from tests.history.progressed import set_of
from tests.history.progressed import trained as trained_in_sets
from tests.made import rep, set_ended
from tests.wording import forbidden

ROUNDED = tuple(rep(n, faults=("lumbar_flexion",)) for n in (1, 2, 3))
PAST = Said(sets=(summarise(1, ROUNDED, None, set_ended(3)),), calibrations=(), rejected=())


def row_of(history: History, one: Client, **options: Any) -> WeekRow:
    with history.reading() as db:
        (row,) = [row for row in week(db, NOW_NS, **options) if row.client == one]
    return row


def trained(db: Connection, one: Client, days_ago: float, said: Said | None = None, **changes: Any) -> Any:
    start_ns = NOW_NS - round(days_ago * DAY_NS)
    return session_of(db, one, **({} if said is None else {"said": said}), started_at_ns=start_ns, **changes)


def test_this_week_is_told_apart_from_the_one_before(history: History) -> None:
    with history.writing() as db:
        ann, bob = somebody(db, "Ann"), somebody(db, "Bob")
        for days_ago in (0.1, 6.9, 7.1, 13.9, 14.1):
            trained(db, ann, days_ago)
        trained(db, bob, 40)
    row = row_of(history, ann)
    assert (row.this_week, row.week_before, row.weeks_away) == (Done(2, 6), Done(2, 6), 0)
    assert row.last_seen_at_ns == NOW_NS - round(0.1 * DAY_NS)
    away = row_of(history, bob)
    assert (away.this_week, away.week_before, away.weeks_away) == (Done(), Done(), 5)


def test_a_client_without_a_session_is_there_and_was_never_seen(history: History) -> None:
    with history.writing() as db:
        ann, gone = somebody(db, "Ann"), somebody(db, "Bob")
        changed_client(db, gone, archived_at_ns=NOW_NS)
    with history.reading() as db:
        (row,) = week(db, NOW_NS)
    assert (row.client, row.last_seen_at_ns, row.weeks_away) == (ann, None, None)
    assert (row.pain_first, row.pain_rise, row.flagged, row.level, row.plan, row.note) == (None, 0, (), None, (), None)


def test_the_virtual_wearer_is_nobodys_week(history: History) -> None:
    with history.writing() as db:
        ann = somebody(db, "Ann")
        made_up = trained(db, ann, 1, said=PAST, source="simulate")
        add_pain(db, ann, 9, "after", NOW_NS - DAY_NS, session=made_up)
    row = row_of(history, ann)
    assert (row.last_seen_at_ns, row.this_week, row.flagged, row.pain_last) == (None, Done(), (), None)


def test_a_rise_of_pain_over_the_weeks_looked_at(history: History) -> None:
    with history.writing() as db:
        ann, bob = somebody(db, "Ann"), somebody(db, "Bob")
        for days_ago, score in ((50, 0), (20, 1), (10, 6), (1, 3)):
            add_pain(db, ann, score, "next_day", NOW_NS - days_ago * DAY_NS)
        for days_ago, score in ((20, 3), (1, 4)):
            add_pain(db, bob, score, "next_day", NOW_NS - days_ago * DAY_NS)
    row = row_of(history, ann)
    assert (row.pain_first, row.pain_last, row.pain_rise) == (1, 3, 2)
    assert (row_of(history, ann, weeks=8).pain_first, row_of(history, ann, weeks=8).pain_rise) == (0, 3)
    assert (row_of(history, bob).pain_first, row_of(history, bob).pain_rise) == (3, 0)  # one more is no rise


@pytest.mark.parametrize("what", ["pain_stop", "pain_rise", "faults", "moved", "lost", "edited"])
def test_a_session_is_flagged_for(what: str, history: History) -> None:
    moved = {"warnings": ({"t_s": 3.0, "id": "sensor_moved", "detail": "by 12 deg"},)}
    changes: dict[str, dict[str, Any]] = {"moved": moved, "lost": {"lost_samples": 60 * 36}}
    with history.writing() as db:
        ann = somebody(db, "Ann")
        trained(db, ann, 2)
        odd = trained(db, ann, 1, said=PAST if what == "faults" else None, **changes.get(what, {}))
        scores = {"pain_stop": [(4, "during")], "pain_rise": [(1, "before"), (0, "after"), (3, "after")]}
        for n, (score, moment) in enumerate(scores.get(what, [(3, "before"), (4, "after"), (1, "after")])):
            add_pain(db, ann, score, moment, NOW_NS - DAY_NS + n, session=odd)
        if what == "edited":
            edit(db, odd.id, "exclude", REPS[0].t_bottom_ns, {}, trainer(db), "a step", NOW_NS)
    ((glance, found),) = row_of(history, ann).flagged
    assert (glance.session, found) == (odd.id.hex, (what,))
    assert flag_words(found) and forbidden(flag_words(found)) == []


def test_flags_are_told_in_order_of_urgency() -> None:
    calm = Glance(
        client="c", session="s", here=True, started_at_ns=0, exercise="band_rdl", duration_s=60.0, sets=1, counted=4,
        unsure=0, past=2, pains=(), stopped=False, lost_samples=0, moved=False, edited=False,
    )  # fmt: skip
    assert flags(calm) == ()
    assert flags(calm._replace(counted=3, stopped=True, moved=True)) == ("pain_stop", "faults", "moved")
    assert flag_words(("pain_stop", "moved")) == "stopped for pain, a sensor moved"


def test_level_plan_and_newest_note(history: History) -> None:
    with history.writing() as db:
        ann, tess = somebody(db, "Ann"), author(db, "Tess", "trainer")
        trained(db, ann, 1)
        trained(db, ann, 3)
        trained(db, ann, 9)
        set_level(db, ann, 3, tess, "", NOW_NS - 3)
        set_level(db, ann, 2, tess, "pain", NOW_NS - 2)
        set_plan(db, ann, "band_rdl", 3, 8, tess, NOW_NS)
        set_plan(db, ann, "rdl_row", 2, 6, tess, NOW_NS)
        add_note(db, ann, tess, "the newest", NOW_NS - 1)
        add_note(db, ann, tess, "an older one", NOW_NS - 2)
    row = row_of(history, ann)
    assert row.level == 2
    assert row.plan == (
        PlanDone(exercise="band_rdl", sets=3, reps=8, sets_done=0, reps_done=6),
        PlanDone(exercise="rdl_row", sets=2, reps=6, sets_done=0, reps_done=0),
    )
    assert row.note is not None and (row.note.text, row.note.by) == ("the newest", tess)


def test_of_the_plan_those_sets_are_done_that_tick_it_off(history: History) -> None:
    eight, split = [rep(n) for n in range(1, 9)], "split_stance_hinge"
    sides = [set_of(1, eight, "left"), set_of(2, eight[:3], "left"), set_of(3, eight), set_of(4, eight, "right")]
    with history.writing() as db:
        ann, bob = somebody(db, "Ann"), somebody(db, "Bob")
        for one in (ann, bob):
            set_plan(db, one, split, 4, 8, trainer(db), NOW_NS)
        trained_in_sets(db, ann, 1, sides, exercise=split)
        trained_in_sets(db, ann, 1, sides, source="simulate", exercise=split)
        trained_in_sets(db, ann, 8, sides, exercise=split)
        corrected = trained_in_sets(db, ann, 2, [set_of(1, eight[:4])], exercise=split)
    (planned,) = row_of(history, ann).plan
    assert (planned.sets_done, planned.reps_done) == (2, 19)
    with history.writing() as db:
        for moved in eight[:4]:
            edit(db, corrected.id, "side", moved.t_bottom_ns, {"side": "left"}, trainer(db), "", NOW_NS)
    (planned,) = row_of(history, ann).plan
    assert (planned.sets_done, planned.reps_done) == (3, 23)
    assert [one.sets_done for one in row_of(history, bob).plan] == [0]


def test_however_many_clients_there_are_the_questions_are_the_same(history: History) -> None:
    def asked() -> int:
        made = statements(history)
        with history.reading() as db:
            week(db, NOW_NS)
        return len(made)

    with history.writing() as db:
        trained(db, somebody(db), 1)
    few = asked()
    with history.writing() as db:
        for _ in range(10):
            trained(db, somebody(db), 1)
    assert asked() == few


# clients on other machines

TOLD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("SessionStarted", {"exercise": "band_rdl"}),
    ("PainReported", {"score": 1, "moment": "before"}),
    (
        "SetEnded",
        {"counted": 7, "unsure": 1, "reason": "rest", "summary": {"faults": {"lumbar_flexion": 5, "not_tall": 2}}},
    ),
    ("SensorWarning", {"id": "sensor_moved"}),
    ("SetEnded", {"counted": 2, "unsure": 0, "reason": "pain", "summary": {"faults": {"not_tall": 1}}}),
    ("PainReported", {"score": 4, "moment": "during"}),
    ("NoteAdded", {"text": "the hip \x1b[2J is stiff"}),
)


def test_what_was_watched_counts_like_what_is_here(history: History) -> None:
    arrived(history, 2, "aaaaaaaa", *TOLD)
    arrived(history, 9, "bbbbbbbb", *TOLD[:3])
    with history.reading() as db:
        ann = client_of(db, ANN, NOW_NS)
    with history.writing() as db:
        set_plan(db, ann, "band_rdl", 3, 8, trainer(db), NOW_NS)
    with history.reading() as db:
        page = client_page(db, ann, NOW_NS)
    row = page.row
    assert (row.this_week, row.week_before, row.last_seen_at_ns) == (Done(1, 10), Done(1, 8), NOW_NS - 2 * DAY_NS)
    ((glance, found),) = row.flagged
    assert (glance.here, glance.session, glance.exercise, glance.sets) == (False, "aaaaaaaa", "band_rdl", 2)
    assert found == ("pain_stop", "pain_rise", "faults", "moved")
    assert (row.pain_first, row.pain_last) == (1, 4)
    assert row.plan == (PlanDone(exercise="band_rdl", sets=3, reps=8, sets_done=1, reps_done=10),)
    assert [one.text for one in page.remarks] == ["the hip \\x1b[2J is stiff"]
    assert [one.session for one, _ in page.sessions] == ["aaaaaaaa", "bbbbbbbb"]
    with history.reading() as db:
        assert watched(db) == watched(db, ann) == {ann.id: Watched(2, page.sessions[0][0].started_at_ns)}
        assert anything(db, ann)


def test_a_simulated_session_that_was_watched_is_nobodys_week(history: History) -> None:
    simulated = ("SessionStarted", {"exercise": "band_rdl", "software": f"imu_hinge 0.2.0{SIMULATED}"})
    arrived(history, 2, "aaaaaaaa", simulated, *TOLD[1:])
    arrived(history, 9, "bbbbbbbb", simulated, *TOLD[1:3])
    arrived(history, 3, "cccccccc", *TOLD)
    with history.reading() as db:
        page = client_page(db, client_of(db, ANN, NOW_NS), NOW_NS)
        (of,) = watched(db).values()
    assert (page.row.this_week, page.row.week_before) == (Done(1, 10), Done())
    assert [one.session for one, _ in page.sessions] == ["cccccccc"]
    assert of == Watched(1, page.sessions[0][0].started_at_ns, simulated=2)


def test_a_note_of_a_session_that_is_here_and_was_watched_is_told_once(history: History) -> None:
    with history.writing() as db:
        ann = client_of(db, ANN, NOW_NS)
        row = trained(db, ann, 1)
        add_note(db, ann, author(db, "wearer", "wearer"), "felt good", NOW_NS, session=row)
    arrived(history, 1, row.id.hex[:8], ("NoteAdded", {"text": "felt good"}))
    arrived(history, 2, "bbbbbbbb", ("NoteAdded", {"text": "at home"}))
    with history.reading() as db:
        assert [one.text for one in client_page(db, ann, NOW_NS).remarks] == ["felt good", "at home"]


def test_pain_of_the_virtual_wearer_is_on_no_page(history: History) -> None:
    with history.writing() as db:
        ann = somebody(db, "Ann")
        virtual, real = trained(db, ann, 2, source="simulate"), trained(db, ann, 1)
        add_pain(db, ann, 9, "after", NOW_NS - 2 * DAY_NS, session=virtual)
        add_pain(db, ann, 2, "after", NOW_NS - DAY_NS, session=real)
        page = client_page(db, ann, NOW_NS)
    assert [one.score for one in page.pains] == [2]


def test_a_session_that_is_here_and_was_watched_counts_once(history: History) -> None:
    with history.writing() as db:
        ann = client_of(db, ANN, NOW_NS)
        now, before = trained(db, ann, 1), trained(db, ann, 8)
    arrived(history, 1, now.id.hex[:8], *TOLD)
    arrived(history, 8, before.id.hex[:8], *TOLD)
    row = row_of(history, ann)
    assert (row.this_week, row.week_before) == (Done(1, 3), Done(1, 3))
    with history.reading() as db:
        assert watched(db) == {}


def test_what_arrives_may_be_anything(history: History) -> None:
    odd: list[object] = [None, 7, "x", [], {"faults": [1]}, {"faults": {"a": -5}}, -1, 1 << 40, True, 1.5]
    told: list[tuple[str, Any]] = [
        (kind, {"counted": one, "unsure": one, "summary": one, "score": one, "id": one, "exercise": one, "text": one})
        for kind in ("SessionStarted", "SetEnded", "PainReported", "SensorWarning", "NoteAdded")
        for one in odd
    ]
    bodies: list[object] = [None, [], "x", 3]
    told += [(kind, one) for kind, _ in TOLD for one in bodies]
    arrived(history, 1, "aaaaaaaa", *told)
    with history.reading() as db:
        page = client_page(db, client_of(db, ANN, NOW_NS), NOW_NS)
    assert page.row.this_week.sessions == 1
    assert page.row.pain_last == 7


# one client


def test_a_page_has_all_of_one_client(history: History) -> None:
    with history.writing() as db:
        ann, tess = somebody(db, "Ann"), author(db, "Tess", "trainer")
        somebody(db, "Bob")
        trained(db, ann, 3, said=PAST)
        trained(db, ann, 20)
        trained(db, ann, 90)
        db.execute(update(SESSION).values(lost_samples=0))
        for n, score in enumerate((2, 1, 4)):
            add_pain(db, ann, score, "next_day", NOW_NS - (9 - n) * DAY_NS)
            add_note(db, ann, tess, f"note {n}", NOW_NS + n)
            set_level(db, ann, n + 1, tess, f"reason {n}", NOW_NS + n)
        changed_client(db, ann, archived_at_ns=NOW_NS)
        page = client_page(db, ann, NOW_NS)
    assert page.row.client.display_name == "Ann"
    assert [one.text for one in page.remarks] == ["note 2", "note 1", "note 0"]
    assert [(one.level, one.reason) for one in page.levels] == [(3, "reason 2"), (2, "reason 1"), (1, "reason 0")]
    assert [one.score for one in page.pains] == [2, 1, 4]
    assert [found for _, found in page.sessions] == [("faults",), ()]
    assert page.authors[page.levels[0].author_id] == tess
