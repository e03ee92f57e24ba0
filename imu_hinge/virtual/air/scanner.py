"""bleak's scanner on a Bumble host."""

import struct
import uuid
from collections.abc import Iterable
from typing import Any

from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bleak.uuids import normalize_uuid_str
from bumble.core import UUID, AdvertisingData
from bumble.device import Advertisement, Device

from imu_hinge.virtual.air.adapter import Adapter

_UUID_TYPES = (
    AdvertisingData.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.INCOMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
)
_NAME_TYPES = (AdvertisingData.COMPLETE_LOCAL_NAME, AdvertisingData.SHORTENED_LOCAL_NAME)
_SERVICE_DATA_TYPES = (AdvertisingData.SERVICE_DATA_16_BIT_UUID, AdvertisingData.SERVICE_DATA_128_BIT_UUID)


class BumbleScanner(BaseBleakScanner):
    """Reports what a Bumble host hears. `backends_for` binds it to one."""

    adapter: Adapter

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: str,
        **_kwargs: Any,
    ) -> None:
        uuids = service_uuids and [normalize_uuid_str(uuid) for uuid in service_uuids]
        super().__init__(detection_callback, uuids)
        self._is_active = scanning_mode == "active"

    async def start(self) -> None:
        """Scans until `stop`. BleakBluetoothNotAvailableError when the controller is gone."""
        self.seen_devices = {}
        await self.adapter.scan_for(self, active=self._is_active)
        self.adapter.device.on(Device.EVENT_ADVERTISEMENT, self._on_advertisement)

    async def stop(self) -> None:
        """Ends the scan; harmless without one."""
        if self._on_advertisement in self.adapter.device.listeners(Device.EVENT_ADVERTISEMENT):
            self.adapter.device.remove_listener(Device.EVENT_ADVERTISEMENT, self._on_advertisement)
        await self.adapter.no_scan_for(self)

    def _on_advertisement(self, heard: Advertisement) -> None:
        try:
            data = _advertisement(heard)
        except (ValueError, struct.error):  # a stranger's malformed advertisement
            return
        if not self.is_allowed_uuid(data.service_uuids):
            return
        address = heard.address.to_string(False)
        device = self.create_or_update_device(address, address, data.local_name, heard.address, data)
        self.call_detection_callbacks(device, data)


def _advertisement(heard: Advertisement) -> AdvertisementData:
    data = heard.data
    return AdvertisementData(
        local_name=next(iter(_all(data, _NAME_TYPES)), None),
        manufacturer_data=dict(_all(data, [AdvertisingData.MANUFACTURER_SPECIFIC_DATA])),
        service_data={bleak_uuid(service): value for service, value in _all(data, _SERVICE_DATA_TYPES)},
        service_uuids=[bleak_uuid(service) for services in _all(data, _UUID_TYPES) for service in services],
        tx_power=next(iter(_all(data, [AdvertisingData.TX_POWER_LEVEL])), None),
        rssi=heard.rssi,
        platform_data=(heard,),
    )


def _all(data: AdvertisingData, kinds: Iterable[AdvertisingData.Type]) -> list[Any]:
    """Every entry of these kinds; what an entry is depends on the kind."""
    return [entry for kind in kinds for entry in data.get_all(kind)]


def bleak_uuid(bumble_uuid: UUID) -> str:
    """Bumble's UUID in the words of bleak: 128 bits, lower case, with dashes."""
    return str(uuid.UUID(bytes=bumble_uuid.to_bytes(force_128=True)[::-1]))
