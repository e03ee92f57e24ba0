"""Plain lines, word for word."""

from dataclasses import replace

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.cli.sinks import Words
from imu_hinge.core.summary import summarise
from imu_hinge.model.events import (
    Calibrated,
    CalibrationRefused,
    CalibrationStep,
    Event,
    FaultCleared,
    FaultRaised,
    Level,
    Phase,
    PhaseChanged,
    RepRejected,
    RepRevised,
    RepStatus,
    SensorWarning,
    SetStarted,
)
from imu_hinge.model.inputs import Placement
from imu_hinge.view.totals import session_line, totals
from imu_hinge.view.words import Lines, note_words, reps_words, unjudged_words, verdict
from tests.made import S, completed, rep, set_ended
from tests.wording import forbidden

RDL = load_exercise("band_rdl")
BEND = load_exercise("forward_bend")
T = 12_440_000_000


def raised(fault: str, value: float, limit: float, cue: str, level: Level = Level.FAULT) -> FaultRaised:
    return FaultRaised(t_ns=T, fault=fault, level=level, set_index=1, rep_index=3, value=value, limit=limit, cue=cue)


def rejected(rep_id: int | None, reason: str) -> RepRejected:
    return RepRejected(t_ns=T, rep_id=rep_id, t_start_ns=0, t_bottom_ns=0, t_end_ns=0, reason=reason)


CALIBRATED = Calibrated(
    t_ns=T,
    status="automatic",
    quality=0.7,
    reasons=(),
    upright_known=True,
    thorax_rom_deg=60.0,
    own_max_lumbar_deg=None,
)
LINES = [
    (completed(5), "26.0  rep  5  good  back 9 deg"),
    (completed(5, side="left"), "26.0  rep  5  left  good  back 9 deg"),
    (completed(5, faults=("lumbar_flexion",)), "26.0  rep  5  rounded  back 9 deg"),
    (completed(5, faults=("not_tall", "shallow")), "26.0  rep  5  not tall, shallow  back 9 deg"),
    (completed(5, cautions=("arch_lost",)), "26.0  rep  5  close: rounded on the way up  back 9 deg"),
    (completed(5, status=RepStatus.UNSURE, lumbar_flexion_peak_deg=None), "26.0  rep  5  unsure"),
    (completed(5, status=RepStatus.PROVISIONAL), "26.0  rep  5  provisional"),
    (rejected(None, "began_bent"), "12.4  no rep  began bent"),
    (
        raised("lumbar_flexion", 23.4, 18.0, "keep the arch"),
        "12.4  fault  lumbar_flexion  keep the arch  23 deg  limit 18",
    ),
    (raised("low_hinge_share", 0.48, 0.55, "hips back"), "12.4  fault  low_hinge_share  hips back  0.48  limit 0.55"),
    (raised("shallow", 0.6, 0.7, "", Level.CAUTION), "12.4  caution  shallow  0.60  limit 0.70"),
    (SetStarted(t_ns=T, set_index=2, exercise="band_rdl", side="right"), "12.4  set  start  2  right"),
    (set_ended(7, 1), "60.0  set  end  1  8 reps, 1 unsure"),
    (
        SensorWarning(t_ns=T, id="sensor_moved", placement=Placement.SACRUM, detail="stand tall"),
        "12.4  sensor  sacrum  moved  stand tall",
    ),
    (SensorWarning(t_ns=T, id="lossy_link", placement=None, detail="3 % lost"), "12.4  sensor  lossy link  3 % lost"),
    (
        SensorWarning(t_ns=T, id="sensor_back", placement=Placement.SACRUM, detail="9.4 s missing"),
        "12.4  sensor  sacrum  gives data again  9.4 s missing",
    ),
    (CALIBRATED, "12.4  calibrated  automatic  quality 0.70"),
    (
        CalibrationRefused(t_ns=T, reason="swapped", remedy="exchange them"),
        "12.4  calibration  not taken  swapped  exchange them",
    ),
    (
        CalibrationStep(t_ns=T, step="full_bend"),
        "12.4  calibration  one slow bend as far as it is comfortable, back rounded",
    ),
    (PhaseChanged(t_ns=T, phase=Phase.BOTTOM), None),
    (FaultCleared(t_ns=T, fault="lumbar_flexion"), None),
]


@pytest.mark.parametrize(("event", "line"), LINES)
def test_one_line_per_event(event: Event, line: str | None) -> None:
    assert Lines(RDL).line(event) == line
    assert forbidden(line or "") == []


@pytest.mark.parametrize(
    ("warning", "placement", "detail", "words"),
    [
        ("sensor_back", Placement.SACRUM, "9.4 s missing", "sacrum sensor gives data again: 9.4 s missing"),
        ("sensor_moved", Placement.THORACIC, "stance 14 deg off", "thoracic sensor moved: stance 14 deg off"),
        (
            "stance_note",
            Placement.SACRUM,
            "stance 4 deg from the calibrated one",
            "sacrum sensor: stance 4 deg from the calibrated one",
        ),
        ("swapped", None, "the lower sensor moves more", "swapped: the lower sensor moves more"),
    ],
)
def test_a_warning_is_a_sentence_on_a_screen(
    warning: str, placement: Placement | None, detail: str, words: str
) -> None:
    assert note_words(SensorWarning(t_ns=T, id=warning, placement=placement, detail=detail)) == words


def test_a_revision_speaks_only_when_its_words_change() -> None:
    lines = Lines(RDL)
    assert lines.line(completed(1))
    assert lines.line(RepRevised(t_ns=S, rep=rep(1, lockout_pelvis_deg=2.0), reason="lockout")) is None
    changed = RepRevised(t_ns=S, rep=rep(1, faults=("incomplete_lockout",)), reason="lockout")
    assert lines.line(changed) == "1.0  rep  1  not back at the top  back 9 deg"


def test_a_repetition_taken_back_is_named() -> None:
    lines = Lines(RDL)
    lines.line(completed(3))
    assert lines.line(rejected(3, "undo")) == "12.4  rep  3  taken back  undo"


@pytest.mark.parametrize(
    ("counted", "unsure", "words"), [(1, 0, "1 rep"), (8, 0, "8 reps"), (7, 1, "8 reps, 1 unsure"), (0, 0, "0 reps")]
)
def test_the_number_is_counted_plus_unsure(counted: int, unsure: int, words: str) -> None:
    assert reps_words(counted, unsure) == words


def test_good_needs_something_judged() -> None:
    nothing = tuple(fault.id for fault in RDL.faults)
    assert verdict(rep(1, not_judged=nothing), RDL) == "not judged"
    assert verdict(rep(1, not_judged=nothing[1:]), RDL) == "good"
    assert verdict(rep(1), BEND) == "counted"


def test_the_last_line_tells_the_sum() -> None:
    sets = [summarise(n, tuple(rep(i) for i in range(1, n + 3)), side=None, ended=None) for n in (1, 2)]
    assert session_line(T, totals(sets, RDL)) == "12.4  session  end  2 sets: 7 reps"
    assert session_line(T, totals(sets[:1], RDL)) == "12.4  session  end  1 set: 3 reps"
    assert session_line(T, totals([], RDL)) == "12.4  session  end  0 reps"


@pytest.mark.parametrize(
    ("reasons", "why"),
    [
        (("no_pelvis", "no_full_bend"), "low back not judged: no second sensor"),
        (("thorax_tilt_only", "no_pelvis"), "low back not judged: the thoracic sensor has no gyroscope"),
    ],
)
def test_why_the_low_back_is_not_judged_is_said_where_a_set_begins_and_at_the_end(
    reasons: tuple[str, ...], why: str
) -> None:
    words = Words(RDL)
    words.event(replace(CALIBRATED, reasons=reasons))
    assert words.event(SetStarted(t_ns=T, set_index=1, exercise="band_rdl", side=None)) == f"12.4  set  start  1  {why}"
    assert words.end(T, ()) == f"12.4  session  end  0 reps  {why}"


def test_an_assessment_that_judges_nothing_misses_nothing() -> None:
    assert unjudged_words(BEND, ("no_pelvis",)) == ""
