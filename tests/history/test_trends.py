from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection

from imu_hinge.core.summary import summarise
from imu_hinge.history.database import History
from imu_hinge.history.edits import edit
from imu_hinge.history.pains import add_pain
from imu_hinge.history.rows import Client, Said, SessionRow
from imu_hinge.history.sessions import save_said
from imu_hinge.history.trends import compare, trend
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import RepStatus
from imu_hinge.view.noise import NOISE_DEG, noise_of
from tests.history.made import DAY_NS, EXERCISE, NOW_NS, session_of, somebody, trainer
from tests.made import rep, set_ended

PEAK = "lumbar_flexion_peak_deg"


def session_with(db: Connection, client: Client, *sets: list[float | None], **changes: Any) -> SessionRow:
    """Each set has repetitions with these peaks of the low back."""
    made = []
    for n, peaks in enumerate(sets, start=1):
        reps = tuple(
            replace(rep(10 * n + i), set_index=n, index=i, lumbar_flexion_peak_deg=peak)
            for i, peak in enumerate(peaks, start=1)
        )
        made.append(summarise(n, reps, None, set_ended(len(reps), index=n)))
    return session_of(db, client, Said(sets=tuple(made), calibrations=(), rejected=()), **changes)


def test_a_trend_has_a_point_per_session_the_median_of_its_sets(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        later = session_with(db, anna, [12.0, 14.0, 13.0], [20.0], [30.0, 40.0], started_at_ns=NOW_NS + DAY_NS)
        first = session_with(db, anna, [10.0])
        blind = session_with(db, anna, [None, None], started_at_ns=NOW_NS + 2 * DAY_NS)
        session_with(db, somebody(db), [50.0])
        points = trend(db, anna, PEAK)
    assert [(one.session_id, one.value) for one in points] == [(first.id, 10.0), (later.id, 20.0), (blind.id, None)]
    assert [(one.started_at_ns, one.counted) for one in points][1] == (NOW_NS + DAY_NS, 6)


def test_a_session_without_sets_is_a_point_without_a_value(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        session_with(db, anna)
        (point,) = trend(db, anna, PEAK)
    assert (point.value, point.counted, point.unsure, point.pain_before) == (None, 0, 0, None)


def test_a_trend_is_of_one_exercise_and_of_worn_sensors_only(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        kept = session_with(db, anna, [10.0])
        row = session_with(db, anna, [20.0])
        save_said(db, row.id, Said(sets=(), calibrations=(), rejected=()), replace(EXERCISE, id="rdl_row"))
        session_with(db, anna, [30.0], source="simulate")
        assert [one.session_id for one in trend(db, anna, PEAK, "band_rdl")] == [kept.id]
        assert len(trend(db, anna, PEAK)) == 2
        with pytest.raises(UsageError, match="there is no measure 'strength'; there are: pelvis_rom_deg"):
            trend(db, anna, "strength")


def test_pain_stands_beside_movement_and_what_was_not_said_stays_open(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        row = session_with(db, anna, [10.0])
        session_with(db, anna, [10.0], started_at_ns=NOW_NS + DAY_NS)
        said = [("before", 3), ("before", 5), ("during", 6), ("after", 4), ("next_day", 2)]
        for n, (moment, score) in enumerate(said):
            add_pain(db, anna, score, moment, NOW_NS + n, session=row)
        points = trend(db, anna, PEAK)
    assert [(one.pain_before, one.pain_after) for one in points] == [(3, 4), (None, None)]


def test_a_correction_changes_the_trend(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        row = session_with(db, anna, [10.0, 20.0, 30.0])
        edit(db, row.id, "exclude", rep(13).t_bottom_ns, {}, trainer(db), "", NOW_NS)
        edit(db, row.id, "status", rep(12).t_bottom_ns, {"status": RepStatus.UNSURE.value}, trainer(db), "", NOW_NS)
        (point,) = trend(db, anna, PEAK)
    assert (point.value, point.counted, point.unsure) == (10.0, 1, 1)


def test_a_comparison_says_which_differences_are_noise(history: History) -> None:
    with history.writing() as db:
        anna = somebody(db)
        a, b = session_with(db, anna, [10.0]), session_with(db, anna, [17.0], started_at_ns=NOW_NS + DAY_NS)
        c, d = session_with(db, anna, [19.0]), session_with(db, anna, [None])
        near, far, unknown = (compare(db, a.id, other.id) for other in (b, c, d))
        with pytest.raises(UsageError, match="sessions list"):
            compare(db, a.id, uuid4())
        assert compare(db, a.id, a.id).a == compare(db, a.id, a.id).b
    peaks = [next(one for one in found.measures if one.measure == PEAK) for found in (near, far, unknown)]
    assert [one.difference for one in peaks] == [7.0, 9.0, None]
    assert [one.within_noise for one in peaks] == [True, False, None]
    assert (near.a.session_id, near.b.session_id) == (a.id, b.id)
    assert next(one for one in far.measures if one.measure == "eccentric_s").within_noise is None


def test_the_noise_between_days_is_in_the_unit_of_the_measure() -> None:
    assert noise_of(PEAK) == NOISE_DEG == 8.0
    assert noise_of("hinge_share") == 0.10
    assert noise_of("concentric_peak_dps") is None
