"""A user of a test's own."""

from pathlib import Path

import pytest

from tests.cli.homes import Home, moved_to


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """One with nothing."""
    moved_to(tmp_path, monkeypatch)
    return Home(tmp_path, capsys)
