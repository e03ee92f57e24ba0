"""Plain CSV in: what is promised is read to the last digit, everything else is refused by line and remedy."""

import time
from pathlib import Path

import numpy as np
import pytest

from imu_hinge.model.errors import TableError
from imu_hinge.model.inputs import Command, Placement, Samples, Tick
from imu_hinge.recording import read_table
from imu_hinge.recording.lines import COLUMNS

HEADER = ",".join(COLUMNS)


def rows(seconds: float = 3.0, rate_hz: float = 100.0, start_s: float = 0.0, placement: str = "sacrum") -> list[str]:
    """A slow swing about the x axis, in right units."""
    times = start_s + np.arange(0, seconds, 1 / rate_hz)
    angle = 0.6 * np.sin(2 * np.pi * 0.4 * (times - start_s))
    speed = 0.6 * 2 * np.pi * 0.4 * np.cos(2 * np.pi * 0.4 * (times - start_s))
    values = np.column_stack([0 * angle, 9.81 * np.sin(angle), 9.81 * np.cos(angle), speed, 0 * speed, 0 * speed])
    return [f"{t:.6f},{placement}," + ",".join(f"{v:.7g}" for v in row) for t, row in zip(times, values, strict=True)]


def write(path: Path, lines: list[str], header: str = HEADER, end: str = "\n", start: str = "") -> Path:
    path.write_bytes((start + end.join([header, *lines]) + end).encode())
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "samples.csv"


def refused(path: Path) -> TableError:
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert "\n" not in str(caught.value) and str(path) in str(caught.value)
    return caught.value


def test_two_sensors_on_one_clock(path: Path) -> None:
    both = [*rows(), *rows(rate_hz=50, start_s=0.003, placement="thoracic")]
    table = read_table(write(path, both))
    assert table.nominal_period_ns == {Placement.SACRUM: 10_000_000, Placement.THORACIC: 20_000_000}
    assert [len(table.streams[placement]) for placement in Placement] == [300, 150]
    assert table.streams[Placement.THORACIC]["t_ns"][:2].tolist() == [3_000_000, 23_000_000]
    assert table.streams[Placement.SACRUM]["acc"][0].tolist() == [0.0, 0.0, 9.81]
    shuffled = [line for pair in zip(both[:150], both[300:], strict=True) for line in pair] + both[150:300]
    again = read_table(write(path, shuffled))
    assert all(np.array_equal(again.streams[one], table.streams[one]) for one in Placement)


def test_session_time_starts_with_the_first_sample_of_the_file(path: Path) -> None:
    table = read_table(write(path, [*rows(start_s=1000.5, placement="thoracic"), *rows(start_s=1000.25)]))
    assert table.streams[Placement.SACRUM]["t_ns"][0] == 0
    assert table.streams[Placement.THORACIC]["t_ns"][0] == 250_000_000


def test_inputs_come_in_whole_blocks_with_ticks_and_an_end(path: Path) -> None:
    gap = [line for line in rows(5.0) if not 1.0 <= float(line.split(",")[0]) < 3.0]
    inputs = list(read_table(write(path, gap)).inputs())
    kinds = [type(item) for item in inputs]
    assert kinds == [Samples, Tick, Tick, Tick, Samples, Tick, Samples, Command]
    assert [item.t_ns for item in inputs if isinstance(item, Tick)] == [k * 10**9 for k in (1, 2, 3, 4)]
    assert [item.t_ns for item in inputs if isinstance(item, Samples)] == [990_000_000, 3_990_000_000, 4_990_000_000]
    assert inputs[-1] == Command(4_990_000_000, "end")


@pytest.mark.parametrize("block_s", [0.1, 0.7, 1.0, 100.0])
def test_blocks_lose_nothing(path: Path, block_s: float) -> None:
    table = read_table(write(path, rows()))
    parts = [item.samples for item in table.inputs(block_s) if isinstance(item, Samples)]
    assert np.array_equal(np.concatenate(parts), table.streams[Placement.SACRUM])


@pytest.mark.parametrize(("start", "end"), [("\ufeff", "\n"), ("", "\r\n"), ("\ufeff", "\r\n")])
def test_a_byte_order_mark_and_line_ends_of_windows_are_fine(path: Path, start: str, end: str) -> None:
    assert len(read_table(write(path, rows(), start=start, end=end)).streams[Placement.SACRUM]) == 300


def test_columns_in_another_order_are_read_by_their_names(path: Path) -> None:
    turned = [",".join(reversed(line.split(","))) for line in rows()]
    table = read_table(write(path, turned, header=",".join(reversed(COLUMNS))))
    assert table.streams[Placement.SACRUM]["acc"][0].tolist() == [0.0, 0.0, 9.81]


CELLS = [
    ("gyr_y_radps", "", "gyr_y_radps is empty"),
    ("acc_x_mps2", "nan", "acc_x_mps2 is 'nan'"),
    ("acc_x_mps2", "-inf", "acc_x_mps2 is '-inf'"),
    ("acc_x_mps2", "1e400", "acc_x_mps2 is '1e400'"),
    ("acc_x_mps2", "1e9", "acc_x_mps2 is 1e\\+09"),
    ("acc_z_mps2", "fast", "acc_z_mps2 is 'fast', which is no number"),
    ("acc_z_mps2", "9,81", "has 9 cells in place of 8"),
    ("t_s", "nan", "t_s is 'nan'"),
    ("placement", "lumbar", "placement 'lumbar' is not known; it must be sacrum or thoracic"),
    ("placement", "Sacrum", "placement 'Sacrum' is not known"),
    ("t_s", "0.100", "t_s goes back"),
    ("t_s", "0.49", "t_s repeats"),
]


@pytest.mark.parametrize(("column", "cell", "words"), CELLS)
def test_a_bad_cell_is_named_by_its_line(path: Path, column: str, cell: str, words: str) -> None:
    lines = rows()
    cells = lines[50].split(",")
    cells[COLUMNS.index(column)] = cell
    lines[50] = ",".join(cells)
    error = refused(write(path, lines))
    assert error.line == 52
    with pytest.raises(TableError, match=words):
        raise error


def test_blank_lines_do_not_shift_the_line_that_is_named(path: Path) -> None:
    lines = rows()
    assert refused(write(path, [*lines[:10], "", "", lines[9], *lines[10:]])).line == 14


def test_a_short_line_is_named(path: Path) -> None:
    lines = rows()
    lines[7] = "0.07,sacrum,1"
    assert (error := refused(write(path, lines))).line == 9
    assert "has 3 cells in place of 8" in str(error)


HEADERS = [
    (HEADER.replace(",gyr_z_radps", ""), "column 'gyr_z_radps' missing"),
    (HEADER.replace("radps", "dps"), "'gyr_x_radps', 'gyr_y_radps', 'gyr_z_radps' missing; found instead: 'gyr_x_dps'"),
    (HEADER.replace(",", ";"), "missing; found instead"),
    (f"{HEADER},mag_x", "column 'mag_x' not known"),
    (f"{HEADER},t_s", "column 't_s' not known or doubled"),
    ("0.0,sacrum,0,0,9.81,0,0,0", "the header must be t_s,placement"),
]


@pytest.mark.parametrize(("header", "words"), HEADERS)
def test_a_wrong_header_is_named(path: Path, header: str, words: str) -> None:
    assert words in str(error := refused(write(path, rows(), header=header)))
    assert error.line == 1


FILES = [
    (b"", "is empty"),
    (b"\n\n", "is empty"),
    (HEADER.encode(), "a header and no samples"),
    (HEADER.encode() + b"\n\n\n", "a header and no samples"),
    ("größe".encode("utf-16"), "is not UTF-8"),
    (b"\x00\x01\x02" * 999, "is no text"),
    (HEADER.encode() + b"\n0,sacrum,\xff\xfe,0,0,0,0,0\n", "line 2: is not UTF-8"),
    (HEADER.encode() + b"\n0,sacrum,0,0,9.81,0,0,0\n", "a single sample"),
]


@pytest.mark.parametrize(("data", "words"), FILES, ids=[words for _, words in FILES])
def test_a_file_that_is_no_table(path: Path, data: bytes, words: str) -> None:
    path.write_bytes(data)
    assert words in str(refused(path))


def test_a_folder_and_a_missing_file(path: Path) -> None:
    assert "is a folder" in str(refused(path.parent))
    assert "does not exist" in str(refused(path))


def test_a_file_without_permission(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be read (Permission denied); check its permissions" in str(refused(path))


@pytest.mark.parametrize(
    ("rate_hz", "words"),
    [
        (10.0, "record with 20 to 400"),
        (500.0, "record with 20 to 400"),
        (0.1, "milliseconds: divide it by 1000"),
        (1e-4, "microseconds: divide it by 1000000"),
        (1e-7, "nanoseconds: divide it by 1000000000"),
    ],
)
def test_a_rate_out_of_bounds_and_what_it_tells(path: Path, rate_hz: float, words: str) -> None:
    assert words in str(refused(write(path, rows(300 / rate_hz, rate_hz))))


def test_less_than_a_second_is_refused(path: Path) -> None:
    assert "holds 0.50 s of samples; at least 1 s" in str(refused(write(path, rows(0.5))))


def test_a_gap_of_days_is_two_files(path: Path) -> None:
    assert "make two files" in str(refused(write(path, [*rows(), *rows(start_s=1e6)])))


def test_six_minutes_of_two_sensors_are_read_at_once(path: Path) -> None:
    many = rows(360.0, 104.0) + rows(360.0, 104.0, placement="thoracic")
    write(path, many)
    started = time.process_time()
    table = read_table(path)
    took_s = time.process_time() - started
    assert sum(len(samples) for samples in table.streams.values()) == len(many)
    assert took_s < 2.0  # of the processor; 0.1 s alone on a machine


def without_rates(lines: list[str]) -> list[str]:
    return [",".join(line.split(",")[:5]) + ",,," for line in lines]


def test_a_sensor_without_a_gyroscope_has_no_rates_in_any_row(path: Path) -> None:
    table = read_table(write(path, [*rows(), *without_rates(rows(placement="thoracic"))]))
    assert np.isnan(table.streams[Placement.THORACIC]["gyr"]).all()
    assert np.isfinite(table.streams[Placement.SACRUM]["gyr"]).all()


def test_rates_that_are_empty_here_and_there_are_refused(path: Path) -> None:
    lines = rows()
    lines[7:8] = without_rates(lines[7:8])
    caught = refused(write(path, lines))
    assert caught.line == 9
    assert "leave gyr empty in every line of a sensor without a gyroscope" in str(caught)
