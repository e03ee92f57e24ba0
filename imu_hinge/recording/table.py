"""Plain samples CSV in: the header, the numbers, the clock, the units. What is wrong is named by its line."""

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import numpy as np

from imu_hinge.model.arrays import SAMPLE, Array, Records, Times
from imu_hinge.model.errors import TableError
from imu_hinge.model.inputs import Command, Input, Placement, Samples, Tick
from imu_hinge.recording.lines import COLUMNS, RATES, columns_of, first_fault, line_of_row
from imu_hinge.recording.units import wrong_units

_PIECE = 32_768
_SECOND_NS = 1_000_000_000
_RATES_HZ = (20.0, 400.0)
_LEAST_S = 1.0
_LONGEST_GAP_S = 86_400.0
_LEAST_STEP_S = 1e-8
_LARGEST = 1e5
"""No sensor says more, in any of the units."""
_CODES = {str(placement): float(code) for code, placement in enumerate(Placement)}
_FINER = ((1e3, "milliseconds"), (1e6, "microseconds"), (1e9, "nanoseconds"))


Converters = dict[int | str, Callable[[str], float]]
"""By column: what makes a number of a cell."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The samples of a plain CSV, one stream for each placement that is in it."""

    path: Path
    streams: Mapping[Placement, Records]
    """(n,) SAMPLE each; session time 0 is the first sample of the file."""
    nominal_period_ns: Mapping[Placement, int]
    """Median step."""

    @property
    def duration_ns(self) -> int:
        """Time of the last sample of the file."""
        return max(int(samples["t_ns"][-1]) for samples in self.streams.values())

    def inputs(self, block_s: float = 1.0) -> Iterator[Input]:
        """What to feed the fold with: whole blocks, a tick after each so that silence is data, then `end`."""
        block_ns = round(block_s * _SECOND_NS)
        count = self.duration_ns // block_ns + 1
        edges = np.arange(count + 1, dtype=np.int64) * block_ns
        cuts = {placement: np.searchsorted(rows["t_ns"], edges) for placement, rows in self.streams.items()}
        for block in range(count):
            for placement, rows in self.streams.items():
                start, end = cuts[placement][block : block + 2]
                if end > start:
                    yield Samples(placement, rows[start:end], self.nominal_period_ns[placement])
            if block + 1 < count:
                yield Tick(int(edges[block + 1]))
        yield Command(self.duration_ns, "end")


def read_table(path: str | PathLike[str]) -> Table:
    """Read a plain samples CSV. Raises TableError, with the line where there is one, for anything not as promised."""
    path = Path(path)
    table = _table(path)
    duration_s = (table.duration_ns + max(table.nominal_period_ns.values())) / _SECOND_NS
    if duration_s < _LEAST_S:
        raise TableError(path, None, f"holds {duration_s:.2f} s of samples; at least {_LEAST_S:.0f} s is needed")
    for placement, samples in table.streams.items():
        if words := wrong_units(samples, table.nominal_period_ns[placement]):
            raise TableError(path, None, f"{placement}: {words}")
    return table


def _table(path: Path) -> Table:
    """The rows of each placement as SAMPLE, their times checked."""
    order = columns_of(path)
    cells = _cells(path, order)
    place = [order.index(name) for name in COLUMNS]
    start_s, codes = cells[:, place[0]].min(), cells[:, place[1]]
    streams: dict[Placement, Records] = {}
    periods: dict[Placement, int] = {}
    for code, placement in enumerate(Placement):
        rows = np.flatnonzero(codes == code)
        if len(rows):
            step_s = np.diff(cells[rows, place[0]])
            _check_steps(path, step_s, rows, placement)
            periods[placement] = _period_ns(path, step_s, placement)
            streams[placement] = _stream(cells, rows, place, start_s)
    return Table(path, streams, periods)


def _cells(path: Path, order: list[str]) -> Array:
    """(n, 8) in the order of the file, all finite and plausible, NaN for rates that no gyroscope gave.

    Placements as their codes.
    """
    place: Converters = {order.index("placement"): _CODES.__getitem__}
    try:
        cells = _loaded(path, place)
    except (ValueError, KeyError):
        cells = _without_rates(path, order, place)
    if not len(cells):
        raise TableError(path, None, "holds a header and no samples; export it again")
    if cells.shape[1] != len(COLUMNS) or not _known(cells, order):
        raise first_fault(path, order)
    _check_size(path, cells, order)
    return cells


def _loaded(path: Path, converters: Converters) -> Array:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # says that there are no rows; so do we
        return np.loadtxt(
            str(path),
            delimiter=",",
            skiprows=1,
            comments=None,
            converters=converters,
            ndmin=2,
            encoding="utf-8",
        )


def _without_rates(path: Path, order: list[str], place: Converters) -> Array:
    """The cells of a file in which rates are empty. Raises TableError where that is not why it cannot be read."""
    try:
        return _loaded(path, {**place, **{order.index(name): _rate for name in RATES}})
    except (ValueError, KeyError):
        raise first_fault(path, order) from None


def _rate(cell: str) -> float:
    return float(cell) if cell.strip() else float("nan")


def _known(cells: Array, order: list[str]) -> bool:
    """Whether every cell is a finite number; the rates may be empty, in all rows of a placement or in none."""
    if np.isfinite(cells.min()) and np.isfinite(cells.max()):
        return True
    rates = [order.index(name) for name in RATES]
    if not np.isfinite(np.delete(cells, rates, axis=1)).all() or np.isinf(cells[:, rates]).any():
        return False
    empty, codes = np.isnan(cells[:, rates]), cells[:, order.index("placement")]
    return all(empty[codes == code].all() or not empty[codes == code].any() for code in _CODES.values())


def _check_size(path: Path, cells: Array, order: list[str]) -> None:
    if max(np.nanmax(cells), -np.nanmin(cells)) <= _LARGEST:
        return
    largest = np.nan_to_num(np.maximum(cells.max(axis=0), -cells.min(axis=0)))
    for column, name in enumerate(order):
        if name != "t_s" and largest[column] > _LARGEST:
            row = int(np.argmax(np.abs(cells[:, column])))
            remedy = "which no sensor says; correct it or delete the line"
            raise TableError(path, line_of_row(path, row), f"{name} is {cells[row, column]:g}, {remedy}")


def _stream(cells: Array, rows: Times, place: list[int], start_s: float) -> Records:
    """The rows of one placement as SAMPLE, a piece at a time: large copies cost more than the arithmetic."""
    out = np.empty((len(rows), len(COLUMNS) - 1))
    for start in range(0, len(rows), _PIECE):
        own, into = cells[rows[start : start + _PIECE]], out[start : start + _PIECE]
        into[:, 1:] = own[:, place[2:]]
        into.view("i8")[:, 0] = np.rint((own[:, place[0]] - start_s) * _SECOND_NS)
    return out.view(SAMPLE)[:, 0]


def _check_steps(path: Path, step_s: Array, rows: Times, placement: Placement) -> None:
    if not len(step_s):
        raise TableError(path, None, f"{placement} has a single sample; delete its row or export the recording again")
    if step_s.min() < _LEAST_STEP_S:
        at = int(np.argmax(step_s < _LEAST_STEP_S))
        what = "goes back" if step_s[at] < 0 else "repeats"
        remedy = f"times must rise within {placement}; sort the rows and delete doubled ones"
        raise TableError(path, line_of_row(path, int(rows[at + 1])), f"t_s {what}: {remedy}")


def _period_ns(path: Path, step_s: Array, placement: Placement) -> int:
    """Median step. Raises TableError for a rate that no sensor here has, and for a gap that no session has."""
    period_s = float(np.median(step_s))
    rate_hz = 1.0 / period_s
    if not _RATES_HZ[0] <= rate_hz <= _RATES_HZ[1]:
        raise TableError(
            path, None, f"{placement} has {rate_hz:.4g} samples per second by t_s; {_rate_remedy(rate_hz)}"
        )
    if step_s.max() > _LONGEST_GAP_S:
        raise TableError(path, None, f"{placement} has a gap of more than a day: make two files of it")
    return round(period_s * _SECOND_NS)


def _rate_remedy(rate_hz: float) -> str:
    for factor, unit in _FINER:
        if _RATES_HZ[0] <= rate_hz * factor <= _RATES_HZ[1]:
            return f"t_s seems to be in {unit}: divide it by {factor:.0f}"
    return f"record with {_RATES_HZ[0]:.0f} to {_RATES_HZ[1]:.0f}, or check that t_s is in seconds"
