"""`trainer setup`: what is written, what a second run adds, and what the broker makes of it."""

import argparse
import os
import shlex
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from imu_hinge.cli.trainer import setup
from imu_hinge.history.clients import is_pseudonym
from imu_hinge.model.errors import UsageError
from imu_hinge.remote import topics
from imu_hinge.remote.accounts import read_account
from imu_hinge.remote.setup.configuration import is_root
from imu_hinge.remote.setup.passwords import ITERATIONS, lets_in, password_line, with_lines, without_user
from imu_hinge.remote.setup.room import Room, access_list, load_room

ROOM = ["--clients", "3", "--trainers", "anna,bob"]
TLS = ["--listen", "127.0.0.1", "--host", "localhost"]


def run(folder: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    setup.configure(parser)
    return setup.run(parser.parse_args([str(folder), *words]))


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "a room"
    assert run(folder, *ROOM) == 0
    return folder


@pytest.fixture
def tls_room(tmp_path: Path) -> Path:
    folder = tmp_path / "room"
    assert run(folder, *ROOM, *TLS) == 0
    return folder


def clients(folder: Path) -> list[str]:
    found = load_room(folder)
    assert found is not None
    return list(found.clients)


def test_every_account_has_a_file_of_its_own(room: Path) -> None:
    accounts = [read_account(path) for path in (room / "accounts").iterdir()]
    assert sorted(one.user for one in accounts) == [*sorted(clients(room)), "t-anna", "t-bob"]
    assert all(is_pseudonym(user) for user in clients(room))
    assert {one.trainers for one in accounts if one.kind == "client"} == {("t-anna", "t-bob")}
    assert {one.url for one in accounts} == {"mqtt://127.0.0.1:1883"}
    assert len({one.secret for one in accounts}) == 5


def test_everything_is_for_its_owner_alone(tls_room: Path) -> None:
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tls_room, *tls_room.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


@pytest.mark.skipif(not is_root(), reason="only root writes for others")
def test_what_root_adds_belongs_to_whom_the_folder_belongs_to(room: Path) -> None:
    os.chown(room, 4711, 4712)
    run(room, "--clients", "4")
    assert {((room / name).stat().st_uid, (room / name).stat().st_gid) for name in ("passwd", "acl")} == {(4711, 4712)}


def test_secrets_stand_in_account_files_and_nowhere_else(tls_room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secrets = [read_account(path).secret for path in (tls_room / "accounts").iterdir()]
    elsewhere = b"".join(text for name, text in written(tls_room).items() if not name.startswith("accounts/"))
    said = "".join(capsys.readouterr())
    assert not any(secret.encode() in elsewhere or secret in said for secret in secrets)


def test_running_it_again_changes_nothing(tls_room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = written(tls_room)
    capsys.readouterr()
    assert run(tls_room, *ROOM, *TLS) == run(tls_room, *ROOM) == run(tls_room) == 0
    assert written(tls_room) == before
    assert "nothing to add: 3 clients and 2 trainers" in capsys.readouterr().out


def test_running_it_with_more_adds_and_leaves_the_rest(room: Path) -> None:
    (room / "hinge.conf").write_text("# changed by hand\n")
    before, old = written(room), clients(room)
    handed_out = room / "accounts" / f"{old[0]}.toml"
    handed_out.unlink()
    assert run(room, "--clients", "5") == 0
    after = written(room)
    same = set(before) - {"passwd", "acl", "room.toml", f"accounts/{old[0]}.toml"}
    assert {name for name in same if after[name] != before[name]} == set()
    assert after["passwd"].startswith(before["passwd"])
    assert clients(room)[:3] == old
    assert len(clients(room)) == 5
    assert not handed_out.exists()


def test_people_of_a_history_keep_their_pseudonyms(room: Path) -> None:
    old = clients(room)
    assert run(room, "--clients", f"c-7k3m9q2x,{old[1]}") == 0
    assert clients(room) == [*old, "c-7k3m9q2x"]
    assert read_account(room / "accounts" / "c-7k3m9q2x.toml").trainers == ("t-anna", "t-bob")


def test_a_trainer_who_comes_later_sees_nobody_who_was_not_told(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = clients(room)
    assert run(room, "--clients", "4", "--trainers", "carl") == 0
    (new,) = set(clients(room)) - set(old)
    rules = (room / "acl").read_text().partition("user t-carl\n")[2]
    assert f"topic read {topics.live(new)}" in rules
    assert not any(client in rules for client in old)
    assert "t-carl may see clients added from here on" in capsys.readouterr().out


def test_a_replaced_account_names_every_trainer_and_its_old_secret_is_void(room: Path) -> None:
    client = clients(room)[0]
    run(room, "--trainers", "carl")
    before = read_account(room / "accounts" / f"{client}.toml")
    assert run(room, "--replace", client) == 0
    after = read_account(room / "accounts" / f"{client}.toml")
    line = next(line for line in (room / "passwd").read_text().splitlines() if line.startswith(client))
    assert (lets_in(line, before.secret), lets_in(line, after.secret)) == (False, True)
    assert after.trainers == ("t-anna", "t-bob", "t-carl")
    assert f"topic read {topics.live(client)}" in (room / "acl").read_text().partition("user t-carl\n")[2]


def test_revoking_removes_an_account_everywhere(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    client, kept = clients(room)[0], clients(room)[1]
    assert run(room, "--revoke", client) == run(room, "--revoke", "t-bob") == 0
    left = b"".join(written(room).values()).decode()
    assert client not in left
    assert "t-bob" not in left.replace(read_account(room / "accounts" / f"{kept}.toml").user, "").replace(
        '"t-anna", "t-bob"', ""
    )
    assert "sudo systemctl reload hinge-broker" in capsys.readouterr().out
    with pytest.raises(UsageError, match=f"there is no account {client}"):
        run(room, "--revoke", client)


def test_with_all_clients_the_access_list_stays_short(tmp_path: Path) -> None:
    run(tmp_path / "room", "--clients", "201", "--trainers", "anna", "--all-clients")
    rules = (tmp_path / "room" / "acl").read_text()
    assert "topic read hinge/v1/+/live" in rules
    assert "topic write hinge/v1/+/cmd/t-anna" in rules
    assert len(rules.splitlines()) < 20


def test_with_all_clients_a_new_trainer_sees_everybody_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path / "room", *ROOM, "--all-clients")
    run(tmp_path / "room", "--trainers", "carl")
    assert "t-carl may see every client at once" in capsys.readouterr().out


def test_a_trainer_is_named_in_no_line_of_another() -> None:
    room = Room(trainers=("t-anna", "t-bob"), clients={"c-1": ("t-anna",), "c-2": ("t-bob",)})
    anna, bob = access_list(room).split("user t-")[1:]
    assert ("c-1" in anna, "c-2" in anna, "c-1" in bob, "c-2" in bob) == (True, False, False, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "a new room needs --clients N and --trainers NAME,NAME"),
        (["--clients", "3"], "a new room needs"),
        (["--check"], "no room is set up there"),
        (["--renew"], "no room is set up there"),
        (["--clients=-1"], "expected a number, or pseudonyms"),
        (["--clients", "10001"], "expected a number up to"),
        (["--clients", "c-00000000", "--trainers", "anna"], "expected a number, or pseudonyms"),
        (["--clients", "c-7k3m9q2x,Ann", "--trainers", "anna"], "expected a number, or pseudonyms"),
        (["--clients", "2", "--trainers", "an na"], "expected letters, digits"),
        (["--clients", "2", "--trainers", "local"], "not `local`"),
        (["--clients", "2", "--trainers", "#"], "expected letters, digits"),
        (["--clients", "201", "--trainers", "anna"], "give --all-clients"),
        ([*ROOM, "--port", "0"], "expected a number from 1 to 65535"),
        ([*ROOM, "--host", "gym.local"], "give --listen ADDRESS with it"),
        ([*ROOM, "--listen", "0.0.0.0"], "give --host with the name others use"),
        ([*ROOM, "--listen", "gym.local"], "expected an address such as"),
        ([*ROOM, "--listen", "192.0.2.1", "--host", 'gym"\n'], "expected a name such as gym.local"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path: Path, words: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        run(tmp_path / "room", *words)
    assert not (tmp_path / "room").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear Ann")
    with pytest.raises(UsageError, match="is not empty and no room"):
        run(tmp_path, *ROOM)
    assert list(written(tmp_path)) == ["letter.txt"]


@pytest.mark.parametrize("words", [TLS, ["--port", "1884"], ["--all-clients"]])
def test_a_room_does_not_move(room: Path, words: list[str]) -> None:
    with pytest.raises(UsageError, match="set up another folder"):
        run(room, *ROOM, *words)


def test_beyond_this_machine_there_is_always_tls(room: Path, tls_room: Path) -> None:
    plain, tls = ((folder / "hinge.conf").read_text() for folder in (room, tls_room))
    assert "listener 1883 127.0.0.1\n" in plain
    assert "listener 8883 127.0.0.1\ncertfile " in tls
    assert [text.count("listener ") for text in (plain, tls)] == [1, 1]


def test_the_certificate_is_for_the_name_and_the_address(tmp_path: Path) -> None:
    run(tmp_path / "room", *ROOM, "--listen", "192.0.2.7", "--host", "gym.local")
    certificate = x509.load_pem_x509_certificate((tmp_path / "room" / "server.crt").read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["gym.local"]
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["192.0.2.7"]
    lasts = certificate.not_valid_after_utc - datetime.now(UTC)
    assert timedelta(days=729) < lasts < timedelta(days=731)


def test_a_renewed_certificate_is_from_the_same_authority(tls_room: Path) -> None:
    before = written(tls_room)
    assert run(tls_room, "--renew") == 0
    after = written(tls_room)
    assert {name for name in after if after[name] != before[name]} == {"server.crt", "server.key"}


def test_a_line_of_the_password_file_is_what_mosquitto_itself_writes(tmp_path: Path) -> None:
    user, method, iterations, salt, hashed = password_line("c-7k3m9q2x", "secret").replace(":$", "$").split("$")
    assert (user, method, iterations, len(salt), len(hashed)) == ("c-7k3m9q2x", "7", str(ITERATIONS), 16, 88)
    lines = with_lines("somebody:$7$else\n", {"c-1": "one", "c-2": "two"})
    assert [line.partition(":")[0] for line in lines.splitlines()] == ["somebody", "c-1", "c-2"]
    assert without_user(lines, "c-1").count("\n") == 2
    assert lets_in(lines.splitlines()[1], "one")
    assert not lets_in(lines.splitlines()[1], "two")


def test_the_printed_commands_are_those_of_this_room(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(room.parent / "other", *ROOM)
    said = capsys.readouterr().out
    commands = [shlex.split(line) for line in said.splitlines() if line.startswith("  ")]
    started = next(words for words in commands if "-c" in words)
    assert Path(started[-1]).read_text().startswith("# Mosquitto 2.0")
    assert ["imu-hinge", "trainer", "setup", str(room.parent / "other"), "--check"] in commands


def test_it_starts_without_the_mqtt_library() -> None:
    """Setting up needs no broker; and whoever gives no broker loads nothing for one."""
    code = "import sys, imu_hinge.cli.trainer.setup as _; print({'aiomqtt', 'cryptography'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
