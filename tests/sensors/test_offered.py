"""The example package of docs/ as a user's machine would have it, and the contract tests that drivers are offered."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from imu_hinge.sensors.registry import GROUP, OWN
from imu_hinge.testing.chosen import VARIABLE
from tests.sensors.example_bends import BENDS
from tests.tiers import shortened

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "example_driver"
LIMIT_S = 120
CONTRACT = ("-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "imu_hinge.testing")
SPOILED = {
    "wrong scale": ("codec.py", "9.80665 / 2048", "9.80665 / 1024", "test_a_still_sensor_measures_gravity"),
    "degrees for radians": ("codec.py", "pi / 180 / 16", "1 / 16", "test_a_still_sensor_measures_gravity"),
    "any error": (
        "codec.py",
        "len(payload) != _FRAME.size",
        "not payload",
        "test_any_bytes_give_samples_an_echo_none_or_a_protocol_error",
    ),
    "shared state": (
        "decoder.py",
        "    def __init__(self) -> None:\n        self._timeline",
        "    _timeline",
        "test_two_decoders_share_nothing",
    ),
    "wrong rate": ("decoder.py", "PERIOD_NS = 10_000_000", "PERIOD_NS = 20_000_000", "test_specimens_are_one_second"),
    "everybody's": ("words.py", "if SERVICE in advertised.services else None", "", "test_an_unknown_advertisement"),
    "deaf": ("sequences.py", "Subscribe(DATA), Write(COMMAND, START)", "", "test_a_stream_does_not_begin"),
    "endless": (
        "sequences.py",
        "(Subscribe(DATA), Write(COMMAND, START))",
        "(Write(COMMAND, START, pause_s=1.0, response=False),) * 999",
        "test_every_step_ends_over_a_stubborn_sensor",
    ),
    "startled": ("sequences.py", "except ProtocolError", "except KeyError", "test_a_dialogue_takes_every_notification"),
    "no list": ("words.py", '("fill in what was lost on the way",)', '"many things"', "test_words_are_plain_text"),
    "another id": ("codec.py", '"example_imu"', '"sample_imu"', "test_every_offered_driver_can_be_used"),
}
"""File of the example, what is replaced by what, and the test that must fail."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with the example's modules and the metadata that installing it would write."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
    folder = tmp_path / "site"
    shutil.copytree(EXAMPLE / "src", folder, ignore=shutil.ignore_patterns("__pycache__"))
    info = folder / f"example-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = "".join(f"{name} = {value}\n" for name, value in project["entry-points"][GROUP].items())
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{points}")
    return folder


def python(*arguments: str, site: Path | None = None, drivers: str = "", cwd: Path) -> subprocess.CompletedProcess[str]:
    """Another interpreter, with or without the example."""
    places = [str(place) for place in (site, ROOT) if place]
    known = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    own = {
        "PYTHONPATH": os.pathsep.join(places),
        "PYTHONDONTWRITEBYTECODE": "1",
        VARIABLE: drivers,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=known | own, capture_output=True, text=True, timeout=LIMIT_S)


def test_the_example_is_one_of_all_drivers(site: Path) -> None:
    code = (
        "from imu_hinge.sensors.registry import all_drivers, offer_troubles\n"
        "print(*[driver.id for driver in all_drivers()], *offer_troubles())"
    )
    assert python("-c", code, site=site, cwd=site.parent).stdout.split() == [*OWN, "example_imu"]


@pytest.mark.long
def test_what_two_example_sensors_sent_is_counted(site: Path) -> None:
    recorded = python("-m", "tests.sensors.example_bends", str(site.parent), site=site, cwd=site.parent)
    assert recorded.returncode == 0, recorded.stderr
    ran = python("-m", "imu_hinge", "analyze", "--json", "bends.mcap", site=site, cwd=site.parent)
    assert ran.returncode == 0, ran.stderr
    (one,) = json.loads(ran.stdout)["sets"]
    assert [(rep["status"], round(rep["pelvis_rom_deg"]), round(rep["thorax_rom_deg"])) for rep in one["reps"]] == [
        ("counted", 30, 60)
    ] * BENDS


def test_the_examples_own_tests_pass(site: Path) -> None:
    ran = python("-m", "pytest", "-p", "no:cacheprovider", str(EXAMPLE / "tests"), site=site, cwd=site.parent)
    assert ran.returncode == 0, ran.stdout


def test_the_example_keeps_the_contract(site: Path) -> None:
    ran = python(*CONTRACT, site=site, cwd=site.parent)
    assert ran.returncode == 0, ran.stdout
    assert "skipped" not in ran.stdout
    assert "example_imu" in python(*CONTRACT, "--collect-only", "-q", site=site, cwd=site.parent).stdout


@pytest.mark.parametrize("how", shortened(SPOILED, 4))
def test_a_spoiled_driver_does_not(site: Path, how: str) -> None:
    name, old, new, broken = SPOILED[how]
    file = site / "example_imu" / name
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    ran = python(*CONTRACT, site=site, cwd=site.parent)
    assert ran.returncode == 1, ran.stdout
    assert f"::{broken}" in ran.stdout


def test_without_a_driver_there_is_nothing_to_pass(tmp_path: Path) -> None:
    ran = python(*CONTRACT, cwd=tmp_path)
    assert ran.returncode == 1
    assert "no installed package offers a driver" in ran.stdout


def test_our_own_drivers_keep_the_contract(tmp_path: Path) -> None:
    ran = python(*CONTRACT, "-v", drivers=",".join(OWN), cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout
    assert [driver_id for driver_id in OWN if f"[{driver_id}" not in ran.stdout] == []


def test_the_program_does_without_the_contract_tests() -> None:
    rooms = [path for path in (ROOT / "imu_hinge").rglob("*.py") if "testing" not in path.parts]
    assert [path.name for path in rooms if "imu_hinge.testing" in path.read_text("utf-8")] == []
