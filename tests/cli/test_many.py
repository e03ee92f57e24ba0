"""Commands over many files: a line or a row for each, in order; one that cannot be read never stops the rest."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.cli import main
from tests.cli.processes import PROGRAM, SAMPLE
from tests.made import bends_csv
from tests.tiers import shortened

BEND = ["--exercise", "forward_bend"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files that can be read and one that cannot."""
    folder = tmp_path_factory.mktemp("many")
    for bends in (2, 3):
        bends_csv(folder / f"bends{bends}.csv", bends)
    (folder / "empty.csv").write_text("")
    return folder


@pytest.fixture(scope="module")
def files(folder: Path) -> list[str]:
    return [str(folder / name) for name in ("bends3.csv", "empty.csv", "bends2.csv")]


def told(words: list[Any], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], list[str]]:
    code = main(list(map(str, words)))
    out, err = capsys.readouterr()
    return code, out.splitlines(), err.splitlines()


WHERE = [[], ["--jobs", "2"], ["--jobs", "1"]]


@pytest.mark.parametrize("where", WHERE, ids=["here", "two", "one"])
def test_analyze_says_a_line_for_each(where: list[str], files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(["analyze", *files, *BEND, *where], capsys)
    assert code == 1
    assert out == [f"{files[0]}: forward_bend, 1 set, 3 reps", f"{files[2]}: forward_bend, 1 set, 2 reps"]
    assert len(err) == 1
    assert err[0].startswith(f"imu-hinge: {files[1]}: is empty")


@pytest.mark.parametrize("where", WHERE[:2], ids=["here", "two"])
def test_json_of_many_is_a_list_of_what_each_alone_says(
    where: list[str], files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(["analyze", *files, *BEND, "--json", *where], capsys)
    rows = json.loads("\n".join(out))
    assert (code, err) == (1, [])
    assert [list(row) for row in rows] == [["path", "analysis"], ["path", "error"], ["path", "analysis"]]
    assert [row["path"] for row in rows] == files
    for i in (0, 2):
        _, alone, _ = told(["analyze", files[i], *BEND, "--json"], capsys)
        assert rows[i]["analysis"] == json.loads("\n".join(alone))


def test_all_readable_is_success(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert told(["analyze", files[0], files[2], *BEND], capsys)[0] == 0


def test_verify_says_a_line_for_each(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(["verify", SAMPLE, files[0], SAMPLE], capsys)
    assert (code, out[0], len(out), len(err)) == (1, out[1], 2, 1)
    assert out[0].startswith(f"{SAMPLE}: same, ")
    assert f"{files[0]}: is no recording" in err[0]


def test_verify_of_many_as_json(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(["verify", SAMPLE, files[0], "--json"], capsys)
    rows = json.loads("\n".join(out))
    assert (code, err) == (1, [])
    assert (rows[0]["path"], rows[0]["same"]) == (str(SAMPLE), True)
    assert list(rows[1]) == ["path", "error"]


@pytest.mark.parametrize("where", WHERE[:2], ids=["here", "two"])
def test_export_makes_a_file_for_each_in_a_folder(
    where: list[str], files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    code, lines, err = told(["export", *files, "-o", out, "--table", "frames", *where], capsys)
    assert (code, len(err)) == (1, 1)
    assert lines == [f"{files[i]}: {out / name}" for i, name in ((0, "bends3.frames.csv"), (2, "bends2.frames.csv"))]
    assert sorted(path.name for path in out.iterdir()) == ["bends2.frames.csv", "bends3.frames.csv"]
    alone = tmp_path / "alone.csv"
    told(["export", files[0], "-o", alone, "--table", "frames"], capsys)
    assert (out / "bends3.frames.csv").read_bytes() == alone.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alone.csv", "out"]


def test_what_is_there_stays_and_the_rest_is_made(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bends3.samples.csv").write_text("mine")
    words = ["export", files[0], files[2], "-o", tmp_path, "--table", "samples"]
    code, lines, err = told(words, capsys)
    assert (code, len(lines), len(err)) == (1, 1, 1)
    assert "bends3.samples.csv: already exists; choose another name, or give --force" in err[0]
    assert (tmp_path / "bends3.samples.csv").read_text() == "mine"
    assert (tmp_path / "bends2.samples.csv").exists()
    assert told([*words, "--force"], capsys)[0] == 0
    assert (tmp_path / "bends3.samples.csv").read_text() != "mine"


def test_where_nothing_could_be_made_nothing_is_left(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["--table", "frames"], ["--format", "bids"]):
        paths = [folder / "empty.csv", folder / "none.csv"]
        code, lines, err = told(["export", *paths, "-o", tmp_path / "out", *words], capsys)
        assert (code, lines, len(err)) == (1, [], 2)
        assert list(tmp_path.iterdir()) == []


def test_two_files_that_would_become_one_are_refused_before_anything_is_done(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bends2.csv").write_text("")
    paths = [folder / "bends2.csv", tmp_path / "bends2.csv"]
    code, lines, err = told(["export", *paths, "-o", tmp_path / "out", "--table", "frames"], capsys)
    assert (code, lines, len(err)) == (2, [], 1)
    assert "would become bends2.frames.csv, as " in err[0]
    assert not (tmp_path / "out").exists()


def test_a_dataset_holds_all_recordings_and_appears_when_it_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = SAMPLE.with_name("split_stance_hinge_shift.mcap")
    out = tmp_path / "set"
    code, lines, err = told(["export", SAMPLE, other, SAMPLE, "-o", out, "--format", "bids"], capsys)
    assert (code, len(lines), len(err)) == (1, 2, 1)
    assert "is there already: name a recording once" in err[0]
    assert len(list(out.glob("sub-*/ses-*/motion"))) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    code, _, err = told(["export", SAMPLE, "-o", out, "--format", "bids", "--force"], capsys)
    assert (code, len(err)) == (2, 1)
    assert "already holds something; choose another name" in err[0]


def test_one_file_goes_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "one.sto"
    assert told(["export", SAMPLE, "-o", out, "--format", "sto", "--set", "1"], capsys) == (0, [], [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.sto", "one.sto.txt"]
    code, _, (err,) = told(["export", SAMPLE, "-o", out, "--format", "sto"], capsys)
    assert (code, "already exists" in err) == (2, True)


def test_progress_shows_at_a_terminal(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    code, out, err = told(["analyze", *files, *BEND], capsys)
    assert (code, len(out)) == (1, 2)
    assert "3/3" in "".join(err)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--jobs", "0"], "--jobs: expected a number from 1"),
        (["--jobs", "two"], "--jobs: expected a number from 1"),
        (["--time-limit", "0"], "--time-limit: expected seconds above 0"),
        (["--time-limit", "nan"], "--time-limit: expected seconds above 0"),
        (["--path-map", "here"], "--path-map: expected LOCAL=REMOTE"),
    ],
)
def test_refusals(words: list[str], why: str, files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["analyze", *files, *words])
    assert left.value.code == 2
    assert why in capsys.readouterr().err


BLOCKED = {
    "parquet": ("pyarrow", ["export", "{in}", "-o", "{out}", "--table", "reps", "--format", "parquet"]),
    "fit": ("fit_tool", ["export", "{in}", "-o", "{out}", "--format", "fit"]),
    "cluster": ("distributed", ["analyze", "{in}", "{in}", "--scheduler", "tcp://127.0.0.1:9"]),
}


@pytest.mark.parametrize("extra", BLOCKED)
def test_a_missing_extra_is_named_with_its_remedy(extra: str, tmp_path: Path) -> None:
    module, words = BLOCKED[extra]
    filled = [word.replace("{in}", str(SAMPLE)).replace("{out}", str(tmp_path / "out")) for word in words]
    block = f"import sys; sys.modules[{module!r}] = None; "
    code = f"{block}from imu_hinge.cli import main; sys.exit(main({filled!r}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert f"needs the extra \"{extra}\": pip install 'imu-hinge[{extra}]'" in run.stderr
    assert list(tmp_path.iterdir()) == []


def eventually(happened: Callable[[], object]) -> bool:
    """Whether it happens within some seconds."""
    for _ in range(600):
        if happened():
            return True
        time.sleep(0.05)
    return False


def none_left(group: int) -> bool:
    """Whether the last process of a group has ended."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="has no process groups")
@pytest.mark.parametrize("under_way", shortened(["out/.export.*/*", "out"]))
def test_ctrl_c_leaves_nothing_behind(under_way: str, tmp_path: Path) -> None:
    words = ["export", *[str(SAMPLE.with_name(name)) for name in ("band_rdl.mcap", "band_rdl_top.mcap")]]
    where = ["-o", str(tmp_path / "out"), "--table", "samples", "--jobs", "2"]
    run = subprocess.Popen(
        [*PROGRAM, *words, *where], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert eventually(lambda: list(tmp_path.glob(under_way)))
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert (run.returncode, out, err) == (130, "", "")
    assert list(tmp_path.iterdir()) == []
    assert eventually(lambda: none_left(run.pid))
