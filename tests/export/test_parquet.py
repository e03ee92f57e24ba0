"""Parquet holds what the CSV holds, to the last bit, with types and units; a page that changed is refused."""

from pathlib import Path

import pytest
from hypothesis import given

from imu_hinge.analysis import open_source
from imu_hinge.export import Table, make_table
from imu_hinge.model.errors import RecordingError
from tests.export.recorded import recording
from tests.export.tables import as_words, tables

pq = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")

from imu_hinge.export.parquet import read_parquet, write_parquet  # noqa: E402  # needs the extra


@pytest.fixture(scope="module")
def samples() -> Table:
    with open_source(recording("split_stance_hinge_shift")) as source:
        return make_table("samples", source)


@given(made=tables())
def test_a_table_comes_back_cell_by_cell(tmp_path_factory: pytest.TempPathFactory, made: Table) -> None:
    path = tmp_path_factory.mktemp("tables") / "made.parquet"
    write_parquet(made, path)
    assert as_words(read_parquet(path)) == as_words(made)


def test_samples_come_back_and_take_no_more_room_than_their_recording(samples: Table, tmp_path: Path) -> None:
    path = tmp_path / "samples.parquet"
    write_parquet(samples, path)
    assert as_words(read_parquet(path)) == as_words(samples)
    assert path.stat().st_size < 1.1 * recording("split_stance_hinge_shift").stat().st_size


def test_fields_have_units_and_what_is_not_known_is_null(tmp_path: Path) -> None:
    path = tmp_path / "frames.parquet"
    with open_source(recording("band_hinge")) as source:
        frames = make_table("frames", source)
    write_parquet(frames, path)
    read = pq.read_table(path)
    assert {field.name: (field.metadata or {}).get(b"unit") for field in read.schema} == {
        "t_s": b"s",
        "pelvis_tilt_deg": b"deg",
        "thorax_tilt_deg": b"deg",
        "lumbar_flexion_deg": b"deg",
        "valid": None,
    }
    assert read["pelvis_tilt_deg"].null_count > 0
    assert read["t_s"].null_count == read["valid"].null_count == 0


def test_a_byte_that_changed_in_a_page_is_refused(samples: Table, tmp_path: Path) -> None:
    path, spoiled = tmp_path / "samples.parquet", tmp_path / "spoiled.parquet"
    write_parquet(samples, path)
    whole = path.read_bytes()
    column = pq.ParquetFile(path).metadata.row_group(0).column(3)
    end = column.data_page_offset + column.total_compressed_size
    for at in range(end - 20_000, end - 1, 997):
        spoiled.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(RecordingError, match="no whole Parquet file"):
            read_parquet(spoiled)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"a,b\n1,2\n"])
def test_what_is_no_parquet_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=r"x\.parquet"):
        read_parquet(path)


def test_a_table_of_others_is_refused(tmp_path: Path) -> None:
    import pyarrow as pa

    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"a": [1]}), path)
    with pytest.raises(RecordingError, match="none of the tables"):
        read_parquet(path)
