"""Sensors from the command line: virtual ones, and the ways in which there can be none."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from bleak.backends.device import BLEDevice

from imu_hinge.analysis import verify
from imu_hinge.bluetooth.adapter import Sighted
from imu_hinge.cli import doctor, scan
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.driver import Sighting
from imu_hinge.sensors.hsp import DRIVER
from imu_hinge.station.roster import Known, Roster
from imu_hinge.virtual.scenarios import SCENARIOS
from tests.cli.processes import PROGRAM, assert_refused, run, run_here

ENDING = [
    pytest.param(getattr(signal, name), marks=() if name == "SIGTERM" else pytest.mark.long)
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if hasattr(signal, name)
]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="has other signals")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment in which nobody has used the program."""
    return {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "d"),
        "XDG_CONFIG_HOME": str(tmp_path / "c"),
    }


def test_a_scan_shows_every_sensor_in_reach(home: dict[str, str]) -> None:
    result = run(["scan", "--simulate", "--seconds", "2"], env=home)
    lines = result.stdout.splitlines()
    assert (result.returncode, result.stderr, len(lines)) == (0, "", 3)
    assert ("sacrum" in lines[1], "thoracic" in lines[2], all("87 %" in line for line in lines[1:])) == (True,) * 3


def test_a_scan_says_what_a_make_cannot_do_and_takes_no_sensor_for_a_remembered_one_without_a_name(
    home: dict[str, str],
) -> None:
    remembered = {"sacrum": {"driver": "witmotion", "serial": "FD:08:90:1A:11:47", "name": ""}}
    folder = Path(home["XDG_CONFIG_HOME"]) / "imu-hinge"
    folder.mkdir(parents=True)
    (folder / "sensors.json").write_text(json.dumps({"schema": "imu-hinge/sensors/1", "sensors": remembered}))
    lines = run(["scan", "--simulate=witmotion", "--seconds", "1"], env=home).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["sensor", "WT901BLE67", "WT901BLE67", "WitMotion"]
    assert "cannot show lost samples" in lines[3] and not any("remembered" in line for line in lines)


def test_a_scan_for_programs_says_null_for_what_a_sensor_does_not_say(home: dict[str, str]) -> None:
    found = json.loads(run(["scan", "--simulate=no_roles", "--seconds", "2", "--json"], env=home).stdout)
    said = [(one["role"], one["driver"], one["remembered_as"], one["state"]) for one in found]
    assert said == [(None, "hsp", None, "ready")] * 2


def test_a_scan_names_the_sensor_that_is_missing(home: dict[str, str]) -> None:
    result = run(["scan", "--simulate=late_sensor", "--seconds", "2"], env=home)
    _, found, missing = result.stdout.splitlines()
    assert (result.returncode, "sacrum" in found, found.endswith("  ready")) == (0, True, True)
    assert missing.startswith("Thoracic sensor not in reach. Is it charged and on?")


def heard(name: str, placement: Placement | None, **said: str) -> Sighted:
    device = BLEDevice("00:11", name, None)
    return Sighted(DRIVER, Sighting(placement, 80, name, **said), name, -60, "00:11", 0.0, device)


def test_a_scan_says_what_keeps_a_sensor_from_being_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    found = [
        heard("HINGE-0001", Placement.SACRUM, state="busy with a test of its own: wait some seconds"),
        heard("HINGE-0002", Placement.THORACIC),
        heard("HINGE-0003", None, obstacle="needs another version of this program"),
    ]
    _, *rows = scan.as_lines(found, Roster())
    assert [row.split("-60 dBm  ")[1] for row in rows] == [
        "busy with a test of its own: wait some seconds",
        "does not say",
        "needs another version of this program",
    ]


def test_a_strangers_sensor_does_not_stand_in_for_the_remembered_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    found = [heard("HINGE-0001", Placement.SACRUM), heard("HINGE-0002", Placement.THORACIC)]
    mine = Roster({Placement.SACRUM: Known("hsp", "A7", "HINGE-0007")})
    assert len(scan.as_lines(found, Roster())) == 3
    assert scan.as_lines(found, mine)[3].startswith("Sacrum sensor not in reach.")


@pytest.mark.long
def test_a_sensor_lights_up_by_name(home: dict[str, str]) -> None:
    name = json.loads(run(["scan", "--simulate", "--seconds", "1", "--json"], env=home).stdout)[0]["name"]
    result = run(["scan", "--simulate", "--seconds", "1", "--identify", name], env=home)
    assert (result.returncode, result.stderr) == (0, "")
    assert_refused(run(["scan", "--simulate", "--seconds", "1", "--identify", "X"], env=home), "--identify X", name)


@POSIX
@pytest.mark.parametrize("signum", ENDING)
def test_a_signal_ends_a_simulated_session_whole(signum: signal.Signals, home: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "cut.mcap"
    words = [*PROGRAM, "live", "--simulate", "--plain", "--record", str(path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=home) as process:
        assert process.stdout and process.stderr
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.count("  thoracic  streaming"):
                process.send_signal(signum)
        said = process.stderr.read()
        assert process.wait(60) == 128 + signum
    assert said.splitlines()[1:] == [f"imu-hinge: recording to {path}", f"imu-hinge: recorded {path}"]
    assert "  session  end  0 reps" in lines[-1]
    assert verify(path).same


@POSIX
def test_a_signal_while_sensors_are_searched_ends_at_once(home: dict[str, str]) -> None:
    words = [*PROGRAM, "live", "--simulate=no_roles", "--plain"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=home) as process:
        assert process.stdout and process.stderr
        for line in process.stderr:
            if "Move the one on your sacrum" in line:
                process.send_signal(signal.SIGINT)
                break
        out, rest = process.communicate(timeout=60)
    assert (process.returncode, out, rest) == (130, "", "")


def test_sensors_without_a_role_are_told_by_moving_one(home: dict[str, str]) -> None:
    result = run(["live", "--simulate=no_roles", "--plain", "--no-record", "--duration", "6"], env=home)
    _, asked, first, second = result.stderr.splitlines()
    assert "Move the one on your sacrum" in asked
    assert (first.split()[2:], second.split()[2:]) == (
        ["is", "the", "sacrum", "sensor."],
        ["is", "the", "thoracic", "sensor."],
    )
    assert all(f"  {place}  streaming" in result.stdout for place in ("sacrum", "thoracic"))


def test_a_session_is_recorded_unasked_and_can_be_kept_from_it(home: dict[str, str], tmp_path: Path) -> None:
    run(["live", "--simulate", "--plain", "--duration", "5", "--speed", "100"], env=home)
    assert {path.suffix for path in (tmp_path / "d").rglob("*") if path.is_file()} == {".db", ".mcap"}
    run(["live", "--simulate", "--plain", "--duration", "5", "--speed", "100", "--no-record"], env=home)
    assert len(list((tmp_path / "d").rglob("*.mcap"))) == 1


def test_what_a_crash_left_is_made_whole_at_the_next_session(home: dict[str, str], tmp_path: Path) -> None:
    run(["live", "--simulate", "--plain", "--duration", "5", "--speed", "100"], env=home)
    (whole,) = (tmp_path / "d").rglob("*.mcap")
    part = whole.rename(whole.with_name("20260101T000000Z-00000000.mcap.part"))
    part.write_bytes(part.read_bytes()[:-200])
    result = run(["live", "--simulate", "--plain", "--duration", "5", "--speed", "100"], env=home)
    assert "left unfinished by an earlier session, made whole: " in result.stderr.splitlines()[0]
    assert list((tmp_path / "d").rglob("*.part")) == []


REFUSED = {
    "unknown scenario": (["live", "--plain", "--simulate=moon"], ("there is no such scenario", "clean_set")),
    "no scenario": (["live", "--plain", "--simulate="], ("there is no such scenario",)),
    "no transport": (["scan", "--hci", ""], ("no such kind of transport",)),
    "two worlds": (["live", "--plain", "--simulate", "--hci", "usb:0"], ("not allowed with",)),
    "no controller": (
        ["scan", "--hci", "tcp-client:127.0.0.1:1"],
        ("tcp-client:127.0.0.1:1", "nobody listens"),
    ),
    "no such transport": (["scan", "--hci", "pigeon:1"], ("pigeon:1", "no such kind of transport")),
    "speed of sensors": (["live", "--plain", "--speed", "2"], ("--speed", "--simulate")),
    "nothing to keep": (
        ["live", "--plain", "--simulate", "--record", "/no/such/folder/a.mcap"],
        ("there is no folder",),
    ),
    "something recorded there": (
        ["live", "--simulate", "--record", __file__],
        ("already exists; choose another name",),
    ),
    "kept and not kept": (["live", "--simulate", "--record", "a.mcap", "--no-record"], ("not allowed with",)),
    "no number": (["live", "--simulate", "--speed", "fast"], ("expected a number", "found fast")),
    "another name": (["live", "--simulate", "--record", "a.csv"], ("a recording is called a.mcap",)),
    "no time": (["live", "--plain", "--simulate", "--duration", "0"], ("above 0",)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_in_one_line(
    case: str, home: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words, said = REFUSED[case]
    monkeypatch.setattr(os, "environ", home)
    assert_refused(run_here(words, capsys), *said)


def test_without_the_extra_one_line_says_what_to_install(home: dict[str, str]) -> None:
    code = (
        "import sys; sys.modules['bumble'] = None; import imu_hinge.cli as p; sys.exit(p.main(['scan', '--simulate']))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=home, check=False)
    assert_refused(result, "--simulate", "pip install 'imu-hinge[sim]'")


def test_live_lists_every_scenario_in_its_help() -> None:
    text = run(["live", "--help"]).stdout
    assert [name for name in SCENARIOS if f"  {name} " not in text] == []


def test_a_doctor_finds_virtual_sensors_and_names_what_is_where(home: dict[str, str], tmp_path: Path) -> None:
    result = run(["doctor", "--simulate", "--json"], env=home)
    found = {one["subject"]: one for one in json.loads(result.stdout)}
    assert found["adapter"]["verdict"] == "good"
    assert sum("dBm" in one["words"] for one in found.values()) == 2
    assert str(tmp_path / "d") in found["recordings"]["words"]


def test_a_doctor_says_what_is_missing_and_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "free_bytes", lambda path: 1_000_000)
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    said = {one.subject: one for one in doctor.machine()}
    assert said["recordings"].verdict == "bad"
    assert "1 MB free: free some" in said["recordings"].words
    assert "pip install" in said["extra sim"].words


def test_a_broken_list_of_sensors_is_named_and_can_be_forgotten(home: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "c" / "imu-hinge" / "sensors.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    assert_refused(run(["scan", "--simulate"], env=home), str(path), "scan --forget")
    assert run(["scan", "--forget"], env=home).returncode == 0
    assert not path.exists()
