"""`clients progress` and the dose of a level: what is proposed, and that people decide."""

import json
import time
from typing import Any

import pytest

from imu_hinge.history.clients import client, me
from imu_hinge.history.database import open_history
from imu_hinge.station.settings import Settings, save_settings, settings_path
from tests.cli.homes import Home
from tests.history.made import DAY_NS
from tests.history.progressed import on_level, ready, trained
from tests.wording import forbidden

NO_LEVEL = "no level yet: `imu-hinge clients level {} LEVEL` sets one, from 1 to 4"


@pytest.fixture
def ann(home: Home) -> Home:
    """A user with one client, Ann."""
    home.says("clients", "add", "Ann", "--consent", "keep")
    return home


def train(**changes: Any) -> None:
    """Six days of level 3 in form, so that the next level is proposed."""
    with open_history() as history, history.writing() as db:
        ready(db, client(db, "Ann"), now_ns=time.time_ns(), **changes)


def told(home: Home, *words: Any, code: int = 0) -> Any:
    return json.loads(home.says("clients", "progress", "Ann", *words, "--json", code=code))


def undecided(home: Home, who: str) -> str:
    """What `--accept` says where there is nothing to decide; it prints nothing else."""
    result = home.run("clients", "progress", who, "--accept")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    return result.stderr


def levels(home: Home) -> list[tuple[int, str]]:
    return [(one["level"], one["reason"]) for one in json.loads(home.says("clients", "level", "Ann", "--json"))]


def test_without_a_level_it_says_how_to_set_one(ann: Home) -> None:
    assert "no level yet: `imu-hinge clients level Ann LEVEL` sets one" in ann.says("clients", "progress", "Ann")
    assert told(ann)["proposal"] is None
    assert undecided(ann, "Ann").endswith(": nothing to decide: " + NO_LEVEL.format("Ann") + "\n")
    with open_history() as history, history.writing() as db:
        me(db, time.time_ns())
    assert undecided(ann, "me").endswith(NO_LEVEL.format("me") + "\n")
    assert NO_LEVEL.format("me") in ann.says("clients", "progress", "me")


def test_who_never_trained_sees_the_first_step_in_place_of_a_table(ann: Home) -> None:
    ann.says("clients", "level", "Ann", 1)
    page = ann.says("clients", "progress", "Ann").splitlines()
    assert [line.partition(": ")[2] for line in page] == [
        "level 1, band hinge",
        "imu-hinge live --exercise band_hinge --client Ann",
    ]
    assert page[1].startswith("no training yet") and forbidden("\n".join(page)) == []


def test_sessions_of_the_virtual_wearer_are_told_as_left_out(ann: Home) -> None:
    with open_history() as history, history.writing() as db:
        on_level(db, client(db, "Ann"), 3, now_ns=time.time_ns())
        for days_ago in (1, 2):
            trained(db, client(db, "Ann"), days_ago, source="simulate", now_ns=time.time_ns())
    page = ann.says("clients", "progress", "Ann")
    assert "no training yet" in page and page.endswith("2 sessions of the virtual wearer are left out\n")
    assert told(ann)["simulated_sessions"] == 2
    trend = ann.says("clients", "trend", "Ann")
    assert "no sessions with sensors yet" in trend and "2 sessions of the virtual wearer are left out" in trend


def test_every_criterion_has_its_figure_and_what_is_missing(ann: Home) -> None:
    train(days=4)
    page = ann.says("clients", "progress", "Ann")
    assert "level 3, band rdl\nproposed: stay on level 3\n" in page
    assert "  days of training         4      at least 6 in a row as below              no   2 more days" in page
    assert "  reps in form             100 %  at least 85 % of those that were judged   yes" in page
    assert "You or your trainer decide; nothing changes by itself." in page and forbidden(page) == []
    proposal = told(ann)["proposal"]
    assert (proposal["kind"], proposal["to_level"]) == ("stay", 3)
    assert [one["id"] for one in proposal["up"] if not one["met"]] == ["sessions", "pain_told"]
    assert proposal["missing"] == [
        "days of training: 2 more days of training",
        "days with pain told: 2 more days of training with both answers",
    ]


def test_a_step_is_accepted_by_a_person_and_noted_with_the_reason(ann: Home) -> None:
    train()
    assert told(ann)["proposal"]["kind"] == "up" and levels(ann) == [(3, "")]
    page = ann.says("clients", "progress", "Ann", "--accept", "--by", "Tess")
    assert "level 4, rdl row" in page and "next: imu-hinge clients plan Ann --level" in page
    assert levels(ann) == [(3, ""), (4, "as proposed: all that level 3 asks for held")]
    assert "Tess (trainer)" in ann.says("clients", "level", "Ann")


def test_a_step_that_is_declined_stays_away_until_the_next_session(ann: Home) -> None:
    train()
    page = ann.says("clients", "progress", "Ann", "--decline", "a new band first")
    assert "proposed: stay on level 3, as was decided (a new band first), until the next session or new pain" in page
    assert levels(ann) == [(3, ""), (3, "a new band first")]
    assert "nothing to decide: stay on level 3" in undecided(ann, "Ann")
    with open_history() as history, history.writing() as db:
        trained(db, client(db, "Ann"), 0, now_ns=time.time_ns())
    assert told(ann)["proposal"]["kind"] == "up"


def test_a_rise_of_pain_proposes_a_step_back_and_never_on(ann: Home) -> None:
    train()
    with open_history() as history, history.writing() as db:
        trained(db, client(db, "Ann"), 0.01, pain=(1, 3), now_ns=time.time_ns())
    assert (told(ann)["proposal"]["kind"], told(ann)["proposal"]["to_level"]) == ("back", 2)
    ann.says("clients", "progress", "Ann", "--accept")
    assert levels(ann)[-1] == (2, "as proposed: rise of the newest pain: 2, proposed from 2 on")
    assert told(ann)["proposal"]["kind"] == "stay"


def test_on_the_first_level_rest_can_be_declined_but_is_no_level(ann: Home) -> None:
    with open_history() as history, history.writing() as db:
        who, now_ns = client(db, "Ann"), time.time_ns()
        on_level(db, who, 1, now_ns=now_ns)
        trained(db, who, 0.01, pain=(2, 6), now_ns=now_ns, exercise="band_hinge")
    assert told(ann)["proposal"]["words"] == "rest, and talk it over with a trainer"
    assert ann.run("clients", "progress", "Ann", "--accept").returncode == 1
    assert told(ann, "--decline", "slept on the floor")["proposal"]["kind"] == "stay"


def test_the_start_limit_of_the_settings_holds(ann: Home) -> None:
    train(pain=(3, 3))
    assert told(ann)["proposal"]["kind"] == "up"
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    save_settings(Settings(pain_start_limit=3), settings_path())
    assert told(ann)["proposal"]["kind"] == "back"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--decline", " "], "say why"),
        (["--accept", "--decline", "no"], "not allowed with"),
        (["--decline"], "expected one argument"),
    ],
)
def test_a_request_that_cannot_be_met_is_one_line(words: list[str], said: str, ann: Home) -> None:
    train()
    ann.refuses("clients", "progress", "Ann", *words, said=said)
    assert len(levels(ann)) == 1


# the dose of a level, and what of it is done today


def test_the_dose_of_the_level_is_planned_each_side_apart(ann: Home) -> None:
    ann.refuses("clients", "plan", "Ann", "--level", said="has no level yet")
    ann.says("clients", "level", "Ann", 2)
    assert "split stance hinge  4 sets of 8, 2 on each side" in ann.says("clients", "plan", "Ann", "--level")
    assert told(ann)["today"] == [
        {
            "exercise": "split_stance_hinge",
            "side": side,
            "sets": 2,
            "reps": 8,
            "sets_done": 0,
            "reps_done": 0,
            "done": False,
        }
        for side in ("left", "right")
    ]
    ann.refuses("clients", "plan", "Ann", "band_rdl", "--level", said="give nothing else")


def test_what_was_done_today_is_ticked_off(ann: Home) -> None:
    ann.says("clients", "plan", "Ann", "band_rdl", "--sets", 1, "--reps", 8)
    now_ns = time.time_ns()
    with open_history() as history, history.writing() as db:
        trained(db, client(db, "Ann"), 0, now_ns=now_ns)
        trained(db, client(db, "Ann"), 0, now_ns=now_ns - 2 * DAY_NS)
    assert "today\n  band rdl: 1 of 1 set, 16 of 8 reps, done" in ann.says("clients", "progress", "Ann")
