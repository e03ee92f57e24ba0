"""The README shows what the program says, and its tour can be walked."""

import re
import shlex
from pathlib import Path

import pytest

from imu_hinge.cli import main
from imu_hinge.cli.trainer.pair import agreed
from tests.docs.readme import README, ROOT, refreshed

TEXT = README.read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    return re.findall(r"^    imu-hinge (.+?)(?:   .*)?$", text, re.MULTILINE)


TOUR = commands(TEXT.partition("## A quick tour")[2])
AFTER = commands(TEXT.partition("## After the session")[2].partition("## For trainers")[0])
TRAINER = commands(TEXT.partition("## For trainers")[2].partition("## A quick tour")[0])
SENSORS = commands(TEXT.partition("## Sensors")[2].partition("## After the session")[0])


def test_the_shown_outputs_are_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert TEXT.count("<!-- end -->") == 2
    assert refreshed(TEXT) == TEXT, "run `python -m tests.docs.readme`"


def test_the_tour_can_be_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    samples = ROOT / "recordings"
    (tmp_path / "session.mcap.part").write_bytes((samples / "band_hinge.mcap").read_bytes()[:-99_999])
    (tmp_path / "recordings").mkdir()
    for name in ("rdl_row.mcap", "forward_bend.mcap"):
        (tmp_path / "recordings" / name).write_bytes((samples / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    for command in TOUR:
        quick = command.replace("*", "rdl_row").replace("--plain", "--plain --speed 100000")
        assert (main(shlex.split(quick)), quick) == (0, quick)
        assert capsys.readouterr().err == ""


def test_the_commands_for_sensors_work_on_virtual_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    assert len(SENSORS) == 9
    for command in SENSORS:
        words = shlex.split(command.replace("--speed 4", ""))
        virtual = [] if any("simulate" in word or word == "--help" for word in words) else ["--simulate"]
        short = (
            ["--duration", "2", "--no-record", "--speed", "1000"] if words[0] in ("live", "posture", "assess") else []
        )
        try:
            code: object = main([*words, *virtual, *short])
        except SystemExit as left:
            code = left.code
        assert (code, command) == (0, command)
        assert capsys.readouterr().out


def test_what_is_shown_for_after_a_session_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "recordings").symlink_to(ROOT / "recordings")
    in_scripts = {"review recordings": ["--json"], "live": ["--simulate", "--duration", "2", "--no-record"]}
    assert [command.split()[0] for command in AFTER] == [
        "review",
        "review",
        "report",
        "sessions",
        "clients",
        "live",
        "clients",
        "clients",
        "clients",
    ]
    for command in AFTER[1:]:  # the first one needs a terminal
        more = next((words for start, words in in_scripts.items() if command.startswith(start)), [])
        assert (main([*shlex.split(command), *more]), command) == (0, command)
        assert capsys.readouterr().out


def test_what_is_shown_for_trainers_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    kinds = [shlex.split(command)[1] for command in TRAINER]
    assert kinds == ["--simulate", "--simulate", "add", "pair", "setup", "--broker", "week"]
    _, _, add, pair, setup, broker, week = map(shlex.split, TRAINER)
    assert [main(words) for words in (pair, broker)] == [2, 2]  # Ann is not added yet; no account for this broker
    assert [main(words) for words in (add, setup, week)] == [0, 0, 0]
    assert agreed("Ann").startswith("c-")
