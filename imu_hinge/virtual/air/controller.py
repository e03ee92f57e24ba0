"""Bumble 0.0.236's virtual controller with its faults repaired. Each method names the fault it is there for."""

import asyncio

from bumble import hci, ll
from bumble.controller import Controller

from imu_hinge.virtual.air.link import SUPERVISION_UNIT_S, UNIT_S
from imu_hinge.virtual.air.radio import Air

_ADVERTISING_UNIT_MS = 0.625
_DATA_LENGTH = 251
"""The longest payload of the link layer (Core Specification, volume 6, part B, 2.4)."""

_Heard = hci.HCI_LE_Advertising_Report_Event | hci.HCI_LE_Extended_Advertising_Report_Event
_Report = hci.HCI_LE_Advertising_Report_Event.Report | hci.HCI_LE_Extended_Advertising_Report_Event.Report


class AirController(Controller):
    """A controller on the virtual radio."""

    # the default of 27 bytes splits every notification into ten HCI packets
    le_acl_data_packet_length = _DATA_LENGTH
    supported_max_tx_octets = _DATA_LENGTH
    supported_max_rx_octets = _DATA_LENGTH
    suggested_max_tx_octets = _DATA_LENGTH

    def __init__(self, name: str, air: Air, public_address: str | None = None) -> None:
        super().__init__(name, link=air, public_address=public_address)
        self.air = air

    def power_off(self) -> None:
        """Falls silent at once: a dead battery says goodbye to nobody, not even to its own host."""
        self._rest()
        self.le_connections.clear()
        self.host = None

    def send_hci_packet(self, packet: hci.HCI_Packet) -> None:
        """Everything for the host passes here; what Bumble makes up is replaced by what is true on this air."""
        if isinstance(packet, hci.HCI_LE_Connection_Complete_Event):
            self._state_parameters(packet)
        if not isinstance(packet, _Heard) or self._state_advertisement(packet):
            super().send_hci_packet(packet)

    def on_hci_reset_command(self, _command: hci.HCI_Reset_Command) -> hci.HCI_StatusReturnParameters:
        """Bumble resets nothing: sensors would stay connected to a killed client and never advertise again."""
        for connection in self.le_connections.values():
            connection.send_ll_control_pdu(ll.TerminateInd(hci.HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR))
        self.le_connections.clear()
        self._rest()
        return super().on_hci_reset_command(_command)

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Bumble accepts the command and does nothing; hosts wait for the end of the attempt (part E, 7.8.13)."""
        attempt, self.pending_le_connection = self.pending_le_connection, None
        if attempt is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        asyncio.get_running_loop().call_soon(self.send_hci_packet, _withdrawn(attempt.peer_address))
        return super().on_hci_le_create_connection_cancel_command(_command)

    def on_hci_le_set_advertising_parameters_command(
        self, command: hci.HCI_LE_Set_Advertising_Parameters_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Bumble takes the interval for milliseconds; the unit is 0.625 ms (part E, 7.8.5)."""
        answer = super().on_hci_le_set_advertising_parameters_command(command)
        advertiser = self.le_legacy_advertiser
        advertiser.advertising_interval_min = round(command.advertising_interval_min * _ADVERTISING_UNIT_MS)
        advertiser.advertising_interval_max = round(command.advertising_interval_max * _ADVERTISING_UNIT_MS)
        return answer

    def _le_long_term_key_request_response(
        self, connection_handle: int, long_term_key: bytes | None
    ) -> hci.HCI_StatusAndConnectionHandleReturnParameters:
        """Bumble's host leaves the refusal to nobody when the link has ended before it answers."""
        answer = super()._le_long_term_key_request_response(connection_handle, long_term_key)
        if answer.status == hci.HCI_UNKNOWN_CONNECTION_IDENTIFIER_ERROR:
            answer.status = hci.HCI_ErrorCode.SUCCESS
        return answer

    def _state_parameters(self, event: hci.HCI_LE_Connection_Complete_Event) -> None:
        """Bumble reports constants to the peripheral and the wish of the central to the central."""
        connection = self.find_le_connection_by_handle(event.connection_handle)
        if connection is None:
            return
        link = self.air.link_between(connection.self_address, connection.peer_address)
        rules = link or (self.air.conditions(self) if event.role == hci.Role.PERIPHERAL else None)
        if rules:
            event.connection_interval = round(rules.interval_s / UNIT_S)
            event.supervision_timeout = round(rules.supervision_s / SUPERVISION_UNIT_S)

    def _state_advertisement(self, event: _Heard) -> bool:
        """Bumble reports -50 dBm always and repeats the advertisement as scan response. False: nothing to report."""
        report: _Report = event.reports[0]  # Bumble sends them one by one
        heard = self.air.heard_from(report.address)
        if heard is None:
            return False
        response, report.rssi = heard
        if _is_scan_response(report):
            report.data = response
        return bool(report.data)

    def _rest(self) -> None:
        """Stops advertising, scanning and dialling."""
        self.le_legacy_advertiser.stop()
        for advertising_set in self.advertising_sets.values():
            advertising_set.stop()
        self.advertising_sets.clear()
        self.le_scan_enable = False
        self.pending_le_connection = None


class KernelController(AirController):
    """A controller that may be handed to the Linux kernel.

    Bumble announces a connection with the legacy event even where LL privacy and extended advertising demand the
    enhanced one, and the kernel ignores that (google/bumble#841).
    """

    le_features = AirController.le_features & ~(
        hci.LeFeatureMask.LL_PRIVACY | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING
    )


def _withdrawn(address: hci.Address) -> hci.HCI_LE_Connection_Complete_Event:
    """What ends an attempt to connect that its host has cancelled."""
    return hci.HCI_LE_Connection_Complete_Event(
        status=hci.HCI_UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
        connection_handle=0,
        role=hci.Role.CENTRAL,
        peer_address_type=address.address_type,
        peer_address=address,
        connection_interval=0,
        peripheral_latency=0,
        supervision_timeout=0,
        central_clock_accuracy=0,
    )


def _is_scan_response(report: _Report) -> bool:
    if isinstance(report, hci.HCI_LE_Extended_Advertising_Report_Event.Report):
        return bool(report.event_type & hci.HCI_LE_Extended_Advertising_Report_Event.EventType.SCAN_RESPONSE)
    return report.event_type == hci.HCI_LE_Advertising_Report_Event.EventType.SCAN_RSP
