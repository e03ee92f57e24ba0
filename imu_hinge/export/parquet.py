"""A table as Parquet: the columns of the CSV with types, units in the field metadata, checksums on every page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from imu_hinge.analysis import Source
from imu_hinge.export.table import Table, Values, kind_of, unit_of
from imu_hinge.export.tables import HEADERS
from imu_hinge.export.wanted import Wanted, wanted_table
from imu_hinge.model.errors import RecordingError

TYPES = {
    float: pa.float64(),
    int: pa.int64(),
    bool: pa.bool_(),
    str: pa.string(),
    list: pa.list_(pa.field("element", pa.string())),
}
ENCODINGS = {float: "BYTE_STREAM_SPLIT", int: "DELTA_BINARY_PACKED"}
"""How columns lie whose values hardly repeat; the others have a dictionary."""


def write(source: Source, wanted: Wanted, out: Path) -> None:
    """Writes the wanted table to `out`. Raises UsageError when it would be empty, OSError."""
    write_parquet(wanted_table(source, wanted), out)


def write_parquet(table: Table, out: Path) -> None:
    """Writes it with zstd; what is not known (NaN, None) is null. Raises OSError."""
    schema = _schema(table.header)
    arrays = [_array(field, values) for field, values in zip(schema, table.columns.values(), strict=True)]
    repeating = [name for name in table.header if _repeats(name)]
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=schema),
        out,
        compression="zstd",
        write_page_checksum=True,
        use_dictionary=repeating,
        column_encoding={
            name: ENCODINGS[kind_of(name)]
            for name in table.header
            if name not in repeating and kind_of(name) in ENCODINGS
        },
    )


def read_parquet(path: Path) -> Table:
    """The table as it was written, every page checked. Raises RecordingError for anything else."""
    try:
        read = pq.read_table(path, page_checksum_verification=True)
    except (OSError, pa.ArrowException) as error:
        raise RecordingError(path, None, f"is no whole Parquet file ({error}); export it again") from error
    if not any(read.schema.equals(_schema(header), check_metadata=True) for header in HEADERS.values()):
        raise RecordingError(path, None, "has the columns of none of the tables; export it again")
    return Table({name: _values(name, read[name]) for name in read.column_names})


def _schema(header: Sequence[str]) -> Any:
    return pa.schema([_field(name) for name in header])


def _field(name: str) -> Any:
    unit = unit_of(name)
    return pa.field(name, TYPES[kind_of(name)], metadata={"unit": unit} if unit else None)


def _repeats(name: str) -> bool:
    """Texts, and what a sensor measures: multiples of its smallest step, of which there are few."""
    return kind_of(name) in (str, list) or unit_of(name) in ("m/s^2", "rad/s")


def _values(name: str, read: Any) -> Values:
    kind = kind_of(name)
    return read.to_pylist() if kind in (str, list) else np.asarray(read.to_numpy(), dtype=kind)


def _array(field: Any, values: Values) -> Any:
    unknown = ~np.isfinite(values) if isinstance(values, np.ndarray) and values.dtype.kind == "f" else None
    return pa.array(values, field.type, mask=unknown)
