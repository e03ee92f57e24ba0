"""What a first user stumbled over, once each."""

import subprocess
from pathlib import Path

from tests.cli.processes import PROGRAM
from tests.made import bends_csv


def said(*words: object) -> tuple[int, str, str]:
    run = subprocess.run([*PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)
    return run.returncode, run.stdout, run.stderr


def test_a_dead_gyroscope_is_refused(tmp_path: Path) -> None:
    lines = bends_csv(tmp_path / "bends.csv", 3).read_text().splitlines()
    dead = [lines[0], *(",".join([*line.split(",")[:5], "0", "0", "0"]) for line in lines[1:])]
    (tmp_path / "dead.csv").write_text("\n".join(dead) + "\n")
    code, out, err = said("analyze", tmp_path / "dead.csv", "--exercise", "forward_bend")
    assert (code, out) == (2, "")
    assert "gyr never changes" in err


def test_verify_goes_on_after_a_file_it_cannot_read() -> None:
    code, out, err = said("verify", "nothing.mcap", "recordings/forward_bend.mcap")
    assert code == 1
    assert "nothing.mcap" in err
    assert "forward_bend.mcap: same" in out
