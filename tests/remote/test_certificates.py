"""Whom a client talks to: nobody whose certificate does not hold."""

import asyncio
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from imu_hinge.remote.accounts import Account
from imu_hinge.remote.pipe import MOST_BYTES, PipeError, connected
from imu_hinge.remote.setup.authority import Pair, new_authority, new_server
from imu_hinge.remote.setup.folder import AUTHORITY, AUTHORITY_KEY, SERVER, SERVER_KEY
from tests.remote.broker import Broker, awaited, refusal


@pytest.mark.parametrize(
    ("names", "days", "host", "said"),
    [
        (("localhost",), -1, "localhost", "has expired; renew it there: imu-hinge trainer setup DIR --renew"),
        (("gym.example", "192.0.2.1"), 30, "localhost", "is for another name than localhost"),
        (("localhost",), 30, "127.0.0.1", "is for another address than 127.0.0.1"),
    ],
    ids=["expired", "other name", "other address"],
)
def test_a_certificate_that_does_not_hold_is_refused_with_the_remedy(
    own_tls_broker: Broker, names: tuple[str, ...], days: int, host: str, said: str
) -> None:
    authority = Pair(*((own_tls_broker.folder / name).read_text() for name in (AUTHORITY, AUTHORITY_KEY)))
    install(own_tls_broker, new_server(authority, names, datetime.now(UTC) - timedelta(days=30), 30 + days))
    account = own_tls_broker.account(own_tls_broker.clients[0])
    trouble = refusal(replace(account, url=f"mqtts://{host}:{own_tls_broker.port}"))
    assert trouble.refused
    assert said in trouble.words


def test_a_certificate_of_another_authority_is_refused(own_tls_broker: Broker) -> None:
    now = datetime.now(UTC)
    install(own_tls_broker, new_server(new_authority("elsewhere", now), ("localhost",), now))
    trouble = refusal(own_tls_broker.account(own_tls_broker.clients[0]))
    assert trouble.refused
    assert "from an authority that this account does not know" in trouble.words


def test_the_systems_authorities_do_not_vouch_for_a_room(tls_broker: Broker) -> None:
    account = replace(tls_broker.account(tls_broker.clients[0]), ca_pem="")
    assert refusal(account).refused


def test_without_encryption_nobody_gets_in_where_there_is_tls(tls_broker: Broker) -> None:
    account = replace(tls_broker.account(tls_broker.clients[0]), url=f"mqtt://127.0.0.1:{tls_broker.port}")
    assert "does this port expect encryption (mqtts)?" in refusal(account).words


@pytest.mark.parametrize(
    ("answer", "said", "refused"),
    [
        (b"", "ended the connection before it answered", False),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not answer with encryption", True),
    ],
)
def test_the_secret_does_not_travel_where_there_is_no_tls_to_trust(
    tls_broker: Broker, answer: bytes, said: str, refused: bool
) -> None:
    """Somebody in between who has no certificate of the room hears a greeting and nothing of the account."""
    account = tls_broker.account(tls_broker.clients[0])
    with socket.create_server(("127.0.0.1", 0)) as between:
        url = f"mqtts://localhost:{between.getsockname()[1]}"
        trouble, heard = awaited(overheard(between, answer, replace(account, url=url)))
    assert said in trouble.words
    assert trouble.refused is refused
    assert heard
    assert account.secret.encode() not in heard
    assert account.user.encode() not in heard


async def overheard(between: socket.socket, answer: bytes, account: Account) -> tuple[PipeError, bytes]:
    def listen() -> bytes:
        connection, _ = between.accept()
        with connection:
            heard = connection.recv(MOST_BYTES)
            connection.sendall(answer)
            return heard

    listening = asyncio.create_task(asyncio.to_thread(listen))
    with pytest.raises(PipeError) as trouble:
        async with connected(account):
            pass
    return trouble.value, await listening


def test_a_port_without_encryption_is_told(broker: Broker) -> None:
    account = replace(broker.account(broker.clients[0]), url=broker.url.replace("mqtt:", "mqtts:"))
    assert "is it the right port?" in refusal(account).words


def install(broker: Broker, pair: Pair) -> None:
    (broker.folder / SERVER_KEY).write_text(pair.key)
    (broker.folder / SERVER).write_text(pair.certificate)
    broker.reload()
