"""Of a test with many values `make test` runs the first, and `make test-long` the others."""

from collections.abc import Iterable
from typing import Any

import pytest


def shortened(values: Iterable[Any], count: int = 1) -> list[Any]:
    """For `parametrize`: the first `count` as they are, the rest marked `long`. A tuple is a value for each name."""
    every = list(values)
    return [*every[:count], *(_long(*value) if isinstance(value, tuple) else _long(value) for value in every[count:])]


def sizes(values: Iterable[tuple[int, int]], count: int = 1) -> list[Any]:
    """The same for sizes of a terminal: a tuple is one value."""
    every = list(values)
    return [*every[:count], *map(_long, every[count:])]


def _long(*values: Any) -> Any:
    return pytest.param(*values, marks=pytest.mark.long)
