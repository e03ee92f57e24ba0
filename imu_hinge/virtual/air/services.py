"""What a connected peripheral offers, as bleak's collection of services."""

from collections.abc import Callable, Collection

from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bumble.gatt_client import CharacteristicProxy, Client, ServiceProxy

from imu_hinge.virtual.air.scanner import bleak_uuid


async def discover(
    client: Client, wanted: Collection[str] | None, most: Callable[[], int]
) -> BleakGATTServiceCollection:
    """Everything, or the wanted services only; `most` tells the longest write without response in bytes."""
    found = BleakGATTServiceCollection()
    for service in await client.discover_services():
        if wanted is None or bleak_uuid(service.uuid) in wanted:
            await _add_service(found, service, most)
    return found


async def _add_service(found: BleakGATTServiceCollection, service: ServiceProxy, most: Callable[[], int]) -> None:
    added = BleakGATTService(service, service.handle, bleak_uuid(service.uuid))
    found.add_service(added)
    for characteristic in await service.discover_characteristics():
        await _add_characteristic(found, added, characteristic, most)


async def _add_characteristic(
    found: BleakGATTServiceCollection,
    service: BleakGATTService,
    characteristic: CharacteristicProxy[bytes],
    most: Callable[[], int],
) -> None:
    properties = sorted(gatt_char_props_to_strs(int(characteristic.properties)))
    uuid = bleak_uuid(characteristic.uuid)
    added = BleakGATTCharacteristic(characteristic, characteristic.handle, uuid, properties, most, service)
    found.add_characteristic(added)
    for descriptor in await characteristic.discover_descriptors():
        found.add_descriptor(BleakGATTDescriptor(descriptor, descriptor.handle, bleak_uuid(descriptor.type), added))
