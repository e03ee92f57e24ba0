"""`trainer setup` beside a running broker: `--check`, and changes that count once the broker was told."""

from pathlib import Path

import pytest

from imu_hinge.model.errors import UsageError
from imu_hinge.remote import topics
from imu_hinge.remote.accounts import read_account
from imu_hinge.remote.pipe import PipeError, connected
from tests.remote.broker import Broker, awaited, free_port, program, refusal, running
from tests.remote.test_setup import ROOM, TLS, clients, run


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "room"
    run(folder, *ROOM, "--port", str(free_port()))
    return folder


def test_the_check_passes_on_a_room_as_it_was_set_up(broker: Broker, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(broker.folder, "--check") == 0
    said = capsys.readouterr().out
    assert said.count("as it should be") == 10
    assert "the 10 accounts whose files are here are let in" in said


def test_the_check_names_what_an_open_broker_allows(unlocked: Broker, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(unlocked.folder, "--check") == 1
    said = capsys.readouterr()
    assert "7 of 10 are not as they should be" in said.err
    assert "nobody is let in without an account" in said.out
    assert "was let in" in said.out


def test_the_check_says_when_there_is_no_broker(room: Path) -> None:
    with pytest.raises(PipeError, match="cannot be reached"):
        run(room, "--check")


def test_the_check_needs_account_files(room: Path) -> None:
    for user in clients(room)[1:]:
        (room / "accounts" / f"{user}.toml").unlink()
    with pytest.raises(UsageError, match="two of the trainer's clients"):
        run(room, "--check")


def test_added_replaced_and_revoked_accounts_count_when_the_broker_was_told(own_broker: Broker) -> None:
    folder = own_broker.folder
    client, other = own_broker.clients[:2]
    before = own_broker.account(other)
    run(folder, "--clients", "5")
    run(folder, "--replace", other)
    run(folder, "--revoke", client)
    own_broker.reload()
    (new,) = set(clients(folder)) - set(own_broker.clients)

    async def let_in(user: str) -> None:
        async with connected(read_account(folder / "accounts" / f"{user}.toml")):
            pass

    awaited(let_in(new))
    awaited(let_in(other))
    assert refusal(before).refused
    assert refusal(own_broker.account(client)).refused


def test_a_revoked_client_leaves_nothing_with_the_broker(own_broker: Broker) -> None:
    client = own_broker.account(own_broker.clients[0])

    async def keep() -> None:
        async with connected(client) as pipe:
            await pipe.publish(topics.status(client.user), b"kept", qos=1, retain=True)

    awaited(keep())
    run(own_broker.folder, "--revoke", client.user)
    own_broker.stop()
    assert b"kept" not in (own_broker.folder / "data" / "mosquitto.db").read_bytes()


def test_a_room_with_a_blank_in_its_name_and_with_tls_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mosquitto, folder, port = program(), tmp_path / "a gym", free_port()
    assert run(folder, *ROOM, *TLS, "--port", str(port)) == 0
    with running(Broker(folder, port, mosquitto)) as broker:
        assert run(folder, "--renew") == 0
        broker.reload()
        capsys.readouterr()
        assert run(folder, "--check") == 0
    assert "the broker's certificate is valid until 20" in capsys.readouterr().out
