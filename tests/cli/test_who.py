"""Whoever trains here needs no history; a client does, for what was agreed stands in it."""

from pathlib import Path

import pytest

from imu_hinge.cli.who import Who, who
from imu_hinge.model.errors import HistoryError

NOWHERE = "postgresql://somebody@127.0.0.1:1/history"


def test_an_own_session_begins_without_a_server_and_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("IMU_HINGE_DB_URL", NOWHERE)
    assert who(None, keeps=True) == Who()
    assert "without limits of your own: " in capsys.readouterr().err


def test_an_own_session_begins_on_a_history_that_knows_nobody_yet(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("IMU_HINGE_DB_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert who(None, keeps=True) == who("me", keeps=True) == Who()


def test_the_session_of_a_client_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("IMU_HINGE_DB_URL", NOWHERE)
    with pytest.raises(HistoryError, match="cannot be reached"):
        who("Ann", keeps=True)


def test_limits_that_cannot_be_read_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("IMU_HINGE_DB_URL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    broken = tmp_path / "imu-hinge/history.db"
    broken.parent.mkdir()
    broken.write_bytes(b"nothing of a database" * 400)
    assert who(None, keeps=True) == Who()
    assert str(broken) in capsys.readouterr().err


def test_you_stands_for_yourself_wherever_me_does() -> None:
    assert who("you", keeps=True) == who("You", keeps=True) == who("me", keeps=True)
