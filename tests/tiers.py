"""Of a test with many values `make test` runs the first, and `make test-long` the others."""

from collections.abc import Iterable
from typing import Any

import pytest


def shortened(values: Iterable[Any], count: int = 1) -> list[Any]:
    """For `parametrize`: the first `count` as they are, the rest marked `long`. A tuple is a value for each name."""
    every = list(values)
    return [*every[:count], *(_long(value) for value in every[count:])]


def _long(value: Any) -> Any:
    values = value if isinstance(value, tuple) else (value,)
    return pytest.param(*values, marks=pytest.mark.long)
