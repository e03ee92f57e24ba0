"""Cells: exact numbers, nothing where nothing is known, no text that runs as a formula."""

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.export.csv import write_csv
from imu_hinge.export.tables import Table


def text_of(*row: object) -> str:
    stream = io.StringIO(newline="")
    write_csv(Table(("a",) * len(row), [row]), stream)
    return stream.getvalue().partition("\n")[2]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (math.nan, ""),
        (math.inf, ""),
        (0.1, "0.1"),
        (-1.5, "-1.5"),
        (-3, "-3"),
        (1e-17, "1e-17"),
        (True, "true"),
        (False, "false"),
        (["a", "b"], "a;b"),
        ((), ""),
        ("left", "left"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        (["=a"], "'=a"),
        ("a,b", '"a,b"'),
    ],
)
def test_cells(value: object, cell: str) -> None:
    assert text_of("x", value, "y") == f"x,{cell},y\n"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_come_back_bit_for_bit(values: list[float]) -> None:
    (row,) = csv.reader([text_of(*values)])
    assert [float(cell).hex() for cell in row] == [value.hex() for value in values]
