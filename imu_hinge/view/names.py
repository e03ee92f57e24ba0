"""Names as they are shown: short, and enough to tell two people apart; and found by a few letters. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from imu_hinge.view.wall import Person

_Named = tuple[str, int, str]
"""Client, number, name."""


def short_names(people: Iterable[Person]) -> Mapping[str, str]:
    """By client: the first word of the name, and as much more as nobody else's name begins with: `Ann S.`, `Ann J.`.

    Where two have the same name, the number on the wall: `Ann (3)`.
    """
    return _short(tuple((one.client, one.number, one.name) for one in people))


@lru_cache(maxsize=8)  # asked for with every picture, and the same until somebody comes
def _short(people: tuple[_Named, ...]) -> Mapping[str, str]:
    whole = {client: " ".join(name.split()) or client for client, _, name in people}
    same = Counter(name.casefold() for name in whole.values())
    begin = Counter(stem.casefold() for name in whole.values() for stem in _stems(name))
    return {client: _enough(whole[client], number, begin, same) for client, number, _ in people}


def _enough(name: str, number: int, begin: Mapping[str, int], same: Mapping[str, int]) -> str:
    first = name.partition(" ")[0]
    if same[name.casefold()] > 1:
        return f"{first} ({number})"
    stem = next((one for one in _stems(name) if begin[one.casefold()] == 1), name)
    cut = stem != first and name[len(stem) :][:1].strip(". ")
    return f"{stem}." if cut else name[: len(stem) + name[len(stem) :].startswith(".")]


def _stems(name: str) -> Iterator[str]:
    """What a name begins with, from its first word on, without what ends in a blank."""
    first = len(name.partition(" ")[0])
    return (name[:end] for end in range(first, len(name) + 1) if name[end - 1] != " ")


def has_letters(typed: str, *words: str) -> bool:
    """Whether one of them has what was typed anywhere, whatever the case and the accents."""
    wanted = _plain(typed)
    return any(wanted in _plain(one) for one in words)


def _plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
