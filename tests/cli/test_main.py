"""The front door: quick help, one-line errors, exit codes, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from imu_hinge.cli import COMMANDS, main
from imu_hinge.cli.texts import DISCLAIMER, NOT_PROVEN
from imu_hinge.model.errors import HingeError
from tests.wording import forbidden

HEAVY = "import sys; from imu_hinge.cli import main\ntry: main({words})\nexcept SystemExit: pass\nprint(*sys.modules)"


def flat(text: str) -> str:
    return " ".join(text.split())


def help_of(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        main([*words, "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_help_and_version_import_nothing_heavy_and_are_quick(words: list[str]) -> None:
    began = os.times()
    code = HEAVY.format(words=words)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert os.times().children_user - began.children_user < 2.0  # alone on a machine it is 0.1 s
    modules = run.stdout.splitlines()[-1].split()
    assert not {"numpy", "rich", "textual", "mcap"} & set(modules)
    assert DISCLAIMER in flat(run.stdout)


@pytest.mark.parametrize("words", [["analyze", "none.csv"], ["live", "--from", "none.csv", "--speed", "0"]])
def test_refusing_does_not_wait_for_the_filters(words: list[str]) -> None:
    run = subprocess.run([sys.executable, "-c", HEAVY.format(words=words)], capture_output=True, text=True, check=True)
    assert "scipy" not in run.stdout.split()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_in_proper_words(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = help_of([command], capsys)
    assert "example:\n  imu-hinge " + command in text
    assert forbidden(text) == []


def test_the_front_page_names_every_command_in_proper_words(capsys: pytest.CaptureFixture[str]) -> None:
    text = help_of([], capsys)
    assert all(command in text for command in COMMANDS)
    assert forbidden(text) == []


def test_help_of_analyze_says_what_is_not_proven(capsys: pytest.CaptureFixture[str]) -> None:
    assert NOT_PROVEN in flat(help_of(["analyze"], capsys))


@pytest.mark.parametrize("words", [["squat"], ["analyze"], ["analyze", "a", "--loud"], ["exercises", "--loud"]])
def test_usage_is_refused_in_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    out, err = capsys.readouterr()
    assert (left.value.code, out, err.count("\n")) == (2, "", 1)
    assert "--help" in err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (HingeError("a.csv: line 3: no number;\nwrite one"), "imu-hinge: a.csv: line 3: no number; write one\n"),
        (OSError(28, "No space left on device", "o.csv"), "o.csv: No space left on device; free some space"),
        (PermissionError(13, "Permission denied", "o.csv"), "o.csv: Permission denied; check who may"),
        (ZeroDivisionError("x"), "this should not happen: ZeroDivisionError: x"),
    ],
)
def test_errors_are_one_line_and_exit_2(
    error: Exception, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert raising(error, monkeypatch) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_ctrl_c_is_130_and_silent(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert raising(KeyboardInterrupt(), monkeypatch) == 130
    assert capsys.readouterr() == ("", "")


def raising(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    def run(arguments: object) -> int:
        raise error

    monkeypatch.setattr("imu_hinge.cli.exercises.run", run)
    return main(["exercises"])


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "imu_hinge", "faults", "--json"]
    run = subprocess.run(words, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (run.returncode, run.stderr) == (0, b"")
