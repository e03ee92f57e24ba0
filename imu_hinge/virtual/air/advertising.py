"""When and what a virtual sensor advertises (PROTOCOL.md section 3)."""

import asyncio
from contextlib import suppress

from bumble.device import Device

from imu_hinge.sensors.hsp import Advert, encode_advertisement
from imu_hinge.virtual.firmware import Firmware

QUICK_MS, SLOW_MS = 100.0, 1000.0
"""A4."""

Shown = tuple[Advert, float]
"""What is advertised, and how often in ms."""


class Advertiser:
    """Advertises while nobody is connected and the device is awake. `run` is a task that ends by cancellation."""

    def __init__(self, device: Device, firmware: Firmware) -> None:
        self._device, self._firmware = device, firmware
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._shown: Shown | None = None

    def refresh(self) -> None:
        """Something may have changed what is to be advertised."""
        if self._wanted() != self._shown:
            self._changed.set()

    async def run(self) -> None:
        """Follows the firmware."""
        while True:
            self._changed.clear()
            wanted = self._wanted()
            if wanted != self._shown:
                await self._show(wanted)
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self._next_s()):
                    await self._changed.wait()

    def _wanted(self) -> Shown | None:
        now_s = self._loop.time()
        if self._device.connections or now_s >= self._firmware.asleep_from_s:
            return None
        return self._firmware.advert(), QUICK_MS if now_s < self._firmware.quick_until_s else SLOW_MS

    def _next_s(self) -> float | None:
        """When something changes by itself."""
        times = (self._firmware.quick_until_s, self._firmware.asleep_from_s)
        return min((t for t in times if self._loop.time() < t < float("inf")), default=None)

    async def _show(self, wanted: Shown | None) -> None:
        await self._device.stop_advertising()
        self._shown = wanted
        if wanted is None:
            return
        advert, interval_ms = wanted
        packet, response = encode_advertisement(advert)
        await self._device.start_advertising(
            advertising_data=packet,
            scan_response_data=response,
            advertising_interval_min=interval_ms,
            advertising_interval_max=interval_ms,
        )
