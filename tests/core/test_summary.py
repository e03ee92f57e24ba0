"""The one object behind every number: what each event changes in it."""

import pytest

from imu_hinge.core.summary import SetSummary, Summary
from imu_hinge.model.events import (
    Calibrated,
    CalibrationRefused,
    Event,
    Phase,
    PhaseChanged,
    RepRejected,
    RepRevised,
    RepStatus,
    SensorWarning,
    SetStarted,
)
from tests.made import S, completed, rep, set_ended

UNDO = RepRejected(t_ns=0, rep_id=2, t_start_ns=0, t_bottom_ns=0, t_end_ns=0, reason="undo")


def summary(*events: Event) -> Summary:
    made = Summary()
    for event in events:
        made.take(event)
    return made


def one_set(*events: Event) -> SetSummary:
    (only,) = summary(*events).sets
    return only


def test_nothing_said_is_nothing_known() -> None:
    empty = summary()
    assert (empty.sets, empty.warnings, empty.calibration, empty.refusal) == ((), (), None, None)


def test_repetitions_are_listed_by_index_with_their_set() -> None:
    only = one_set(completed(2), completed(1), set_ended(2))
    assert [one.index for one in only.reps] == [1, 2]
    assert (only.counted, only.unsure, only.ended, only.t_start_ns, only.t_end_ns) == (2, 0, True, 8 * S, 40 * S)


def test_an_open_set_reaches_from_its_first_to_its_last_repetition() -> None:
    only = one_set(completed(1), completed(3))
    assert (only.ended, only.t_start_ns, only.t_end_ns) == (False, 8 * S, 18 * S)


def test_a_revision_replaces_the_repetition_with_its_id() -> None:
    revised = RepRevised(t_ns=0, rep=rep(1, faults=("not_tall",)), reason="lockout")
    only = one_set(completed(1), revised)
    assert only.reps == (revised.rep,)
    assert only.faults == {"not_tall": 1}


def test_a_repetition_taken_back_is_gone() -> None:
    made = summary(completed(1), completed(2), UNDO)
    assert [one.index for one in made.sets[0].reps] == [1]
    assert made.rep(2) is None
    assert made.rep(1) == rep(1)


def test_a_movement_that_was_never_said_to_be_one_changes_nothing() -> None:
    never = RepRejected(t_ns=0, rep_id=None, t_start_ns=0, t_bottom_ns=0, t_end_ns=0, reason="plane")
    assert one_set(completed(1), never).counted == 1


def test_provisional_ones_are_listed_once_promoted() -> None:
    provisional = completed(1, status=RepStatus.PROVISIONAL)
    assert summary(provisional).sets == ()
    assert one_set(provisional, RepRevised(t_ns=0, rep=rep(1), reason="confirmed")).counted == 1


def test_sets_are_apart_and_keep_their_side() -> None:
    started = SetStarted(t_ns=0, set_index=2, exercise="split_stance_hinge", side="left")
    sets = summary(started, completed(1, set_index=2), completed(5, set_index=1, side="right")).sets
    assert [(one.index, one.side) for one in sets] == [(1, "right"), (2, "left")]


def test_numbers_of_the_whole_rest_on_counted_valid_repetitions() -> None:
    only = one_set(
        completed(1, thorax_rom_deg=60.0),
        completed(2, thorax_rom_deg=64.0),
        completed(3, thorax_rom_deg=99.0, valid=False),
        completed(4, thorax_rom_deg=10.0, status=RepStatus.UNSURE),
        completed(5, thorax_rom_deg=None, lumbar_flexion_peak_deg=None),
    )
    spread = only.spreads["thorax_rom_deg"]
    assert (spread.median, spread.smallest, spread.largest, spread.based_on) == (62.0, 60.0, 64.0, (1, 2))
    assert only.spreads["lumbar_flexion_peak_deg"].based_on == (1, 2)
    assert (only.counted, only.unsure) == (4, 1)


def test_a_measure_that_was_never_judged_has_no_middle() -> None:
    assert "hinge_share" not in one_set(completed(1, hinge_share=None)).spreads


def test_faults_are_counted_once_per_repetition_most_frequent_first() -> None:
    only = one_set(
        completed(1, faults=("not_tall",), cautions=("not_tall", "arch_lost")),
        completed(2, faults=("incomplete_lockout", "lumbar_flexion")),
        completed(3, faults=("lumbar_flexion",)),
    )
    assert list(only.faults.items()) == [("lumbar_flexion", 2), ("incomplete_lockout", 1), ("not_tall", 1)]
    assert only.cautions == {"arch_lost": 1}
    assert only.lockout_missed == 1


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ((100, 100, 100, 100), None),
        ((100, 100, 100, 100, 80), 0.2),
        ((90, 110, 100, 100, 60, 90, 70), 0.2),
        ((150, 100, 100, 100, 100, 100), 0.0),
        ((100, None, 100, 100, 100, 130), -0.3),
        ((0, 0, 0, 0, 0), None),
    ],
)
def test_speed_loss(rates: tuple[float | None, ...], expected: float | None) -> None:
    only = one_set(*(completed(n, concentric_peak_dps=rate) for n, rate in enumerate(rates, 1)))
    assert only.speed_loss == (None if expected is None else pytest.approx(expected))


def test_time_under_tension_is_the_sum_over_the_repetitions() -> None:
    assert one_set(completed(1), completed(2)).time_under_tension_s == 4.0


def test_a_calibration_ends_the_refusal_before_it() -> None:
    refused = CalibrationRefused(t_ns=1, reason="swapped", remedy="exchange the sensors")
    calibrated = Calibrated(
        t_ns=2,
        status="guided",
        quality=0.9,
        reasons=(),
        upright_known=True,
        thorax_rom_deg=60.0,
        own_max_lumbar_deg=None,
    )
    assert summary(refused).refusal == refused
    made = summary(refused, calibrated)
    assert (made.calibration, made.refusal) == (calibrated, None)


def test_warnings_stay_in_order_and_other_events_change_nothing() -> None:
    warning = SensorWarning(t_ns=1, id="lossy_link", placement=None, detail="3 % lost")
    made = summary(warning, PhaseChanged(t_ns=2, phase=Phase.HINGING), warning)
    assert made.warnings == (warning, warning)


def test_sets_that_were_let_go_of_are_gone_whatever_is_said_of_them_later() -> None:
    second = completed(2, set_index=2)
    made = summary(completed(1), set_ended(1), second)
    before = made.sets[1]
    made.forget(2)
    assert made.sets == (before,) and made.rep(1) is None
    late = RepRevised(t_ns=0, rep=rep(1, faults=("not_tall",)), reason="lockout")
    for event in (late, set_ended(1), SetStarted(t_ns=0, set_index=1, exercise="band_rdl", side=None)):
        made.take(event)
    made.forget(1)
    assert made.sets == (before,)
