"""The plan of today finds its way into a session, and what the progression proposes out of it."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from uuid import UUID

import pytest

from imu_hinge.cli.showing import Shown
from imu_hinge.cli.sitting import Sitting, folding
from imu_hinge.cli.sources import planned
from imu_hinge.cli.today import PlanOfToday, ahead_of, planned_today
from imu_hinge.cli.who import Who
from imu_hinge.core.progression.ticks import Aim
from imu_hinge.core.steps import no_step
from imu_hinge.cues.planned import PLAN, Planned, planned_of
from imu_hinge.model.inputs import Command, Packet, Placement, Tick
from imu_hinge.sound import SilentPlayer
from imu_hinge.station.settings import Settings
from imu_hinge.tui.pages import page
from tests.cli.homes import Home
from tests.cli.processes import SAMPLE
from tests.cli.test_taking import wanted
from tests.remote.watched import until
from tests.tiers import shortened

SESSION = UUID(int=5)
DATA = Packet(1, Placement.SACRUM, "hsp", b"")


@pytest.fixture
def ann(home: Home) -> str:
    """The pseudonym of a client."""
    return home.says("clients", "add", "Ann", "--consent", "keep", "--by", "Bo").split("(")[1].split(")")[0]


def said_of(pseudonym: str, tell: Callable[[str], object]) -> list[tuple[str, str]]:
    """What is said into a session of split stance hinges once there are data."""
    said: list[tuple[str, str]] = []
    looks = PlanOfToday("split_stance_hinge", pseudonym, SESSION, say=lambda *words: said.append(words), tell=tell)
    looks.receive(Tick(0), no_step())
    assert said == []
    looks.receive(DATA, no_step())
    looks.receive(DATA, no_step())
    looks.close()
    return said


def test_the_plan_of_a_client_is_said_once_there_are_data(home: Home, ann: str) -> None:
    home.says("clients", "plan", "Ann", "split_stance_hinge", "--sets", "4", "--reps", "8")
    ((name, argument),) = said_of(ann, pytest.fail)
    assert name == PLAN
    assert planned_of(Command(0, name, argument)) == Planned(Aim("split_stance_hinge", 4, 8))


def test_without_a_plan_of_this_exercise_nothing_is_said(home: Home, ann: str) -> None:
    assert said_of(ann, pytest.fail) == []
    home.says("clients", "plan", "Ann", "band_rdl", "--sets", "3", "--reps", "8")
    assert said_of(ann, pytest.fail) == []
    assert planned_today("band_rdl", "c-nobody00", SESSION) is None


def test_without_a_history_nothing_is_said_and_none_is_made(home: Home) -> None:
    assert said_of("c-00000000", pytest.fail) == []
    assert not home.data.exists()


def test_a_history_that_cannot_be_read_is_told(home: Home, ann: str) -> None:
    (home.data / "history.db").write_text("Liebes Tagebuch, " * 300)
    told: list[str] = []
    assert said_of(ann, told.append) == []
    assert ahead_of(Who(ann), "Ann", Settings(), told.append) == ()
    assert [words.partition(":")[0] for words in told] == [
        "the plan of today is not known",
        "what the progression proposes is not known",
    ]


def test_a_session_that_looks_for_a_plan_begins_without_the_database_library() -> None:
    look = "import sys, imu_hinge.cli.today\nassert 'sqlalchemy' not in sys.modules"
    subprocess.run([sys.executable, "-c", look], check=True, timeout=60)


def test_where_a_wearer_stands_is_told_once_somebody_chose_a_level(home: Home, ann: str) -> None:
    assert ahead_of(Who(ann), "Ann", Settings(), pytest.fail) == ()
    home.says("clients", "level", "Ann", "1", "--reason", "begins")
    lines = ahead_of(Who(ann), "Ann", Settings(), pytest.fail)
    assert lines[0].startswith("level 1")
    assert "decide" in lines[-1]


@pytest.mark.parametrize("counts", shortened([True, False]))
def test_the_last_page_says_it_of_a_session_that_counts(home: Home, ann: str, counts: bool) -> None:
    home.says("clients", "level", "Ann", "1", "--reason", "begins")
    words = wanted("--from", SAMPLE, "--speed", 1000, "--client", ann, "--no-record", "--sound", "off")
    with ExitStack() as opened:
        shown = Shown(words, opened, Settings(), SilentPlayer("none"))
        shown._turn._sitting.is_progress = counts  # type: ignore[attr-defined]
        shown.begin()
        until(lambda: not shown.running, 60)
        told = [text for line in page(shown.read()) for text, _ in line]
    assert any(text.startswith("level 1") for text in told) is counts
    shown._say_end()
    assert ("level 1" in home.capsys.readouterr().out) is counts


def test_a_simulated_session_is_nobodys_progress(home: Home) -> None:
    arguments = wanted("--simulate", "clean_set")
    with ExitStack() as opened:
        plan = planned(arguments, opened, pytest.fail, {})
        sitting = Sitting(plan, arguments, "c-00000000", folding(plan.exercise), [], pytest.fail)
    assert not sitting.is_progress
