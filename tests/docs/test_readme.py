"""The README shows what the program says, and its tour can be walked."""

import re
import shlex
from pathlib import Path

import pytest

from imu_hinge.cli import main
from tests.docs.readme import README, ROOT, refreshed

TOUR = re.findall(r"^    imu-hinge (.+?)(?:   .*)?$", README.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_shown_outputs_are_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = README.read_text(encoding="utf-8")
    assert text.count("<!-- end -->") == 2
    assert refreshed(text) == text, "run `python -m tests.docs.readme`"


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
