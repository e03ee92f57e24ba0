"""The virtual radio between controllers: connection intervals, loss, outages, reach. All waiting is the loop's."""

import asyncio
import math
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from bumble import hci, ll
from bumble.controller import AdvertisingSet, Connection, Controller, LegacyAdvertiser
from bumble.core import PhysicalTransport
from bumble.link import LocalLink

from imu_hinge.virtual.air.conditions import Conditions
from imu_hinge.virtual.air.link import UNIT_S, AirLink, End

if TYPE_CHECKING:
    from imu_hinge.virtual.air.controller import AirController

_SHORTEST_S = 0.0075
_UNANSWERED_EVENTS = 6
"""A connection of which the peripheral knows nothing is given up after so many intervals (volume 6, part B, 4.5.2)."""

Grant = Callable[[float, float], float]


def smallest_interval(min_s: float, _max_s: float) -> float:
    """A central that grants what was asked: the smallest allowed interval not below `min_s`."""
    return max(_SHORTEST_S, math.ceil(min_s / UNIT_S - 1e-6) * UNIT_S)


class Air(LocalLink):
    """Carries what AirControllers send. Two airs with one seed and the same use deliver the same at the same times."""

    def __init__(self, seed: int = 0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # bumble gives it none
        self.granted: Grant = smallest_interval
        """What centrals say to a wish for an interval between two bounds in s."""
        self._seed = seed
        self._joined = 0
        self._conditions: dict[Controller, Conditions] = {}
        self._chance: dict[Controller, Random] = {}
        self._links: dict[tuple[hci.Address, hci.Address], AirLink] = {}

    def conditions(self, controller: Controller) -> Conditions:
        """The air around a controller, to be changed at will. KeyError when it is not on the air."""
        return self._conditions[controller]

    def interval_s(self, peripheral: Controller) -> float:
        """The interval of its connection. LookupError when it has none."""
        return self._link_of(peripheral).interval_s

    def waiting(self, peripheral: Controller) -> int:
        """PDUs of the peripheral that wait for a connection event; 0 without a connection."""
        return sum(len(link.peripheral.waiting) for link in self._links_of(peripheral)[:1])

    def request_interval(self, peripheral: Controller, min_s: float, max_s: float) -> float:
        """The interval granted, in force from the next connection event. LookupError without a connection."""
        link = self._link_of(peripheral)
        link.move(self.granted(min_s, max_s))
        link.announce()
        return link.interval_s

    def remove(self, controller: "AirController") -> None:
        """Its battery is dead: it is never heard again, and its peer learns that by supervision."""
        self.conditions(controller).in_reach = False
        self.remove_controller(controller)
        controller.power_off()

    def heard_from(self, address: hci.Address) -> tuple[bytes, int] | None:
        """Scan response and signal strength in dBm of whoever advertises with an address."""
        for controller, conditions in self._conditions.items():
            response = _scan_response(controller, address)
            if response is not None:
                return response, conditions.rssi_dbm
        return None

    def link_between(self, one: hci.Address, other: hci.Address) -> AirLink | None:
        """The connection between two addresses."""
        return self._links.get((one, other))

    def add_controller(self, controller: Controller) -> None:
        """Puts a controller on the air."""
        super().add_controller(controller)
        self._joined += 1
        self._conditions[controller] = Conditions(changed=lambda: self._adapt(controller))
        self._chance[controller] = Random(f"{self._seed}/{self._joined}")

    def remove_controller(self, controller: Controller) -> None:
        """Takes a controller off the air."""
        super().remove_controller(controller)
        del self._conditions[controller], self._chance[controller]

    def send_acl_data(
        self, sender_controller: Controller, destination_address: hci.Address, transport: PhysicalTransport, data: bytes
    ) -> None:
        """Data wait for the next connection event of the connection they were sent on."""
        connection = sender_controller.le_connections.get(destination_address)
        link = connection and self.link_between(connection.self_address, destination_address)
        if link and connection:
            link.send_data(link.end_of(connection), data)

    def send_ll_control_pdu(
        self, sender_address: hci.Address, receiver_address: hci.Address, packet: ll.ControlPdu
    ) -> None:
        """The link layer's own PDUs wait like data."""
        link = self.link_between(sender_address, receiver_address)
        if link:
            is_central = link.central.connection.self_address == sender_address
            link.send_control(link.central if is_central else link.peripheral, packet)

    def send_advertising_pdu(self, sender_controller: Controller, packet: ll.AdvertisingPdu) -> None:
        """Advertisements reach everybody; a request to connect reaches the advertiser it names."""
        if isinstance(packet, ll.ConnectInd):
            self._connect(sender_controller, packet)
        elif sender_controller in self._conditions and self.conditions(sender_controller).heard:
            for controller in self._conditions:
                if controller is not sender_controller:
                    asyncio.get_running_loop().call_soon(controller.on_ll_advertising_pdu, packet)

    def _connect(self, central: Controller, request: ll.ConnectInd) -> None:
        mine = central.le_connections[request.advertiser_address]
        for peripheral, conditions in list(self._conditions.items()):
            if peripheral is central or not conditions.heard:
                continue
            before = peripheral.le_connections.get(request.initiator_address)
            peripheral.on_ll_advertising_pdu(request)
            theirs = peripheral.le_connections.get(request.initiator_address)
            if theirs and theirs is not before:
                self._join(mine, theirs)
                return
        wait_s = _UNANSWERED_EVENTS * request.interval * UNIT_S
        asyncio.get_running_loop().call_later(wait_s, _give_up, mine)

    def _join(self, central: Connection, peripheral: Connection) -> None:
        controller = peripheral.controller
        link = AirLink(central, peripheral, self.conditions(controller), self._chance[controller], self._forget)
        self._links[central.self_address, peripheral.self_address] = link
        self._links[peripheral.self_address, central.self_address] = link
        link.adapt()

    def _forget(self, link: AirLink) -> None:
        for key in [key for key, kept in self._links.items() if kept is link]:
            del self._links[key]

    def _adapt(self, controller: Controller) -> None:
        for link in self._links_of(controller):
            link.adapt()

    def _links_of(self, peripheral: Controller) -> list[AirLink]:
        links = {id(link): link for link in self._links.values()}
        return [link for link in links.values() if link.peripheral.connection.controller is peripheral]

    def _link_of(self, peripheral: Controller) -> AirLink:
        return self._links_of(peripheral)[0]


def _give_up(connection: Connection) -> None:
    End(connection).close(hci.HCI_CONNECTION_FAILED_TO_BE_ESTABLISHED_ERROR)


def _scan_response(controller: Controller, address: hci.Address) -> bytes | None:
    """What a controller answers to a scan request; None when it does not advertise with that address."""
    advertisers: list[LegacyAdvertiser | AdvertisingSet] = [controller.le_legacy_advertiser]
    for advertiser in [*advertisers, *controller.advertising_sets.values()]:
        if advertiser.enabled and advertiser.address == address:
            return bytes(advertiser.scan_response_data)
    return None
