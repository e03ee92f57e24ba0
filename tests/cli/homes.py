"""A user of a test's own: data, settings and history lie in one folder."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from imu_hinge.cli import main
from tests.cli.processes import Result, assert_refused

RECORDINGS = Path(__file__).resolve().parents[2] / "recordings"


@dataclass
class Home:
    """What is printed for this user."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def data(self) -> Path:
        """The folder of the history and the recordings."""
        return self.path / "data" / "imu-hinge"

    def like(self, other: Path) -> Self:
        """With all that another user has, and nothing printed yet."""
        shutil.copytree(other, self.path, dirs_exist_ok=True)
        self.capsys.readouterr()
        return self

    def run(self, *words: Any) -> Result:
        """What a command says."""
        told = [str(word) for word in words]
        try:
            code = main(told)
        except SystemExit as left:
            assert isinstance(left.code, int)
            code = left.code
        return Result(told, code, *self.capsys.readouterr())

    def says(self, *words: Any, code: int = 0) -> str:
        """What a command prints that has nothing to object."""
        result = self.run(*words)
        assert (result.returncode, result.stderr) == (code, ""), result
        return result.stdout

    def refuses(self, *words: Any, said: str = "") -> str:
        """Exit code 2 and one line."""
        result = self.run(*words)
        assert_refused(result, said)
        return result.stderr


def moved_to(path: Path, patch: pytest.MonkeyPatch) -> None:
    """From here on this user's files lie below `path`."""
    patch.delenv("IMU_HINGE_DB_URL", raising=False)
    patch.setenv("HOME", str(path))
    for name in ("data", "config", "cache", "state"):
        patch.setenv(f"XDG_{name.upper()}_HOME", str(path / name))
