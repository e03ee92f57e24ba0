"""`imu-hinge assess`: the tests from the first word to the limits somebody takes."""

import argparse
import asyncio
import json
import shlex
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.analysis import verify
from imu_hinge.cli import Parser, assess
from imu_hinge.cli.about import NOBODY
from imu_hinge.cli.assess.forms import AssessJson
from imu_hinge.cli.assess.keeping import NO_CLIENT, NOT_HIS, commands, earlier_of, keep_limit, keeping_words
from imu_hinge.cli.assess.leading import GRACE_S, Leading
from imu_hinge.cli.assess.plan import named
from imu_hinge.cli.assess.plan import tests_of as asked_of
from imu_hinge.cli.assess.showing import ShownTests
from imu_hinge.cli.assess.taking import NOT_ASKED, ask_limits
from imu_hinge.core.assess import LimitProposal
from imu_hinge.core.steps import no_frames
from imu_hinge.history.authors import authors
from imu_hinge.history.clients import client
from imu_hinge.history.database import open_history
from imu_hinge.history.limits import limits
from imu_hinge.model.events import AssessmentStep, Step
from imu_hinge.model.inputs import Command, Tick
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import open_recording
from imu_hinge.sound import SilentPlayer
from imu_hinge.station.settings import Settings
from imu_hinge.view.assess.outcome import Outcome, concluded
from imu_hinge.view.snapshot import Stage
from imu_hinge.virtual.assessing import AssessOptions
from tests.cli.assessed import LONG_AGO_NS, record
from tests.cli.homes import Home
from tests.cli.processes import SAMPLE
from tests.cli.test_asking import Terminal
from tests.cues.scenes import calibrated
from tests.made import S
from tests.tui.assessing import ENDED, captured
from tests.tui.assessing import NOBODY as UNNAMED

MISTAKES = {"flexion": ("no_hold",)}


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two forward bends as asked, after one that was left at once."""
    options = AssessOptions(tests=("flexion",), repeats=2, mistakes=MISTAKES)
    return record(tmp_path_factory.mktemp("assessed") / "flexion.mcap", options)


def played(home: Home, recording: Path, *words: str) -> str:
    result = home.run("assess", "--from", recording, "--speed", "1000000", *words)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_a_recording_says_each_step_and_the_results_and_is_kept_as_an_assessment_of_the_client(
    home: Home, recording: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.mcap"
    home.says("clients", "add", "Ann", "--consent", "keep")
    home.says("clients", "add", "Bob", "--consent", "keep")
    lines = played(home, recording, "--plain", "--client", "Ann", "--record", str(again)).splitlines()
    told = [line.split("  ")[1:] for line in lines if line.partition("  ")[0].partition(".")[2].isdecimal()]
    said = [words[0] for words in told if words[0] not in ("sensor", "calibration", "calibrated")]
    assert said == ["test", "go", "not measured", "test", "go", "captured", "go", "captured", "tests"]
    assert ["go", "forward bend", "2 of 2"] in told
    assert "forward bend: not taken: no hold" in lines
    assert any(line.startswith("1  rounded: early") for line in lines)
    assert lines[-1].endswith("not a diagnosis.")
    with open_recording(again) as opened, open_recording(recording) as first:
        assert (opened.about.kind, opened.about.settings) == (Kind.ASSESSMENT, first.about.settings)
    assert verify(again).same
    assert "assessment" in home.says("sessions", "list")
    with open_history() as history, history.reading() as db:
        ann, bob = (client(db, name).pseudonym for name in ("Ann", "Bob"))
    earlier = earlier_of(ann, time.time_ns())
    assert earlier is not None and [(one.test, one.n) for one in earlier.results] == [("flexion", 2)]
    assert earlier_of(ann, LONG_AGO_NS) is None
    assert earlier_of(bob, time.time_ns()) is None


def test_the_last_object_holds_the_results() -> None:
    assert ENDED.outcome is not None
    form = AssessJson(lambda: ENDED.outcome or concluded((), (), None, ""))
    assert json.loads(form.end(0, ())) == ENDED.outcome.to_dict()
    assert json.loads(form.event(captured("flexion", 1, 52.0)))["value_deg"] == 52.0


def test_where_nobody_was_ever_assessed_no_history_is_made(home: Home) -> None:
    assert earlier_of(NOBODY, time.time_ns()) is None
    assert not home.data.exists()


PROPOSAL = LimitProposal(
    fault="lumbar_flexion", caution=23.5, limit=31.0, unit="deg", test="flexion", words="45 and 60 % of your own 52 deg"
)


def said(by: str | None = None, kind: str | None = None) -> argparse.Namespace:
    return argparse.Namespace(by=by, kind=kind)


def test_the_command_that_is_printed_takes_the_limit(home: Home) -> None:
    home.says("clients", "add", "Ann Lee", "--consent", "keep")
    assert ENDED.outcome is not None
    live = replace(ENDED.outcome, keeping="")
    printed = commands(live, "Ann Lee")[1:-1]
    assert len(printed) == len(live.proposals) > 1
    for line in printed:
        program, *words = shlex.split(line)
        assert program == "imu-hinge"
        home.says(*words)
    told = json.loads(home.says("clients", "limit", "Ann Lee", "--json"))
    assert {(one["fault"], one["caution"], one["limit"]) for one in told} == {
        (one.fault, one.caution, one.limit) for one in live.proposals
    }
    assert commands(live, None)[1].startswith("  imu-hinge clients limit me ")
    assert commands(replace(live, keeping=NOT_HIS), "Ann") == commands(replace(live, proposals=()), "Ann") == []


def test_a_limit_is_kept_by_whoever_takes_it(home: Home) -> None:
    home.says("clients", "add", "Ann", "--consent", "keep")
    with open_history() as history, history.reading() as db:
        ann = client(db, "Ann")
    for told, words in ((said("Tess"), "Tess (trainer)"), (said(kind="wearer"), "wearer"), (said(), "trainer")):
        keep_limit(ann.pseudonym, PROPOSAL, told)
        assert f"  {words}  " in home.says("clients", "limit", "Ann")


def test_a_limit_is_kept_for_the_client_by_a_trainer(home: Home) -> None:
    home.says("clients", "add", "Ann", "--consent", "keep")
    with open_history() as history, history.reading() as db:
        ann = client(db, "Ann")
    assert keep_limit(ann.pseudonym, PROPOSAL, said()) == "taken for Ann: holds from the next session on"
    with open_history() as history, history.reading() as db:
        (kept,) = limits(db, ann)
        by = {one.id: one.kind for one in authors(db)}
    assert (kept.fault, kept.caution, kept.limit, by[kept.author_id]) == ("lumbar_flexion", 23.5, 31.0, "trainer")


@pytest.mark.parametrize(
    ("client", "source", "words"),
    [(None, "live", NO_CLIENT), ("Ann", "live", ""), ("me", "live", ""), ("Ann", "simulate", NOT_HIS)],
)
def test_limits_are_kept_only_for_a_client_who_was_named_and_never_from_a_simulation(
    client: str | None, source: str, words: str
) -> None:
    assert keeping_words(client, source) == words


def asked(monkeypatch: pytest.MonkeyPatch, *lines: str, outcome: Outcome | None = None) -> tuple[list[str], list[str]]:
    """The faults whose limits were taken, and what was said."""
    monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))
    taken, told = list[str](), list[str]()

    def take(one: LimitProposal) -> str:
        taken.append(one.fault)
        return "taken"

    chosen = outcome or ENDED.outcome
    assert chosen is not None
    ask_limits(chosen, take, told.append)
    return taken, told


def test_only_y_takes_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, "y", "", "YES")[0] == ["lumbar_flexion", "arch_lost"]
    assert asked(monkeypatch, "no", "x", "2")[0] == []


def test_whoever_leaves_takes_no_more_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    taken, told = asked(monkeypatch, "y", "^C")
    assert taken == ["lumbar_flexion"] and told[-1] == "no more limits are taken"
    assert asked(monkeypatch)[0] == []


def test_without_a_client_or_a_terminal_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    taken, told = asked(monkeypatch, "y", outcome=UNNAMED.outcome)
    assert (taken, told) == ([], ["Shown only, for no client was named."])
    monkeypatch.setattr(Terminal, "isatty", lambda self: False)
    assert asked(monkeypatch, "y") == ([], [NOT_ASKED])


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ([], ()),
        (["flexion"], ("flexion",)),
        (["flexion,side_bend"], ("flexion", "side_bend_left", "side_bend_right")),
        (["pelvic_tilt", "hinge_cued"], ("pelvic_tilt_forward", "pelvic_tilt_back", "hinge_cued")),
        (["nothing"], ("nothing",)),
    ],
)
def test_tests_are_named_by_id_or_by_what_both_sides_share(words: list[str], ids: tuple[str, ...]) -> None:
    assert named(words) == ids


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--only", "nothing"], "there are: flexion, extension"),
        (["--repeats", "11"], "expected 1 to 10"),
        (["--simulate=clean_set"], "there are: assessment, refused"),
        (["--from", SAMPLE], "is a recording of training"),
        (["--from", __file__], "is no recording of an assessment"),
        (["--client", "Bob", "--no-record"], "there is no client 'Bob'"),
        (["--simulate", "--take-limits"], "limits of the virtual wearer can be taken for nobody"),
        (["--speed", "2"], "sensors have a time of their own"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(home: Home, words: list[str], said: str) -> None:
    home.refuses("assess", "--plain", *words, said=said)


def test_a_recording_keeps_its_own_tests(home: Home, recording: Path) -> None:
    home.refuses("assess", "--from", recording, "--only", "flexion", said="a recording was made with its own")


# Who leads.


def led(*steps: tuple[float, Step | str]) -> list[tuple[float, str]]:
    """What is said into the session, and when: a text is a word of somebody else."""
    said = list[tuple[float, str]]()
    now_s = 0.0
    leading = Leading(lambda name, _: said.append((now_s, name)), lambda: said.append((now_s, "end")))
    for now_s, step in steps:
        item = Command(round(now_s * S), step) if isinstance(step, str) else Tick(round(now_s * S))
        leading.receive(item, Step(no_frames()) if isinstance(step, str) else step)
    return said


def saying(t_s: float, stage: str, test: str = "") -> tuple[float, Step]:
    event = AssessmentStep(t_ns=round(t_s * S), test=test, stage=stage, capture=0, of=0)
    return t_s, Step(no_frames(), (event,))


def quiet(t_s: float) -> tuple[float, Step]:
    return t_s, Step(no_frames())


def test_the_tests_begin_once_there_is_a_guided_calibration() -> None:
    guided = Step(no_frames(), (calibrated(30),))
    learned = Step(no_frames(), (calibrated(20, status="automatic"),))
    assert led((20, learned), (30, guided), (50, guided)) == [(30, "assess")]
    assert led((29, "assess"), (30, guided)) == []


def test_after_the_last_test_there_is_time_for_one_more_try() -> None:
    assert led(saying(100, "done"), quiet(100 + GRACE_S - 1), quiet(101 + GRACE_S)) == [(101 + GRACE_S, "end")]
    again = [saying(100, "done"), saying(105, "stand", "flexion"), quiet(200)]
    assert led(*again) == []
    assert led(*again, saying(210, "done"), quiet(221)) == [(221, "end")]


# On the screen.


def shown(opened: ExitStack, *words: str) -> ShownTests:
    parser = Parser()
    assess.configure(parser)
    arguments = parser.parse_args([*words])
    return ShownTests(arguments, opened, Settings(), SilentPlayer("none"), asked_of(arguments))


def test_with_real_sensors_all_questions_come_first(home: Home) -> None:
    with ExitStack() as opened:
        due = [one.id for one in shown(opened)._interview().due]
    assert due == ["a1", "a2", "b", "c", "d"]


def test_the_screen_shows_the_recording_to_its_results_and_keeps_the_limit_that_is_taken(
    home: Home, recording: Path
) -> None:
    home.says("clients", "add", "Ann", "--consent", "keep")

    async def run(session: ShownTests) -> str:
        app = session.app()
        async with app.run_test(size=(100, 40)) as pilot, asyncio.timeout(120):
            await pilot.pause(0.3)
            while session.running:
                await pilot.pause(0.1)
            await pilot.pause(0.3)
            await pilot.press("1")
            await pilot.pause(0.1)
            words = str(app.screen.query_one("#words").render())
            await pilot.press("escape")
        return words

    with ExitStack() as opened:
        session = shown(opened, "--from", str(recording), "--speed", "1000000", "--client", "Ann")
        words = asyncio.run(run(session))
        assert session.seen().session.stage is Stage.ENDED
        assert "taken for Ann: holds from the next session on" in words and "Nothing was recorded." in words
    with open_history() as history, history.reading() as db:
        assert [one.fault for one in limits(db, client(db, "Ann"))] == ["lumbar_flexion"]


# Virtual sensors.


def simulated(home: Home, *words: str) -> Callable[[str], int]:
    """How often a kind of event was said."""
    result = home.run("assess", "--plain", "--no-record", "--speed", "1000", *words)
    assert result.returncode == 0, result.stderr
    kinds = [line.split("  ")[1] for line in result.stdout.splitlines() if line[:1].isdecimal() and "  " in line]
    return kinds.count


def test_a_virtual_wearer_is_led_through_a_test(home: Home) -> None:
    count = simulated(home, "--simulate", "--only", "pelvic_tilt_back", "--repeats", "1")
    assert (count("captured"), count("not measured"), count("tests")) == (1, 0, 1)


@pytest.mark.long
def test_ended_before_all_tests_were_made_it_says_so(home: Home, recording: Path) -> None:
    early = "Ended before all tests were made."
    assert early in played(home, recording, "--plain", "--duration", "30").splitlines()
    assert early not in played(home, recording, "--plain")
    told = [played(home, recording, "--json", *words).splitlines()[-1] for words in (["--duration", "30"], [])]
    assert [json.loads(line)["ended_early"] for line in told] == [True, False]


@pytest.mark.long
def test_every_test_is_taken_and_every_mistake_refused(home: Home) -> None:
    count = simulated(home, "--simulate=refused")
    assert (count("captured"), count("not measured"), count("tests")) == (24, 8, 1)
