"""An assessment is led by voice: each test announced once, each movement begun, held and taken with a sound."""

from collections.abc import Iterable

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.catalogue.assess import rows
from imu_hinge.core.assess import REMEDIES, Now
from imu_hinge.core.steps import no_frames
from imu_hinge.cues.assess import banners as assess_banners
from imu_hinge.cues.assess.banners import AssessBanners
from imu_hinge.cues.assess.cues import AssessCues, announced, assess_phrases, going, got_it, pressed
from imu_hinge.cues.assess.pain import pain_question
from imu_hinge.cues.assess.waiting import WANTS
from imu_hinge.cues.cue import Sort, rank
from imu_hinge.model.events import AssessmentStep, Captured, CaptureDropped, CaptureRefused, Event, Step
from imu_hinge.model.inputs import Command, Placement, Tick
from tests.cues.scenes import Moment, asks, at, calibrated, sending, waiting, word
from tests.cues.scenes import refused as not_taken
from tests.made import S
from tests.wording import forbidden

FORWARD_BEND = load_exercise("forward_bend")
ROWS = rows()
FLEXION, EXTENSION = ROWS[:2]
LIMIT = 5


def step(t_s: float, test: str, stage: str, capture: int = 1) -> AssessmentStep:
    return AssessmentStep(t_ns=round(t_s * S), test=test, stage=stage, capture=capture, of=3)


def captured(t_s: float, capture: int = 1, test: str = "flexion", pain: int | None = None) -> Captured:
    t_ns = round(t_s * S)
    return Captured(
        t_ns=t_ns,
        test=test,
        capture=capture,
        t_start_ns=t_ns,
        t_peak_ns=t_ns,
        t_end_ns=t_ns,
        value_deg=52.0,
        pelvis_deg=60.0,
        thorax_deg=112.0,
        lumbar_deg=52.0,
        lateral_deg=0.0,
        hinge_share=None,
        pain=pain,
    )


def refused(t_s: float, reason: str, test: str = "flexion") -> CaptureRefused:
    return CaptureRefused(t_ns=round(t_s * S), test=test, reason=reason, remedy=REMEDIES[reason], pain=None)


def said(moments: Iterable[Moment]) -> list[tuple[Sort, str]]:
    """What is heard, in order."""
    cues = AssessCues(FORWARD_BEND, ROWS, LIMIT)
    ordered = sorted(moments, key=lambda moment: moment[0].t_ns)
    return [(cue.sort, cue.words) for item, what in ordered for cue in cues.step(item, what)]


def of(*events: Event) -> list[tuple[Sort, str]]:
    return said(at(event.t_ns / S, event) for event in events)


def test_one_movement_is_announced_begun_held_and_taken() -> None:
    assert of(step(1, "flexion", "stand"), step(11, "flexion", "move"), step(15, "flexion", "back"), captured(18)) == [
        (Sort.STEP, f"forward bend. {FLEXION.sentence}"),
        (Sort.GO, f"go. {FLEXION.meanwhile}"),
        (Sort.HELD, "and back"),
        (Sort.CAPTURED, "got it, one of three"),
    ]


def test_a_test_is_announced_once_and_the_next_one_after_what_was_taken() -> None:
    heard = said(
        [
            at(1, step(1, "flexion", "stand")),
            at(20, captured(20), step(20, "flexion", "stand", 2)),
            at(40, captured(40, 3), step(40, "extension", "stand")),
        ]
    )
    assert [words for _, words in heard] == [announced(FLEXION), got_it(1, 3), got_it(3, 3), announced(EXTENSION)]


def test_a_refusal_says_the_remedy_with_a_tone_of_its_own() -> None:
    heard = of(step(1, "flexion", "stand"), refused(9, "no_hold"))
    assert heard[1:] == [(Sort.MORE, REMEDIES["no_hold"])]


def test_leaving_a_test_out_is_no_refusal() -> None:
    assert of(refused(9, "left_out")) == [(Sort.STEP, "left out")]


def test_a_movement_is_told_as_taken_once_though_a_pain_tells_it_again() -> None:
    assert len(of(step(1, "flexion", "stand"), captured(9), captured(12, pain=3))) == 2


def test_a_movement_taken_back_may_be_taken_again() -> None:
    dropped = CaptureDropped(t_ns=12 * S, test="flexion", capture=1)
    heard = of(step(1, "flexion", "stand"), captured(9), dropped, captured(20))
    assert heard[1:] == [
        (Sort.CAPTURED, "got it, one of three"),
        (Sort.STEP, "taken back, once more"),
        (Sort.CAPTURED, "got it, one of three"),
    ]


def test_the_end_is_told() -> None:
    assert of(step(9, "", "done", 0)) == [(Sort.READY, "that was all")]


def test_the_calibration_is_led_as_before_a_set_and_nothing_is_said_of_counting() -> None:
    heard = of(asks(1, "hold"), asks(5, "hinges"), calibrated(20))
    assert [words for _, words in heard] == [
        "stand tall and still, arms down",
        "hinge forward three times, easily",
        "calibrated, ready",
    ]


def test_a_calibration_that_was_not_taken_names_the_key_unless_it_begins_again_by_itself() -> None:
    told = not_taken(1, "hinge_too_small")
    ((_, words),) = said([at(1, told)])
    assert words.startswith("calibration not taken: the hinges were too small")
    assert words.endswith(". press c to calibrate")
    assert [words for _, words in said([at(1, told, asks(1, "hold"))])] == ["stand tall and still, arms down"]
    assert of(refused(9, "sensor_slipped")) == [(Sort.MORE, f"{REMEDIES['sensor_slipped']}. press c to calibrate")]


def test_a_sensor_that_is_lost_and_comes_back_is_told_in_few_words() -> None:
    moments = [
        *sending(Placement.SACRUM, 0, 4),
        *sending(Placement.SACRUM, 12, 16),
        *sending(Placement.THORACIC, 0, 16),
    ]
    heard = said([*moments, *waiting(0, 16)])
    assert heard == [(Sort.LOST, "sensor lost"), (Sort.BACK, "sensor back")]


@pytest.mark.parametrize(
    ("pain", "words"),
    [("2", "pain two, noted"), ("6", "pain 6; the start limit is 5. Stop, leave this test, or go on?")],
)
def test_a_pain_is_noted_and_a_high_one_is_asked_about(pain: str, words: str) -> None:
    assert said([word(5, "pain", pain)]) == [(Sort.STEP, words)]


def test_a_pain_told_before_the_session_counts_as_where_it_began() -> None:
    heard = said([word(0, "gate", "c 1"), word(50, "pain", "3")])
    assert heard == [(Sort.STEP, "pain 3, was 1. Stop, leave this test, or go on?")]


@pytest.mark.parametrize(
    ("pains", "asked"), [([], False), ([4], False), ([5], True), ([0, 1], False), ([0, 2], True), ([3, 2], False)]
)
def test_it_is_asked_from_the_limit_on_and_after_a_rise_of_two(pains: list[int], asked: bool) -> None:
    assert bool(pain_question(pains, LIMIT)) is asked


def test_nothing_is_said_at_the_end_of_the_session() -> None:
    cues = AssessCues(FORWARD_BEND, ROWS, LIMIT)
    assert cues.step(Command(S, "end"), Step(no_frames(), (refused(1, "no_hold"),))) == ()


def test_a_remedy_is_more_urgent_than_the_next_start_which_is_more_urgent_than_an_announcement() -> None:
    order = [Sort.LOST, Sort.MORE, Sort.CAPTURED, Sort.GO, Sort.HELD, Sort.STEP]
    assert sorted(order, key=list(Sort).index) == order


def test_everything_that_may_be_said_is_known_beforehand_and_follows_the_wording_rule() -> None:
    known = assess_phrases(FORWARD_BEND, ROWS, 3)
    assert len(set(known)) == len(known)
    wanted = [words for row in ROWS for words in (announced(row), going(row))]
    remedies = {pressed(words) if reason in WANTS else words for reason, words in REMEDIES.items()}
    assert {*wanted, *remedies, got_it(3, 3), "and back", "sensor lost"} <= set(known)
    assert forbidden("\n".join([*known, pain_question([7], 5), pain_question([1, 3], 5)])) == []


# What is seen.


def banners_of(*moments: tuple[Now, Moment]) -> list[tuple[float, str]]:
    """Glyph and word, and when they appeared."""
    now = Now()
    banners, seen = AssessBanners(FORWARD_BEND, ROWS, lambda: now), list[tuple[float, str]]()
    for place, (item, what) in moments:
        now = place
        banner = banners.step(item, what)
        words = f"{banner.glyph} {banner.word}".strip()
        if not seen or seen[-1][1] != words:
            seen.append((item.t_ns / S, words))
    return seen


def flexion(part: str) -> Now:
    return Now(test="flexion", part=part, capture=1, of=3)


def test_the_word_is_that_of_the_part() -> None:
    parts = ("stand", "move", "hold", "back")
    seen = banners_of(*((flexion(part), at(t_s)) for t_s, part in enumerate(parts)))
    assert [words for _, words in seen] == ["STAND", "MOVE", "HOLD", "BACK"]


def test_a_movement_taken_is_shown_for_a_while_and_a_refusal_longer() -> None:
    taken = banners_of((flexion("back"), at(0, captured(0))), *((flexion("stand"), at(t_s)) for t_s in (1.0, 1.6)))
    assert taken == [(0.0, "TAKEN"), (1.6, "STAND")]
    again = banners_of(
        (flexion("back"), at(0, refused(0, "no_hold"))), *((flexion("stand"), at(t_s)) for t_s in (3.9, 4.1))
    )
    assert again == [(0.0, "~ AGAIN"), (4.1, "STAND")]


def test_a_lost_sensor_comes_before_all_else_and_says_that_nothing_is_measured() -> None:
    banners = AssessBanners(FORWARD_BEND, ROWS, lambda: flexion("stand"))
    for item, what in sending(Placement.SACRUM, 0, 3):
        banners.step(item, what)
    banner = banners.step(Tick(8 * S), Step(no_frames(), (refused(8, "no_hold"),)))
    assert (banner.word, banner.glyph) == ("LOST", "?")
    assert banner.line == "no data from sacrum: nothing is measured until it is back"


def test_the_calibration_is_asked_for_in_its_own_words() -> None:
    assert banners_of((Now(), at(1, asks(1, "hinges")))) == [(1.0, "HINGE")]
    assert banners_of((Now(), at(1, calibrated(1)))) == [(1.0, "DONE")]


def test_a_calibration_that_only_a_key_begins_is_asked_for_in_large_letters() -> None:
    stand, told = flexion("stand"), not_taken(1, "hinge_too_small")
    asked = (stand, at(0, asks(0, "hold")))
    assert banners_of(asked, (stand, at(1, told)), (stand, at(60))) == [(0.0, "HOLD"), (1.0, "~ KEY C")]
    assert banners_of(asked, (stand, at(1, told, asks(1, "hold")))) == [(0.0, "HOLD")]
    assert banners_of((stand, at(1, told)), (stand, at(9, asks(9, "hold")))) == [(1.0, "~ KEY C"), (9.0, "HOLD")]
    after = ((stand, at(9, calibrated(9))), (stand, at(12)))
    assert [words for _, words in banners_of((stand, at(1, told)), *after)] == ["~ KEY C", "DONE", "STAND"]
    learned = (stand, at(9, calibrated(9, "automatic")))
    assert [words for _, words in banners_of((stand, at(1, told)), learned)] == ["~ KEY C"]
    slipped = ((stand, at(1, refused(1, "sensor_slipped"))), (stand, at(6)))
    assert [words for _, words in banners_of(*slipped)] == ["~ AGAIN", "~ KEY C"]


def test_every_word_has_at_most_five_capitals_and_every_line_follows_the_wording_rule() -> None:
    assert all(banner.word.isupper() and len(banner.word) <= 5 for banner in assess_banners.ALL)
    assert forbidden("\n".join([*(banner.line for banner in assess_banners.ALL), assess_banners.WAITS])) == []


def test_cues_come_most_urgent_first() -> None:
    cues = AssessCues(FORWARD_BEND, ROWS, LIMIT)
    told = cues.step(Tick(S), Step(no_frames(), (step(1, "flexion", "stand"), captured(1), refused(1, "no_hold"))))
    assert [cue.sort for cue in told] == [Sort.MORE, Sort.CAPTURED, Sort.STEP]
    assert sorted(told, key=rank) == list(told)
