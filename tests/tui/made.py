"""Snapshots made by hand, one for each state of a session, and an app that shows one."""

from dataclasses import replace
from typing import Any

import numpy as np

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.progression.ticks import Aim
from imu_hinge.core.quality import quality
from imu_hinge.core.refusals import REMEDIES
from imu_hinge.core.summary import SetSummary, summarise
from imu_hinge.cues.banner import Banner, Tint
from imu_hinge.cues.hint import hint_words
from imu_hinge.cues.planned import Planned
from imu_hinge.cues.shown import ASKED, GOOD, READY, REST, STOP
from imu_hinge.model.arrays import Array
from imu_hinge.model.events import RepStatus
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.tui.live import LiveScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.view.snapshot import Angles, Calibrating, Limits, Recorded, Sensor, Snapshot, Stage
from imu_hinge.view.today import today
from tests.made import S, rep, set_ended
from tests.tui.screens import Alone

RDL, SPLIT = load_exercise("band_rdl"), load_exercise("split_stance_hinge")
LIMITS = Limits(caution_deg=13.5, fault_deg=18.0, own=True)
SACRUM = Sensor(
    state=LinkState.STREAMING, age_s=0.05, battery_pct=87, rssi_dbm=-58, rate_hz=104.0, lost_pct=0.2, still_dps=0.6
)
THORACIC = replace(SACRUM, battery_pct=91, rssi_dbm=-64, still_dps=0.8, lost_pct=0.0)
SENSORS = {Placement.SACRUM: SACRUM, Placement.THORACIC: THORACIC}
RECORDED = Recorded(path="/home/anna/imu_hinge/2026-01-05_1830_band_rdl.mcap", bytes=213_000, seconds=25.0)


def bends(t_ns: int, peak_deg: float = 14.0) -> Array:
    """Ten seconds of lumbar flexion at 104 Hz: a bend every four seconds of session time."""
    t_s = np.arange(-1040, 1) / 104.0
    return np.column_stack([t_s, peak_deg * np.maximum(0.0, np.sin((t_s + t_ns / 1e9) * np.pi / 2)) ** 2])


def a_set(
    index: int, count: int, *, side: str | None = None, ended: bool = True, **by_number: dict[str, Any]
) -> SetSummary:
    """A set of `count` good repetitions; `rep3={...}` changes the third one."""
    reps = tuple(
        rep(number, set_index=index, side=side, **by_number.get(f"rep{number}", {})) for number in range(1, count + 1)
    )
    unsure = sum(one.status is RepStatus.UNSURE for one in reps)
    end = set_ended(
        count - unsure, unsure, index=index, side=side, t_start_ns=index * 60 * S, t_end_ns=(index * 60 + 40) * S
    )
    return summarise(index, reps, side, end if ended else None)


PAST = {"faults": ("lumbar_flexion",), "lumbar_flexion_peak_deg": 23.4}
CLOSE = {"cautions": ("lumbar_flexion",), "lumbar_flexion_peak_deg": 15.1}
UNSURE = {"status": RepStatus.UNSURE, "lumbar_flexion_peak_deg": None}

SET = Snapshot(
    exercise=SPLIT,
    t_ns=85 * S,
    stage=Stage.SET,
    sets=(a_set(1, 8, side="right"), a_set(2, 5, side="left", ended=False)),
    count=5,
    side="left",
    angles=Angles(pelvis_deg=20.0, thorax_deg=26.0, lumbar_deg=6.0, hinge_share=0.78),
    limits=LIMITS,
    trace=bends(85 * S),
    sensors=SENSORS,
    calibrating=Calibrating(status="guided", quality=0.9),
    recorded=RECORDED,
)
STANDING = replace(SET, stage=Stage.READY, sets=(), count=0, banner=READY, trace=bends(0, 1.0))
RDL_SET = replace(SET, exercise=RDL, side=None)
COUNTED = replace(SET, banner=GOOD)
PROVISIONAL = replace(SET, sets=SET.sets[:1], count=0, provisional=2, exercise=RDL, side=None)
CAUTION = replace(
    SET,
    banner=Banner("ARCH", Tint.CAUTION, "~", "close to your limit"),
    angles=replace(SET.angles, lumbar_deg=15.0, hinge_share=0.6),
    trace=bends(85 * S, 15.2),
)
WARNING = replace(
    SET,
    banner=Banner("ARCH", Tint.BAD, "!", "keep the arch"),
    sets=(SET.sets[0], a_set(2, 6, side="left", ended=False, rep4=CLOSE, rep6=PAST)),
    count=6,
    angles=Angles(pelvis_deg=30.0, thorax_deg=53.0, lumbar_deg=23.0, hinge_share=0.57),
    trace=bends(85 * S, 23.0),
)
UNSURE_SET = replace(
    SET,
    sets=(SET.sets[0], a_set(2, 5, side="left", ended=False, rep2=UNSURE, rep5=UNSURE)),
    angles=Angles(thorax_deg=20.0),
)
_GONE = bends(85 * S)
_GONE[800:, 1] = np.nan
SENSOR_LOST = replace(
    SET,
    banner=Banner("LOST", Tint.LOST, "?", "thoracic sensor lost, counting paused"),
    angles=Angles(),
    trace=_GONE,
    sensors={**SENSORS, Placement.THORACIC: replace(THORACIC, state=LinkState.LOST, age_s=2.13)},
)
WAITING = Snapshot(
    exercise=RDL,
    sensors={
        Placement.SACRUM: SACRUM,
        Placement.THORACIC: Sensor(state=LinkState.SEARCHING, detail="last seen 3 days ago"),
    },
    recorded=replace(RECORDED, bytes=4_000, seconds=6.0),
)
CALIBRATING = replace(
    WAITING,
    t_ns=12 * S,
    stage=Stage.CALIBRATING,
    banner=ASKED["hinges"],
    sensors={**SENSORS, Placement.THORACIC: replace(THORACIC, still_dps=3.1)},
    calibrating=Calibrating(step="hinges", done=1),
)
REFUSED = replace(
    CALIBRATING,
    banner=ASKED["hold"],
    calibrating=Calibrating(step="hold", refused=REMEDIES["moved_in_stance"], reason="moved_in_stance"),
)
RESTING = replace(
    SET,
    t_ns=203 * S,
    stage=Stage.REST,
    banner=replace(REST, line="rest: 8 reps, 1 unsure"),
    sets=(SET.sets[0], a_set(2, 8, side="left", rep3=CLOSE, rep4=CLOSE, rep6=PAST, rep8=UNSURE)),
    count=8,
    rest_s=43.0,
)
STOPPED_NS = 170 * S
PAIN = replace(RESTING, banner=STOP, rest_s=3.0, pains=((0, 2),), t_ns=173 * S, stopped_ns=STOPPED_NS)
SUMMARY = replace(RESTING, stage=Stage.ENDED, rest_s=None, pains=((0, 2), (110 * S, 2), (212 * S, 4)), t_ns=220 * S)
SLOW = {"cautions": ("speed_loss",), "concentric_peak_dps": 61.0}
SLOWING = a_set(1, 7, ended=False, rep6=SLOW, rep7=SLOW)
HINTED = replace(
    RDL_SET,
    sets=(SLOWING,),
    count=7,
    quality=quality(SLOWING.reps, RDL),
    angles=Angles(lumbar_deg=4.0),
    trace=bends(0, 4.0),
)
HINTED = replace(HINTED, banner=Banner(line=hint_words(HINTED.quality)))
PLANNED = Planned(Aim("split_stance_hinge", 4, 8))
PLANNED_READY = replace(STANDING, today=today((), SPLIT, PLANNED))
PLANNED_REST = replace(RESTING, today=today(RESTING.sets, SPLIT, PLANNED))
AHEAD = ("level 2; proposed: level 3", "  days: 6 of 6", "You or your trainer decide; nothing changes by itself.")
PLAN_DONE = replace(SUMMARY, today=today(SUMMARY.sets, SPLIT, Planned(Aim("split_stance_hinge", 2, 8))), ahead=AHEAD)

STATES = {
    "waiting": WAITING,
    "calibrating": CALIBRATING,
    "set": SET,
    "warning": WARNING,
    "unsure": UNSURE_SET,
    "sensor_lost": SENSOR_LOST,
    "rest": RESTING,
    "pain": PAIN,
    "summary": SUMMARY,
    "hint": HINTED,
    "planned_ready": PLANNED_READY,
    "planned_rest": PLANNED_REST,
    "plan_done": PLAN_DONE,
}


class Shown(Alone[Snapshot]):
    """An app with nothing but the live screen."""

    def __init__(self, snapshot: Snapshot, looks: Looks | None = None) -> None:
        super().__init__(snapshot, looks)
        self.live = LiveScreen(self.read, self.say, looks or Looks(target=8, sets=3), **self.ways)

    @property
    def alone(self) -> LiveScreen:
        return self.live
