"""What was said, as JSON: rounded alike in every run, and an event again."""

import json
from dataclasses import replace

import pytest

from imu_hinge.model.events import (
    AssessmentStep,
    Calibrated,
    Captured,
    CaptureDropped,
    CaptureRefused,
    Event,
    FaultRaised,
    Level,
    Phase,
    PhaseChanged,
    Rep,
    RepCompleted,
    RepStatus,
    SensorWarning,
)
from imu_hinge.model.inputs import Placement
from imu_hinge.recording import event_from_json, event_to_json

REP = Rep(
    id=7,
    set_index=1,
    index=6,
    status=RepStatus.COUNTED,
    side=None,
    t_start_ns=1,
    t_bottom_ns=2,
    t_end_ns=3,
    pelvis_rom_deg=54.123456,
    thorax_rom_deg=62.0,
    lumbar_flexion_peak_deg=float("nan"),
    lumbar_flexion_peak_pct=17.987654,
    hinge_share=0.87654,
    lockout_pelvis_deg=-0.001,
    lockout_thorax_deg=None,
    eccentric_s=1.23456,
    pause_s=0.3,
    concentric_s=0.9,
    concentric_peak_dps=101.23456,
    rows=0,
    faults=("lumbar_flexion",),
    cautions=(),
    not_judged=(),
    valid=True,
    reasons=(),
)

EVENTS: list[Event] = [
    PhaseChanged(t_ns=5, phase=Phase.BOTTOM),
    SensorWarning(t_ns=5, id="sensor_moved", placement=Placement.SACRUM, detail="by 9 deg"),
    SensorWarning(t_ns=5, id="clock", placement=None, detail=""),
    FaultRaised(
        t_ns=9, fault="lumbar_flexion", level=Level.FAULT, set_index=1, rep_index=None, value=21.5, limit=20.0, cue=""
    ),
    Calibrated(
        t_ns=1, status="guided", quality=0.9, reasons=("short",), upright_known=True, thorax_rom_deg=70.0,
        own_max_lumbar_deg=None,
    ),
    AssessmentStep(t_ns=1, test="flexion", stage="move", capture=2, of=3),
    Captured(
        t_ns=9, test="flexion", capture=1, t_start_ns=2, t_peak_ns=4, t_end_ns=7, value_deg=51.25, pelvis_deg=None,
        thorax_deg=110.5, lumbar_deg=51.25, lateral_deg=-1.5, hinge_share=0.537, pain=4,
    ),
    CaptureRefused(t_ns=9, test="", reason="not_calibrated", remedy="calibrate first", pain=None),
    CaptureDropped(t_ns=9, test="flexion", capture=1),
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_from_json(event: Event) -> None:
    assert event_from_json(json.loads(json.dumps(event_to_json(event)))) == event


def test_degrees_to_hundredths_seconds_to_thousandths_and_no_nan() -> None:
    rep = event_to_json(RepCompleted(t_ns=3, rep=REP))["rep"]
    assert rep["pelvis_rom_deg"] == 54.12 and rep["concentric_peak_dps"] == 101.23
    assert rep["eccentric_s"] == 1.235 and rep["hinge_share"] == 0.877
    assert rep["lumbar_flexion_peak_deg"] is None
    assert str(rep["lockout_pelvis_deg"]) == "0.0"


def test_a_rounded_rep_comes_back() -> None:
    rounded = replace(REP, pelvis_rom_deg=54.12, lumbar_flexion_peak_deg=None, eccentric_s=1.235)
    event = event_from_json(event_to_json(RepCompleted(t_ns=3, rep=rounded)))
    assert isinstance(event, RepCompleted) and event.rep.faults == ("lumbar_flexion",)
    assert event_to_json(event) == event_to_json(RepCompleted(t_ns=3, rep=rounded))


@pytest.mark.parametrize(
    "values", [{}, {"type": "FutureEvent"}, {"type": "PhaseChanged"}, {"type": "PhaseChanged", "t_ns": 1, "phase": "x"}]
)
def test_what_this_version_does_not_know_is_none(values: dict[str, object]) -> None:
    assert event_from_json(values) is None
