"""Cells: exact numbers, nothing where nothing is known, no text that runs as a formula."""

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.export import Table, write_csv
from imu_hinge.export.csv import cells
from tests.export.tables import as_words, parsed, table, tables


def text_of(*row: object) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerow(cells(row))
    return stream.getvalue()


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


@given(tables())
def test_a_table_comes_back_cell_by_cell(made: Table) -> None:
    stream = io.StringIO(newline="")
    write_csv(made, stream)
    header, *rows = csv.reader(io.StringIO(stream.getvalue(), newline=""))
    columns = [[parsed(name, row[i]) for row in rows] for i, name in enumerate(header)]
    assert as_words(table(tuple(header), columns)) == as_words(made)
