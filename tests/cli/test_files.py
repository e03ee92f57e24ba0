"""The commands that work on files, from end to end."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.cli import main
from imu_hinge.cli.texts import REPORT_LINE
from imu_hinge.recording import open_recording
from tests.made import SAMPLES_HEADER, bends_csv
from tests.wording import forbidden

BENDS = 3
BEND = ["--exercise", "forward_bend"]
BEGAN = ["--began", "2025-03-01T09:30:00+02:00"]


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bends_csv(tmp_path_factory.mktemp("csv") / "bends.csv", BENDS)


@pytest.fixture(scope="module")
def recording(csv: Path) -> Path:
    path = csv.with_suffix(".mcap")
    assert main(["import", str(csv), "-o", str(path), *BEND]) == 0
    return path


def printed(words: list[Any], capsys: pytest.CaptureFixture[str], code: int = 0) -> str:
    assert main([str(word) for word in words]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(words: list[Any], capsys: pytest.CaptureFixture[str]) -> str:
    try:
        code = main([str(word) for word in words])
    except SystemExit as left:
        assert isinstance(left.code, int)
        code = left.code
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    return err


def test_analyze_counts_and_keeps_to_the_interface(csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = json.loads(printed(["analyze", csv, *BEND, "--json"], capsys))
    assert (result["schema"], result["exercise"]) == ("imu-hinge/analysis/1", "forward_bend")
    assert result["duration_s"] == pytest.approx(29.98)
    assert set(result["sensors"]) == {"sacrum", "thoracic"}
    assert set(result["sensors"]["sacrum"]) == {"rate_hz", "samples", "lost_samples", "gaps"}
    assert set(result["calibration"]) == {"status", "quality", "reasons"}
    assert [len(one["reps"]) for one in result["sets"]] == [BENDS]
    assert [rep["index"] for rep in result["sets"][0]["reps"]] == [1, 2, 3]


def test_the_page_shows_the_same_numbers_in_proper_words(csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = printed(["analyze", csv, *BEND], capsys)
    assert f": {BENDS} reps" in page
    assert page.endswith(REPORT_LINE + "\n")
    assert forbidden(page) == []


def test_a_recording_knows_its_exercise_and_gives_the_same_answer(
    csv: Path, recording: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(["analyze", recording, "--json"], capsys) == printed(["analyze", csv, *BEND, "--json"], capsys)


def test_verify_finds_it_says_the_same(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "same, " in printed(["verify", recording], capsys)
    (verdict,) = json.loads(printed(["verify", recording, "--json"], capsys))
    assert verdict["same"] is True
    assert verdict["events"] > 0


def test_a_torn_recording_is_not_whole_and_can_be_recovered(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torn = tmp_path / "torn.mcap"
    torn.write_bytes(recording.read_bytes()[: recording.stat().st_size // 2])
    assert "not whole (byte " in printed(["verify", torn], capsys, code=1)
    assert "not readable: byte " in printed(["analyze", torn], capsys)
    healed = json.loads(printed(["recover", torn, "--json"], capsys))
    assert healed["inputs"] > 0
    assert Path(healed["kept_original"]).exists()


def test_live_says_it_line_by_line(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(["live", "--from", recording, "--speed", "1000", "--plain"], capsys).splitlines()
    assert all(float(line.split("  ")[0]) >= 0 for line in lines)
    assert any(f"set  end  1  {BENDS} reps" in line for line in lines)
    assert forbidden("\n".join(lines)) == []


def test_live_json_is_one_event_per_line(csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(["live", "--from", csv, *BEND, "--speed", "1000", "--json"], capsys).splitlines()
    said = [json.loads(line)["type"] for line in lines]
    assert said.count("RepCompleted") == BENDS
    assert "SetEnded" in said


def test_samples_come_back_from_an_export(
    csv: Path, recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, again = tmp_path / "samples.csv", tmp_path / "again.mcap"
    printed(["export", recording, "-o", out, "--table", "samples"], capsys)
    assert out.read_text().splitlines()[0] == SAMPLES_HEADER
    assert sorted(out.read_text().splitlines()) == sorted(csv.read_text().splitlines())
    printed(["import", out, "-o", again, *BEND, *BEGAN], capsys)
    assert printed(["analyze", again, "--json"], capsys) == printed(["analyze", recording, "--json"], capsys)


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("orientation", "t_s,placement,q_w,q_x,q_y,q_z"),
        ("frames", "t_s,pelvis_tilt_deg,thorax_tilt_deg,lumbar_flexion_deg,valid"),
    ],
)
def test_tables_need_no_exercise(
    table: str, header: str, csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    printed(["export", csv, "-o", out, "--table", table], capsys)
    lines = out.read_text().splitlines()
    assert lines[0] == header
    assert len(lines) > 1000


def test_reps_are_those_of_analyze(recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "reps.csv"
    printed(["export", recording, "-o", out, "--table", "reps"], capsys)
    head, *rows = [line.split(",") for line in out.read_text().splitlines()]
    reps = json.loads(printed(["analyze", recording, "--json"], capsys))["sets"][0]["reps"]
    column = head.index("t_bottom_s")
    assert [float(row[column]) for row in rows] == [rep["t_bottom_s"] for rep in reps]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["analyze", "{csv}"], "says no exercise; give --exercise with one of band_hinge"),
        (["analyze", "{csv}", "--exercise", "squat"], "there is no exercise 'squat'; there are: band_hinge"),
        (["analyze", "{tmp}/none.csv", *BEND], "none.csv: No such file or directory; check the path"),
        (["analyze", "{tmp}", *BEND], "Is a directory; name a file"),
        (["verify", "{csv}"], "is no recording"),
        (["import", "{recording}", "-o", "{tmp}/x.mcap"], "is a recording already"),
        (["import", "{csv}", "-o", "{recording}"], "already exists; choose another name, or give --force"),
        (["import", "{csv}", "-o", "{tmp}/none/x.mcap"], "there is no folder"),
        (["import", "{csv}", "-o", "{tmp}/x.mcap", "--began", "yesterday"], "like 2026-11-21T09:00, found 'yesterday'"),
        (["import", "{csv}", "-o", "{tmp}/x.mcap", "--began", "2026-11-21"], "expected a date and time"),
        (["import", "{csv}", "-o", "{tmp}/x.mcap", "--began", "1900-01-01T00:00"], "expected a date and time"),
        (["import", "{csv}", "-o", "{tmp}/x.mcap", "--began", "2200-01-01T00:00"], "is still to come"),
        (["export", "{csv}", "-o", "{tmp}/x", "--table", "reps"], "says no exercise"),
        (["export", "{csv}", "-o", "{csv}", "--table", "frames"], "is the input itself"),
        (
            ["export", "{csv}", "-o", "{tmp}/x", "--table", "frames", "--format", "sto"],
            "--table frames: sto holds orientation only",
        ),
        (["export", "{csv}", "-o", "{tmp}/x", "--table", "angles"], "invalid choice: 'angles'"),
        (["live", "--from", "{csv}", "--plain", "--speed", "0"], "expected a number from 0.01"),
        (["live", "--from", "{csv}", "--plain", "--speed", "fast"], "--speed"),
    ],
)
def test_refusals(
    words: list[str], said: str, csv: Path, recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(path.name for path in (*tmp_path.iterdir(), *csv.parent.iterdir()))
    assert said in refused([word.format(csv=csv, recording=recording, tmp=tmp_path) for word in words], capsys)
    assert sorted(path.name for path in (*tmp_path.iterdir(), *csv.parent.iterdir())) == before


def test_a_csv_begins_when_it_is_said_to(csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.mcap"
    printed(["import", csv, "-o", out, *BEGAN], capsys)
    with open_recording(out) as found:
        assert (found.about.start_utc, found.about.utc_offset_min) == ("2025-03-01T07:30:00Z", 120)


def test_where_nobody_says_when_it_is_told_that_now_is_taken(
    csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(csv), "-o", str(tmp_path / "x.mcap")]) == 0
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1) and "x.mcap: a CSV has no date" in err and "--began WHEN" in err


def test_force_overwrites(csv: Path, recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.mcap"
    out.write_text("old")
    printed(["import", csv, "-o", out, *BEND, *BEGAN, "--force"], capsys)
    assert "same, " in printed(["verify", out], capsys)
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit of file sizes")
@pytest.mark.parametrize(
    "words", [["export", "{csv}", "-o", "{tmp}/o.csv", "--table", "samples"], ["import", "{csv}", "-o", "{tmp}/o.mcap"]]
)
def test_where_there_is_no_room_nothing_is_left(words: list[str], csv: Path, tmp_path: Path) -> None:
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); "
    front = "from imu_hinge.cli import main; "
    filled = [word.format(csv=csv, tmp=tmp_path) for word in words]
    run = subprocess.run(
        [sys.executable, "-c", f"{limited}{front}sys.exit(main({filled}))"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert f"{tmp_path}/o." in run.stderr
    assert "free some space or choose another" in run.stderr
    assert list(tmp_path.iterdir()) == []
