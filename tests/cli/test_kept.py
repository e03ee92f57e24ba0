"""A live session is in the history when it has ended, under the client who was named, judged by that one's limits."""

import argparse
import json
import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.catalogue import exercise_from_texts
from imu_hinge.cli.about import about_recording
from imu_hinge.cli.live import configure
from imu_hinge.cli.sources import planned
from imu_hinge.cli.who import who
from tests.cli.processes import Result, assert_refused, run

SAMPLE = Path(__file__).resolve().parents[2] / "recordings" / "band_rdl_rounding.mcap"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def printed(result: Result) -> Any:
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def trained(home: dict[str, str], path: Path, *words: str) -> Result:
    """A session, said again much faster than it was."""
    live = ["live", "--from", SAMPLE, "--speed", "100000", "--plain", "--record", path]
    return run([*live, *words], env=home)


def counts(analysis: Any) -> list[list[tuple[str, list[str]]]]:
    return [[(rep["status"], rep["faults"]) for rep in one["reps"]] for one in analysis["sets"]]


def test_a_session_is_in_the_history_when_it_has_ended(home: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "a.mcap"
    assert trained(home, path).returncode == 0
    (listed,) = printed(run(["sessions", "list", "--json"], env=home))
    shown = printed(run(["sessions", "show", listed["session"], "--json"], env=home))
    assert counts(shown) == counts(printed(run(["analyze", path, "--json"], env=home)))
    assert (shown["client"], shown["source"], shown["end_reason"]) == ("c-00000000", "import", "closed")


def test_a_client_s_limits_hold_in_a_session_and_stay_with_its_recording(
    home: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["clients", "add", "Ann", "--consent", "keep"], env=home).returncode == 0
    assert run(["clients", "limit", "Ann", "lumbar_flexion", "60", "70"], env=home).returncode == 0
    monkeypatch.setenv("XDG_DATA_HOME", home["XDG_DATA_HOME"])
    ann = who("Ann", keeps=True)
    parser = argparse.ArgumentParser()
    configure(parser)
    with ExitStack() as opened:
        plan = planned(parser.parse_args(["--simulate=rounding"]), opened, lambda words: None, ann.limits)
    (fault,) = [fault for fault in plan.exercise.faults if fault.id == "lumbar_flexion"]
    assert fault.fault is not None
    assert (fault.caution.limit, fault.fault.limit, fault.fault.own_maximum_pct) == (60.0, 70.0, None)
    about = about_recording(plan.exercise.id, plan.kind, ann.pseudonym, plan.texts)
    assert exercise_from_texts(about.exercise_profile, about.fault_profiles) == plan.exercise


def test_who_has_not_agreed_to_be_recorded_is_not(home: dict[str, str], tmp_path: Path) -> None:
    assert run(["clients", "add", "Ann"], env=home).returncode == 0
    assert_refused(trained(home, tmp_path / "a.mcap", "--client", "Ann"), "has not agreed", "clients consent")


def test_an_unknown_client_is_refused(home: dict[str, str], tmp_path: Path) -> None:
    assert_refused(trained(home, tmp_path / "a.mcap", "--client", "Bob"), "Bob", "clients list")


def test_a_history_that_cannot_be_used_does_not_stop_a_session(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "data" / "imu-hinge").mkdir(parents=True)
    (tmp_path / "data" / "imu-hinge" / "history.db").write_bytes(b"no database" * 500)
    done = trained(home, tmp_path / "a.mcap")
    assert done.returncode == 0
    assert "sessions rebuild" in done.stderr
    assert (tmp_path / "a.mcap").exists()
