"""Pain in numbers."""

import pytest

from imu_hinge.gate.pain import KEYS, Offer, pain_said, question
from tests.wording import forbidden


@pytest.mark.parametrize(
    ("pains", "asked"),
    [
        ([], ""),
        ([4], ""),
        ([2, 3], ""),
        ([2, 4], "pain 4, was 2. Stop, easier, or go on?"),
        ([2, 5, 3], ""),
        ([3, 2, 4], ""),
        ([0, 1, 2], "pain 2, was 0. Stop, easier, or go on?"),
        ([8, 10], "pain 10, was 8. Stop, easier, or go on?"),
    ],
)
def test_a_rise_of_two_since_the_start_is_told(pains: list[int], asked: str) -> None:
    assert question(pains) == asked
    assert forbidden(asked) == []


def test_a_rise_leaves_three_ways() -> None:
    assert [*Offer] == ["stop", "easier", "on"]


def test_one_key_for_every_pain() -> None:
    assert (sorted(KEYS.values()), KEYS["x"], KEYS["7"]) == ([*range(11)], 10, 7)


@pytest.mark.parametrize(
    ("name", "argument", "pain"),
    [
        ("pain", "4", 4),
        ("pain", "10", 10),
        ("pain", "11", None),
        ("pain", "", None),
        ("pain", "c 4", None),
        ("gate", "c 4", 4),
        ("gate", "c unanswered", None),
        ("gate", "c override by Anna K.: walks well", None),
        ("gate", "a1 no", None),
        ("gate", "4", None),
        ("side", "4", None),
    ],
)
def test_a_pain_is_read_from_what_was_said(name: str, argument: str, pain: int | None) -> None:
    assert pain_said(name, argument) == pain
