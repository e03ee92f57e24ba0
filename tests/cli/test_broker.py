"""`live --broker`: who may watch, and that nobody does unasked."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from imu_hinge.cli.broker import check_consent
from imu_hinge.history.clients import client, client_known_as, client_of
from imu_hinge.history.consents import watch_of, wording
from imu_hinge.history.database import open_history
from imu_hinge.history.rows import ME
from imu_hinge.model.errors import UsageError
from tests.cli.homes import Home
from tests.cli.processes import SAMPLE, assert_refused, run
from tests.remote.broker import Broker, started
from tests.remote.watched import Trainer, until

_AUDITED = """
import sys
opened = []
def hook(event, arguments):
    if event == "socket.__new__" and arguments[1] in (2, 10):
        opened.append(arguments[1:])
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        if not isinstance(arguments[-1], (str, bytes)):
            opened.append((event, arguments[-1]))
sys.addaudithook(hook)
from imu_hinge.cli import main
code = main(sys.argv[1:])
print([name for name in sys.modules if name.startswith(("imu_hinge.remote", "aiomqtt", "paho"))], opened)
sys.exit(code)
"""


def test_without_a_broker_no_internet_socket_is_opened_and_nothing_remote_is_imported(tmp_path: Path) -> None:
    words = ["live", "--simulate", "--plain", "--speed", "20", "--record", str(tmp_path / "set.mcap"), "--sets", "1"]
    result = subprocess.run(
        [sys.executable, "-c", _AUDITED, *words], capture_output=True, encoding="utf-8", timeout=100
    )
    assert result.returncode == 0, result.stderr
    assert "  set  end  1  " in result.stdout
    assert result.stdout.splitlines()[-1] == "[] []"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with started(tmp_path_factory.mktemp("room") / "room", clients=2) as one:
        yield one


def test_a_simulated_wearer_is_watched_without_being_asked(home: Home, room: Broker) -> None:
    user = room.clients[0]
    with Trainer(room.account("t-anna"), user) as anna:
        words = ["live", "--simulate", "--plain", "--speed", "10", "--no-record", "--sets", "1"]
        result = run([*words, "--broker", room.account_file(user)])
        assert result.returncode == 0, result.stderr
        assert "imu-hinge: watched by anna\n" in result.stderr
        until(lambda: "SessionEnded" in anna.types())
    assert {one.software.endswith(" (simulated)") for one in anna.statuses if one} == {True}
    [ended] = anna.of("SessionEnded")
    assert f"  {ended.data['counted']} reps" in result.stdout and ended.data["counted"] > 0
    assert len({one.data["rep"]["id"] for one in anna.of("RepCompleted")}) == ended.data["counted"]
    assert not (home.data / "history.db").exists()


def test_nobody_is_watched_who_was_not_asked(home: Home, room: Broker) -> None:
    words = ["live", "--from", SAMPLE, "--plain", "--broker", room.account_file(room.clients[1])]
    told = home.run(*words)
    assert_refused(told, "`imu-hinge clients consent", "watch --trainers anna,bob`")
    assert len(room.log().split(room.clients[1])) == 1, "no connection was made"


def test_the_command_that_is_named_notes_the_consent(home: Home, room: Broker) -> None:
    user = room.clients[1]
    told = home.run("live", "--from", SAMPLE, "--plain", "--broker", room.account_file(user)).stderr
    command = told.split("`imu-hinge ")[1].split("`")[0].split()
    home.run(*command)
    with Trainer(room.account("t-bob"), user) as bob:
        result = home.run("live", "--from", SAMPLE, "--speed", 50, "--plain", "--broker", room.url)
        assert result.returncode == 0, result.stderr
        until(lambda: "SessionEnded" in bob.types())


def answering(patch: pytest.MonkeyPatch, typed: str) -> None:
    patch.setattr("builtins.input", lambda: typed)


def test_the_question_is_asked_in_the_words_that_are_kept(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, "y")
    check_consent(("t-anna",), "c-00000000", "mqtt://127.0.0.1:1", asks=True)
    asked = capsys.readouterr().out
    assert "Watched by anna through mqtt://127.0.0.1:1" in asked
    assert wording("watch").text in " ".join(asked.split())
    assert max(map(len, asked.splitlines())) < 80, "no word is broken by the terminal"
    with open_history() as history, history.reading() as db:
        me = client_known_as(db, ME)
        assert me is not None
        consent = watch_of(db, me, 2**62)
        assert consent is not None and consent.trainers == ("t-anna",)
    check_consent(("t-anna",), "c-00000000", "mqtt://127.0.0.1:1", asks=False)
    assert capsys.readouterr().out == "", "it is asked once"
    answering(monkeypatch, "")
    with pytest.raises(UsageError, match="not agreed to"):
        check_consent(("t-anna", "t-bob"), "c-00000000", "mqtt://127.0.0.1:1", asks=True)


def test_what_a_consent_narrows_stays_when_a_trainer_is_added(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home.says("clients", "add", "Ann")
    home.says("clients", "consent", "Ann", "watch", "--trainers", "anna", "--scopes", "live,events")
    url = "mqtt://127.0.0.1:1"
    check_consent(("t-anna",), "Ann", url, asks=False)
    with pytest.raises(UsageError) as refused:
        check_consent(("t-anna", "t-bob"), "Ann", url, asks=False)
    for words in ("lets anna,bob read", "no consent to being watched by bob;", "anna,bob --scopes live,events`"):
        assert words in str(refused.value)
    answering(monkeypatch, "y")
    check_consent(("t-anna", "t-bob"), "Ann", url, asks=True)
    asked = capsys.readouterr().out
    assert "You agreed to anna before; asked is about bob" in asked and "consent: live, events." in asked
    with open_history() as history, history.reading() as db:
        consent = watch_of(db, client(db, "Ann"), 2**62)
    assert consent is not None
    assert (consent.trainers, consent.scopes) == (("t-anna", "t-bob"), ("live", "events"))


def test_an_account_file_that_others_can_read_is_told_of(home: Home, room: Broker) -> None:
    copy = home.path / "account.toml"
    copy.write_bytes(Path(room.account_file(room.clients[1])).read_bytes())
    copy.chmod(0o644)
    told = home.run("live", "--from", SAMPLE, "--plain", "--broker", copy).stderr
    assert f"imu-hinge: {copy}: others on this machine can read the password in it: chmod 600 {copy}\n" in told
    copy.chmod(0o600)
    assert "chmod" not in home.run("live", "--from", SAMPLE, "--plain", "--broker", copy).stderr


def test_an_account_is_for_its_own_client_only(home: Home, room: Broker) -> None:
    home.says("clients", "add", "Ann")
    account = room.account_file(room.clients[0])
    words = ["live", "--from", SAMPLE, "--plain", "--no-record", "--client", "Ann", "--broker", account]
    assert f"this is the account of {room.clients[0]}" in home.refuses(*words)


def test_what_the_broker_kept_is_forgotten_where_consent_is_taken_back_between_sessions(
    home: Home, room: Broker
) -> None:
    user = room.clients[0]
    account = room.account_file(user)
    with open_history() as history, history.writing() as db:
        client_of(db, user, 1)
    home.says("clients", "consent", user, "watch", "--trainers", "anna,bob")
    run(["live", "--from", SAMPLE, "--plain", "--speed", "50", "--no-record", "--client", user, "--broker", account])
    with Trainer(room.account("t-anna"), user) as anna:
        until(lambda: anna.statuses and anna.statuses[-1] and anna.statuses[-1].reason == "left")
        told = home.says("clients", "consent", user, "watch", "--withdraw")
        assert f"imu-hinge clients consent {user} watch --withdraw --broker BROKER" in told
        told = home.says("clients", "consent", user, "watch", "--withdraw", "--broker", account)
        assert told.endswith("the broker keeps nothing of this client any more\n")
        until(lambda: anna.statuses[-1] is None)
    with Trainer(room.account("t-bob"), user) as bob:
        time.sleep(0.3)
        assert bob.bytes == []
    home.refuses("clients", "consent", user, "watch", "--broker", account, said="only with watch --withdraw")
