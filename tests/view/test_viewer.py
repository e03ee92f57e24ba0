"""The snapshot of a whole set, as the virtual wearer does it, and of data that are missing."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from imu_hinge.core.progression.ticks import Aim
from imu_hinge.core.session import Session
from imu_hinge.cues.banner import CALM, Banner
from imu_hinge.cues.planned import PLAN, Planned, plan_argument
from imu_hinge.model.events import CalibrationStep, SetStarted, Step
from imu_hinge.model.inputs import Command, Input, Link, LinkState, Placement, Tick
from imu_hinge.view.pains import pain_after
from imu_hinge.view.progress import Progress
from imu_hinge.view.snapshot import STALE_S, TRACE_S, Angles, Recorded, Snapshot, Stage
from imu_hinge.view.stillness import Heard
from imu_hinge.view.viewer import Viewer
from imu_hinge.view.words import not_taken
from imu_hinge.virtual.radio import Radio
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.wearer import Wearer

S = 1_000_000_000
ONE_SET = Options(sets=1, reps=(5, 6), styles=("plain",), nuisance=False, radio=Radio(batch=10))
HINGES = 3


class Calm:
    def step(self, item: Input, step: Step) -> Banner:
        return CALM


@cache
def lifter() -> Wearer:
    return session("band_rdl", 205, ONE_SET)


def snapshots(inputs: Iterable[Input]) -> list[Snapshot]:
    heard = Heard()
    fold = Session("band_rdl", sample_tap=heard.tap)
    viewer = Viewer(fold, heard, Calm(), lambda: Recorded("set.mcap", 1000, 1.0))
    seen = []
    for item in inputs:
        viewer.receive(item, fold.feed(item))
        seen.append(viewer.snapshot)
    return seen


@cache
def seen() -> list[Snapshot]:
    wearer = lifter()
    return snapshots([*wearer.inputs(), Command(round(wearer.end_s * S), "end")])


def at(t_s: float) -> Snapshot:
    return next(one for one in seen() if one.t_ns >= t_s * S)


def test_the_stages_of_a_session_come_in_their_order() -> None:
    stages = list(dict.fromkeys(one.stage for one in seen()))
    assert stages == [Stage.WAITING, Stage.CALIBRATING, Stage.READY, Stage.SET, Stage.REST, Stage.ENDED]


def test_the_number_never_leads_the_wearer_and_ends_at_the_truth() -> None:
    reps = lifter().truth.sets[0].reps
    for one in seen():
        begun = sum(rep.t_bottom_s * S <= one.t_ns for rep in reps)
        assert one.count + one.provisional <= begun
    last = seen()[-1]
    assert (last.count, last.provisional, last.sets[0].counted) == (len(reps), 0, len(reps))


def test_the_first_repetitions_are_provisional() -> None:
    assert max(one.provisional for one in seen()) == 2
    assert all(one.stage is Stage.SET for one in seen() if one.provisional)


def test_hinges_of_the_calibration_are_counted_as_they_come() -> None:
    steps = [(one.calibrating.step, one.calibrating.done) for one in seen() if one.stage is Stage.CALIBRATING]
    assert [done for step, done in dict.fromkeys(steps) if step == "hinges"] == list(range(HINGES))
    assert (seen()[-1].calibrating.status, seen()[-1].calibrating.step) == ("guided", "")


def test_angles_are_those_of_the_wearer() -> None:
    wearer = lifter()
    bottom = wearer.truth.sets[0].reps[-1]
    angles = at(bottom.t_bottom_s + 0.15).angles
    assert angles.thorax_deg == pytest.approx(bottom.thorax_rom_deg, abs=8.0)
    assert angles.hinge_share == pytest.approx(bottom.hinge_share, abs=0.1)


def test_limits_are_those_of_the_wearers_own_range() -> None:
    last = seen()[-1].limits
    assert last
    assert last.own
    assert 12.0 <= last.caution_deg < last.fault_deg


def test_the_trace_holds_the_last_seconds_and_nothing_older() -> None:
    trace = seen()[-1].trace
    assert -TRACE_S - 0.1 <= trace[0, 0] < -TRACE_S + 1.0
    assert (np.diff(trace[:, 0]) > 0.0).all()
    with pytest.raises(ValueError, match="read-only"):
        trace[0, 0] = 0.0


def test_what_is_old_is_not_shown() -> None:
    wearer = lifter()
    rep = wearer.truth.sets[0].reps[3]
    gone = {Placement.SACRUM: ((rep.t_start_s, rep.t_start_s + 6.0),)}
    radio = replace(wearer.radio, dropouts_s=gone)
    away = snapshots(replace(wearer, radio=radio).inputs())
    one = next(one for one in away if one.t_ns >= (rep.t_start_s + STALE_S + 1.0) * S)
    assert one.angles == Angles()
    age = one.sensors[Placement.SACRUM].age_s
    assert age is not None
    assert age > 1.0


def test_links_keep_what_a_later_word_does_not_say() -> None:
    first = Link(S, Placement.SACRUM, "streaming", 87, -55)
    last = snapshots([first, Link(2 * S, Placement.SACRUM, "lost", detail="come closer")])[-1]
    sensor = last.sensors[Placement.SACRUM]
    assert (sensor.state, sensor.battery_pct, sensor.rssi_dbm, sensor.detail) == (
        LinkState.LOST,
        87,
        -55,
        "come closer",
    )
    assert last.sensors[Placement.THORACIC].state is None


def test_a_state_of_a_later_version_is_shown_as_unknown() -> None:
    assert snapshots([Link(S, Placement.SACRUM, "levitating")])[-1].sensors[Placement.SACRUM].state is None


def test_answers_about_pain_are_kept_and_silence_is_not_a_number() -> None:
    words: list[Input] = [
        Command(0, "gate", "c 2"),
        Command(2 * S, "pain", ""),
        Command(3 * S, "pain", "4"),
        Tick(4 * S),
    ]
    assert snapshots(words)[-1].pains == ((0, 2), (3 * S, 4))


def after_a_stop(*then: tuple[float, str, str]) -> list[Snapshot]:
    """The session with the pain key at the bottom of the fourth repetition, then words so many seconds after it."""
    wearer = lifter()
    stop_ns = round(wearer.truth.sets[0].reps[3].t_bottom_s * S)
    words = [Command(stop_ns, "pain"), *(Command(stop_ns + round(t_s * S), *word) for t_s, *word in then)]
    inputs = sorted([*wearer.inputs(), *words], key=lambda item: item.t_ns)
    return snapshots([*inputs, Command(round(wearer.end_s * S), "end")])


def test_the_score_given_while_the_wearer_moves_on_belongs_to_the_set_that_was_stopped() -> None:
    seen = after_a_stop((5.0, "pain", "10"))
    answered = next(one for one in seen if one.pains)
    assert answered.stopped_ns is not None
    last = seen[-1]
    assert last.sets[0].counted == 3
    assert pain_after(last.sets, last.pains, 0) == 10


def test_a_stop_is_over_when_the_wearer_begins_a_set() -> None:
    seen = after_a_stop((30.0, "start_set", ""))
    stops = [one.stopped_ns is not None for one in seen]
    assert [stops[0], True in stops, stops[-1]] == [False, True, False]


def test_a_stop_in_the_calibration_is_kept_and_says_why_it_ended() -> None:
    wearer = lifter()
    holding = next(one.t_ns for one in seen() if one.calibrating.step == "hinges")
    words: list[Input] = [Command(holding, "pain"), Command(holding + S, "pain", "6")]
    inputs = sorted([*(item for item in wearer.inputs() if item.t_ns < holding + 2 * S), *words], key=lambda i: i.t_ns)
    last = snapshots(inputs)[-1]
    assert (last.stage, last.calibrating.reason, last.stopped_ns, last.pains) == (
        Stage.WAITING,
        "stopped",
        holding,
        ((holding + S, 6),),
    )
    assert [note.words for note in last.notes] == [not_taken(last.calibrating.refused)]


def test_a_calibration_begun_anew_asks_for_the_bend_again() -> None:
    steps = Progress()
    steps.take(CalibrationStep(t_ns=0, step="hold"))
    steps.skip()
    steps.take(CalibrationStep(t_ns=S, step="stance"))
    assert steps.calibrating.bend_skipped
    steps.take(CalibrationStep(t_ns=2 * S, step="hold"))
    assert not steps.calibrating.bend_skipped


@pytest.mark.long
def test_a_radio_that_loses_packets_shows_it() -> None:
    radio = Radio(loss=0.2)
    lost = snapshots(replace(lifter(), radio=radio).inputs())[-1].sensors[Placement.THORACIC].lost_pct
    assert lost == pytest.approx(20.0, abs=5.0)


def test_the_plan_is_ticked_off_and_the_set_compared_with_its_first_repetitions() -> None:
    wearer, plan = lifter(), Planned(Aim("band_rdl", 1, 5))
    told = Command(0, PLAN, plan_argument(plan))
    shown = snapshots([told, *wearer.inputs(), Command(round(wearer.end_s * S), "end")])
    assert (shown[0].today.planned, shown[0].today.done) == (plan, False)
    first, last = wearer.script.sets[0], shown[-1]
    assert (last.today.done, last.today.ticks[0].reps_done) == (True, len(first.reps))
    assert last.quality.based_on == (1, 2, 3, 4)
    assert abs(last.quality.speed_loss or 1.0) < 0.2


def test_the_side_is_the_one_that_was_named_last() -> None:
    progress = Progress()
    progress.name_side("right")
    assert (progress.side, progress.named) == ("right", "right")
    progress.take(SetStarted(t_ns=1, set_index=1, exercise="split_stance_hinge", side="right"))
    assert (progress.side, progress.named) == ("right", None)
    progress.name_side("both")
    assert (progress.side, progress.named) == (None, None)
