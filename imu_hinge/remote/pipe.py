"""One connection to a broker: MQTT 5, nothing kept there for us, sizes checked, troubles in words."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

import aiomqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode

from imu_hinge.remote.accounts import Account
from imu_hinge.remote.mqtt import ANSWER_S, CONNECT_S, Client, Message, properties_of
from imu_hinge.remote.troubles import PipeError, TakenOverError, ThrownOutError, of_connecting, of_reason

__all__ = ["MOST_BYTES", "Message", "Pipe", "PipeError", "TakenOverError", "ThrownOutError", "Will", "connected"]

MOST_BYTES = 65_536
"""The largest packet; a broker set up by us ends the connection of whoever sends more."""
KEEPALIVE_S = 10
"""A broker notices a silent client after one and a half times this."""
STATUS_EXPIRY_S = 7 * 24 * 3600
"""How long a broker keeps what was last said of somebody's presence."""
_LEAVE_S = 1.0
_HEAD_BYTES = 64
"""At most what MQTT adds to topic and payload: lengths, packet id, the properties used here."""

_SILENT = logging.Logger("imu_hinge.remote", logging.CRITICAL + 1)
"""aiomqtt and paho would write to the terminal of somebody in the middle of a set."""


@dataclass(frozen=True, slots=True)
class Will:
    """What the broker says for us when we vanish: at least once, kept as status is."""

    topic: str
    payload: bytes


class Pipe:
    """An open connection; made by `connected`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def subscribe(self, topic: str, qos: int = 1) -> None:
        """Asks for messages. Raises PipeError; many brokers grant what they then do not deliver."""
        with self._troubles_in_words():
            codes = await self._client.subscribe(topic, qos, timeout=ANSWER_S)
        for code in codes:
            if isinstance(code, ReasonCode) and code.is_failure:
                raise of_reason(code.value, str(code), f"subscribing to {topic}")

    async def publish(
        self, topic: str, payload: bytes, *, qos: int = 0, retain: bool = False, expiry_s: int | None = None
    ) -> None:
        """Sends; with `qos` 1 returns when the broker has taken it. Raises PipeError.

        `expiry_s`: how long the broker may keep it for somebody who is not there. With `qos` 0 a refusal is not told.
        """
        size = len(topic.encode()) + len(payload) + _HEAD_BYTES
        if size > MOST_BYTES:
            raise PipeError(f"a message of {len(payload)} bytes is too large for the broker (at most {MOST_BYTES})")
        properties = properties_of(PacketTypes.PUBLISH, MessageExpiryInterval=expiry_s)
        with self._troubles_in_words():
            await self._client.sent(topic, payload, qos, retain, properties)

    def __aiter__(self) -> AsyncIterator[Message]:
        return self._messages()

    async def _messages(self) -> AsyncIterator[Message]:
        """Every message as it comes; raises PipeError when the connection has ended and the last one is read."""
        arrived = self._client.arrived
        while True:
            while arrived:
                yield arrived.popleft()
            if self._client.lost.done():
                raise self._client.why_lost()
            self._client.rings.clear()
            await self._client.rings.wait()

    @contextmanager
    def _troubles_in_words(self) -> Iterator[None]:
        try:
            yield
        except aiomqtt.MqttError as error:
            lost = self._client.lost.done()
            raise (self._client.why_lost() if lost else PipeError("the broker does not answer")) from error


@asynccontextmanager
async def connected(
    account: Account, will: Will | None = None, keepalive_s: int = KEEPALIVE_S, client_id: str = ""
) -> AsyncIterator[Pipe]:
    """An open connection until the block ends; raises PipeError when none can be had.

    `client_id` is another one than the user name, which a broker set up by us does not heed.
    Ended well or cancelled, the broker drops the will; ended by another exception, it sends it. Needs an event loop
    that watches sockets (`add_reader`): on Windows the selector loop.
    """
    client = _client(account, will, keepalive_s, client_id or account.user)
    await _enter(client, account)
    try:
        yield Pipe(client)
    except BaseException as error:
        await _leave(client, with_will=not isinstance(error, asyncio.CancelledError | GeneratorExit))
        raise
    else:
        await _leave(client, with_will=False)


async def _enter(client: Client, account: Account) -> None:
    try:
        await client.__aenter__()
    except aiomqtt.MqttError as error:
        client.drop()
        raise of_connecting(error, account) from error
    except BaseException:
        client.drop()
        raise


async def _leave(client: Client, with_will: bool) -> None:
    """Says goodbye, within a second: nobody who leaves waits for a network that is gone."""
    if with_will and not client.lost.done():
        client.vanish()
    with suppress(aiomqtt.MqttError, TimeoutError):
        async with asyncio.timeout(_LEAVE_S):
            await client.__aexit__(None, None, None)
    client.drop()


def _client(account: Account, will: Will | None, keepalive_s: int, client_id: str) -> Client:
    expiry = properties_of(PacketTypes.WILLMESSAGE, MessageExpiryInterval=STATUS_EXPIRY_S)
    return Client(
        account.host,
        account.port,
        username=None if account.anonymous else account.user,
        password=None if account.anonymous else account.secret,
        identifier=client_id,
        protocol=aiomqtt.ProtocolVersion.V5,
        clean_start=True,
        properties=properties_of(PacketTypes.CONNECT, SessionExpiryInterval=0),
        will=aiomqtt.Will(will.topic, will.payload, 1, True, expiry) if will else None,
        keepalive=keepalive_s,
        timeout=CONNECT_S,
        tls_context=_trust(account),
        logger=_SILENT,
    )


def _trust(account: Account) -> ssl.SSLContext | None:
    """Always verified: against the account's own authority, else those of this system."""
    if not account.secure:
        return None
    trust = ssl.create_default_context(cadata=account.ca_pem or None)
    trust.sslsocket_class = _ClosedOnRefusal
    return trust


class _ClosedOnRefusal(ssl.SSLSocket):
    """paho forgets a socket whose certificate is refused."""

    def do_handshake(self, block: bool = False) -> None:
        try:
            super().do_handshake(block)
        except BaseException:
            self.close()
            raise
