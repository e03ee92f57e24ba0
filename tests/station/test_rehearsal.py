"""Scenarios of `--simulate` from end to end in virtual time: radio, links, fold and recording."""

from pathlib import Path

import pytest

from imu_hinge.analysis import verify
from imu_hinge.cli.about import about_recording
from imu_hinge.core.session import Session
from imu_hinge.core.summary import Summary
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input, Link, LinkState, Placement
from imu_hinge.recording import Recorder
from imu_hinge.station import Stage
from imu_hinge.station.rehearsal import rehearse
from imu_hinge.virtual.scenarios import LEAD_S, SCENARIOS
from imu_hinge.virtual.scripts import Options, session
from imu_hinge.virtual.seeds import TUNING
from imu_hinge.virtual.wearer import Wearer

SACRUM, THORACIC = Placement.SACRUM, Placement.THORACIC
GOOD_START = ["searching", "connecting", "streaming"]
LONG = pytest.mark.long


class Kept:
    def __init__(self) -> None:
        self.summary = Summary()
        self.links: list[Link] = []

    def receive(self, item: Input, step: Step) -> None:
        if isinstance(item, Link):
            self.links.append(item)
        for event in step.events:
            self.summary.take(event)

    def close(self) -> None:
        pass

    def states(self, placement: Placement) -> list[str]:
        """Each state once, in order."""
        states = [link.state for link in self.links if link.placement is placement]
        return [state for i, state in enumerate(states) if state not in states[max(i - 1, 0) : i]]

    def warned(self) -> set[tuple[str, str]]:
        return {(warning.id, str(warning.placement)) for warning in self.summary.warnings}


def played(name: str, folder: Path, wearer: Wearer | None = None) -> tuple[Kept, Session, list[int]]:
    """What came of a scenario, the fold, and the repetitions really done; its recording verifies, nothing is left."""
    scenario, kept = SCENARIOS[name], Kept()
    wearer = wearer or scenario.wearer(TUNING[0])
    exercise = wearer.script.sets[0].exercise
    recorder, fold = Recorder(folder / "a.mcap", about_recording(exercise, "simulate")), Session(exercise)
    complaints = rehearse(scenario, wearer, Stage(fold, [kept, recorder]))
    recorder.close()
    assert complaints == []
    assert verify(recorder.path).same
    return kept, fold, [len(one.reps) for one in wearer.truth.sets]


def test_a_clean_set_is_calibrated_counted_and_recorded_without_a_loss(tmp_path: Path) -> None:
    kept, fold, truth = played("clean_set", tmp_path)
    assert fold.calibration.status == "guided"
    assert [(one.counted, one.unsure) for one in kept.summary.sets] == [(6, 0)] == [(truth[0], 0)]
    assert {placement: kept.states(placement) for placement in Placement} == dict.fromkeys(Placement, GOOD_START)
    assert {placement: (one.lost_samples, one.gaps) for placement, one in fold.sensors().items()} == dict.fromkeys(
        Placement, (0, 0)
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "away"), [("sacrum_drops", SACRUM), pytest.param("thoracic_drops", THORACIC, marks=LONG)]
)
def test_a_sensor_that_leaves_in_a_set_costs_no_repetition_and_no_sample(
    name: str, away: Placement, tmp_path: Path
) -> None:
    kept, fold, truth = played(name, tmp_path)
    (only,) = kept.summary.sets
    assert only.counted + only.unsure == truth[0]
    assert only.unsure > 0
    assert kept.states(away) == [*GOOD_START, "silent", "lost", *GOOD_START]
    (other,) = set(Placement) - {away}
    assert kept.states(other) == GOOD_START
    assert ("sensor_silent", str(away)) in kept.warned()
    assert all(stats.lost_samples == 0 for stats in fold.sensors().values())


@pytest.mark.long
def test_a_sensor_that_stops_sending_is_woken(tmp_path: Path) -> None:
    kept, _, truth = played("silent_sensor", tmp_path)
    (only,) = kept.summary.sets
    assert only.counted + only.unsure == truth[0]
    assert kept.states(SACRUM) == [*GOOD_START, "silent", "streaming"]


@pytest.mark.long
def test_a_fifth_of_the_notifications_may_get_lost(tmp_path: Path) -> None:
    kept, fold, truth = played("bad_radio", tmp_path)
    assert [one.counted for one in kept.summary.sets] == truth
    assert all(stats.lost_samples < 0.03 * stats.samples for stats in fold.sensors().values())


@pytest.mark.long
def test_an_empty_battery_is_told_before_and_after(tmp_path: Path) -> None:
    kept, _, truth = played("battery_dies", tmp_path)
    (only,) = kept.summary.sets
    assert only.counted + only.unsure == truth[0]
    assert {("battery_low", "thoracic"), ("battery_critical", "thoracic")} <= kept.warned()
    assert any(link.state == LinkState.LOST and "battery" in link.detail for link in kept.links)


@pytest.mark.long
def test_swapped_sensors_are_noticed(tmp_path: Path) -> None:
    kept, fold, _ = played("swapped", tmp_path)
    assert fold.calibration.status == "none" or any("swapped" in warning for warning, _ in kept.warned())


def short() -> Wearer:
    """Four repetitions, after the sacrum sensor was moved to show which it is."""
    options = Options(
        sets=1, reps=(4, 5), styles=("plain",), nuisance=False, full_bend=False, lead_s=LEAD_S, shows_sacrum=True
    )
    return session("band_rdl", TUNING[0], options)


@pytest.mark.long
@pytest.mark.parametrize(
    "make",
    [
        "mixed_makes",
        *(pytest.param(make, marks=LONG) for make in ("witmotion", "movella_dot", "metamotion", "thingy52")),
    ],
)
def test_a_pair_of_other_makes_is_told_apart_by_moving_one_and_counted(make: str, tmp_path: Path) -> None:
    kept, fold, truth = played(make, tmp_path, short())
    assert fold.calibration.status == "guided"
    assert [(one.counted, one.unsure) for one in kept.summary.sets] == [(4, 0)] == [(truth[0], 0)]
    assert {one.driver for one in kept.links if one.state == "streaming"} == {*SCENARIOS[make].makes.values()}
    assert {placement: stats.gaps for placement, stats in fold.sensors().items()} == dict.fromkeys(Placement, 0)


def test_a_strap_without_a_gyroscope_counts_and_says_that_the_low_back_is_not_judged(tmp_path: Path) -> None:
    kept, _, truth = played("polar", tmp_path, short())
    (only,) = kept.summary.sets
    assert only.counted + only.unsure == truth[0] == 4
    assert {rep.lumbar_flexion_peak_deg for rep in only.reps} == {None}
    assert all("no_pelvis" in rep.reasons for rep in only.reps)
    assert ("tilt_only", str(THORACIC)) in kept.warned()
