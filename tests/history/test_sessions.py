import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from imu_hinge.core.summary import MEASURES, SetSummary, summarise
from imu_hinge.history.database import History
from imu_hinge.history.notes import add_note
from imu_hinge.history.rows import Said
from imu_hinge.history.sessions import (
    said,
    save_said,
    save_session,
    save_set,
    session,
    session_by_id,
    session_of_recording,
    sessions,
)
from imu_hinge.history.tables import TRAINING_SET
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import Calibrated, Rep, RepRejected, RepStatus
from tests.history.made import DAY_NS, EXERCISE, NOW_NS, REPS, SAID, session_of, session_row, somebody, trainer
from tests.made import rep, set_ended

TIMES = st.integers(0, 2**53)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
FEW_WORDS = st.lists(WORDS, max_size=3).map(tuple)
STATUSES = st.sampled_from([RepStatus.COUNTED, RepStatus.UNSURE])


@st.composite
def summaries(draw: st.DrawFn, index: int, first_id: int) -> SetSummary:
    side = draw(st.sampled_from([None, "left", "right"]))
    reps = [_rep(draw, first_id + n, index, n + 1, side) for n in range(draw(st.integers(1, 3)))]
    ended = (
        set_ended(len(reps), index=index, t_start_ns=draw(TIMES), t_end_ns=draw(TIMES)) if draw(st.booleans()) else None
    )
    return summarise(index, tuple(reps), side, ended)


def _rep(draw: st.DrawFn, ident: int, set_index: int, index: int, side: str | None) -> Rep:
    return Rep(
        id=ident,
        set_index=set_index,
        index=index,
        status=draw(STATUSES),
        side=side,
        t_start_ns=draw(TIMES),
        t_bottom_ns=draw(TIMES),
        t_end_ns=draw(TIMES),
        **{measure: draw(st.none() | FLOATS) for measure in MEASURES},
        rows=draw(st.integers(0, 9)),
        faults=draw(FEW_WORDS),
        cautions=draw(FEW_WORDS),
        not_judged=draw(FEW_WORDS),
        valid=draw(st.booleans()),
        reasons=draw(FEW_WORDS),
    )


CALIBRATIONS = st.builds(
    Calibrated,
    t_ns=TIMES,
    status=st.sampled_from(["guided", "automatic"]),
    quality=FLOATS,
    reasons=FEW_WORDS,
    thorax_rom_deg=st.none() | FLOATS,
    own_max_lumbar_deg=st.none() | FLOATS,
)
REJECTIONS = st.builds(
    RepRejected,
    t_ns=TIMES,
    t_start_ns=TIMES,
    t_bottom_ns=TIMES,
    t_end_ns=TIMES,
    rep_id=st.none() | st.integers(1, 99),
    reason=WORDS,
)


@st.composite
def anything_said(draw: st.DrawFn) -> Said:
    sets = [draw(summaries(index, 10 * index)) for index in range(1, draw(st.integers(0, 2)) + 1)]
    told = draw(st.lists(CALIBRATIONS, max_size=2)), draw(st.lists(REJECTIONS, max_size=3))
    return Said(sets=tuple(sets), calibrations=tuple(told[0]), rejected=tuple(told[1]))


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(first=anything_said(), second=anything_said())
def test_what_was_said_comes_back_equal_and_is_replaced_as_a_whole(history: History, first: Said, second: Said) -> None:
    with history.writing() as db:
        row = session_of(db, somebody(db), first)
    with history.reading() as db:
        assert said(db, row.id) == first
    with history.writing() as db:
        save_said(db, row.id, second, EXERCISE)
        assert said(db, row.id) == second


def test_a_session_comes_back_equal_and_keeps_what_hangs_on_it(history: History) -> None:
    with history.writing() as db:
        client = somebody(db)
        row = session_row(client.id, damage=("byte 12: torn",), ended_at_ns=None)
        save_session(db, row)
        save_said(db, row.id, SAID, EXERCISE)
        ended = replace(row, ended_at_ns=NOW_NS, end_reason="closed")
        save_session(db, ended)
    with history.reading() as db:
        assert session_by_id(db, row.id) == ended
        assert session_of_recording(db, row.recording_id) == ended
        assert said(db, row.id) == SAID


def test_a_set_is_saved_when_it_ended_and_again_when_it_is_known_better(history: History) -> None:
    with history.writing() as db:
        row = session_row(somebody(db).id)
        save_session(db, row)
        save_set(db, row.id, SAID.sets[0], EXERCISE)
        save_set(
            db, row.id, summarise(2, (replace(rep(4), set_index=2, index=1),), None, set_ended(1, index=2)), EXERCISE
        )
        shorter = summarise(1, REPS[:2], None, set_ended(2))
        save_set(db, row.id, shorter, EXERCISE)
        assert [one.index for one in said(db, row.id).sets] == [1, 2]
        assert said(db, row.id).sets[0] == shorter


def test_the_columns_of_a_set_hold_its_numbers(history: History) -> None:
    with history.writing() as db:
        row = session_of(db, somebody(db))
        columns = db.execute(select(TRAINING_SET)).mappings().one()
    assert (columns["counted"], columns["good"], columns["close"], columns["past"]) == (3, 2, 0, 1)
    assert columns["session_id"] == row.id
    assert columns["lumbar_flexion_peak_deg_median"] == 11.0
    assert columns["lumbar_flexion_peak_deg_largest"] == 31.5
    assert columns["faults"] == {"lumbar_flexion": 1}
    assert math.isclose(columns["time_under_tension_s"], 6.0)


def test_a_session_is_found_by_the_beginning_of_its_id(history: History) -> None:
    with history.writing() as db:
        row = session_of(db, somebody(db))
        assert session(db, str(row.id)[:13]) == row
        for unknown in ("", "zz", "00000000-0000-0000-0000-000000000000"):
            with pytest.raises(UsageError, match="sessions list"):
                session(db, unknown)


def test_the_list_is_newest_first_and_can_be_asked_by_client_time_and_words(history: History) -> None:
    with history.writing() as db:
        anna, ben = somebody(db, "Anna"), somebody(db, "Ben")
        old = session_of(db, anna)
        new = session_of(db, anna, started_at_ns=NOW_NS + DAY_NS)
        other = session_of(db, ben, started_at_ns=NOW_NS + 2 * DAY_NS, exercise="rdl_row")
        add_note(db, anna, trainer(db), "100 % of the band_width", NOW_NS, session=old)
    with history.reading() as db:
        assert [line.session.id for line in sessions(db)] == [other.id, new.id, old.id]
        assert [line.session.id for line in sessions(db, limit=1)] == [other.id]
        assert [line.session.id for line in sessions(db, anna, since_ns=NOW_NS + 1)] == [new.id]
        assert [line.session.id for line in sessions(db, until_ns=NOW_NS + DAY_NS)] == [old.id]
        assert [line.session.id for line in sessions(db, text="BEN")] == [other.id]
        assert [line.session.id for line in sessions(db, text="0 % of the band_")] == [old.id]
        assert sessions(db, text="bandxwidth") == []


def test_a_line_of_the_list_sums_up_the_sets(history: History) -> None:
    second = summarise(
        2, (replace(rep(5), set_index=2, index=1, status=RepStatus.UNSURE),), None, set_ended(0, 1, index=2)
    )
    with history.writing() as db:
        session_of(db, somebody(db), replace(SAID, sets=(*SAID.sets, second)))
        line = sessions(db)[0]
    assert (line.sets, line.reps, line.counted, line.unsure) == (2, 4, 3, 1)
    assert (line.good, line.close, line.past, line.not_judged, line.peak_deg) == (2, 0, 1, 0, 31.5)
