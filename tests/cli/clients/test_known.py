"""`imu-hinge clients add`, `list`, `show` and `change`."""

import json
import re
import sqlite3
from contextlib import closing

import pytest

from imu_hinge.cli.clients import COMMANDS
from tests.cli.clients.asked import NOTE, pseudonym
from tests.cli.homes import Home
from tests.wording import forbidden

PSEUDONYM = re.compile(r"c-[0-9a-z]{8}")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_in_proper_words(command: str, home: Home) -> None:
    text = home.says("clients", command, "--help")
    assert f"example:\n  imu-hinge clients {command}" in text
    assert forbidden(text) == []


def test_a_client_is_added_under_a_pseudonym(home: Home) -> None:
    assert "no clients yet" in home.says("clients", "list")
    said = home.says("clients", "add", "Ann", "--birth-year", 1990, "--consent", "keep", "--consent", "watch")
    found = PSEUDONYM.search(said)
    assert found and "agrees to: keep, watch" in said
    listed = home.says("clients", "list")
    assert all(word in listed for word in (found[0], "Ann", "no session yet"))
    assert forbidden(said + listed) == []


def test_without_a_consent_it_is_said_how_to_note_one(home: Home) -> None:
    said = home.says("clients", "add", "Ann")
    assert "agrees to: nothing yet" in said
    assert f"imu-hinge clients consent {pseudonym(home)} keep" in said


def test_at_a_terminal_each_consent_is_asked_for(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["y\n", "\n", "no\n"])
    monkeypatch.setattr(
        "sys.stdin", type("Terminal", (), {"isatty": lambda self: True, "readline": lambda self: next(answers)})()
    )
    result = home.run("clients", "add", "Ann")
    assert "agrees to: keep\n" in result.stdout
    assert result.stderr.count("Does the client agree?") == 3


def test_a_client_is_shown_with_all_that_is_known(ann: Home) -> None:
    page = ann.says("clients", "show", "ann")
    for words in (
        "Ann (c-",
        "1990",
        "agrees to    keep",
        "; 1 session of the virtual wearer",
        NOTE,
        "Tess (trainer)",
        "early 10",
    ):
        assert words in page
    assert forbidden(page) == []
    told = json.loads(ann.says("clients", "show", pseudonym(ann), "--json"))
    assert (told["name"], told["birth_year"], len(told["sessions"])) == ("Ann", 1990, 1)
    assert told["simulated_sessions"] == 1
    assert "1 (1 virtual)" in ann.says("clients", "list")
    assert told["notes"][0]["text"] == NOTE


def test_who_looked_is_noted(ann: Home) -> None:
    before = json.loads(ann.says("clients", "show", "Ann", "--json"))["looked_at"]
    assert json.loads(ann.says("clients", "show", "Ann", "--json"))["looked_at"] == before + 1


def test_what_is_known_can_be_changed(ann: Home) -> None:
    words = ("--name", "Anna", "--birth-year", 0, "--cautions", "no rows", "--own-max", 52.5, "--keep-days", 3)
    assert "changed: Anna" in ann.says("clients", "change", "Ann", *words)
    told = json.loads(ann.says("clients", "show", "Anna", "--json"))
    assert (told["birth_year"], told["cautions"], told["own_max_lumbar_deg"]) == (None, "no rows", 52.5)
    assert told["kept_too_long"] == 1
    assert "1 recording older than that" in ann.says("clients", "show", "Anna")


def test_who_is_archived_is_listed_only_when_asked_for(ann: Home) -> None:
    ann.says("clients", "change", "Ann", "--archive")
    assert "Ann" not in ann.says("clients", "list")
    assert "archived" in ann.says("clients", "list", "--all")
    ann.says("clients", "change", "Ann", "--no-archive")
    assert "Ann" in ann.says("clients", "list")


def test_of_whoever_never_trained_here_nothing_is_kept(home: Home) -> None:
    for command in ("show", "trend", "erase"):
        home.refuses("clients", command, "me", said="nothing is kept of you yet: `imu-hinge live` records a session")


def test_signs_that_a_terminal_obeys_are_spelt_out(ann: Home) -> None:
    with closing(sqlite3.connect(ann.data / "history.db")) as db, db:
        db.execute("UPDATE client SET display_name = ?", ("A\x1b[2Jn\nn",))
        db.execute("UPDATE note SET text = ?", ("red\x07\nband\u202e",))
    page = ann.says("clients", "show", pseudonym(ann)) + ann.says("clients", "list") + ann.says("sessions", "list")
    assert "A\\x1b[2Jn\\nn" in page and "red\\x07\n    band\\u202e\n" in page
    assert not set(page) & set("\x1b\x07\u202e")


def test_the_beginning_of_a_name_is_enough_while_it_is_one(ann: Home) -> None:
    ann.says("clients", "add", "Bob Sample")
    ann.says("clients", "add", "Bob Sampson")
    assert "Bob Sampson" in ann.says("clients", "show", "bob samps")
    ann.refuses("clients", "show", "bob", said="say more of it")
    ann.refuses("clients", "erase", "bob samps", "--yes", said="say the whole pseudonym or name")


def test_the_beginning_of_a_pseudonym_is_enough_while_it_is_one(home: Home) -> None:
    for name, ident in (("Ann", "c-7k2m9xq4"), ("Bob", "c-7kzzzzzz")):
        home.says("clients", "add", name)
        with closing(sqlite3.connect(home.data / "history.db")) as db, db:
            db.execute("UPDATE client SET pseudonym = ? WHERE display_name = ?", (ident, name))
    home.refuses("clients", "show", "c-7k", said="say more of it")
    assert "Ann (c-7k2m9xq4)" in home.says("clients", "show", "c-7k2")
