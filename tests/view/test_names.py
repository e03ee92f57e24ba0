"""Short names that tell people apart, and names found by a few letters."""

import pytest

from imu_hinge.view.names import has_letters, short_names
from imu_hinge.view.wall import Person


def shown(*names: str) -> list[str]:
    people = [Person(client=f"c-{at}", number=at, name=name) for at, name in enumerate(names, 1)]
    return list(short_names(people).values())


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (("Ann Smith", "Boris Tal"), ["Ann", "Boris"]),
        (("Ann Smith", "Ann Jones", "Boris Tal"), ["Ann S.", "Ann J.", "Boris"]),
        (("Ann Smith", "Ann Snow", "Ann Jones"), ["Ann Sm.", "Ann Sn.", "Ann J."]),
        (("Ann Maria Smith", "Ann  Maria Jones"), ["Ann Maria S.", "Ann Maria J."]),
        (("Ann K.", "Ann L."), ["Ann K.", "Ann L."]),
        (("Ann", "Ann Smith", "Anna"), ["Ann", "Ann S.", "Anna"]),
        (("Ann", "Anna Smith"), ["Ann", "Anna"]),
        (("Client 1", "Client 12", "Client 2"), ["Client 1", "Client 12", "Client 2"]),
        (("Ann Smith", "ann smith", "Ann Jones"), ["Ann (1)", "ann (2)", "Ann J."]),
        (("", "Ann"), ["c-1", "Ann"]),
    ],
)
def test_a_name_is_as_long_as_it_takes_to_tell_two_apart(names: tuple[str, ...], short: list[str]) -> None:
    assert shown(*names) == short


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("yvn", False),
        ("yvo", True),
        ("VON", True),
        ("zoe", True),
        ("e é", True),
        ("7k3", True),
        (" ", True),
        ("x", False),
    ],
)
def test_letters_are_found_anywhere_whatever_case_and_accents(typed: str, found: bool) -> None:
    assert has_letters(typed, "Yvonne Élan, Zoë", "c-7k3m9q2w") is found
