"""What bleak's scanner and client share of one Bumble host: its scan and its single attempt to connect at a time."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakError
from bumble import hci
from bumble.core import BaseBumbleError
from bumble.device import Connection, Device

from imu_hinge.virtual.air.errors import in_words_of_bleak

Result = TypeVar("Result")

_AGAIN_S = 0.05
"""Between two requests to withdraw an attempt; the first may come before the controller has begun with it."""
_TRIES = 10


class Adapter:
    """One powered-on Bumble host, or another one after it was gone."""

    def __init__(self, device: Device) -> None:
        self._kept: set[asyncio.Task[Any]] = set()
        self.renew(device)

    def renew(self, device: Device) -> None:
        """Goes on with this host; what belonged to the one before is over."""
        self.device = device
        self._scanners: set[object] = set()
        self._scan_lock = asyncio.Lock()
        self._dial_lock = asyncio.Lock()
        self._is_gone = False
        device.on(Device.EVENT_FLUSH, self._on_gone)

    def require(self) -> None:
        """BleakBluetoothNotAvailableError when the controller is gone: a command to it would never return."""
        if self._is_gone:
            raise BleakBluetoothNotAvailableError(
                "the Bluetooth controller is gone", BleakBluetoothNotAvailableReason.NO_BLUETOOTH
            )

    async def scan_for(self, scanner: object, *, active: bool) -> None:
        """Scans while anybody asks for it; the first decides whether actively."""
        self.require()
        start = self._keep(self._start(scanner, active))
        try:
            await asyncio.shield(start)
        except BaseException:
            self._keep(self._stop(scanner))
            raise

    async def no_scan_for(self, scanner: object) -> None:
        """Ends what `scan_for` began; the last one stops the radio."""
        await asyncio.shield(self._keep(self._stop(scanner)))

    async def dial(self, address: hci.Address, timeout_s: float) -> Connection:
        """A new connection. TimeoutError; BleakError when there is one already or the attempt fails.

        Bumble knows one attempt at a time, so others wait; and a task cancelled inside of it would leave the
        controller dialling, so the attempt is a task of its own and is withdrawn at the controller.
        """
        until_s = asyncio.get_running_loop().time() + timeout_s
        async with asyncio.timeout_at(until_s):
            await self._dial_lock.acquire()
        attempt = self._keep(self._attempt(address))
        try:
            async with asyncio.timeout_at(until_s):
                return await asyncio.shield(attempt)
        except (TimeoutError, asyncio.CancelledError):
            await asyncio.shield(self._keep(self._withdraw(attempt)))
            if attempt.cancelled():  # by the end of the controller
                self.require()
            raise

    async def hang_up(self, connection: Connection) -> None:
        """Ends a connection, also when the caller is cancelled meanwhile; harmless when it is over."""
        await asyncio.shield(self._keep(self._hang_up(connection)))

    def _keep(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """A task that runs to its end whatever becomes of those who wait for it."""
        task = asyncio.create_task(work)
        self._kept.add(task)
        task.add_done_callback(self._kept.discard)
        return task

    async def _start(self, scanner: object, active: bool) -> None:
        async with self._scan_lock:
            self._scanners.add(scanner)
            if len(self._scanners) == 1:
                with in_words_of_bleak():
                    await self.device.start_scanning(active=active)

    async def _stop(self, scanner: object) -> None:
        async with self._scan_lock:
            if self._scanners == {scanner} and not self._is_gone:
                with suppress(BaseBumbleError):
                    await self.device.stop_scanning()
            self._scanners.discard(scanner)

    async def _attempt(self, address: hci.Address) -> Connection:
        try:
            self.require()
            if self.device.find_connection_by_bd_addr(address):
                raise BleakError(f"{address} is connected already")
            with in_words_of_bleak():
                return await self.device.connect_le(address, timeout=None)
        finally:
            self._dial_lock.release()

    async def _withdraw(self, attempt: asyncio.Task[Connection]) -> None:
        """At the controller. Where nothing is pending there, Bumble scans for a bonded peer and would never end."""
        for _ in range(_TRIES):
            if attempt.done():
                break
            with suppress(BaseBumbleError):  # refused where nothing is pending yet, or any more
                await self.device.send_sync_command(hci.HCI_LE_Create_Connection_Cancel_Command())
            await asyncio.wait({attempt}, timeout=_AGAIN_S)
        attempt.cancel()
        await asyncio.wait({attempt}, timeout=_TRIES * _AGAIN_S)
        if attempt.done() and not attempt.cancelled() and attempt.exception() is None:
            await self._hang_up(attempt.result())

    async def _hang_up(self, connection: Connection) -> None:
        if self.device.connections.get(connection.handle) is connection and not self._is_gone:
            with suppress(BaseBumbleError):
                await self.device.disconnect(connection, hci.HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR)

    def _on_gone(self) -> None:
        self._is_gone = True
