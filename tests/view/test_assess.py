"""The state of an assessment follows what the fold says, and the results come to words and numbers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.catalogue.assess import rows
from imu_hinge.core.assess import Now, Results, TestResult, results_of
from imu_hinge.core.steps import no_frames
from imu_hinge.cues.banners import Banners
from imu_hinge.model.events import AssessmentStep, CaptureDropped, Event, Step
from imu_hinge.model.inputs import Command, Tick
from imu_hinge.view.assess.events import event_line
from imu_hinge.view.assess.lines import Kind, lines
from imu_hinge.view.assess.outcome import Outcome, concluded
from imu_hinge.view.assess.viewer import AssessViewer, Seen
from imu_hinge.view.snapshot import Recorded
from imu_hinge.view.stillness import Heard
from imu_hinge.view.viewer import Viewer
from tests.made import S
from tests.tui.assessing import BEFORE, RESULTS, TOLD, captured, refused
from tests.wording import forbidden

ROWS = rows(("flexion", "side_bend_left", "side_bend_right"))


@dataclass
class Fold:
    """Says what it is told to say."""

    exercise = load_exercise("forward_bend")
    now: Now = field(default_factory=Now)
    results: Results = field(default_factory=Results)

    def sensors(self) -> dict[object, object]:
        return {}

    def hinges_seen(self) -> int:
        return 0


def asks(test: str, stage: str, capture: int = 1) -> AssessmentStep:
    return AssessmentStep(t_ns=10 * S, test=test, stage=stage, capture=capture, of=2)


def none_of(results: Iterable[TestResult]) -> Outcome:
    return concluded(tuple(results), ROWS, None, "")


Moment = tuple[Now, Event]
"""Where the fold is, and what it says there."""


def after(*moments: Moment) -> Seen:
    """What is seen when the fold has said this, each with where it is then."""
    fold = Fold()
    viewer = AssessViewer(
        Viewer(fold, Heard(), Banners(fold.exercise), Recorded),  # type: ignore[arg-type]  # no sensors here
        fold,
        ROWS,
        none_of,
    )
    for now, event in moments:
        fold.now = now
        fold.results.hear(event)
        viewer.receive(Tick(event.t_ns), Step(no_frames(), (event,)))
    return viewer.seen


FLEXION, LEFT = Now(test="flexion", part="stand", capture=1, of=2), Now(test="side_bend_left", part="stand")


def test_the_test_under_way_is_that_of_the_fold() -> None:
    seen = after((FLEXION, asks("flexion", "stand")))
    assert seen.row is not None and seen.row.id == "flexion"
    assert seen.results == () and not seen.over and seen.outcome is None


def test_a_refusal_is_shown_until_a_movement_is_taken() -> None:
    told: list[Moment] = [(FLEXION, asks("flexion", "stand")), (FLEXION, refused("flexion", "no_hold"))]
    assert "stay at the end" in after(*told).refused
    assert after(*told, (FLEXION, captured("flexion", 1, 50.0))).refused == ""


def test_a_refusal_does_not_follow_into_the_next_test_and_leaving_out_is_none() -> None:
    told: list[Moment] = [(FLEXION, refused("flexion", "no_hold")), (LEFT, asks("side_bend_left", "stand"))]
    assert after(*told).refused == ""
    assert after((FLEXION, refused("flexion", "left_out"))).refused == ""


def test_a_test_that_was_passed_is_gone_by_until_it_is_asked_for_again() -> None:
    passed = [(FLEXION, asks("flexion", "stand")), (LEFT, asks("side_bend_left", "stand"))]
    assert after(*passed).gone_by == {"flexion"}
    assert after(*passed, (FLEXION, asks("flexion", "stand", 2))).gone_by == {"side_bend_left"}


def test_what_was_taken_back_is_gone() -> None:
    told = [(FLEXION, captured("flexion", 1, 50.0)), (FLEXION, captured("flexion", 2, 52.0))]
    dropped = CaptureDropped(t_ns=99 * S, test="flexion", capture=2)
    assert [one.values for one in after(*told).results] == [(50.0, 52.0)]
    assert [one.values for one in after(*told, (FLEXION, dropped)).results] == [(50.0,)]


def test_once_all_is_over_it_may_still_be_made_again() -> None:
    over: list[Moment] = [(FLEXION, captured("flexion", 1, 50.0)), (Now(part="done"), asks("", "done", 0))]
    assert after(*over).over
    assert not after(*over, (FLEXION, asks("flexion", "stand"))).over


def test_the_results_stand_when_the_session_has_ended() -> None:
    fold = Fold()
    fold.results.hear(captured("flexion", 1, 50.0))
    viewer = AssessViewer(
        Viewer(fold, Heard(), Banners(fold.exercise), Recorded),  # type: ignore[arg-type]
        fold,
        ROWS,
        none_of,
    )
    viewer.receive(Tick(S), Step(no_frames(), (captured("flexion", 1, 50.0),)))
    viewer.receive(Command(2 * S, "end"), Step(no_frames()))
    assert viewer.seen.outcome is not None
    assert [row.test.id for row in viewer.seen.outcome.rows] == ["flexion"]


def told(outcome: Outcome, kind: Kind) -> list[str]:
    return [words for words, one in lines(outcome) if one is kind]


WHOLE = concluded(RESULTS, rows(), BEFORE, "")


def test_each_test_has_a_row_and_each_hinge_share_one_of_its_own() -> None:
    table = told(WHOLE, Kind.ROW)
    assert [line.split("  ")[0].strip() for line in table if not line.startswith("  ")] == [row.title for row in rows()]
    assert sum(line.startswith("  pelvis share") for line in table) == 2
    assert max(map(len, table)) <= 78


@pytest.mark.parametrize(("before", "words"), [(42.0, "+10 different"), (50.0, "+2 in noise")])
def test_a_change_between_days_says_something_only_beyond_noise(before: float, words: str) -> None:
    earlier = results_of([captured("flexion", place, before) for place in (1, 2, 3)])
    outcome = concluded(RESULTS, rows(), type(BEFORE)("2026-08-12", earlier), "")
    assert told(outcome, Kind.ROW)[0].endswith(words)


def test_limits_are_numbered_with_their_arithmetic() -> None:
    limits = told(WHOLE, Kind.LIMIT)
    assert [line[0] for line in limits] == ["1", "2", "3"]
    assert limits[0].startswith("1  rounded: early 23.5, limit 31.5 deg: 45 and 60 % of your own 52 deg")
    assert "early 0.73, limit 0.66: 0.08 and 0.15 below your own 0.81 of" in limits[1]


@pytest.mark.parametrize(
    ("repeats", "words"),
    [
        (1, "left 21.7, right 25.2 deg; 3.5 deg apart, unsure: one movement alone does not say how far it varies"),
        (2, "left 21.7, right 25.2 deg; 3.5 deg apart, different today (noise: below 0.8 deg)"),
    ],
)
def test_both_sides_are_told_to_a_tenth_and_differ_only_by_repeats(repeats: int, words: str) -> None:
    bends = (("side_bend_left", 21.66), ("side_bend_right", 25.21))
    both = results_of([captured(test, place, value) for test, value in bends for place in range(1, repeats + 1)])
    assert f"Side bend: {words}" in told(concluded(both, rows(), None, ""), Kind.DETAIL)


def test_a_change_of_one_movement_is_unsure_and_it_is_said_why() -> None:
    earlier = replace(BEFORE, results=results_of([captured("flexion", 1, 30.0)]))
    outcome = concluded(RESULTS, rows(), earlier, "")
    assert told(outcome, Kind.ROW)[0].endswith("+22 unsure")
    assert "Unsure: one movement alone does not say how far it varies." in told(outcome, Kind.DETAIL)
    assert outcome.to_dict()["tests"][0]["changes"][0]["different"] is None
    within = concluded(RESULTS, rows(), replace(BEFORE, results=results_of([captured("flexion", 1, 50.0)])), "")
    assert not [line for line in told(within, Kind.DETAIL) if "Unsure" in line]


def test_with_pain_no_limit_is_proposed_and_it_is_said_why() -> None:
    hurt = results_of([captured("flexion", place, 52.0, pain=4) for place in (1, 2, 3)])
    outcome = concluded(hurt, rows(), None, "")
    assert told(outcome, Kind.LIMIT) == []
    assert any("rounded: no limit proposed, a pain was told" in line for line in told(outcome, Kind.DETAIL))


def test_published_ranges_are_named_with_who_was_measured_and_the_source() -> None:
    (first, *_) = [line for line in told(WHOLE, Kind.DETAIL) if "Laird 2019" in line]
    assert "lumbar flexion: yours 52, mean 52, SD 11 deg of 124 adults without back pain: within one" in first


def test_nothing_measured_is_said() -> None:
    outcome = concluded((), rows(), None, "")
    assert lines(outcome)[0].words == "No movement was measured."


def test_every_line_follows_the_wording_rule() -> None:
    hurt = results_of([*TOLD, captured("flexion", 3, 90.0, 7), refused("extension", "left_out")])
    outcomes = [WHOLE, concluded(hurt, rows(), BEFORE, "Shown only."), concluded((), rows(), None, "")]
    assert forbidden("\n".join(line.words for outcome in outcomes for line in lines(outcome))) == []


def test_the_object_holds_all_numbers_and_no_more_decimals_than_say_something() -> None:
    values = json.loads(json.dumps(WHOLE.to_dict(), allow_nan=False))
    assert (values["type"], values["schema"], values["earlier"]) == (
        "Assessment",
        "imu-hinge/assessment/1",
        "2026-08-12",
    )
    flexion = values["tests"][0]
    assert (flexion["test"], flexion["values_deg"], flexion["median_deg"]) == ("flexion", [51.2, 52.4, 53.0], 52.4)
    assert flexion["refused"] == {"no_hold": 1}
    assert flexion["changes"][0] | {"different": True, "change": 10.4} == flexion["changes"][0]
    assert [one["fault"] for one in values["proposals"]] == ["lumbar_flexion", "low_hinge_share", "arch_lost"]
    assert (values["sides"]["difference_deg"], values["sides"]["different"]) == (-6.1, True)


def test_events_are_lines() -> None:
    events: list[Event] = [
        asks("flexion", "stand"),
        asks("flexion", "stand", 2),
        asks("flexion", "move", 2),
        asks("flexion", "back", 2),
        captured("flexion", 2, 52.4, 3),
        refused("flexion", "too_small"),
        CaptureDropped(t_ns=99 * S, test="flexion", capture=2),
        asks("", "done", 0),
    ]
    said = [event_line(event) for event in events]
    assert said[0] is not None and said[0].startswith("10.0  test  forward bend  Stand tall.")
    assert said[1:4] == [None, "10.0  go  forward bend  2 of 2", None]
    assert said[4] == "47.0  captured  forward bend  2  52 deg  pain 3"
    assert said[5] is not None and said[5].startswith("60.0  not measured  forward bend  too small  ")
    assert said[6:] == ["99.0  taken back  forward bend  2", "10.0  tests  done"]
