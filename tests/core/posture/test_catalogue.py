"""Reminders as data."""

import pytest

from imu_hinge.catalogue.posture import stay_from_text, stays
from imu_hinge.core.posture import POSTURE_COMMANDS
from imu_hinge.model.errors import CatalogueError
from tests.wording import forbidden

GOOD = """
id = "lean"
order = 3
title = "standing, leaning"
states = ["standing"]
zones = ["lean"]
slumped = false
delay_s = 120.0
cue = "time to stand tall"
source = "market practice"
"""


def test_the_delays_are_minutes() -> None:
    assert {row.id: row.delay_s / 60 for row in stays()} == {"slumped": 20, "bent": 1, "lean": 2, "unchanged": 30}


def test_the_words_are_plain() -> None:
    assert [forbidden(f"{row.title} {row.cue}") for row in stays()] == [[]] * 4
    assert forbidden(" ".join(POSTURE_COMMANDS.values())) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("120.0", "5.0", "delay_s: expected seconds from 30 to 7200, found 5.0"),
        ('["standing"]', '["floating"]', "states: expected a list of posture states"),
        ('["lean"]', '["low"]', "zones: expected a list of zones"),
        ('"lean"\norder', '"other"\norder', "id: expected 'lean' as in the name of the file"),
        ("order = 3", "order = 3\nharsh = 1", "harsh: unknown key"),
    ],
)
def test_a_wrong_row_is_refused_with_the_key_and_what_was_expected(old: str, new: str, says: str) -> None:
    assert stay_from_text("lean.toml", GOOD).delay_s == 120.0
    with pytest.raises(CatalogueError, match=r"^posture/lean\.toml: ") as refused:
        stay_from_text("lean.toml", GOOD.replace(old, new))
    assert says in str(refused.value)
