"""What a trainer sets for a client and looks at once a week: plan, level, whom the consent names, the week."""

import json
import time
from typing import Any

import pytest

from imu_hinge.history.accesses import looked
from imu_hinge.history.authors import author
from imu_hinge.history.clients import client, client_of
from imu_hinge.history.database import open_history
from imu_hinge.history.inbox import Arrived, take
from tests.cli.homes import Home
from tests.history.progressed import ready
from tests.wording import forbidden


@pytest.fixture
def ann(home: Home) -> Home:
    """A user with one client, Ann."""
    home.says("clients", "add", "Ann", "--consent", "keep")
    return home


def told(home: Home, *words: Any) -> Any:
    return json.loads(home.says(*words, "--json"))


def test_a_plan_is_set_shown_and_cleared(ann: Home) -> None:
    assert "nothing is planned" in ann.says("clients", "plan", "Ann")
    ann.says("clients", "plan", "Ann", "rdl_row", "--sets", 1, "--reps", 6)
    page = ann.says("clients", "plan", "Ann", "band_rdl", "--sets", 3, "--reps", 8, "--by", "Tess")
    assert "band rdl  3 sets of 8  Tess (trainer)" in page and "rdl row   1 set of 6   trainer" in page
    assert [(one["exercise"], one["sets"], one["reps"]) for one in told(ann, "clients", "show", "Ann")["plan"]] == [
        ("band_rdl", 3, 8),
        ("rdl_row", 1, 6),
    ]
    assert "plan for a session\n  band rdl" in ann.says("clients", "show", "Ann")
    assert [one["exercise"] for one in told(ann, "clients", "plan", "Ann", "band_rdl", "--clear")] == ["rdl_row"]
    ann.refuses("clients", "plan", "Ann", "band_rdl", "--clear", said="nothing is planned of 'band_rdl'")
    assert told(ann, "clients", "plan", "Ann", "--clear") == []


def test_the_level_that_holds_is_not_noted_again(ann: Home) -> None:
    ann.says("clients", "level", "Ann", 2)
    again = ann.run("clients", "level", "Ann", 2)
    assert again.returncode == 0 and "at level 2 already, nothing is noted" in again.stderr
    assert [one["level"] for one in told(ann, "clients", "level", "Ann")] == [2]


def test_a_level_is_set_with_a_reason_and_all_there_were_stay(ann: Home) -> None:
    assert "no level yet" in ann.says("clients", "level", "Ann")
    ann.says("clients", "level", "Ann", 1)
    page = ann.says("clients", "level", "Ann", 2, "--reason", "two weeks without pain", "--by", "Tess")
    assert "level 2, split stance hinge" in page and "two weeks without pain" in page
    assert [one["level"] for one in told(ann, "clients", "level", "Ann")] == [1, 2]
    shown = ann.says("clients", "show", "Ann")
    assert "level 2, split stance hinge, since" in shown and forbidden(page + shown) == []
    assert told(ann, "clients", "show", "Ann")["level"] == 2


def test_a_consent_to_watch_names_who_and_what(ann: Home) -> None:
    page = ann.says("clients", "consent", "Ann", "watch", "--trainers", "anna, bob", "--scopes", "live,pain")
    assert "over a broker anna, bob: live, pain" in page
    (one,) = [one for one in told(ann, "clients", "consent", "Ann")["consents"] if one["purpose"] == "watch"]
    assert (one["trainers"], one["scopes"], one["text_version"]) == (["t-anna", "t-bob"], ["live", "pain"], "2")
    assert "nobody over a broker" in ann.says("clients", "consent", "Ann", "watch")
    page = ann.says("clients", "consent", "Ann", "watch", "--trainers", "anna")
    assert "over a broker anna: live, events, angles, pain, notes, commands" in page


def test_the_week_has_a_line_for_each_client(ann: Home) -> None:
    ann.says("clients", "level", "Ann", 3)
    ann.says("clients", "plan", "Ann", "band_rdl", "--sets", 3, "--reps", 8)
    ann.says("clients", "note", "Ann", "call her\non Monday")
    ann.says("clients", "add", "Bob")
    page = ann.says("trainer", "week")
    (line,) = [line for line in page.splitlines() if line.startswith("Ann")]
    assert "no session yet" in line and "band rdl 0 of 3 x 8" in line and "call her on Monday" in line
    assert any(line.startswith("Bob") for line in page.splitlines())
    rows = {row["name"]: row for row in told(ann, "trainer", "week")}
    assert (rows["Ann"]["level"], rows["Ann"]["weeks_away"], rows["Ann"]["note"]["text"]) == (
        3,
        None,
        "call her\non Monday",
    )
    assert rows["Bob"]["plan"] == [] and rows["Bob"]["note"] is None
    assert forbidden(page) == []


def test_the_week_names_the_step_that_is_proposed(ann: Home) -> None:
    with open_history() as history, history.writing() as db:
        ready(db, client(db, "Ann"), now_ns=time.time_ns())
    (line,) = [line for line in ann.says("trainer", "week").splitlines() if line.startswith("Ann")]
    assert "  3      on to 4  " in line
    (row,) = told(ann, "trainer", "week")
    assert row["proposal"] == {"kind": "up", "to_level": 4}
    assert "proposed     on to level 4, rdl row" in ann.says("clients", "show", "Ann")


def test_a_week_without_clients_says_how_to_add_one(home: Home) -> None:
    assert "imu-hinge clients add NAME" in home.says("trainer", "week")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["clients", "plan", "Ann", "band_rdl"], "--sets and --reps missing, as in: clients plan Ann"),
        (["clients", "plan", "Ann", "--sets", "3"], "EXERCISE and --reps missing"),
        (["clients", "plan", "Ann", "squat", "--sets", "3"], "no exercise 'squat'; there are band_"),
        (["clients", "plan", "Ann", "band_rdl", "--sets", "-1"], "plan --sets: expected 1 to 20, found -1"),
        (["clients", "plan", "Ann", "band_rdl", "--sets", "300", "--reps", "8"], "--sets: expected 1 to 20, found 300"),
        (["clients", "plan", "Ann", "band_rdl", "--sets", "3", "--reps", "0"], "--reps: expected 1 to 100, found 0"),
        (["clients", "plan", "Ann", "--sets", "0"], "--sets: expected 1 to 20, found 0"),
        (["clients", "plan", "Ann", "--clear"], "nothing is planned"),
        (["clients", "level", "Ann", "9"], "expected a level from 1 to 4, found '9'"),
        (["clients", "level", "Ann", "1.5"], "expected a level from 1 to 4, found '1.5'"),
        (["clients", "trend", "Ann", "--posture", "--exercise", "squat"], "there is no exercise 'squat'; there are: "),
        (["clients", "trend", "Ann", "--assessment", "--exercise", "band_rdl"], "has no exercises"),
        (["clients", "level", "Ann", "--reason", "x"], "expected a level, too"),
        (["clients", "consent", "Ann", "watch", "--trainers", "An/na"], "expected small letters, digits and -"),
        (["clients", "consent", "Ann", "watch", "--scopes", "video"], "expected some of live, events"),
        (["clients", "consent", "Ann", "keep", "--trainers", "anna"], "belong to watch"),
        (["clients", "consent", "Ann", "watch", "--withdraw", "--trainers", "anna"], "takes all of it back"),
        (["trainer", "week", "--weeks", "0"], "expected 1 to 520"),
    ],
)
def test_a_request_that_cannot_be_met_is_one_line(words: list[str], said: str, ann: Home) -> None:
    ann.refuses(*words, said=said)


def test_sessions_that_were_watched_are_counted_wherever_clients_are_listed(ann: Home) -> None:
    name = told(ann, "clients", "show", "Ann")["client"]
    other = "c-7k3m9q2x"
    with open_history() as history, history.writing() as db:
        for seq, (session, kind) in enumerate([("a", "SetEnded"), ("a", "SetEnded"), ("b", "SessionStarted")], 1):
            for client in (name, other):
                body = {"counted": 4, "unsure": 0} if kind == "SetEnded" else {"exercise": "band_rdl"}
                one = Arrived(seq=seq, id=f"{seq}", t_ms=1, session=session * 8, type=kind, body=body)
                take(db, client, "e", 1, [one], time.time_ns())
        looked(db, client_of(db, other, 0), author(db, "anna", "trainer"), "watched", time.time_ns())
    page = ann.says("clients", "show", other)
    assert "watched through the broker: 2 sessions, last less than a day ago" in page
    assert "agrees to  agreed on their own machine" in " ".join(page.split("   ")).replace("   ", "  ")
    assert "by anna (1 time), last less than a day ago" in page and forbidden(page) == []
    assert "keep, agreed on their own machine" in ann.says("clients", "show", "Ann")
    weeks = {one["client"]: one["this_week"]["sessions"] for one in told(ann, "trainer", "week")}
    listed = {one["client"]: one["watched_sessions"] for one in told(ann, "clients", "list")}
    assert weeks == listed == {name: 2, other: 2}
    assert "no session yet" not in ann.says("clients", "list")
