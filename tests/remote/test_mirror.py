from collections import Counter
from dataclasses import replace

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.history.consents import SCOPES
from imu_hinge.history.inbox import Arrived
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.remote.messages import Live, Sensor
from imu_hinge.view.snapshot import Snapshot, Stage
from imu_hinge.view.verdicts import Verdict, tally
from tests.remote.mirrored import PAINS, mirror_of, watched
from tests.tiers import shortened

EXERCISE = load_exercise("band_rdl")
LIVE = Live(
    n=1, t_ms=0, t_ns=5_000_000_000, session="5e551011", state="set", exercise="band_rdl", set=1, rep=4, provisional=1
)


WITHOUT_EVENTS = tuple(scope for scope in SCOPES if scope != "events")
WITHOUT_ANGLES = tuple(scope for scope in SCOPES if scope != "angles")


def verdicts(snapshot: Snapshot) -> list[Counter[Verdict]]:
    return [tally(one, snapshot.exercise) for one in snapshot.sets]


@pytest.mark.parametrize("name", shortened(["band_rdl_rounding", "split_stance_hinge"]))
def test_the_trainer_sees_what_the_wearer_sees_whenever_a_set_ends(name: str) -> None:
    ended = []
    for set_index, viewer, (everything, no_events, no_angles) in watched(name, SCOPES, WITHOUT_EVENTS, WITHOUT_ANGLES):
        here, there = viewer.snapshot, everything.mirror.snapshot
        assert (there.all_sets, there.count, there.pains) == (here.all_sets, here.count, here.pains)
        assert (there.stage, there.side, there.provisional) == (here.stage, here.side, here.provisional)
        assert (there.limits, verdicts(there)) == (here.limits, verdicts(here))
        assert here.count > 0 and len(here.all_sets) > 0

        begun_late = mirror_of(here.exercise)
        begun_late.take_events(everything.rows)
        assert (begun_late.snapshot.all_sets, begun_late.snapshot.count) == (here.all_sets, here.count)

        counted = no_events.mirror.snapshot
        assert counted.sets == () and (counted.count == here.count or set_index is None)

        plain = no_angles.mirror.snapshot
        assert {plain.angles.pelvis_deg, plain.angles.thorax_deg, plain.angles.lumbar_deg} == {None}
        assert {rep.lumbar_flexion_peak_deg for one in plain.sets for rep in one.reps} == {None}
        assert (plain.count, verdicts(plain)) == (here.count, verdicts(here))
        ended.append(set_index)
    assert ended[0] == 1 and ended[-1] is None
    assert here.stage is Stage.ENDED
    assert [score for _, score in here.pains] == [score for at, score in PAINS.items() if at in ended]


def test_a_live_message_that_is_ahead_of_the_events_is_believed() -> None:
    mirror = mirror_of(EXERCISE)
    mirror.take_live(replace(LIVE, seq=9), {})
    assert (mirror.snapshot.count, mirror.snapshot.provisional, mirror.snapshot.stage) == (4, 1, Stage.SET)


def test_links_are_those_of_the_live_message_with_what_the_status_says_of_them() -> None:
    mirror = mirror_of(EXERCISE)
    told = {"sacrum": Sensor(state="streaming", battery_pct=55), "thoracic": Sensor(state="streaming")}
    mirror.take_live(replace(LIVE, sensors={"sacrum": "streaming", "thoracic": "streaming"}), told)
    gone = replace(LIVE, n=2, t_ns=8_000_000_000, sensors={"sacrum": "streaming", "thoracic": "lost"})
    mirror.take_live(gone, told)
    sacrum, thoracic = (mirror.snapshot.sensors[place] for place in (Placement.SACRUM, Placement.THORACIC))
    assert (sacrum.state, sacrum.battery_pct, sacrum.age_s) == (LinkState.STREAMING, 55, 0.0)
    assert (thoracic.state, thoracic.age_s) == (LinkState.LOST, 3.0)


def test_whether_the_client_records_is_not_known_here() -> None:
    assert not mirror_of(EXERCISE).snapshot.recorded.known


def test_faults_without_events_are_named_by_the_live_message() -> None:
    mirror = mirror_of(EXERCISE)
    mirror.told_events = False
    fault = next(one for one in EXERCISE.faults if one.word)
    mirror.take_live(replace(LIVE, faults=(fault.id,)), {})
    assert (mirror.snapshot.banner.word, mirror.snapshot.banner.glyph) == (fault.word, "!")


@pytest.mark.parametrize(
    "body",
    [{}, {"t_ns": "soon"}, {"t_ns": 10**19, "rep": {}}, {"t_ns": 1, "rep": [1]}, {"score": 99}, {"score": "7"}],
)
@pytest.mark.parametrize("kind", ["RepCompleted", "SetEnded", "PainReported", "NoteAdded", "Tomorrow"])
def test_an_event_that_makes_no_sense_is_passed_over(kind: str, body: dict[str, object]) -> None:
    mirror = mirror_of(EXERCISE)
    mirror.take_events([Arrived(seq=1, id="e1", t_ms=0, session="5e551011", type=kind, body=body)])
    mirror.take_live(replace(LIVE, seq=2), {})
    assert mirror.seq == 1
    assert (mirror.snapshot.count, mirror.snapshot.pains) == (4, ())
