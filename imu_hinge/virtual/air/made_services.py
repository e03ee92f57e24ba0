"""GATT table and advertising packets of a sensor of another make."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

from bumble import att
from bumble.core import UUID, AdvertisingData
from bumble.device import Device as Host
from bumble.gatt import Characteristic, CharacteristicValue, Service

from imu_hinge.virtual.makes.device import Advertising, AttError, Can
from imu_hinge.virtual.makes.device import Characteristic as Row

_CAN, _MAY = Characteristic.Properties, Characteristic.Permissions
_RIGHTS = {
    Can.READ: (_CAN.READ, _MAY.READABLE),
    Can.WRITE: (_CAN.WRITE, _MAY.WRITEABLE),
    Can.WRITE_WITHOUT_RESPONSE: (_CAN.WRITE_WITHOUT_RESPONSE, _MAY.WRITEABLE),
    Can.NOTIFY: (_CAN.NOTIFY, _MAY(0)),
}


class Values(Protocol):
    """Whoever stands behind the characteristics. Each may raise AttError."""

    def read(self, uuid: str) -> bytes:
        """The value."""
        ...

    def write(self, uuid: str, payload: bytes) -> None:
        """Takes a value."""
        ...

    def subscribed(self, uuid: str, on: bool) -> None:
        """Notifications are wanted, or no more."""
        ...


def add_services(host: Host, services: Mapping[str, Sequence[Row]], values: Values) -> dict[str, Characteristic[bytes]]:
    """Adds the whole table; the characteristics by their UUID."""
    made = {row.uuid: _characteristic(row, values) for rows in services.values() for row in rows}
    for service, rows in services.items():
        host.add_service(Service(service, [made[row.uuid] for row in rows]))
    return made


def _characteristic(row: Row, values: Values) -> Characteristic[bytes]:
    properties, permissions = _CAN(0), _MAY(0)
    for right in row.can:
        properties |= _RIGHTS[right][0]
        permissions |= _RIGHTS[right][1]

    def read(_: object) -> bytes:
        with _refusals():
            return values.read(row.uuid)

    def write(_: object, payload: bytes) -> None:
        with _refusals():
            values.write(row.uuid, payload)

    made: Characteristic[bytes] = Characteristic(
        row.uuid, properties, permissions, CharacteristicValue[bytes](read=read, write=write)
    )
    made.on(made.EVENT_SUBSCRIPTION, lambda _, notify, indicate: values.subscribed(row.uuid, notify or indicate))
    return made


@contextmanager
def _refusals() -> Iterator[None]:
    """What the device refuses, as an error of the attribute protocol."""
    try:
        yield
    except AttError as refusal:
        raise att.ATT_Error(att.ErrorCode(refusal.code)) from refusal


def packets(advertising: Advertising) -> tuple[bytes, bytes]:
    """Advertising packet and scan response, each at most 31 bytes: services and maker's data first, then the name."""
    kinds = AdvertisingData
    rows = [(kinds.FLAGS, b"\x06")]
    rows += [(kinds.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS, bytes(UUID(one))) for one in advertising.services]
    for company, data in (advertising.manufacturer or {}).items():
        rows.append((kinds.MANUFACTURER_SPECIFIC_DATA, company.to_bytes(2, "little") + data))
    return bytes(kinds(rows)), bytes(kinds([(kinds.COMPLETE_LOCAL_NAME, advertising.name.encode())]))
