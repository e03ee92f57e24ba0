"""From captures to results, changes, sides, places and limits."""

import math
from dataclasses import replace

import pytest

from imu_hinge.catalogue import load_fault
from imu_hinge.catalogue.assess import PublishedRange
from imu_hinge.core.assess import (
    Results,
    TestResult,
    compared,
    placed,
    proposals,
    results_of,
    sides,
    withheld,
)
from imu_hinge.core.assess.noise import DAYS_DEG, DAYS_SHARE, NOISE_DEG, TWO_SIDED, typical_error
from imu_hinge.core.assess.ranges import where
from imu_hinge.model.events import Captured, CaptureDropped, CaptureRefused
from tests.wording import forbidden


def capture(
    test: str, number: int, value: float, share: float | None = None, pain: int | None = None, t_ns: int = 0
) -> Captured:
    return Captured(
        t_ns=t_ns or number,
        test=test,
        capture=number,
        t_start_ns=0,
        t_peak_ns=0,
        t_end_ns=0,
        value_deg=value,
        pelvis_deg=58.0,
        thorax_deg=110.0,
        lumbar_deg=-value if test == "extension" else value,
        lateral_deg=-value if test == "side_bend_left" else value,
        hinge_share=share,
        pain=pain,
    )


def result(test: str, *values: float, shares: tuple[float, ...] = (), pains: tuple[int, ...] = ()) -> TestResult:
    given: tuple[float | None, ...] = shares or (None,) * len(values)
    made = [capture(test, i, v, s) for i, (v, s) in enumerate(zip(values, given, strict=True), start=1)]
    return TestResult(test, tuple(made), pains=pains)


def test_median_spread_and_error_of_the_repeats() -> None:
    three = result("flexion", 50.0, 53.0, 52.0)
    assert (three.n, three.median_deg) == (3, 52.0)
    assert three.sd_deg == pytest.approx(1.528, abs=0.001)
    assert three.typical_error_deg == pytest.approx(math.sqrt((9 + 1) / 2 / 2))
    assert (three.lumbar_deg, three.pelvis_deg, three.thorax_deg) == (52.0, 58.0, 110.0)


def test_a_steady_rise_is_less_of_an_error_than_a_spread() -> None:
    rising, jumping = typical_error((50.0, 52.0, 54.0)), typical_error((50.0, 54.0, 52.0))
    assert rising is not None and jumping is not None and rising < jumping


def test_one_capture_has_no_spread_and_none_has_no_median() -> None:
    one, none = result("flexion", 50.0), result("flexion")
    assert (one.median_deg, one.sd_deg, one.typical_error_deg) == (50.0, None, None)
    assert (none.median_deg, none.share, none.lumbar_deg) == (None, None, None)
    assert one.least_change_deg == none.least_change_deg == DAYS_DEG


def test_between_days_less_than_8_deg_is_noise_and_more_where_the_repeats_vary() -> None:
    assert result("flexion", 50.0, 51.0, 50.0).least_change_deg == DAYS_DEG
    wide = result("flexion", 40.0, 56.0, 44.0)
    error = wide.typical_error_deg or 0.0
    expected = TWO_SIDED * math.sqrt(error**2 / 3 + NOISE_DEG["lumbar_flexion"] ** 2)
    assert wide.least_change_deg == pytest.approx(expected) and wide.least_change_deg > DAYS_DEG


def test_on_one_day_less_is_beyond_noise() -> None:
    steady = result("side_bend_left", 30.0, 30.5, 30.0)
    assert steady.noise_deg < steady.least_within_deg < DAYS_DEG


def test_what_was_said_is_collected() -> None:
    results = Results()
    for event in (
        capture("extension", 1, 20.0),
        capture("flexion", 1, 50.0),
        CaptureRefused(t_ns=3, test="flexion", reason="no_hold", remedy="", pain=2),
        capture("flexion", 2, 70.0),
        CaptureDropped(t_ns=5, test="flexion", capture=2),
        capture("flexion", 2, 52.0),
        capture("flexion", 2, 52.0, pain=4, t_ns=9),
        CaptureRefused(t_ns=10, test="", reason="not_calibrated", remedy="", pain=None),
    ):
        results.hear(event)
    flexion, extension = results.tests()
    assert (flexion.values, dict(flexion.refused), flexion.pains) == ((50.0, 52.0), {"no_hold": 1}, (2, 4))
    assert (extension.test, extension.values) == ("extension", (20.0,))


def test_what_was_taken_back_and_not_made_again_is_no_result() -> None:
    first, second = capture("flexion", 1, 50.0), capture("flexion", 2, 70.0)
    (flexion,) = results_of([first, second, CaptureDropped(t_ns=5, test="flexion", capture=2)])
    assert flexion.values == (50.0,)
    assert results_of([first, CaptureDropped(t_ns=5, test="flexion", capture=1)]) == ()


def test_results_can_be_made_of_the_events_of_a_recording() -> None:
    assert [one.test for one in results_of([capture("flexion", 1, 50.0)])] == ["flexion"]
    assert results_of([]) == ()


@pytest.mark.parametrize(("now", "different"), [(59.5, False), (60.5, True), (43.5, True), (44.5, False)])
def test_a_change_is_different_only_beyond_noise(now: float, different: bool) -> None:
    before, after = result("flexion", 52.0, 52.0, 52.0), result("flexion", now, now, now)
    (change,) = compared([after], [before])
    assert change.change == pytest.approx(now - 52.0)
    assert (change.measure, change.different) == ("value", different)


def test_shares_are_compared_too() -> None:
    before = result("hinge_cued", 60.0, 60.0, shares=(0.6, 0.6))
    after = result("hinge_cued", 61.0, 61.0, shares=(0.8, 0.8))
    value, share = compared([after], [before])
    assert (value.different, share.different, share.measure) == (False, True, "share")
    assert share.least_change == DAYS_SHARE


@pytest.mark.parametrize(("now", "different"), [(66.0, None), (59.5, False)])
def test_of_one_movement_it_is_not_known_how_far_it_varies(now: float, different: bool | None) -> None:
    three, one = result("flexion", 52.0, 52.0, 52.0), result("flexion", now)
    assert [change.different for change in compared([one], [three])] == [different]
    assert [change.different for change in compared([three], [one])] == [different]


def test_a_share_of_one_movement_is_not_judged_either() -> None:
    before, after = (result("hinge_cued", 60.0, 60.0, shares=shares) for shares in ((0.6, 0.6), (0.8, 0.8)))
    alone = replace(after, captures=(after.captures[0], replace(after.captures[1], hinge_share=None)))
    value, share = compared([alone], [before])
    assert (value.different, share.different) == (False, None)


@pytest.mark.parametrize(("left", "right", "different"), [
    ((21.7,), (25.2,), None),
    ((21.7, 21.8), (25.2,), None),
    ((21.7,), (22.1,), False),
    ((21.7, 21.8), (25.2, 25.3), True),
    ((21.7, 25.8), (25.2, 21.3), False),
])  # fmt: skip
def test_sides_differ_only_beyond_what_repeats_vary(
    left: tuple[float, ...], right: tuple[float, ...], different: bool | None
) -> None:
    both = sides([result("side_bend_left", *left), result("side_bend_right", *right)])
    assert both is not None and both.different is different


def test_the_less_certain_day_decides() -> None:
    before, after = result("flexion", 40.0, 64.0, 40.0), result("flexion", 52.0, 52.0, 52.0)
    (change,) = compared([after], [before])
    assert change.least_change == before.least_change_deg > DAYS_DEG


def test_what_one_day_lacks_is_not_compared() -> None:
    assert compared([result("flexion", 50.0)], [result("extension", 20.0)]) == ()
    assert compared([result("flexion")], [result("flexion", 50.0)]) == ()


def test_sides_are_numbers() -> None:
    both = sides([result("side_bend_left", 30.0, 31.0), result("side_bend_right", 26.0, 27.0)])
    assert both is not None
    assert (both.left_deg, both.right_deg, both.difference_deg) == (30.5, 26.5, 4.0)
    assert sides([result("side_bend_left", 30.0)]) is None
    assert sides([result("side_bend_left", 30.0), result("side_bend_right")]) is None


@pytest.mark.parametrize(("value", "words"), [
    (52.0, "within one standard deviation of the mean"),
    (62.9, "within one standard deviation of the mean"),
    (63.1, "one to two standard deviations above the mean"),
    (40.9, "one to two standard deviations below the mean"),
    (29.9, "more than two standard deviations below the mean"),
])  # fmt: skip
def test_the_place_in_a_published_range(value: float, words: str) -> None:
    known = result("flexion", 50.0).row.ranges[0]
    assert (known.mean_deg, known.sd_deg) == (52.0, 11.0)
    assert where(value, known) == words
    assert forbidden(words) == []


def test_ranges_come_with_their_source_and_what_limits_them() -> None:
    lumbar, thorax, pelvis = placed(result("flexion", 50.0, 51.0))
    assert (lumbar.value_deg, thorax.value_deg, pelvis.value_deg) == (50.5, 110.0, 58.0)
    assert "PMC6339318" in lumbar.range.source and lumbar.note == ""
    (other,) = placed(result("extension", 20.0, 22.0))
    assert other.value_deg == 21.0 and "another method" in other.note
    assert other.words.endswith("the spread was not given")
    assert placed(result("pelvic_tilt_back", 8.0)) == () and placed(result("flexion")) == ()


def test_a_mean_without_spread_says_how_far() -> None:
    known: PublishedRange = replace(result("flexion").row.ranges[0], sd_deg=None)
    assert where(40.0, known) == "12 deg below the mean; the spread was not given"


FLEXION = result("flexion", 60.0, 61.0, 60.0)
CUED = result("hinge_cued", 60.0, 60.0, 60.0, shares=(0.8, 0.82, 0.81))


def test_limits_are_shares_of_the_own_range() -> None:
    made = {one.fault: one for one in proposals([FLEXION, CUED])}
    assert {fault: (one.caution, one.limit, one.unit) for fault, one in made.items()} == {
        "lumbar_flexion": (27.0, 36.0, "deg"),
        "low_hinge_share": (0.73, 0.66, "share"),
        "arch_lost": (9.0, 14.0, "deg"),
    }
    assert made["lumbar_flexion"].words == "45 and 60 % of your own 60 deg, at least 12 and 18 deg"
    assert made["low_hinge_share"].words.startswith("0.08 and 0.15 below your own 0.81")
    assert [forbidden(one.words) for one in made.values()] == [[]] * 3


def test_the_floor_of_the_catalogue_holds() -> None:
    small = {one.fault: one for one in proposals([result("flexion", 26.0, 26.0)])}
    assert (small["lumbar_flexion"].caution, small["lumbar_flexion"].limit) == (12.0, 18.0)
    assert (small["arch_lost"].caution, small["arch_lost"].limit) == (8.0, 12.0)


@pytest.mark.parametrize("own", [25.0, 40.0, 60.0, 90.0])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.8, 1.2])
def test_every_proposal_can_be_taken(own: float, share: float) -> None:
    made = proposals([result("flexion", own, own), result("hinge_cued", 60.0, 60.0, shares=(share, share))])
    assert len(made) == 3
    for one in made:
        row = load_fault(one.fault)
        low, high = (1.0, 90.0) if row.unit == "deg" else (0.01, 1.0)
        assert low <= min(one.caution, one.limit) and max(one.caution, one.limit) <= high
        assert row.beyond(one.limit, one.caution)


@pytest.mark.parametrize(("flexion", "why"), [
    (result("flexion", 50.0, 62.0, 50.0), "12 deg apart"),
    (result("flexion", 50.0), "fewer than 2"),
    (result("flexion", 50.0, 51.0, pains=(3,)), "a pain was told"),
    (result("flexion", 20.0, 20.0), "no full bend"),
])  # fmt: skip
def test_nothing_is_proposed_from_what_is_not_sure(flexion: TestResult, why: str) -> None:
    assert proposals([flexion]) == ()
    told = withheld([flexion])
    assert [one.fault for one in told] == ["lumbar_flexion", "arch_lost"]
    assert all(why in one.words and forbidden(one.words) == [] for one in told)


def test_large_ranges_may_vary_by_more() -> None:
    assert len(proposals([result("flexion", 70.0, 79.0)])) == 2
    assert proposals([result("flexion", 50.0, 59.0)]) == ()


def test_no_pain_is_no_hindrance() -> None:
    assert len(proposals([result("flexion", 50.0, 51.0, pains=(0,))])) == 2


def test_a_bend_without_the_pelvis_is_no_hinge() -> None:
    low = result("hinge_cued", 60.0, 60.0, shares=(0.2, 0.25))
    assert proposals([low]) == () and "no hinge" in withheld([low])[0].words


def test_shares_that_differ_are_not_proposed_from() -> None:
    apart = result("hinge_cued", 60.0, 60.0, shares=(0.6, 0.8))
    assert proposals([apart]) == () and "0.20 apart" in withheld([apart])[0].words
