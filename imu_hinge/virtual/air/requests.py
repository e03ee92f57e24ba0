"""Attribute requests of one connection, in the words of bleak's errors."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bleak.exc import BleakError
from bumble import att
from bumble.core import BaseBumbleError
from bumble.device import Connection

from imu_hinge.virtual.air.errors import in_words_of_bleak

Result = TypeVar("Result")

_WANT_ENCRYPTION = (att.ErrorCode.INSUFFICIENT_AUTHENTICATION, att.ErrorCode.INSUFFICIENT_ENCRYPTION)
_AGAIN_S = 0.01
"""Between two cancellations of the same request."""
NOT_CONNECTED = "Not connected"


class Requests:
    """Runs requests to their end and pairs where the peripheral demands it, as BlueZ does."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._running: set[asyncio.Task[object]] = set()
        self._securing = asyncio.Lock()
        self._is_over = False

    async def run(self, request: Callable[[], Awaitable[Result]]) -> Result:
        """The request's result. BleakGATTProtocolError with the peripheral's code; BleakError when the link is gone.

        Shielded: the late answer to a cancelled request makes Bumble raise InvalidStateError inside the loop.
        """
        self._require()
        task = asyncio.create_task(self._secured(request))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            with in_words_of_bleak():
                return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():  # by the end of the link, not by our caller
                raise BleakError(NOT_CONNECTED) from None
            raise

    def end(self) -> None:
        """The link is gone. Bumble cancels only the request under way; those behind it would wait for 30 s.

        Goes on until all are over: before Python 3.12 `asyncio.wait_for` forgets a cancellation that comes together
        with its result, and the next request would wait on the dead link.
        """
        self._is_over = True
        for task in self._running:
            task.cancel()
        if self._running:
            asyncio.get_running_loop().call_later(_AGAIN_S, self.end)

    async def secure(self) -> None:
        """Encrypts the link: with the stored key, or by pairing when there is none."""
        async with self._securing:
            if self._connection.is_encrypted:
                return
            keys = self._connection.device.keystore
            if keys and await keys.get(str(self._connection.peer_address)):
                await self._connection.encrypt()
            else:
                await self._connection.pair()

    async def _secured(self, request: Callable[[], Awaitable[Result]]) -> Result:
        was_encrypted = self._connection.is_encrypted
        try:
            return await request()
        except att.ATT_Error as error:
            if error.error_code not in _WANT_ENCRYPTION or was_encrypted:
                raise
            self._require()
            with _or_else(error):
                await self.secure()
        return await request()

    def _require(self) -> None:
        if self._is_over:
            raise BleakError(NOT_CONNECTED)


@contextmanager
def _or_else(refusal: Exception) -> Iterator[None]:
    """When pairing fails, what matters to the user is the refusal for which it was tried."""
    try:
        yield
    except BaseBumbleError:
        raise refusal from None
