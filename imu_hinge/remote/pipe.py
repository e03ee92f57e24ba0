"""One connection to a broker: MQTT 5, nothing kept there for us, sizes checked, troubles in words. Imports aiomqtt."""

import asyncio
import logging
import ssl
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import aiomqtt
from aiomqtt.exceptions import MqttCodeError
from paho.mqtt.client import DisconnectFlags
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from imu_hinge.remote.accounts import Account
from imu_hinge.remote.arriving import published
from imu_hinge.remote.reading import Buffered
from imu_hinge.remote.troubles import PipeError, of_connecting, of_reason

__all__ = ["MOST_BYTES", "Message", "Pipe", "PipeError", "Will", "connected"]

MOST_BYTES = 65_536
"""The largest packet; a broker set up by us ends the connection of whoever sends more."""
KEEPALIVE_S = 10
"""A broker notices a silent client after one and a half times this."""
STATUS_EXPIRY_S = 7 * 24 * 3600
"""How long a broker keeps what was last said of somebody's presence."""
_ANSWER_S = 5.0
_LEAVE_S = 1.0
CONNECT_S = 3.0
"""For a connection, and for the broker's answer on it: a try that began while the network was away is soon given up."""
_MOST_WAITING = 4_000
"""Messages that came and were not read yet; what comes beyond is dropped, and its sender sends again what matters."""
_HEAD_BYTES = 64
"""At most what MQTT adds to topic and payload: lengths, packet id, the properties used here."""

_SILENT = logging.Logger("imu_hinge.remote", logging.CRITICAL + 1)
"""aiomqtt and paho would write to the terminal of somebody in the middle of a set."""


@dataclass(frozen=True, slots=True)
class Message:
    """What came."""

    topic: str
    payload: bytes
    retained: bool
    """Whether the broker had kept it; False for what is sent at this moment."""


@dataclass(frozen=True, slots=True)
class Will:
    """What the broker says for us when we vanish: at least once, kept as status is."""

    topic: str
    payload: bytes


class Pipe:
    """An open connection; made by `connected`."""

    def __init__(self, client: "_Client") -> None:
        self._client = client

    async def subscribe(self, topic: str, qos: int = 1) -> None:
        """Asks for messages. Raises PipeError; many brokers grant what they then do not deliver."""
        with self._troubles_in_words():
            codes = await self._client.subscribe(topic, qos, timeout=_ANSWER_S)
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
        properties = _properties(PacketTypes.PUBLISH, MessageExpiryInterval=expiry_s)
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


async def _enter(client: "_Client", account: Account) -> None:
    try:
        await client.__aenter__()
    except aiomqtt.MqttError as error:
        client.drop()
        raise of_connecting(error, account) from error
    except BaseException:
        client.drop()
        raise


async def _leave(client: "_Client", with_will: bool) -> None:
    """Says goodbye, within a second: nobody who leaves waits for a network that is gone."""
    if with_will and not client.lost.done():
        client.vanish()
    with suppress(aiomqtt.MqttError, TimeoutError):
        async with asyncio.timeout(_LEAVE_S):
            await client.__aexit__(None, None, None)
    client.drop()


def _client(account: Account, will: Will | None, keepalive_s: int, client_id: str) -> "_Client":
    expiry = _properties(PacketTypes.WILLMESSAGE, MessageExpiryInterval=STATUS_EXPIRY_S)
    return _Client(
        account.host,
        account.port,
        username=None if account.anonymous else account.user,
        password=None if account.anonymous else account.secret,
        identifier=client_id,
        protocol=aiomqtt.ProtocolVersion.V5,
        clean_start=True,
        properties=_properties(PacketTypes.CONNECT, SessionExpiryInterval=0),
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


def _properties(packet: int, **values: int | None) -> Properties:
    properties = Properties(packet)  # type: ignore[no-untyped-call]
    for name, value in values.items():
        if value is not None:
            setattr(properties, name, value)
    return properties


class _Client(aiomqtt.Client):
    """aiomqtt's client, which also tells refused publications, and a connection that ends before it stands."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._client.connect_timeout = CONNECT_S
        create = self._client._create_socket
        self._client._create_socket = lambda: Buffered(create())  # type: ignore[method-assign]
        self._client._handle_publish = self._take_packet  # type: ignore[method-assign]
        self._sent: dict[int, asyncio.Future[ReasonCode]] = {}
        self.arrived: deque[Message] = deque()
        self.rings = asyncio.Event()
        """Set when something arrived, or nothing will any more."""

    @property
    def lost(self) -> "asyncio.Future[None]":
        """Done when the connection has ended."""
        return self._disconnected

    def why_lost(self) -> PipeError:
        """Why it has."""
        error = None if self.lost.cancelled() or not self.lost.done() else self.lost.exception()
        code = error.rc if isinstance(error, MqttCodeError) else None
        if isinstance(code, ReasonCode):
            return of_reason(code.value, str(code), "the broker ended the connection")
        return PipeError("the connection to the broker is lost")

    def vanish(self) -> None:
        """Ends the connection so that the broker sends the will."""
        self._client.disconnect(ReasonCode(PacketTypes.DISCONNECT, "Disconnect with will message"))

    def drop(self) -> None:
        """Closes the socket if it is still open."""
        self._client._sock_close()

    async def sent(self, topic: str, payload: bytes, qos: int, retain: bool, properties: Properties) -> None:
        """As `publish`, which does not tell what the broker answered. Raises MqttError, PipeError."""
        info = self._client.publish(topic, payload, qos, retain, properties)
        if info.rc != 0:
            raise MqttCodeError(info.rc, "Could not publish message")
        if qos == 0:
            return
        answer = self._sent[info.mid] = self._loop.create_future()
        try:
            code = await self._wait_for(answer, timeout=_ANSWER_S)
        finally:
            self._sent.pop(info.mid, None)
        if code.is_failure:
            raise of_reason(code.value, str(code), f"publishing on {topic}")

    async def __aenter__(self) -> "_Client":
        await super().__aenter__()
        self._disconnected.add_done_callback(self._tell_those_who_wait)
        return self

    def _tell_those_who_wait(self, lost: "asyncio.Future[None]") -> None:
        if not lost.cancelled():
            lost.exception()  # else Python complains on the terminal about an exception that nobody looked at
        self.rings.set()
        calls: list[asyncio.Future[Any]] = [*self._sent.values(), *self._pending_subscribes.values()]
        for waiting in calls:
            if not waiting.done():
                waiting.set_exception(aiomqtt.MqttError("Connection lost"))

    def _take_packet(self) -> MQTTErrorCode:
        """In place of paho's reading of a PUBLISH packet and aiomqtt's queue, which makes a task for each message."""
        packet = self._client._in_packet
        try:
            one = published(packet["command"], packet["packet"])
        except ValueError:
            return MQTTErrorCode.MQTT_ERR_PROTOCOL
        if one.qos > 1:
            return MQTTErrorCode.MQTT_ERR_PROTOCOL
        if len(self.arrived) < _MOST_WAITING:
            self.arrived.append(Message(one.topic, one.payload, one.retained))
            self.rings.set()
        return self._client._send_puback(one.number) if one.qos else MQTTErrorCode.MQTT_ERR_SUCCESS

    def _on_publish(self, client: Any, userdata: Any, mid: int, reason_code: ReasonCode, properties: Any) -> None:
        answer = self._sent.get(mid)
        if answer is not None and not answer.done():
            answer.set_result(reason_code)

    def _on_disconnect(
        self, client: Any, userdata: Any, flags: DisconnectFlags, reason_code: ReasonCode, properties: Any = None
    ) -> None:
        self._loop.call_soon_threadsafe(self._ended_early, reason_code)
        super()._on_disconnect(client, userdata, flags, reason_code, properties)

    def _ended_early(self, reason_code: ReasonCode) -> None:
        """Before the connection stood: whoever waits for it is told at once."""
        if not self._connected.done():
            self._connected.set_exception(MqttCodeError(reason_code, "Connection closed"))
