"""A sensor that falls silent is told in time, in its own words, and so is its return."""

import pytest

from imu_hinge.cues.cue import Sort
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.hsp import BACKFILL, DATA, STATUS
from tests.cues.scenes import Moment, at, ended, hear, sending, shown, started, waiting, word
from tests.made import S

LOWER, UPPER = Placement.SACRUM, Placement.THORACIC
PAUSED, ONLY, BACK = "sensor lost, counting paused", "sensor lost, counting only", "sensor back"
UNSURE = "sensor lost, count unsure"
IN_SET = [at(0.5, started(0.5))]


def both(stop_s: float = 20.0) -> list[Moment]:
    return [*sending(LOWER, 0, stop_s), *sending(UPPER, 0, stop_s), *waiting(0, stop_s)]


@pytest.mark.parametrize(
    ("lost", "words"),
    [(LOWER, ONLY), (UPPER, UNSURE)],
)
@pytest.mark.parametrize(("life", "after_s"), [(IN_SET, 1.0), ([], 1.5)])
def test_each_sensor_has_its_words_and_each_place_its_patience(
    lost: Placement, words: str, life: list[Moment], after_s: float
) -> None:
    other = UPPER if lost is LOWER else LOWER
    heard = hear([*life, *sending(lost, 0, 5.05), *sending(other, 0, 9), *waiting(0, 9)])
    assert heard.words(Sort.LOST) == [words]
    assert 5.0 + after_s < heard.times_s(Sort.LOST)[0] <= 5.0 + after_s + 0.21


def test_both_at_once_are_one_cue() -> None:
    """The last packets of two sensors on one dead adapter are some hundredths of a second apart."""
    heard = hear([*IN_SET, *sending(LOWER, 0, 5.0), *sending(UPPER, 0, 5.2), *waiting(0, 9)])
    assert heard.words() == [PAUSED]
    assert heard.times_s(Sort.LOST)[0] <= 5.1 + 2.0


def test_the_second_one_is_told_when_it_makes_a_difference() -> None:
    heard = hear([*IN_SET, *sending(LOWER, 0, 3), *sending(UPPER, 0, 6), *waiting(0, 9)])
    assert heard.words() == [ONLY, PAUSED]
    heard = hear([*IN_SET, *sending(LOWER, 0, 6), *sending(UPPER, 0, 3), *waiting(0, 9)])
    assert heard.words() == [UNSURE, PAUSED]


def test_it_is_said_again_after_ten_seconds_and_then_every_thirty() -> None:
    heard = hear([*IN_SET, *sending(LOWER, 0, 120), *sending(UPPER, 0, 5), *waiting(0, 120)])
    gaps_s = [round(b - a) for a, b in zip(heard.times_s(Sort.LOST), heard.times_s(Sort.LOST)[1:], strict=False)]
    assert gaps_s == [10, 30, 30, 30]
    assert set(heard.words()) == {UNSURE}


def test_a_sensor_on_its_way_back_is_not_called_lost_again() -> None:
    """Its data begin 9.6 s after the loss was told, 0.4 s before that would be said again."""
    lost_s = 6.0
    scene = [*IN_SET, *both(5), *sending(UPPER, 5, 20), *sending(LOWER, lost_s + 9.6, 20), *waiting(5, 20)]
    assert hear(scene).words() == [ONLY, BACK]


def test_it_is_back_after_a_second_without_a_gap() -> None:
    heard = hear([*IN_SET, *both(5), *sending(UPPER, 5, 20), *sending(LOWER, 10, 20), *waiting(5, 20)])
    assert heard.words() == [ONLY, BACK]
    assert heard.times_s(Sort.BACK)[0] == pytest.approx(11.0, abs=0.11)


def test_a_sensor_that_comes_and_goes_is_not_back() -> None:
    bits = [moment for start in (8.0, 9.4, 10.8) for moment in sending(LOWER, start, start + 0.7)]
    heard = hear([*IN_SET, *both(5), *sending(UPPER, 5, 14), *bits, *waiting(5, 14)])
    assert heard.words() == [ONLY]


def test_two_that_come_back_together_are_one_cue() -> None:
    heard = hear([*IN_SET, *both(5), *sending(LOWER, 8, 14), *sending(UPPER, 8.4, 14), *waiting(5, 14)])
    assert heard.words() == [PAUSED, BACK]


def test_of_two_that_were_lost_the_one_still_missing_is_told_again_in_its_words() -> None:
    heard = hear([*IN_SET, *both(5), *sending(UPPER, 8, 30), *waiting(5, 30)])
    assert heard.words() == [PAUSED, BACK, ONLY]


def test_short_pauses_are_nothing() -> None:
    bits = [moment for start in range(0, 20, 2) for moment in sending(LOWER, start, start + 1.2)]
    assert hear([*IN_SET, *sending(UPPER, 0, 20), *bits, *waiting(0, 20)]).cues == []


def test_a_sensor_that_was_never_heard_is_not_missed() -> None:
    assert hear([*IN_SET, *sending(UPPER, 0, 9), *waiting(0, 9)]).cues == []


def test_with_one_sensor_only_nothing_counts_without_it() -> None:
    assert hear([*IN_SET, *sending(LOWER, 0, 5), *waiting(0, 9)]).words() == [PAUSED]


@pytest.mark.parametrize(("characteristic", "lost"), [(DATA, []), (STATUS, [UNSURE]), (BACKFILL, [UNSURE])])
def test_only_samples_of_the_present_show_that_a_sensor_lives(characteristic: str, lost: list[str]) -> None:
    """A sensor that only tells its state, or only mends old holes, does not count."""
    others = [(Packet(item.t_ns, UPPER, "hsp", b"", characteristic), step) for item, step in sending(UPPER, 5, 9)]
    assert hear([*IN_SET, *both(5), *sending(LOWER, 5, 9), *others, *waiting(5, 9)]).words() == lost


def test_the_patience_of_a_set_ends_with_it() -> None:
    heard = hear([*IN_SET, *both(5), at(5.2, ended(5.2)), *sending(LOWER, 5, 9), *waiting(5, 9)])
    assert heard.times_s(Sort.LOST)[0] > 4.9 + 1.5


def test_the_banner_says_what_stopped_and_holds() -> None:
    scene = [*IN_SET, *both(5), *sending(UPPER, 5, 20), *sending(LOWER, 6.1, 20), *waiting(5, 20)]
    seen = shown(scene)
    assert [text for _, text in seen] == ["", "? LOST", ""]
    (lost_s, _), (back_s, _) = seen[1:]
    assert lost_s == pytest.approx(6.0, abs=0.11)
    assert back_s == pytest.approx(lost_s + 1.5, abs=0.11)


def test_a_long_loss_leaves_the_banner_with_the_return() -> None:
    seen = shown([*IN_SET, *both(5), *sending(UPPER, 5, 20), *sending(LOWER, 10, 20), *waiting(5, 20)])
    assert [text for _, text in seen] == ["", "? LOST", ""]
    assert seen[-1][0] == pytest.approx(11.0, abs=0.11)


def test_nothing_is_said_of_sensors_while_the_wearer_is_asked_about_pain() -> None:
    heard = hear([*both(5), word(5, "pain"), *waiting(5.1, 20)])
    assert heard.words() == ["stopped"]
    assert heard.cues[0].t_ns == 5 * S
