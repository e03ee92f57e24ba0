"""The MQTT library's client, with what it does not tell, and without what it would say on the terminal."""

import asyncio
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import aiomqtt
from aiomqtt.exceptions import MqttCodeError
from paho.mqtt.client import DisconnectFlags
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from imu_hinge.remote.arriving import published
from imu_hinge.remote.reading import Buffered
from imu_hinge.remote.troubles import PipeError, of_ending, of_reason

ANSWER_S = 5.0
CONNECT_S = 3.0
"""For a connection, and for the broker's answer on it: a try that began while the network was away is soon given up."""
_MOST_WAITING = 4_000
"""Messages that came and were not read yet; what comes beyond is dropped, and its sender sends again what matters."""


@dataclass(frozen=True, slots=True)
class Message:
    """What came."""

    topic: str
    payload: bytes
    retained: bool
    """Whether the broker had kept it; False for what is sent at this moment."""


class Client(aiomqtt.Client):
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
            return of_ending(code.value, str(code))
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
            code = await self._wait_for(answer, timeout=ANSWER_S)
        finally:
            self._sent.pop(info.mid, None)
        if code.is_failure:
            raise of_reason(code.value, str(code), f"publishing on {topic}")

    async def __aenter__(self) -> "Client":
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

    def _on_socket_register_write(self, client: Any, userdata: Any, sock: Any) -> None:
        self._loop.call_soon_threadsafe(self._write_when_ready, sock)

    def _write_when_ready(self, sock: Any) -> None:
        """Unless it was closed since it was asked for: the number of its file may be another one's by now."""
        if sock.fileno() >= 0:
            self._loop.add_writer(sock.fileno(), self._write)

    def _write(self) -> None:
        try:
            self._client.loop_write()
        except Exception as error:
            if not self.lost.done():
                self.lost.set_exception(error)

    def _ended_early(self, reason_code: ReasonCode) -> None:
        """Before the connection stood: whoever waits for it is told at once."""
        if not self._connected.done():
            self._connected.set_exception(MqttCodeError(reason_code, "Connection closed"))


@lru_cache(maxsize=128)
def properties_of(packet: int, **values: int | None) -> Properties:
    """Properties of this kind of packet, not to be changed; without those that are None."""
    properties = Properties(packet)  # type: ignore[no-untyped-call]
    for name, value in values.items():
        if value is not None:
            setattr(properties, name, value)
    return properties
