"""The GATT server of a virtual sensor (PROTOCOL.md sections 2 and 15)."""

from collections.abc import Callable
from typing import Protocol

from bumble import gatt
from bumble.core import UUID
from bumble.device import Connection, Device
from bumble.gatt import Characteristic, CharacteristicValue, Service

from imu_hinge.sensors.hsp import BACKFILL, CONFIG, CONTROL, DATA, SERVICE, STATUS, TIME_SYNC
from imu_hinge.virtual.firmware import Identity

_CAN, _MAY = Characteristic.Properties, Characteristic.Permissions
_SEALED_READ = _MAY.READABLE | _MAY.READ_REQUIRES_ENCRYPTION
_SEALED_WRITE = _MAY.WRITEABLE | _MAY.WRITE_REQUIRES_ENCRYPTION
_TABLE: dict[str, tuple[Characteristic.Properties, Characteristic.Permissions]] = {
    CONFIG: (_CAN.READ | _CAN.NOTIFY, _MAY.READABLE),
    DATA: (_CAN.NOTIFY, _MAY(0)),
    CONTROL: (_CAN.WRITE | _CAN.INDICATE, _SEALED_WRITE),
    TIME_SYNC: (_CAN.WRITE_WITHOUT_RESPONSE | _CAN.NOTIFY, _SEALED_WRITE),
    STATUS: (_CAN.READ | _CAN.NOTIFY, _SEALED_READ),
    BACKFILL: (_CAN.NOTIFY, _MAY(0)),
}
_OPEN = (CONFIG,)
_SEALS = _MAY.READ_REQUIRES_ENCRYPTION | _MAY.WRITE_REQUIRES_ENCRYPTION


class Values(Protocol):
    """Whoever stands behind the characteristics. Both may raise ATT_Error."""

    def read(self, connection: Connection, uuid: str) -> bytes:
        """The value."""
        ...

    def write(self, connection: Connection, uuid: str, payload: bytes) -> None:
        """Takes a value."""
        ...

    def subscribed(self, connection: Connection, uuid: str, on: bool) -> None:
        """Notifications or indications are wanted, or no more."""
        ...


def add_services(
    device: Device, identity: Identity, battery: Callable[[], int], values: Values, *, secure: bool
) -> dict[str, Characteristic[bytes]]:
    """Adds all services, and gives the characteristics of HSP; without `secure` everything is open."""
    characteristics = {uuid: _characteristic(uuid, values, secure) for uuid in _TABLE}
    device.add_service(Service(SERVICE, list(characteristics.values())))
    device.add_service(Service(gatt.GATT_BATTERY_SERVICE, [_battery(battery)]))
    device.add_service(Service(gatt.GATT_DEVICE_INFORMATION_SERVICE, _information(identity)))
    if secure:
        _seal_subscriptions(device)
    return characteristics


def _characteristic(uuid: str, values: Values, secure: bool) -> Characteristic[bytes]:
    properties, sealed = _TABLE[uuid]
    permissions = sealed if secure else sealed & ~_SEALS
    value = CharacteristicValue[bytes](
        read=lambda connection: values.read(connection, uuid),
        write=lambda connection, payload: values.write(connection, uuid, payload),
    )
    made: Characteristic[bytes] = Characteristic(uuid, properties, permissions, value)
    made.on(
        Characteristic.EVENT_SUBSCRIPTION,
        lambda connection, notify, indicate: values.subscribed(connection, uuid, notify or indicate),
    )
    return made


def _seal_subscriptions(device: Device) -> None:
    """The server makes the descriptors by itself and leaves them open."""
    for uuid in _TABLE.keys() - set(_OPEN):
        descriptor = device.gatt_server.get_descriptor_attribute(
            UUID(SERVICE), UUID(uuid), gatt.GATT_CLIENT_CHARACTERISTIC_CONFIGURATION_DESCRIPTOR
        )
        assert descriptor is not None
        descriptor.permissions |= _MAY.WRITE_REQUIRES_ENCRYPTION


def _battery(level: Callable[[], int]) -> Characteristic[bytes]:
    value = CharacteristicValue[bytes](read=lambda _: bytes((level(),)))
    return Characteristic(gatt.GATT_BATTERY_LEVEL_CHARACTERISTIC, _CAN.READ, _MAY.READABLE, value)


def _information(identity: Identity) -> list[Characteristic[bytes]]:
    texts = {
        gatt.GATT_MODEL_NUMBER_STRING_CHARACTERISTIC: identity.model,
        gatt.GATT_SERIAL_NUMBER_STRING_CHARACTERISTIC: identity.serial,
        gatt.GATT_FIRMWARE_REVISION_STRING_CHARACTERISTIC: identity.firmware,
        gatt.GATT_HARDWARE_REVISION_STRING_CHARACTERISTIC: identity.hardware,
    }
    return [Characteristic(uuid, _CAN.READ, _MAY.READABLE, text.encode()) for uuid, text in texts.items()]
