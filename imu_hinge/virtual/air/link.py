"""One connection of the virtual radio: what waits at either end and when it passes."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bumble import hci, ll
from bumble.controller import Connection
from bumble.core import PhysicalTransport

from imu_hinge.virtual.air.alarm import Alarm
from imu_hinge.virtual.air.anchors import Anchors
from imu_hinge.virtual.air.conditions import Conditions

UNIT_S = 0.00125
"""Connection intervals are multiples of this (Core Specification, volume 4, part E, 7.8.12)."""
SUPERVISION_UNIT_S = 0.01
WAITING_MOST = 64
"""PDUs that one end of a link holds; a notification beyond is lost."""

Delivery = Callable[[], None]


@dataclass
class End:
    """One end of a link, and what it has sent that still waits."""

    connection: Connection
    waiting: deque[Delivery] = field(default_factory=deque)

    @property
    def is_open(self) -> bool:
        """Whether its controller still holds this very connection."""
        held = self.connection.controller.le_connections.get(self.connection.peer_address)
        return held is self.connection

    def close(self, reason: int) -> None:
        """Tells its host that the link is gone."""
        if self.is_open:
            self.connection.controller.on_le_disconnected(self.connection, reason)

    def announce(self, interval_s: float, supervision_s: float) -> None:
        """Tells its host the parameters of the connection."""
        event = hci.HCI_LE_Connection_Update_Complete_Event(
            status=hci.HCI_SUCCESS,
            connection_handle=self.connection.handle,
            connection_interval=round(interval_s / UNIT_S),
            peripheral_latency=0,
            supervision_timeout=round(supervision_s / SUPERVISION_UNIT_S),
        )
        if self.is_open:
            self.connection.controller.send_hci_packet(event)


class AirLink:
    """Holds data until the next connection event; ends when no event came through for the supervision time."""

    def __init__(
        self,
        central: Connection,
        peripheral: Connection,
        conditions: Conditions,
        rng: Random,
        ended: Callable[["AirLink"], None],
    ) -> None:
        self.central, self.peripheral = End(central), End(peripheral)
        self.interval_s = conditions.interval_s
        self._conditions, self._rng, self._ended = conditions, rng, ended
        self._loop = asyncio.get_running_loop()
        self._wanted_s = conditions.interval_s
        self._trace_ms = conditions.trace_ms
        self._anchors = self._anchored(self._loop.time() + UNIT_S + rng.uniform(0, self.interval_s))
        self._event, self._end = Alarm(self._pass), Alarm(self._lose)

    @property
    def supervision_s(self) -> float:
        """The time without a connection event that comes through after which the link is lost."""
        return self._conditions.supervision_s

    def end_of(self, connection: Connection) -> End:
        """The end to which a controller's connection belongs."""
        return self.central if connection is self.central.connection else self.peripheral

    def send_data(self, sender: End, pdu: bytes) -> None:
        """An L2CAP PDU; notifications of the peripheral suffer what the conditions say."""
        is_notification = sender is self.peripheral and _is_notification(pdu)
        for _ in range(self._copies(sender) if is_notification else 1):
            self._queue(sender, lambda to: to.controller.on_link_acl_data(to.peer_address, PhysicalTransport.LE, pdu))

    def send_control(self, sender: End, pdu: ll.ControlPdu) -> None:
        """A PDU of the link layer, in order with the data."""
        if isinstance(pdu, ll.ConnectionUpdateInd):
            self.move(pdu.interval * UNIT_S)
        self._queue(sender, lambda to: to.controller.on_ll_control_pdu(to.peer_address, pdu))

    def move(self, interval_s: float) -> None:
        """Another interval, beginning with the next connection event."""
        self.interval_s = interval_s
        self._anchors = self._anchored(self._anchors.after(self._loop.time()))
        self._schedule()

    def announce(self) -> None:
        """Tells both hosts the interval."""
        self.central.announce(self.interval_s, self.supervision_s)
        self.peripheral.announce(self.interval_s, self.supervision_s)

    def adapt(self) -> None:
        """Follows a change of the conditions."""
        if self._trace_ms != self._conditions.trace_ms:
            self._trace_ms = self._conditions.trace_ms
            self.move(self.interval_s)
        if self._wanted_s != self._conditions.interval_s:
            self._wanted_s = self._conditions.interval_s
            self.move(self._wanted_s)
            self.announce()
        if self._conditions.through:
            self._end.clear()
        elif not self._end.is_set:
            self._end.set(self._anchors.last(self._loop.time()) + self.supervision_s)
        self._schedule()

    def cut(self) -> None:
        """Forgets what waits and every timer."""
        self._event.clear()
        self._end.clear()
        self.central.waiting.clear()
        self.peripheral.waiting.clear()
        self._ended(self)

    def _anchored(self, first_s: float) -> Anchors:
        gaps_ms = self._trace_ms or (self.interval_s * 1e3,)
        return Anchors(first_s, [gap / 1e3 for gap in gaps_ms])

    def _copies(self, sender: End) -> int:
        conditions = self._conditions
        if conditions.silent or len(sender.waiting) >= WAITING_MOST:
            return 0
        if conditions.loss and self._rng.random() < conditions.loss:
            return 0
        return 2 if conditions.doubles and self._rng.random() < conditions.doubles else 1

    def _queue(self, sender: End, deliver: Callable[[Connection], None]) -> None:
        receiver = self.peripheral if sender is self.central else self.central

        def arrive() -> None:
            if receiver.is_open:
                deliver(receiver.connection)

        sender.waiting.append(arrive)
        self._schedule()

    def _schedule(self) -> None:
        self._event.clear()
        if self._conditions.through and (self.central.waiting or self.peripheral.waiting):
            self._event.set(self._anchors.after(self._loop.time()))

    def _pass(self) -> None:
        """One connection event: everything that waits, unless this event fails."""
        if self._conditions.retry and self._rng.random() < self._conditions.retry:
            self._schedule()
            return
        arriving = [*self.central.waiting, *self.peripheral.waiting]
        self.central.waiting.clear()
        self.peripheral.waiting.clear()
        for arrive in arriving:
            arrive()
        if not (self.central.is_open or self.peripheral.is_open):
            self.cut()

    def _lose(self) -> None:
        for end in self.central, self.peripheral:
            end.close(hci.HCI_CONNECTION_TIMEOUT_ERROR)
        self.cut()


def _is_notification(pdu: bytes) -> bool:
    """CID 4 (attribute protocol), opcode 0x1B."""
    return pdu[2:5] == b"\x04\x00\x1b"
