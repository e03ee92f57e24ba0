"""Whatever file is given: exit code 2 and one line that names the place and the remedy; nothing is left behind."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from imu_hinge.cli import main
from imu_hinge.recording import open_recording
from tests.cli.processes import SAMPLE, Result, assert_refused, run, run_here
from tests.made import SAMPLES_HEADER, bends_csv
from tests.recording.examples import record, session

Rows = list[str]
"""The lines of a plain CSV, header first."""
BEND = ["--exercise", "forward_bend"]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    return bends_csv(tmp_path_factory.mktemp("rows") / "bends.csv", 1).read_text(encoding="utf-8").splitlines()


def header(old: str, new: str) -> Callable[[Rows], Rows]:
    return lambda rows: [rows[0].replace(old, new), *rows[1:]]


def cell(line: int, column: int, value: str) -> Callable[[Rows], Rows]:
    """Another value in one cell; lines are counted from 1, as editors do."""

    def change(rows: Rows) -> Rows:
        cells = rows[line - 1].split(",")
        cells[column] = value
        return [*rows[: line - 1], ",".join(cells), *rows[line:]]

    return change


def scaled(columns: range, factor: float) -> Callable[[Rows], Rows]:
    def scale(row: str) -> str:
        cells = row.split(",")
        return ",".join(str(float(one) * factor) if i in columns else one for i, one in enumerate(cells))

    return lambda rows: [rows[0], *map(scale, rows[1:])]


WRONG: dict[str, tuple[Callable[[Rows], Rows], tuple[str, ...]]] = {
    "no rows": (lambda rows: rows[:1], ("holds a header and no samples", "export it again")),
    "empty": (lambda rows: [], ("is empty", "export it again")),
    "missing column": (header(",gyr_z_radps", ""), ("line 1", "'gyr_z_radps' missing", "the header must be")),
    "other column": (header("acc_x_mps2", "acc_x_g"), ("line 1", "'acc_x_mps2' missing", "found instead: 'acc_x_g'")),
    "column too many": (header("t_s", "t_s,note"), ("line 1", "'note' not known", "delete it")),
    "semicolons": (lambda rows: [row.replace(",", ";") for row in rows], ("line 1", "the header must be")),
    "no header": (lambda rows: rows[1:], ("line 1", "the header must be")),
    "short row": (lambda rows: [*rows[:9], "1,sacrum", *rows[9:]], ("line 10", "has 2 cells in place of 8")),
    "no number": (cell(7, 3, "x"), ("line 7", "acc_y_mps2 is 'x'", "delete the line")),
    "empty cell": (cell(7, 3, ""), ("line 7", "acc_y_mps2 is empty", "delete the line")),
    "nan": (cell(8, 4, "NaN"), ("line 8", "acc_z_mps2 is 'NaN'", "delete the line")),
    "infinite": (cell(8, 4, "inf"), ("line 8", "acc_z_mps2 is 'inf'")),
    "huge": (cell(9, 5, "1e300"), ("line 9", "gyr_x_radps is 1e+300", "which no sensor says")),
    "huge time": (cell(9, 0, "1e300"), ("line 10", "t_s goes back", "sort the rows")),
    "placement": (cell(5, 1, "wrist"), ("line 5", "placement 'wrist' is not known", "sacrum or thoracic")),
    "time goes back": (cell(50, 0, "0.1"), ("line 50", "t_s goes back", "sort the rows")),
    "doubled row": (lambda rows: [*rows[:20], rows[19], *rows[20:]], ("line 21", "t_s repeats", "delete doubled ones")),
    "acc in g": (scaled(range(2, 5), 1 / 9.80665), ("acc seems to be in g", "multiply by 9.80665")),
    "gyr in deg/s": (scaled(range(5, 8), 57.29578), ("gyr seems to be in deg/s", "multiply by 0.0174533")),
    "time in ms": (scaled(range(1), 1000.0), ("t_s seems to be in milliseconds", "divide it by 1000")),
    "too short": (lambda rows: rows[:20], ("at least 1 s is needed",)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_table_that_is_not_as_promised(
    name: str, rows: Rows, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, said = WRONG[name]
    source, out = tmp_path / "given.csv", tmp_path / "made.mcap"
    source.write_text("\n".join(change(rows)), encoding="utf-8")
    words = ["import", str(source), "-o", str(out), *BEND]
    code = main(words)
    assert_refused(Result(words, code, *capsys.readouterr()), str(source), *said)
    assert list(tmp_path.iterdir()) == [source]


def newer(path: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("imu_hinge.recording.about.MAJOR", 9)
        return record(path, session(2.0))


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


FOREIGN: dict[str, tuple[Callable[[Path], Path], tuple[str, ...]]] = {
    "missing": (lambda folder: folder / "none.csv", ("none.csv", "check the path")),
    "missing folder": (lambda folder: folder / "none" / "none.mcap", ("none.mcap", "check the path")),
    "a folder": (lambda folder: folder, ("name a file",)),
    "nothing in it": (lambda folder: written(folder / "a.mcap", b""), ("a.mcap", "give another file")),
    "binary": (lambda folder: written(folder / "a.csv", bytes(range(256)) * 9), ("a.csv: line 1", "is no text")),
    "zeros": (lambda folder: written(folder / "a.csv", bytes(9000)), ("a.csv: line 1", SAMPLES_HEADER)),
    "cut at its head": (lambda folder: written(folder / "a.mcap", SAMPLE.read_bytes()[:99]), ("give another file",)),
    "newer": (lambda folder: newer(folder / "a.mcap"), ("a.mcap", "recording/9", "a newer imu-hinge reads it")),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_is_none_of_ours(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, said = FOREIGN[name]
    path = make(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert_refused(run_here(["analyze", path, *BEND], capsys), *said)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden here")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"x")
    path.chmod(0)
    assert_refused(run(["analyze", path, *BEND]), "a.csv", "check who may read")


TRAINER = ["trainer", "--simulate", "--wearers", "1", "--no-record", "--plain", "--speed"]
SENTENCE: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "unknown exercise": (["analyze", "{in}", "--exercise", "squat"], ("'squat'", "band_rdl")),
    "unknown command": (["squat"], ("invalid choice", "--help")),
    "speed 0": (["live", "--from", "{in}", "--plain", "--speed", "0"], ("--speed", "expected a number from")),
    "speed below 0": (["live", "--from", "{in}", "--plain", "--speed", "-2"], ("--speed", "expected a number from")),
    "speed nan": (["live", "--from", "{in}", "--plain", "--speed", "nan"], ("--speed", "expected a number from")),
    "trainer speed 0": ([*TRAINER, "0"], ("--speed", "expected a number from", "found 0")),
    "trainer speed -1": ([*TRAINER, "-1"], ("--speed", "expected a number from", "found -1")),
    "trainer speed nan": ([*TRAINER, "nan"], ("--speed", "expected a number from", "found nan")),
    "trainer speed inf": ([*TRAINER, "inf"], ("--speed", "expected a number from", "found inf")),
    "onto itself": (["export", "{in}", "-o", "{in}", "--table", "frames", "--force"], ("is the input itself",)),
    "by another way": (["export", "{in}", "-o", "{again}", "--table", "frames", "--force"], ("is the input itself",)),
    "no folder": (["export", "{in}", "-o", "{new}/none/o.csv", "--table", "frames"], ("there is no folder",)),
    "a folder": (["export", "{in}", "-o", "{new}", "--table", "frames"], ("name a file",)),
}


@pytest.mark.parametrize("name", SENTENCE)
def test_a_request_that_cannot_be_met(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words, said = SENTENCE[name]
    source, again = written(tmp_path / "in.mcap", SAMPLE.read_bytes()), tmp_path / "again.mcap"
    again.symlink_to(source)
    places = {"in": source, "again": again, "new": tmp_path}
    assert_refused(run_here([word.format(**places) for word in words], capsys), *said)
    assert sorted(tmp_path.iterdir()) == [again, source]
    assert source.read_bytes() == SAMPLE.read_bytes()


@pytest.mark.parametrize("keep", ["sacrum", "thoracic"])
def test_one_placement_is_analysed_as_far_as_it_goes(keep: str, rows: Rows, tmp_path: Path) -> None:
    source = tmp_path / "one.csv"
    source.write_text("\n".join([rows[0], *(row for row in rows if f",{keep}," in row)]), encoding="utf-8")
    result = run(["analyze", source, *BEND, "--json"])
    assert (result.returncode, result.stderr) == (0, "")
    assert f'"{keep}"' in result.stdout
    assert '"lumbar_flexion_peak_deg": ' not in result.stdout.replace('"lumbar_flexion_peak_deg": null', "")


def test_a_cut_recording_is_read_as_far_as_it_is_whole(tmp_path: Path) -> None:
    cut = written(tmp_path / "cut.mcap", SAMPLE.read_bytes()[:-100_000])
    result: Result = run(["analyze", cut])
    assert (result.returncode, result.stderr) == (0, "")
    assert "not readable: byte " in result.stdout
    with open_recording(cut) as recording:
        assert recording.damage


def test_live_says_that_a_recording_it_plays_is_cut(tmp_path: Path) -> None:
    cut = written(tmp_path / "cut.mcap", SAMPLE.read_bytes()[:-100_000])
    result: Result = run(["live", "--from", cut, "--plain", "--speed", "1000000", "--duration", "1"])
    assert result.returncode == 0
    (line,) = result.stderr.splitlines()
    assert f"{cut} is not whole: byte " in line
    assert "imu-hinge recover" in line
